//! The one normaliser, second half: a name -> its tokens, each with script, folded letters, sounds and role.
//! Articles fall away, "Abdulrahman" and "Abd al-Rahman" part alike, legal forms become one token.

use crate::clean::{ZWNJ, fold, is_apostrophe, visible};
use crate::legal;
use crate::ordinals;
use crate::particles::{Small, is};
use crate::script::{Script, dominant_script, script_of};
use crate::sound::{Skeleton, Sounds, skeleton, sounds};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// One token of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// As written, for showing.
    pub text: String,
    /// Writing system.
    pub script: Script,
    /// Folded letters.
    pub fold: String,
    /// Sounds.
    pub sounds: Sounds,
    /// What it does in the name.
    pub role: Role,
    /// Whether a word for "son of" or "daughter of" stands before it.
    pub chained: bool,
}

/// What a token does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// A name proper.
    Name = 0,
    /// A single letter that may stand for a name.
    Initial = 1,
    /// A patronymic by its ending: Ivanovich, Петровна.
    Patronymic = 2,
    /// First half of names like Abd al-Rahman, or a kunya's Abu.
    Compound = 3,
    /// Title, honorific, generational suffix.
    Title = 4,
    /// A legal form; the fold is its class, such as `llc`.
    LegalForm = 5,
    /// A number, as ASCII digits in the fold.
    Number = 6,
    /// A word that many organisations share: bank, trading, group.
    Generic = 7,
}

impl Role {
    /// The role with this number in an index file.
    pub fn from_number(number: u8) -> Self {
        const ALL: [Role; 8] = [
            Role::Name,
            Role::Initial,
            Role::Patronymic,
            Role::Compound,
            Role::Title,
            Role::LegalForm,
            Role::Number,
            Role::Generic,
        ];
        ALL.get(usize::from(number)).copied().unwrap_or(Role::Name)
    }
}

/// What kind of thing a name names: decides which small words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A human being.
    Person,
    /// A company, body or group.
    Organisation,
    /// A ship or aircraft.
    Object,
}

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// The tokens in reading order.
    pub tokens: Vec<Token>,
    /// Where a comma puts the family name first, how many tokens stand before it.
    pub family_first: Option<usize>,
}

/// Most tokens of a name that are compared; what comes after is cut.
pub const MAX_TOKENS: usize = 24;

/// Takes a name apart. Never fails; a name without letters or digits has no tokens.
pub fn tokenise(name: &str, style: Style) -> Tokens {
    let name = visible(name);
    let mut words = split_words(&name, style);
    words.retain(|word| !word.fold.is_empty());
    if style == Style::Organisation {
        words = part_glued_forms(words);
    }
    words.truncate(MAX_TOKENS * 2);
    let comma = words.iter().filter(|word| word.comma_before).count() == 1;
    let tokens = match style {
        Style::Person => person_tokens(words),
        Style::Organisation | Style::Object => organisation_tokens(words, style),
    };
    let family_first = if comma && style == Style::Person {
        tokens.iter().position(|(_, comma_before)| *comma_before).filter(|&at| at > 0)
    } else {
        None
    };
    let mut tokens: Vec<Token> = tokens.into_iter().map(|(token, _)| token).collect();
    tokens.truncate(MAX_TOKENS);
    Tokens { tokens, family_first }
}

/// The folded words of a phrase, as the tokeniser parts an organisation's name before it gives roles.
pub fn words(phrase: &str) -> Vec<String> {
    split_words(phrase, Style::Organisation)
        .into_iter()
        .map(|word| word.fold)
        .filter(|fold| !fold.is_empty())
        .collect()
}

/// A run of letters or digits, before it has a role.
struct Word {
    text: String,
    fold: String,
    script: Script,
    /// A hyphen or apostrophe ties it to the next word.
    tied: bool,
    comma_before: bool,
}

impl Word {
    fn new(text: String, tied: bool, comma_before: bool) -> Self {
        let fold = repair_digits(fold(&text));
        let script = dominant_script(&text);
        Self { text, fold, script, tied, comma_before }
    }

    fn part(&self, text: String, fold: String, comma_before: bool) -> Self {
        Self { text, fold, script: self.script, tied: false, comma_before }
    }

    fn token(self, role: Role, chained: bool) -> (Token, bool) {
        // From the folded letters, so that equal letters always sound equal.
        let sounds = sounds(&self.fold, self.script);
        (
            Token { text: self.text, script: self.script, fold: self.fold, sounds, role, chained },
            self.comma_before,
        )
    }
}

/// "Sech1n", "I9or": digits written for letters within a word. A number, or letters with a number at the end
/// ("unit7"), stay.
fn repair_digits(word: String) -> String {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let inner = word.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && word.chars().last().is_some_and(|c| c.is_ascii_alphabetic());
    if digits == 0 || digits > 2 || letters < 3 || !inner {
        return word;
    }
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '6' => 'b',
            '7' => 't',
            '9' => 'g',
            other => other,
        })
        .collect()
}

fn split_words(name: &str, style: Style) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut comma_before = false;
    let mut dotted: Vec<char> = Vec::new();
    let chars: Vec<char> = name.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let next = chars.get(at + 1).copied();
        let inside =
            !is_apostrophe(c) && (script_of(c) != Script::Common || c.is_numeric() || is_combining(c));
        if inside {
            if let Some(&last) = word.chars().last().as_ref()
                && breaks_between(&word, last, c, &chars[at..])
            {
                push(&mut words, &mut word, false, &mut comma_before);
            }
            word.push(c);
        } else if is_apostrophe(c) {
            // An apostrophe ties; "al-Qa'ida" and "Int'l" stay one word.
            let article = is(&fold(&word), Small::Article) && next.is_some_and(char::is_alphabetic);
            if article {
                push(&mut words, &mut word, true, &mut comma_before);
            } else if style == Style::Organisation && is_genitive(&word, &chars[at + 1..]) {
                at += 1;
            }
        } else if c == '.' && word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
            // "A.B.C.": gathered letters; one word for organisations, initials for people.
            if style == Style::Person {
                push(&mut words, &mut word, false, &mut comma_before);
            } else if next.is_some_and(char::is_alphanumeric) || !dotted.is_empty() {
                dotted.extend(word.drain(..));
                let goes_on = next.is_some_and(char::is_alphabetic)
                    && matches!(chars.get(at + 2), None | Some('.') | Some(' ') | Some('"') | Some('»'));
                if !goes_on {
                    word.extend(dotted.drain(..));
                    push(&mut words, &mut word, false, &mut comma_before);
                } else {
                    // The next letter joins.
                }
            } else {
                push(&mut words, &mut word, false, &mut comma_before);
            }
        } else {
            if !dotted.is_empty() {
                word = dotted.drain(..).collect::<String>() + &word;
            }
            let tied =
                matches!(c, '-' | '‐' | '‑' | '–' | '_' | ZWNJ) && next.is_some_and(char::is_alphanumeric);
            push(&mut words, &mut word, tied, &mut comma_before);
            if c == ',' || c == '،' {
                comma_before = !words.is_empty();
            }
            if c == '&' && style != Style::Person {
                words.push(Word::new("and".to_owned(), false, false));
            }
        }
        at += 1;
    }
    if !dotted.is_empty() {
        word = dotted.drain(..).collect::<String>() + &word;
    }
    push(&mut words, &mut word, false, &mut comma_before);
    words
}

/// Whether an apostrophe after a word begins the ending of "people's", which says nothing.
fn is_genitive(word: &str, rest: &[char]) -> bool {
    let ends = rest.get(1).is_none_or(|c| !c.is_alphanumeric());
    word.chars().count() > 2 && matches!(rest.first(), Some('s' | 'S')) && ends
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

fn push(words: &mut Vec<Word>, word: &mut String, tied: bool, comma_before: &mut bool) {
    if !word.is_empty() {
        words.push(Word::new(std::mem::take(word), tied, std::mem::take(comma_before)));
    }
}

/// Where a written word holds two: "SergeiLavrov", "PEJICICmile", "Brigade44".
fn breaks_between(word: &str, last: char, c: char, rest: &[char]) -> bool {
    let (a, b) = (script_of(last), script_of(c));
    if a != Script::Common && b != Script::Common && a != b {
        // Look-alikes stay within a word; other scripts part it.
        let latin_cyrillic =
            matches!((a, b), (Script::Latin, Script::Cyrillic) | (Script::Cyrillic, Script::Latin));
        return !latin_cyrillic && !is_combining(c);
    }
    let ahead = |wanted: fn(char) -> bool| rest.iter().take_while(|c| wanted(**c)).count();
    let word_ahead = ahead(char::is_alphabetic);
    let letters = word.chars().count();
    if c.is_uppercase() && last.is_lowercase() {
        // "SergeiLavrov", "SiemensAG": two capitalised words, or a capitalised one and capitals.
        let capitalised = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase);
        let lower = rest.iter().skip(1).take_while(|c| c.is_lowercase()).count();
        let capitals = ahead(char::is_uppercase);
        let whole =
            lower + 1 == word_ahead && lower >= 2 || capitals == word_ahead && (2..=4).contains(&capitals);
        let prefix = ["mc", "mac", "de", "di", "la", "le", "al", "el", "van", "von", "fitz"]
            .contains(&word.to_lowercase().as_str());
        return capitalised && letters >= 3 && whole && !prefix;
    }
    // "PEJICICmile", "AOnpp": capitals, then small letters to the end.
    let all_upper = word.chars().all(char::is_uppercase);
    let form = matches!(
        word,
        "AO" | "OOO" | "JSC" | "LLC" | "OAO" | "ZAO" | "PAO" | "АО" | "ООО" | "ОАО" | "ПАО" | "ЗАО"
    );
    let lower = ahead(char::is_lowercase);
    c.is_lowercase() && all_upper && lower == word_ahead && (letters >= 3 && lower >= 3 || form && lower >= 2)
}

/// "Laticomltd" -> "Laticom", "ltd".
fn part_glued_forms(words: Vec<Word>) -> Vec<Word> {
    let mut parted = Vec::with_capacity(words.len());
    for word in words {
        match legal::glued_form(&word.fold) {
            Some((form, rest, first)) => {
                let (form, rest) = (form.to_owned(), rest.to_owned());
                let (before, after) = if first { (form, rest) } else { (rest, form) };
                parted.push(word.part(before.clone(), before, word.comma_before));
                parted.push(word.part(after.clone(), after, false));
            }
            None => parted.push(word),
        }
    }
    parted
}

/// Whether a name is an organisation's by its own words, whatever its source calls it.
pub fn names_an_organisation(name: &str) -> bool {
    legal::names_an_organisation(&words(name))
}

fn person_tokens(words: Vec<Word>) -> Vec<(Token, bool)> {
    let count = words.len();
    let mut tokens: Vec<(Token, bool)> = Vec::with_capacity(count);
    let mut chained = false;
    let words = part_compounds(part_initials(spelt_initials(glue_endings(words))));
    let last = words.len().saturating_sub(1);
    let mut comma = false;
    for (at, word) in words.into_iter().enumerate() {
        comma |= word.comma_before;
        let is_last = at == last;
        let length = word.fold.chars().count();
        let small = |small| is(&word.fold, small);
        if small(Small::Article) && !is_last || small(Small::Assimilated) && word.tied && !is_last {
            continue;
        }
        if small(Small::Filiation)
            && (at > 0 || !matches!(word.fold.as_str(), "ben" | "бен" | "so" | "do" | "wo"))
            && !(is_last && tokens.len() < 2)
        {
            chained = !is_last;
            continue;
        }
        if small(Small::Particle) && !is_last && !(tokens.is_empty() && last == 1) {
            continue;
        }
        let role = if word.fold.bytes().all(|b| b.is_ascii_digit()) {
            Role::Number
        } else if length == 1 && !word.script.is_unspaced() {
            Role::Initial
        } else if small(Small::Honorific)
            || small(Small::Junior)
            || legal::is_unmistakable(&word.fold) && is_last && at > 0
        {
            Role::Title
        } else if small(Small::Servant) || small(Small::Kunya) && !is_last {
            Role::Compound
        } else if at > 0 && is_patronymic(&word.fold, word.script) {
            Role::Patronymic
        } else {
            Role::Name
        };
        let mut word = word;
        word.comma_before = std::mem::take(&mut comma);
        if role == Role::Compound && small_servant(&word.fold) {
            word.fold = "abd".to_owned();
        }
        tokens.push(word.token(role, std::mem::take(&mut chained)));
    }
    keep_something(tokens)
}

fn small_servant(fold: &str) -> bool {
    is(fold, Small::Servant) && fold.chars().next().is_some_and(|c| c.is_ascii())
}

/// A name made of titles alone ("Sheikh", "Malik Sardar") is a name after all.
fn keep_something(mut tokens: Vec<(Token, bool)>) -> Vec<(Token, bool)> {
    let named = tokens.iter().any(|(token, _)| matches!(token.role, Role::Name | Role::Patronymic));
    if !named {
        for (token, _) in &mut tokens {
            if matches!(token.role, Role::Title | Role::Number) {
                token.role = Role::Name;
            }
        }
    }
    tokens
}

static URDU_LETTERS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = crate::letters::rows(include_str!("../resources/urdu_letters.tsv"));
    rows.map(|(letter, columns)| (fold(columns[0]), letter)).collect()
});

/// "اولیگ وی سیرومولوٹوف": Urdu spells initials out. Only between other words, and not in "بی بی", Bibi.
fn spelt_initials(mut words: Vec<Word>) -> Vec<Word> {
    let count = words.len();
    let letter = |word: &Word| {
        (word.script == Script::Arabic).then(|| URDU_LETTERS.get(&word.fold).copied()).flatten()
    };
    let letters: Vec<Option<&'static str>> = words.iter().map(letter).collect();
    for at in 0..count {
        let doubled =
            at > 0 && letters[at - 1] == letters[at] || at + 1 < count && letters[at + 1] == letters[at];
        let spelt = letters[at].filter(|_| !doubled && at + 1 < count && letters.iter().any(Option::is_none));
        if let Some(letter) = spelt {
            words[at].fold = letter.to_owned();
            words[at].script = Script::Latin;
        }
    }
    words
}

/// Endings of Persian, Pashto and Urdu family names, which are also written as words of their own: "Akhund Zada" is
/// Akhundzada, "Yusuf Zai" Yusufzai.
const ENDINGS: [&str; 14] = [
    "zada", "zadah", "zadeh", "zade", "zai", "zay", "khel", "khail", "زاده", "زي", "خيل", "заде", "зай",
    "хель",
];

fn glue_endings(words: Vec<Word>) -> Vec<Word> {
    let mut glued: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        let begun = glued.last_mut().filter(|last| {
            let ending = last.fold.chars().count() >= 3 && ENDINGS.contains(&word.fold.as_str());
            // "بی بی" is Bibi.
            let twice =
                word.script == Script::Arabic && word.fold == last.fold && word.fold.chars().count() == 2;
            last.script == word.script && !word.comma_before && (ending || twice)
        });
        match begun {
            Some(last) => {
                last.text = format!("{} {}", last.text, word.text);
                last.fold.push_str(&word.fold);
                last.tied = word.tied;
            }
            None => glued.push(word),
        }
    }
    glued
}

/// "JC Juncker": two or three capital consonants are initials.
fn part_initials(words: Vec<Word>) -> Vec<Word> {
    let mixed = words.iter().any(|word| word.text.chars().any(char::is_lowercase));
    let initials = |word: &Word| {
        let letters = word.text.chars().count();
        mixed
            && word.script == Script::Latin
            && (2..=3).contains(&letters)
            && word
                .text
                .chars()
                .all(|c| c.is_ascii_uppercase() && !matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y'))
            && !is(&word.fold, Small::Honorific)
            && !is(&word.fold, Small::Junior)
    };
    words
        .into_iter()
        .flat_map(|word| {
            if initials(&word) {
                let letters: Vec<char> = word.text.chars().collect();
                let first = word.comma_before;
                letters
                    .iter()
                    .enumerate()
                    .map(|(at, c)| Word::new(c.to_string(), false, first && at == 0))
                    .collect()
            } else {
                vec![word]
            }
        })
        .collect()
}

/// Parts glued compounds: Abdulrahman, Nuruddin, Saifullah, عبدالرحمن, نورالدین, القحطانی.
fn part_compounds(words: Vec<Word>) -> Vec<Word> {
    let mut parted = Vec::with_capacity(words.len());
    for word in words {
        match word.script {
            Script::Arabic => part_arabic(word, &mut parted),
            Script::Latin | Script::Cyrillic => part_alphabetic(word, &mut parted),
            _ => parted.push(word),
        }
    }
    parted
}

fn part_arabic(word: Word, parted: &mut Vec<Word>) {
    let fold = word.fold.clone();
    let letters = fold.chars().count();
    let comma = word.comma_before;
    // سيف الله: God's name folds to one form, written with or without its alif.
    if let Some(rest) = fold.strip_prefix("عبدال").filter(|rest| rest.chars().count() >= 2) {
        parted.push(word.part("عبد".to_owned(), "عبد".to_owned(), comma));
        let rest = if rest == "له" { "الله".to_owned() } else { rest.to_owned() };
        parted.push(word.part(rest.clone(), rest, false));
        return;
    }
    if let Some(rest) = fold.strip_prefix("ابوال").filter(|rest| rest.chars().count() >= 3) {
        parted.push(word.part("ابو".to_owned(), "ابو".to_owned(), comma));
        parted.push(word.part(rest.to_owned(), rest.to_owned(), false));
        return;
    }
    for (ending, second) in
        [("الدين", "دين"), ("الله", "الله"), ("الرحمن", "رحمن"), ("الحق", "حق"), ("الاسلام", "اسلام")]
    {
        if let Some(first) = fold.strip_suffix(ending).filter(|first| first.chars().count() >= 2) {
            part_arabic(word.part(first.to_owned(), first.to_owned(), comma), parted);
            parted.push(word.part(second.to_owned(), second.to_owned(), false));
            return;
        }
    }
    if fold != "الله"
        && (letters >= 5 || matches!(fold.as_str(), "الحق" | "الحي"))
        && let Some(rest) = fold.strip_prefix("ال")
    {
        let text = word.text.clone();
        parted.push(Word { text, fold: rest.to_owned(), ..word });
        return;
    }
    parted.push(word);
}

fn part_alphabetic(word: Word, parted: &mut Vec<Word>) {
    let latin =
        if word.script == Script::Latin { word.fold.clone() } else { crate::romanise::romanise(&word.fold) };
    // Slavic endings make a family name of it: Abdullaev is one word.
    let slavic =
        ["ev", "ov", "eva", "ova", "in", "ina", "enko", "vich", "vna"].iter().any(|end| latin.ends_with(end))
            && !latin.ends_with("din")
            && !latin.ends_with("deen");
    if !slavic && let Some((first, second)) = parted_forms(&latin) {
        let comma = word.comma_before;
        let tied = word.tied;
        let script = word.script;
        parted.push(Word {
            text: first.clone(),
            fold: first,
            script: Script::Latin,
            tied: false,
            comma_before: comma,
        });
        parted.push(Word {
            text: second.clone(),
            fold: second,
            script: Script::Latin,
            tied,
            comma_before: false,
        });
        let _ = script;
        return;
    }
    // "Ziaul Haq", "Saifur Rehman": the article has slipped to the end of the first word; told by the second.
    if let Some(previous) = parted.last_mut()
        && previous.script == Script::Latin
        && is_divine(&latin)
        && previous.fold.len() >= 5
        && !is(&previous.fold, Small::Servant)
        && let Some(stem) =
            ["ul", "ur", "us", "ud", "un", "oul", "el"].iter().find_map(|end| previous.fold.strip_suffix(end))
    {
        let stem = stem.to_owned();
        previous.text = stem.clone();
        previous.fold = stem;
    }
    parted.push(word);
}

/// "abdulrahman" -> ("abd", "rahman"); "nuruddin" -> ("nur", "din"); "saifullah" -> ("saif", "allah").
fn parted_forms(word: &str) -> Option<(String, String)> {
    if let Some(rest) =
        ["abdul", "abdel", "abdal", "abdol", "abdoul", "abdil"].iter().find_map(|p| word.strip_prefix(p))
    {
        let rest = if rest == "lah" || rest == "la" { "allah" } else { rest };
        if rest == "allah" || rest.len() >= 3 && is_divine(rest) {
            return Some(("abd".to_owned(), rest.to_owned()));
        }
    }
    if let Some(rest) = ["abdu", "abde", "abda", "abd"].iter().find_map(|p| word.strip_prefix(p)) {
        // The article melts into sun letters: abdurrahman, abdussalam, abdennour.
        let mut letters = rest.chars();
        let first = letters.next()?;
        let melted = letters.as_str();
        if melted.starts_with(first) && melted.len() >= 4 && is_divine(melted) {
            return Some(("abd".to_owned(), melted.to_owned()));
        }
        if matches!(rest, "allah" | "llah" | "lah" | "alla") {
            return Some(("abd".to_owned(), "allah".to_owned()));
        }
        if rest.len() >= 5 && is_divine(rest) {
            return Some(("abd".to_owned(), rest.to_owned()));
        }
    }
    const FAITH: [&str; 16] = [
        "uddin", "uddeen", "eddin", "eddine", "addin", "aldin", "eldin", "eldine", "oddin", "oddine", "udin",
        "edin", "udeen", "iddin", "ettin", "ouddine",
    ];
    if let Some(first) = FAITH.iter().filter_map(|end| word.strip_suffix(end)).min_by_key(|first| first.len())
        && first.len() >= 2
    {
        return Some((first.to_owned(), "din".to_owned()));
    }
    const GOD: [&str; 6] = ["ullah", "ollah", "allah", "ulla", "oullah", "ulloh"];
    if let Some(first) = GOD.iter().find_map(|end| word.strip_suffix(end))
        && first.len() >= 3
    {
        return Some((first.to_owned(), "allah".to_owned()));
    }
    None
}

static DIVINE: LazyLock<HashSet<Vec<u8>>> = LazyLock::new(|| {
    include_str!("../resources/divine_names.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(skeleton_key)
        .collect()
});

fn skeleton_key(word: &str) -> Vec<u8> {
    let skeleton: Skeleton = skeleton(&sounds(word, Script::Latin));
    let mut key = skeleton.classes().to_vec();
    // A first vowel tells "Aziz" from "Zaz".
    key.insert(0, u8::from(word.starts_with(['a', 'e', 'i', 'o', 'u'])));
    key
}

fn is_divine(word: &str) -> bool {
    word.len() >= 3 && DIVINE.contains(&skeleton_key(word))
}

/// Whether a word ends like a patronymic in any of the usual romanisations or in Cyrillic.
fn is_patronymic(fold: &str, script: Script) -> bool {
    const CYRILLIC: [&str; 9] = ["ович", "евич", "овна", "евна", "ична", "івна", "йович", "авіч", "евіч"];
    const LATIN: [&str; 34] = [
        "ovich", "evich", "ovna", "evna", "ichna", "ovych", "evych", "ivna", "ivich", "avich", "ovic",
        "evic", "owitsch", "ewitsch", "ovitch", "evitch", "ovitsch", "ovits", "ovitj", "evitj", "ovitz",
        "ovicz", "owicz", "ewicz", "ovych", "auna", "euna", "owna", "ewna", "ovitx", "avic", "jevich",
        "iovich", "yevna",
    ];
    if fold.chars().count() < 6 {
        return false;
    }
    match script {
        Script::Cyrillic => CYRILLIC.iter().any(|end| fold.ends_with(end)),
        Script::Latin => LATIN.iter().any(|end| fold.ends_with(end)),
        _ => false,
    }
}

fn organisation_tokens(words: Vec<Word>, style: Style) -> Vec<(Token, bool)> {
    let mut tokens = Vec::with_capacity(words.len());
    let folds: Vec<String> = words.iter().map(|word| word.fold.clone()).collect();
    let mut words: Vec<Option<Word>> = words.into_iter().map(Some).collect();
    let count = words.len();
    // "M/V", "S/S": the prefix of a ship with a stroke in it.
    let stroke = matches!(&folds[..], [first, second, _, ..]
        if matches!((first.as_str(), second.as_str()), ("m", "v" | "t" | "s" | "y") | ("s", "s" | "v")));
    let mut at = if style == Style::Object && stroke { 2 } else { 0 };
    while at < count {
        let Some(word) = words[at].take() else {
            at += 1;
            continue;
        };
        if style == Style::Organisation
            && let Some((length, class)) = legal::longest_form(&folds[at..])
        {
            let text = std::iter::once(word.text.clone())
                .chain((at + 1..at + length).filter_map(|n| words[n].take().map(|word| word.text)))
                .collect::<Vec<_>>()
                .join(" ");
            let (mut token, comma) = Word { text, ..word }.token(Role::LegalForm, false);
            token.fold = class.to_owned();
            token.sounds = Sounds::from_codes(&[], false);
            tokens.push((token, comma));
            at += length;
            continue;
        }
        if let Some((length, number)) = ordinals::number(&folds[at..]) {
            words[at + 1..at + length].fill_with(|| None);
            let mut word = word;
            word.fold = number;
            tokens.push(word.token(Role::Number, false));
            at += length;
            continue;
        }
        at += 1;
        let small = |small| is(&word.fold, small);
        let vessel_prefix =
            style == Style::Object && matches!(word.fold.as_str(), "mv" | "mt" | "ms" | "ss" | "the");
        if (small(Small::Stop) || small(Small::Article) || vessel_prefix) && count > 1 {
            continue;
        }
        if word.script == Script::Arabic
            && word.fold.chars().count() >= 5
            && word.fold != "الله"
            && word.fold.starts_with("ال")
        {
            let rest = word.fold["ال".len()..].to_owned();
            let word = Word { fold: rest, ..word };
            let role = if legal::word_class(&word.fold).is_some() { Role::Generic } else { Role::Name };
            tokens.push(word.token(role, false));
            continue;
        }
        let role = if word.fold.bytes().all(|b| b.is_ascii_digit()) {
            Role::Number
        } else if legal::word_class(&word.fold).is_some() {
            Role::Generic
        } else if word.fold.chars().count() == 1 {
            Role::Initial
        } else {
            Role::Name
        };
        tokens.push(word.token(role, false));
    }
    keep_words(tokens)
}

/// A name made of legal forms, numbers and single letters alone is a name after all.
fn keep_words(mut tokens: Vec<(Token, bool)>) -> Vec<(Token, bool)> {
    if tokens.iter().any(|(token, _)| token.role == Role::Name) {
        return tokens;
    }
    let worded = tokens.iter().any(|(token, _)| token.role == Role::Generic);
    if worded {
        // "Al Qaeda", "Management Company": common words that are all the name there is.
        for (token, _) in tokens.iter_mut().filter(|(token, _)| token.role == Role::Generic) {
            token.role = Role::Name;
        }
    }
    if !worded {
        for (token, _) in &mut tokens {
            if token.role == Role::LegalForm {
                token.fold = fold(&token.text);
                token.sounds = sounds(&token.fold, token.script);
            }
            token.role = Role::Name;
        }
    }
    tokens
}
