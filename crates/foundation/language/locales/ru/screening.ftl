# Проверка: заключения, рабочие точки, соответствие частей имени, разделы обоснования.
verdict-match = совпадение
verdict-no-match = совпадения нет

operating-point-strict = строгий
operating-point-standard = стандартный
operating-point-wide = широкий
operating-point-strict-about = Меньше всего ложных сигналов; отдаленные написания не выявляются.
operating-point-standard-about = Применяется по умолчанию: ложных сигналов мало, большинство написаний выявляется.
operating-point-wide-about = Выявляет больше всего; многие сигналы придется снимать.

scoring-evidence = по совокупности признаков (логарифм шансов)
scoring-ofac = совместимо с OFAC (от 0 до 100)

link-same = те же буквы
link-spelling = написание отличается
link-sound = созвучно
link-transliteration = то же в другой письменности
link-equivalent = формы одного имени
link-partial = сходно лишь отчасти
link-nickname = краткая или уменьшительная форма
link-initial = инициал
link-joined = слитно или раздельно
link-legal-form = та же правовая форма или титул
link-missing = только с одной стороны

# Одна строка сопоставления словами.
link-row = { $subject } — { $entry }: { $kind }
link-row-scripts = { $subject } ({ $subject-script }) — { $entry } ({ $entry-script }): { $kind }
link-row-subject-only = { $subject }: только в имени проверяемого лица
link-row-entry-only = { $entry }: только в имени из записи

part-name-evidence = показания имени
part-corroboration = подтверждающие сведения
part-alignment = сопоставление имен
part-total = итого

heading-subject = проверяемое лицо
heading-subject-name = имя проверяемого лица
heading-entry = запись
heading-entry-name = имя в записи
heading-list = перечень
heading-list-version = версия перечня
heading-engine = версия программы
heading-schema = вид
heading-score = балл
heading-probability = вероятность
heading-verdict = заключение
heading-reason = основание
heading-feature = признак
heading-contribution = вклад
heading-how = как совпали
heading-script = письмо
heading-similarity = сходство
heading-operating-point = рабочая точка
heading-threshold = порог
heading-false-alarms = ложные сигналы
heading-recall = полнота

score = балл { $score }
probability = вероятность { $probability }
score-and-probability = балл { $score }, вероятность { $probability }
contributions-sum = Сумма вкладов равна баллу.
decision-is-yours = Это результат сопоставления, а не решение: решение принимает человек.

reason = соответствует записи { $entry }, так как { $reasons }
reason-against = однако { $reasons }
same-words = совпадают слова { $words }
reason-none = ни одно имя { $subject } не близко к именам записи { $entry }
