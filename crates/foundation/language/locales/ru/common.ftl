# Слова, общие для всех экранов и команд.
list-separator = {", "}
list-last-separator = {" и "}
nothing = нет
unknown = неизвестно
yes = да
no = нет

language-en = английский
language-ru = русский
language-ur = урду

count-entries =
    { $count ->
        [one] { $count } запись
        [few] { $count } записи
        [many] { $count } записей
       *[other] { $count } записи
    }
count-lists =
    { $count ->
        [one] { $count } перечень
        [few] { $count } перечня
        [many] { $count } перечней
       *[other] { $count } перечня
    }
count-subjects =
    { $count ->
        [one] { $count } проверяемое лицо
        [few] { $count } проверяемых лица
        [many] { $count } проверяемых лиц
       *[other] { $count } проверяемого лица
    }
count-alerts =
    { $count ->
        [0] сигналов нет
        [one] { $count } сигнал
        [few] { $count } сигнала
        [many] { $count } сигналов
       *[other] { $count } сигнала
    }
count-matches =
    { $count ->
        [0] совпадений нет
        [one] { $count } совпадение
        [few] { $count } совпадения
        [many] { $count } совпадений
       *[other] { $count } совпадения
    }
count-faults =
    { $count ->
        [0] ошибок нет
        [one] { $count } ошибка
        [few] { $count } ошибки
        [many] { $count } ошибок
       *[other] { $count } ошибки
    }

schema-person = физическое лицо
schema-organization = организация
schema-company = компания
schema-publicbody = государственный орган
schema-legalentity = лицо или организация
schema-vessel = судно
schema-airplane = воздушное судно
schema-cryptowallet = криптокошелек
schema-security = ценная бумага
schema-thing = иной объект

# Системы письма по кодам ISO 15924, строчными буквами.
script-arab = арабское письмо
script-armn = армянское письмо
script-beng = бенгальское письмо
script-cyrl = кириллица
script-deva = деванагари
script-ethi = эфиопское письмо
script-geor = грузинское письмо
script-grek = греческое письмо
script-gujr = гуджарати
script-guru = гурмукхи
script-hang = хангыль
script-hani = китайские иероглифы
script-hans = упрощенные китайские иероглифы
script-hant = традиционные китайские иероглифы
script-hebr = еврейское письмо
script-hira = хирагана
script-jpan = японское письмо
script-kana = катакана
script-khmr = кхмерское письмо
script-knda = письмо каннада
script-kore = корейское письмо
script-laoo = лаосское письмо
script-latn = латиница
script-mlym = письмо малаялам
script-mymr = бирманское письмо
script-sinh = сингальское письмо
script-taml = тамильское письмо
script-telu = письмо телугу
script-thaa = тана
script-thai = тайское письмо
script-tibt = тибетское письмо
script-zyyy = общие знаки
script-zzzz = неизвестное письмо
