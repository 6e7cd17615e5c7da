# What the language versions of a working group's texts do not say alike.
heading-paragraph = paragraph
heading-difference = differs
flag-missing = no text, or in other letters
flag-number = number
flag-date = date
flag-country = country
flag-region = region
flag-organisation = organisation
flag-office = office
flag-person = person
flag-modality = how binding it is
flag-settled = settled: { $reason }
flag-not-said = — not said —
count-flags =
    { $count ->
        [0] the languages say the same
        [one] { $count } difference is open
       *[other] { $count } differences are open
    }
