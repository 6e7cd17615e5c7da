# Работа по сигналам: направления, роли, сигналы, решения, подавление сигналов, дела, собственные записи, качество.
desk-finance = Финансирование терроризма
desk-travel = Контроль поездок
desk-content = Контент в сети
desk-review = Обзор угроз
desk-working-group = Рабочая группа
desk-exchange = Обмен

role-analyst = Аналитик
role-approver = Утверждающий
role-officer = Сотрудник контроля
role-reviewer = Проверяющий
role-secretary = Секретарь
role-chair = Председатель
role-auditor = Аудитор
role-administrator = Администратор
role-everywhere = везде

alert-status-open = открыт
alert-status-awaiting-approval = ожидает второго лица
alert-status-closed = закрыт
alert-overdue = просрочен
alert-unassigned = не назначен

decision-true-match = Совпадение подтверждено
decision-false-positive = Ложное совпадение
decision-inconclusive = Установить не удалось
decision-freeze = Заморозить
decision-release = Разблокировать
decision-true-match-about = Проверяемое лицо — то самое, что в перечне.
decision-false-positive-about = Проверяемое лицо — другое лицо.
decision-inconclusive-about = По имеющимся данным установить нельзя.
decision-freeze-about = Средства замораживаются, как требует закон.
decision-release-about = Удержанное разблокируется.
decision-grave = Это решение должно утвердить второе лицо.
decision-state-final = окончательное
decision-state-proposed = предложено
decision-state-approved = утверждено
decision-state-rejected = отклонено

withdrawal-delisted = исключен из перечня
withdrawal-entry-changed = запись изменилась и больше не похожа
withdrawal-subject-changed = данные лица изменились и больше не похожи

suppression = Подавление сигналов
suppression-state-proposed = предложено
suppression-state-in-force = действует
suppression-state-rejected = отклонено
suppression-state-reopened = прекращено: данные изменились
suppression-state-taken-back = отозвано
suppression-state-expired = срок истек
suppression-reopened-subject = Сигнал открыт снова: изменились данные проверяемого лица.
suppression-reopened-entry = Сигнал открыт снова: изменились данные записи.
suppression-reopened-both = Сигнал открыт снова: данные изменились с обеих сторон.

case-status-open = открыто
case-status-closed = закрыто

own-entry-state-proposed = ожидает второго лица
own-entry-state-in-force = действует
own-entry-state-rejected = отклонена
own-entry-state-removed = снята
own-entry-state-expired = срок истек

trigger-request = по запросу
trigger-registration = постановка на мониторинг
trigger-list-change = изменение перечня
trigger-own-entry-change = изменение собственной записи

ownership-half = Половина или более принадлежит лицам из перечней
ownership-more-than-half = Более половины принадлежит лицам из перечней
ownership-incomplete = Доля одного из владельцев в перечнях не указана; сумма может быть больше.

heading-desk = Направление
heading-status = Состояние
heading-decision = Решение
heading-analyst = Аналитик
heading-assigned = Назначен
heading-opened = Открыт
heading-due = Срок
heading-purpose = Цель
heading-legal-basis = Правовое основание
heading-marking = Пометка
heading-expiry = Действует до
heading-author = Автор
heading-approver = Утвердил
heading-note = Примечание
heading-file = Файл
heading-case = Дело

# Уведомления по электронной почте. Имен в них нет.
notice-subject = Entente: есть сигналы, ожидающие решения
notice-opened =
    { $count ->
        [one] { $desk }: { $count } новый сигнал
        [few] { $desk }: { $count } новых сигнала
       *[other] { $desk }: { $count } новых сигналов
    }
notice-due =
    { $count ->
        [one] { $desk }: скоро истекает срок по { $count } сигналу
       *[other] { $desk }: скоро истекает срок по { $count } сигналам
    }
notice-overdue =
    { $count ->
        [one] { $desk }: срок истек по { $count } сигналу
       *[other] { $desk }: срок истек по { $count } сигналам
    }
notice-where = Чтобы увидеть их, войдите в систему: { $address }
notice-why = Вы получили это письмо, потому что подписались на уведомления. Имена по почте не пересылаются.
