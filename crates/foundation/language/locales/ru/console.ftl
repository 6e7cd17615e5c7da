# Консоль: оформление страниц, ошибки, сводка дня, очередь.
console-skip = Перейти к содержанию
console-navigation = Основная навигация
console-today = Сегодня
console-queue = Очередь
console-screen = Проверка имени
console-lists = Перечни
console-audit = Журнал аудита
console-settings = Настройки
console-sign-out = Выйти
console-components = Элементы оформления
console-utc = Время указано по всемирному координированному времени (UTC).
console-to-start = На начальную страницу
console-try-again = Либо повторите попытку через некоторое время.
console-pages = Страницы очереди

console-moment = { $day }, { $time }
console-just-now = менее минуты назад
console-ago = { $span } назад
console-due-in = срок через { $span }
console-overdue-by = просрочен на { $span }
span-minutes =
    { $count ->
        [one] { $count } минуту
        [few] { $count } минуты
        [many] { $count } минут
       *[other] { $count } минуты
    }
span-hours =
    { $count ->
        [one] { $count } час
        [few] { $count } часа
        [many] { $count } часов
       *[other] { $count } часа
    }
span-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }

console-said-decided = Решение принято и занесено в журнал.
console-said-proposed = Решение предложено. Оно вступит в силу после утверждения вторым лицом.
console-said-approved = Решение утверждено и вступило в силу.
console-said-rejected = Предложение снято; сигнал снова открыт.
console-said-assigned = Сигналы распределены.
console-said-settled = Настройки сохранены.
console-said-opened = По результатам проверки открыт этот сигнал.
console-said-nothing-opened = Проверка занесена в журнал. Сигнал не открыт.
console-said-verified = Журнал проверен; результат приведен ниже.
console-said-password-set = Пароль установлен. Войдите с новым паролем.
console-said-signed-out = Вы вышли из системы.

console-error-no-session = Сеанс завершен
console-error-no-session-about = Войдите снова. Набранный текст сохранен в этом браузере.
console-error-not-found = Страница не найдена
console-error-not-found-about = Адрес никуда не ведет, или запись не относится к вашему направлению. Проверьте адрес или начните с начальной страницы.
console-error-not-allowed = Доступ не предоставлен
console-error-not-allowed-about = Ваши роли этого не предусматривают. К кому обратиться, подскажет администратор узла.
console-error-forged = Форма более не действительна
console-error-forged-about = Она относится к другому сеансу или создана другим сайтом. Изменений не внесено. Откройте страницу заново и отправьте форму оттуда.
console-error-unreadable = Отправленные данные не читаются
console-error-unreadable-about = Изменений не внесено. Вернитесь, проверьте форму и отправьте ее снова.
console-error-busy = Проверка сейчас невозможна
console-error-busy-about = Узел работает на пределе, или ни один перечень не готов к проверке. Изменений не внесено.
console-error-node = Узел не смог выполнить действие
console-error-node-about = Причина указана в журнале узла; сообщите администратору. То, что не было подтверждено, не выполнено.

console-trouble-changed = Пока вы работали с сигналом, его изменил другой сотрудник. Показано текущее состояние; ваш текст сохранен. Примите решение заново.
console-trouble-settled = Вопрос тем временем решен. Показано текущее состояние.
console-trouble-too-many = Выбрано больше сигналов, чем можно изменить за один раз. Выберите меньше.
console-trouble-none-chosen = Ничего не выбрано. Отметьте хотя бы один пункт.
console-trouble-no-reason = Укажите основание словами: оно хранится вместе с решением.
console-trouble-no-kind = Выберите решение.
console-trouble-same-person = Предложивший решение не может его утвердить: это делает другое лицо.

console-since = Что изменилось с вашего посещения ({ $moment })
console-opened-since =
    { $count ->
        [0] сигналов не открыто
        [one] открыт { $count } сигнал
        [few] открыто { $count } сигнала
        [many] открыто { $count } сигналов
       *[other] открыто { $count } сигнала
    }
console-closed-since =
    { $count ->
        [0] закрытых нет
        [one] закрыт { $count }
        [few] закрыто { $count }
        [many] закрыто { $count }
       *[other] закрыто { $count }
    }
console-new-versions =
    { $count ->
        [one] новая версия у { $count } перечня:
        [few] новые версии у { $count } перечней:
        [many] новые версии у { $count } перечней:
       *[other] новые версии у { $count } перечней:
    }
console-no-new-versions = новых версий перечней нет
console-next-due = Ближайшие сроки
console-in-your-hands = У вас в работе
console-awaiting-second = Ожидают второго лица
console-own-proposal = ваше предложение
console-nothing-open = Решения ничего не ожидает.
console-nothing-yours = Вам ничего не назначено.
console-nothing-awaits = Предложений, ожидающих утверждения, нет.
console-all-lists = Все перечни
console-lists-current =
    { $count ->
        [one] { $count } перечень в порядке
        [few] { $count } перечня в порядке
        [many] { $count } перечней в порядке
       *[other] { $count } перечня в порядке
    }
console-lists-attention =
    { $count ->
        [one] { $count } перечень требует внимания
        [few] { $count } перечня требуют внимания
        [many] { $count } перечней требуют внимания
       *[other] { $count } перечня требуют внимания
    }

console-figure-open = Открыто
console-figure-mine = У вас
console-figure-unassigned = Не назначено
console-figure-awaiting = Ожидают утверждения
console-figure-soon = Срок — до четырех часов
console-figure-overdue = Просрочено

console-filters = Отбор сигналов
console-list = Перечень
console-order = Порядок
console-order-due = По сроку
console-order-probability = По вероятности
console-order-latest = Сначала новые
console-late-only = Только просроченные
console-show = Показать
console-every-list = Все перечни
console-anybody = Любой сотрудник
console-mine = Я
console-nobody = Никто
console-somebody = сотрудник, учетная запись которого удалена
console-hand-chosen = Назначить выбранные
console-hand-to = Назначить
console-hand = Назначить
console-to-me = Мне
console-to-nobody = Никому
console-choose-all = Выбрать все на странице
console-and-more =
    { $count ->
        [one] и еще { $count }
        [few] и еще { $count }
        [many] и еще { $count }
       *[other] и еще { $count }
    }
console-best-match = Ближайшее совпадение
console-queue-empty = Здесь пусто
console-queue-empty-about = Сигналов с такими условиями нет. Измените отбор или вернитесь, когда проверка откроет сигнал.
console-first-page = Первая страница
console-next-page = Следующая страница
console-keys-walk = по строкам
console-keys-open = открыть
console-keys-choose = выбрать
