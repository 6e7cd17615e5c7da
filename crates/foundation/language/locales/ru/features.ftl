# Что означает каждый признак: придаточное, которое может следовать за «так как». Признак — одна строка в каждом
# каталоге: `feature-<имя>`; { $subject } и { $entry } — сопоставленные значения.
feature-base-rate = два случайно взятых имени редко принадлежат одному лицу

feature-name-same = имя полностью совпадает
feature-tokens-same = совпадают слова: { $subject }
feature-tokens-spelling = написание отличается незначительно: { $subject } и { $entry }
feature-tokens-sound = { $subject } созвучно { $entry }
feature-tokens-transliteration = { $subject } — это { $entry } в другой письменности
feature-tokens-equivalent = { $subject } и { $entry } — формы одного имени
feature-tokens-nickname = { $subject } и { $entry } — полное имя и его краткая форма
feature-tokens-initial = { $subject } согласуется с { $entry } как инициал
feature-tokens-joined = { $subject } — это { $entry } при слитном или раздельном написании
feature-legal-form-same = совпадает правовая форма: { $subject }
feature-legal-form-differs = правовые формы различаются: { $subject } и { $entry }
feature-subject-unmatched = только в имени проверяемого лица имеется { $subject }
feature-entry-unmatched = только в имени из записи имеется { $entry }
feature-order-differs = порядок слов иной
feature-chain-order-differs = порядок родства иной: { $subject } и { $entry }
feature-patronymic-omitted = с одной стороны отчество не указано
feature-patronymic-differs = отчества различаются: { $subject } и { $entry }
feature-number-differs = номера различаются: { $subject } и { $entry }
feature-weak-alias = источник считает этот псевдоним недостаточно достоверным: { $entry }
feature-single-token = сопоставлено только одно слово
feature-common-name = имя широко распространено
feature-gender-form-differs = одна форма мужская, другая женская: { $subject } и { $entry }

feature-birth-date-same = дата рождения совпадает: { $subject }
feature-birth-date-swapped = даты рождения совпадают при перестановке дня и месяца: { $subject } и { $entry }
feature-birth-month-same = месяц и год рождения совпадают: { $subject } и { $entry }
feature-birth-year-same = год рождения совпадает: { $subject } и { $entry }
feature-birth-year-near = годы рождения близки: { $subject } и { $entry }
feature-birth-date-differs = даты рождения различаются: { $subject } и { $entry }
feature-nationality-same = гражданство совпадает: { $subject }
feature-country-same = страна совпадает: { $subject }
feature-country-differs = страны различаются: { $subject } и { $entry }
feature-birth-place-same = место рождения совпадает: { $subject }
feature-birth-place-differs = места рождения различаются: { $subject } и { $entry }
feature-gender-same = пол совпадает: { $subject }
feature-gender-differs = пол различается: { $subject } и { $entry }
feature-identifier-same = совпадает идентификационный номер: { $subject }
feature-identifier-differs = идентификационные номера различаются: { $subject } и { $entry }
