# Консоль: дела, собственные записи, подавление сигналов, мониторинг, решение по нескольким сигналам сразу.
console-to-screen = Проверка
console-cases = Дела
console-own-entries = Собственные записи
console-suppressions = Подавление сигналов
console-monitoring = Мониторинг
console-menu = Меню

console-all = все
console-filter = Отбор
console-alerts = Сигналы
console-when = Когда
console-size = Размер
console-size-bytes = { $size } Б
console-size-kilobytes = { $size } КБ
console-size-megabytes = { $size } МБ
console-last-day = Последний день
console-days-left =
    { $count ->
        [0] последний день — сегодня
        [one] остался { $count } день
        [few] осталось { $count } дня
        [many] осталось { $count } дней
       *[other] осталось { $count } дня
    }
console-none-chosen = не указано
console-ending-soon = скоро истекают
console-awaiting-approval = ожидают второго лица
console-propose = Предложить
console-second-person = Вступит в силу после утверждения вторым лицом.
console-nobody-yet = пока никто

console-said-case-opened = Дело открыто.
console-said-case-written = Изменение внесено в дело.
console-said-file-added = Файл приобщен к делу.
console-said-put-into-case = Сигнал приобщен к этому делу.
console-said-taken-from-case = Сигнал изъят из дела и остается в очереди.
console-said-case-closed = Дело закрыто.
console-said-case-reopened = Дело снова открыто.
console-said-waits = Предложение внесено. Оно вступит в силу после утверждения вторым лицом.
console-said-stands = Утверждено и вступило в силу.
console-said-turned-down = Предложение снято; ничего не изменилось.
console-said-unsilenced = Подавление отозвано: по этой паре снова будут возникать сигналы.
console-said-registered = Лицо поставлено на мониторинг. Первая проверка сигналов не выявила.
console-said-registered-alerted = Лицо поставлено на мониторинг. По первой проверке открыт сигнал, указанный ниже.
console-said-monitoring-ended = Мониторинг этого лица прекращен.

console-trouble-record-changed = Пока вы работали с записью, ее изменил другой сотрудник. Показано текущее состояние; ваш текст сохранен. Проверьте еще раз.
console-trouble-last-day = Укажите последний день: не ранее сегодняшнего и не позже допустимого.
console-trouble-no-basis = Укажите правовое основание: без него записи не хранятся.
console-trouble-no-title = Кратко укажите, о чем дело.
console-trouble-no-note = Сначала напишите текст.
console-trouble-empty-file = Выберите непустой файл.
console-trouble-large-file = Файл слишком велик. Приложите файл меньшего размера.
console-trouble-no-reference = Укажите постоянный номер, под которым это лицо у вас учтено.
console-trouble-not-monitored = Лицо с таким номером в этом направлении на мониторинге не состоит.
console-trouble-unread-entry = Часть введенных данных не читается. Проверьте дату и номера.
console-trouble-all-changed = Все выбранное тем временем изменилось или решено. Показано текущее состояние.

console-figure-own-cases = Ваши открытые дела
console-figure-cases = Открытые дела
console-figure-own-entries = Собственные записи на утверждении
console-figure-suppressions = Подавление сигналов на утверждении
console-figure-ending = Подавление сигналов скоро истекает
console-figure-monitored = Лиц на мониторинге
console-beside-alerts = Помимо сигналов

console-count-cases =
    { $count ->
        [0] дел нет
        [one] { $count } дело
        [few] { $count } дела
        [many] { $count } дел
       *[other] { $count } дела
    }
console-cases-empty-about = Дел с такими условиями нет. Дело объединяет связанные между собой сигналы, записи и файлы.
console-new-case = Новое дело
console-open-case = Открытое дело
console-open-case-do = Открыть дело
console-case-title = О чем дело
console-case-title-about = Кратко, без имен лиц.
console-opened-by = Кем открыто
console-case-assigned = Кому поручено
console-case-opened = Когда открыто
console-case-unassigned = никто
console-case-result = Итог
console-new-note = Новая запись
console-note-stays = Записи не изменяются; более поздняя может исправить прежнюю.
console-write-note = Внести запись
console-correct-note = Исправить запись
console-corrects = Исправляется:
console-case-no-alerts = Сигналов в деле нет
console-case-no-alerts-about = Сигнал приобщается к делу со страницы самого сигнала.
console-take-out = Изъять из дела
console-count-files =
    { $count ->
        [0] Файлов нет
        [one] { $count } файл
        [few] { $count } файла
        [many] { $count } файлов
       *[other] { $count } файла
    }
console-case-no-files = Файлов в деле нет
console-added-by = Кем приобщен
console-add-file = Приобщить файл
console-add-file-do = Приобщить
console-add-file-about = Не более { $size }. Файл хранится зашифрованным, каждое его открытие заносится в журнал.
console-close-case = Закрыть дело
console-close-case-do = Закрыть
console-close-case-about = К чему привела работа. В закрытое дело ничего не вносится.
console-reopen-case = Открыть дело снова
console-reopen-case-do = Открыть снова
console-rename-case = Изменить название
console-export-case = Выгрузить дело
console-export-case-about = Один архив с сигналами, решениями, записями и файлами и с перечнем их хешей. Выгрузка заносится в журнал.
console-in-no-case = не приобщен ни к одному делу
console-put-into-case = Приобщить к делу
console-put-elsewhere = Приобщить к другому делу
console-put = Приобщить

console-step-opened = Дело открыто
console-step-closed = Дело закрыто
console-step-reopened = Дело открыто снова
console-step-note = Запись
console-step-correction = Исправление
console-step-file = Приобщен файл
console-step-took = Сигнал приобщен к делу
console-step-let-go = Сигнал изъят из дела
console-step-assigned = Дело поручено
console-step-unassigned = Дело никому не поручено
console-step-renamed = Название изменено; прежнее:

console-own-entry = Собственная запись
console-own-entries-about = То, что сторона включила в перечень сама. Здесь нет ничего, что не утвердили два лица, и ничего бессрочного.
console-own-entries-empty-about = Собственных записей с такими условиями нет.
console-count-own-entries =
    { $count ->
        [0] собственных записей нет
        [one] { $count } собственная запись
        [few] { $count } собственные записи
        [many] { $count } собственных записей
       *[other] { $count } собственной записи
    }
console-last-change = Последнее изменение
console-own-new = Новая запись
console-own-change = Изменение записи
console-own-change-do = Предложить изменение
console-own-removal = Снятие записи
console-own-removal-do = Предложить снятие
console-own-removal-about = Запись действует, пока снятие не утвердит второе лицо.
console-own-removal-waits = Предложено снять эту запись. Пока второе лицо не утвердит, она действует.
console-own-content = Содержание записи
console-own-entry-id = Номер в перечне
console-as-it-stands = Действует
console-as-it-stood = Последняя действовавшая
console-as-proposed = Предложено
console-difference = Различие
console-changed = изменено
console-own-form-about = Укажите то, что позволяет установить лицо. Чем больше сведений, тем меньше других лиц будет принято за него.
console-aliases = Другие имена
console-one-a-line = По одному в строке, в любой письменности.
console-more-names = Прежние имена и малозначимые прозвища
console-former-names = Прежние имена
console-weak-names = Малозначимые прозвища
console-weak-names-about = Прозвища, которые носят многие. По одному в строке.
console-born-partial-about = { $day } либо только { $month } или 1971.
console-number-kind = Вид номера
console-own-until-about = Не более трех лет; затем можно предложить снова.

console-count-suppressions =
    { $count ->
        [0] подавлений сигналов нет
        [one] { $count } подавление сигналов
        [few] { $count } подавления сигналов
        [many] { $count } подавлений сигналов
       *[other] { $count } подавления сигналов
    }
console-suppressions-empty-about = Подавление сигналов предлагается на странице сигнала, признанного ложным совпадением.
console-what-is-silenced = Какие сигналы подавляются
console-rests-on = Опирается на
console-rests-on-alert = решение по этому сигналу
console-fingerprint = Отпечаток
console-fingerprint-about = Число, вычисленное из данных лица. Если данные изменятся, изменится и оно, и по паре снова возникнет сигнал.
console-silence = Не подавать повторный сигнал
console-silence-about = Пока подавление действует, по этому лицу и этой записи новые сигналы не возникают. Оно прекращается само, если данные одной из сторон изменятся.
console-silence-do = Предложить подавление сигналов
console-unsilence = Отозвать подавление сигналов
console-unsilence-do = Отозвать
console-unsilence-about = Чтобы проверить заново, достаточно одного лица.

console-monitoring-about = Поставленные на мониторинг лица проверяются заново при каждом изменении перечней.
console-last-screened = Последняя проверка
console-never = не было
console-lists-behind = Перечни с неучтенными изменениями
console-find = Найти
console-register = Поставить на мониторинг
console-register-do = Поставить и проверить
console-register-about = Лицо проверяется сразу и затем при каждом изменении перечней.
console-reference-lasts = Например, номер клиента. Он должен быть постоянным: по нему лицо узнается.
console-last-day-monitored = Последний день мониторинга
console-count-subjects =
    { $count ->
        [0] лиц нет
        [one] { $count } лицо
        [few] { $count } лица
        [many] { $count } лиц
       *[other] { $count } лица
    }
console-monitoring-empty-about = В этом направлении на мониторинге никого нет. Поставьте лицо выше или сразу многих через программный интерфейс.
console-their-reference = Номер
console-registered = Поставлено
console-monitored = на мониторинге
console-monitoring-ended = прекращен
console-monitored-subject = Лицо на мониторинге
console-monitored-no-alerts-about = Достаточно близких записей в перечнях не было.
console-data-screened = Проверяемые данные
console-changes-brought = Что принесли изменения перечней
console-no-changes = Изменения перечней пока никого не коснулись
console-no-changes-about = Когда коснутся, здесь появится запись с числом открытых сигналов.
console-trigger = Причина
console-subjects-screened = Проверено лиц
console-alerts-opened = Открыто сигналов
console-silenced-matches = Подавлено
console-reach = Как учтены перечни
console-reached = учтен
console-on-its-way = еще не учтен
console-end-monitoring = Прекратить мониторинг
console-end-monitoring-do = Прекратить
console-end-monitoring-about = Лицо больше не проверяется. Его сигналы остаются как есть.

console-together = Решение по нескольким сигналам
console-together-do = Решить по выбранным
console-together-about = Одно решение и одно основание для всех. Подтвердить совпадение или заморозить таким образом нельзя.
console-together-reason-about = Хранится с каждым решением.
console-together-next = Показать, что получится
console-together-confirm = Что получится
console-together-decide =
    { $count ->
        [one] Принять решение по { $count } сигналу
        [few] Принять решение по { $count } сигналам
        [many] Принять решение по { $count } сигналам
       *[other] Принять решение по { $count } сигнала
    }
console-together-back = Назад
console-decided-at-once =
    { $count ->
        [0] сразу не будет решен ни один
        [one] { $count } будет решен сразу
        [few] { $count } будут решены сразу
        [many] { $count } будут решены сразу
       *[other] { $count } будут решены сразу
    }
console-will-wait =
    { $count ->
        [one] { $count } будет ожидать второго лица
        [few] { $count } будут ожидать второго лица
        [many] { $count } будут ожидать второго лица
       *[other] { $count } будут ожидать второго лица
    }
console-count-left-out =
    { $count ->
        [one] { $count } не войдет
        [few] { $count } не войдут
        [many] { $count } не войдут
       *[other] { $count } не войдут
    }
console-left-changed = изменился после того, как вы его видели
console-left-nothing-open = решать уже нечего
console-left-other-desk = относится к другому направлению
console-many-decided =
    { $count ->
        [one] Решение принято по { $count } сигналу.
        [few] Решение принято по { $count } сигналам.
        [many] Решение принято по { $count } сигналам.
       *[other] Решение принято по { $count } сигнала.
    }
console-many-proposed =
    { $count ->
        [one] { $count } решение ожидает второго лица.
        [few] { $count } решения ожидают второго лица.
        [many] { $count } решений ожидают второго лица.
       *[other] { $count } решения ожидают второго лица.
    }
console-many-left-out =
    { $count ->
        [one] { $count } сигнал не вошел: он тем временем изменился.
        [few] { $count } сигнала не вошли: они тем временем изменились.
        [many] { $count } сигналов не вошли: они тем временем изменились.
       *[other] { $count } сигнала не вошли: они тем временем изменились.
    }
