# Words that every screen and command shares.
list-separator = {", "}
list-last-separator = {" and "}
nothing = none
unknown = unknown
yes = yes
no = no

language-en = English
language-ru = Russian
language-ur = Urdu

count-entries =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
count-lists =
    { $count ->
        [one] { $count } list
       *[other] { $count } lists
    }
count-subjects =
    { $count ->
        [one] { $count } subject
       *[other] { $count } subjects
    }
count-alerts =
    { $count ->
        [0] no alerts
        [one] { $count } alert
       *[other] { $count } alerts
    }
count-matches =
    { $count ->
        [0] no matches
        [one] { $count } match
       *[other] { $count } matches
    }
count-faults =
    { $count ->
        [0] no faults
        [one] { $count } fault
       *[other] { $count } faults
    }

schema-person = person
schema-organization = organisation
schema-company = company
schema-publicbody = public body
schema-legalentity = person or organisation
schema-vessel = vessel
schema-airplane = aircraft
schema-cryptowallet = wallet
schema-security = security
schema-thing = thing

# Writing systems by ISO 15924 code, lower case.
script-arab = Arabic script
script-armn = Armenian script
script-beng = Bengali script
script-cyrl = Cyrillic
script-deva = Devanagari
script-ethi = Ethiopic script
script-geor = Georgian script
script-grek = Greek script
script-gujr = Gujarati script
script-guru = Gurmukhi
script-hang = Hangul
script-hani = Han characters
script-hans = simplified Han characters
script-hant = traditional Han characters
script-hebr = Hebrew script
script-hira = Hiragana
script-jpan = Japanese script
script-kana = Katakana
script-khmr = Khmer script
script-knda = Kannada script
script-kore = Korean script
script-laoo = Lao script
script-latn = Latin
script-mlym = Malayalam script
script-mymr = Myanmar script
script-sinh = Sinhala script
script-taml = Tamil script
script-telu = Telugu script
script-thaa = Thaana
script-thai = Thai script
script-tibt = Tibetan script
script-zyyy = common signs
script-zzzz = unknown script
