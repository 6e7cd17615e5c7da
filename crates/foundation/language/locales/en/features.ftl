# What each feature of the engine says, as a clause that can follow "because". A feature is one line in each
# catalogue: `feature-<name>`, with { $subject } and { $entry } for the values that met.
feature-base-rate = two names met by chance are seldom of one person

feature-name-same = the whole name is the same
feature-tokens-same = the same words: { $subject }
feature-tokens-spelling = spelling differs by a slip: { $subject } and { $entry }
feature-tokens-sound = { $subject } sounds like { $entry }
feature-tokens-transliteration = { $subject } is { $entry } in another script
feature-tokens-equivalent = { $subject } and { $entry } are forms of one name
feature-tokens-nickname = { $subject } and { $entry } are a name and its short form
feature-tokens-initial = { $subject } agrees with { $entry } as an initial
feature-tokens-joined = { $subject } is { $entry }, written together or apart
feature-legal-form-same = the legal form is the same: { $subject }
feature-legal-form-differs = the legal forms differ: { $subject } and { $entry }
feature-subject-unmatched = only the subject’s name has { $subject }
feature-entry-unmatched = only the entry’s name has { $entry }
feature-order-differs = the words stand in another order
feature-chain-order-differs = the order of descent differs: { $subject } and { $entry }
feature-patronymic-omitted = the patronymic is left out on one side
feature-patronymic-differs = the patronymics differ: { $subject } and { $entry }
feature-number-differs = the numbers differ: { $subject } and { $entry }
feature-weak-alias = the source calls this alias weak: { $entry }
feature-single-token = one word alone is compared
feature-common-name = the name is widespread
feature-gender-form-differs = one is the masculine, the other the feminine form: { $subject } and { $entry }

feature-birth-date-same = the date of birth is the same: { $subject }
feature-birth-date-swapped = the dates of birth agree when day and month are exchanged: { $subject } and { $entry }
feature-birth-month-same = month and year of birth are the same: { $subject } and { $entry }
feature-birth-year-same = the year of birth is the same: { $subject } and { $entry }
feature-birth-year-near = the years of birth are near: { $subject } and { $entry }
feature-birth-date-differs = the dates of birth differ: { $subject } and { $entry }
feature-nationality-same = the nationality is the same: { $subject }
feature-country-same = the country is the same: { $subject }
feature-country-differs = the countries differ: { $subject } and { $entry }
feature-birth-place-same = the place of birth is the same: { $subject }
feature-birth-place-differs = the places of birth differ: { $subject } and { $entry }
feature-gender-same = the gender is the same: { $subject }
feature-gender-differs = the gender differs: { $subject } and { $entry }
feature-identifier-same = an identifying number is the same: { $subject }
feature-identifier-differs = the identifying numbers differ: { $subject } and { $entry }
