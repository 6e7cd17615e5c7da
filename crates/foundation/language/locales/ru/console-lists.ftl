# Консоль: перечни и журнал аудита.
console-entries = Записи
console-age = Возраст
console-age-days =
    { $count ->
        [0] подтвержден сегодня
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
console-age-unknown = неизвестен
console-may-grow-days =
    { $count ->
        [one] допускается { $count } день
        [few] допускается { $count } дня
        [many] допускается { $count } дней
       *[other] допускается { $count } дня
    }
console-taken-up = Загружен
console-faults = Ошибки
console-no-lists = Перечней пока нет
console-no-lists-about = Без перечней проверка невозможна. Администратор узла загружает их командой:
console-short-name = Краткое имя
console-authority = Орган
console-last-attempt = Последняя попытка обновления
console-what-changed = Что изменилось в текущей версии
console-cut = Самые длинные части сокращены. Полностью они доступны в командной строке.
console-one-version = Версия пока одна; следующая будет с ней сопоставлена.
console-added-entries =
    { $count ->
        [0] новых записей нет
        [one] добавлена { $count } запись
        [few] добавлены { $count } записи
        [many] добавлено { $count } записей
       *[other] добавлены { $count } записи
    }
console-removed-entries =
    { $count ->
        [0] исключенных записей нет
        [one] исключена { $count } запись
        [few] исключены { $count } записи
        [many] исключено { $count } записей
       *[other] исключены { $count } записи
    }
console-changed-entries =
    { $count ->
        [0] измененных записей нет
        [one] изменена { $count } запись
        [few] изменены { $count } записи
        [many] изменено { $count } записей
       *[other] изменены { $count } записи
    }
console-field = Поле
console-before = Было
console-after = Стало
console-versions = Версии
console-version = Версия
console-generated = Дата органа
console-format = Формат
console-current = текущая
console-no-faults = В текущей версии ошибок нет
console-severity = Последствие
console-place = Место
console-fault = Ошибка
console-line =
    { $count ->
        [one] строка { $count }
        [few] строка { $count }
        [many] строка { $count }
       *[other] строка { $count }
    }
console-record-number = запись { $record }
list-state-current = в порядке
list-state-too-old = устарел
list-state-expired = срок истек
list-state-missing = не загружался
list-state-removed = снят с проверки
attempt-imported = загружен
attempt-unchanged = без изменений
attempt-refused = отклонен
attempt-failed = не удалось
fault-warning = значение под вопросом
fault-record = запись потеряна
fault-fatal = чтение прервано

console-audit-about = Каждое действие — лист этого журнала. Подписанные контрольные точки не позволяют изменить его незаметно.
console-leaves = Листы
console-leaves-signed = Под подписанной контрольной точкой
console-signatures = Подписи
console-unsigned-leaves =
    { $count ->
        [one] { $count } лист еще не подписан
        [few] { $count } листа еще не подписаны
        [many] { $count } листов еще не подписаны
       *[other] { $count } листа еще не подписаны
    }
console-all-signed = подписаны все листы
console-has-copy = копия последней контрольной точки хранится вне базы данных
console-no-copy = копии последней контрольной точки вне базы данных нет
console-log-key = Открытый ключ журнала
console-never-signed = Журнал ни разу не подписывался. Администратор узла подписывает его командой:
console-verification = Проверка целостности
console-verify = Проверить весь журнал
console-not-verified = С момента запуска этого экземпляра проверка не проводилась.
console-verified-at = Проверено
console-checkpoints = Проверено контрольных точек
console-log-good = Журнал цел: каждый лист соответствует подписанному.
console-log-bad = Журнал не соответствует подписанному. Сообщите администратору и ничего не изменяйте.
console-findings-more = Места указывает команда:
audit-finding-edited = Содержание листов отличается от подписанного.
audit-finding-deleted = Листы из середины журнала отсутствуют.
audit-finding-inserted = Среди подписанных листов есть неподписанные.
audit-finding-reordered = Порядок листов отличается от подписанного.
audit-finding-truncated = Конец журнала отсутствует.
audit-finding-forked = Две подписанные контрольные точки относятся к разным историям: ключом подписаны обе.
audit-finding-changed = Листы не соответствуют подписанным; какие именно, установить нельзя.
audit-finding-checkpoint = Контрольная точка не принадлежит этому журналу.
audit-finding-tile = Листы соответствуют подписанным, но часть дерева над ними отсутствует или изменена.
audit-finding-other = Обнаружено иное несоответствие.
