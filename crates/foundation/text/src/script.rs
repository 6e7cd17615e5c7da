//! Which writing system a letter or token belongs to. Only what matching needs to tell apart.

/// A writing system, named by its ISO 15924 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are ISO 15924's")]
pub enum Script {
    Latin = 0,
    Cyrillic = 1,
    Arabic = 2,
    Greek = 3,
    Hebrew = 4,
    Armenian = 5,
    Georgian = 6,
    Han = 7,
    Kana = 8,
    Hangul = 9,
    Indic = 10,
    Other = 11,
    /// Digits and signs that belong to no script.
    Common = 12,
}

impl Script {
    /// ISO 15924 code; `Zyyy` for signs of no script, `Zzzz` for scripts not told apart here.
    pub fn code(self) -> &'static str {
        match self {
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
            Self::Arabic => "Arab",
            Self::Greek => "Grek",
            Self::Hebrew => "Hebr",
            Self::Armenian => "Armn",
            Self::Georgian => "Geor",
            Self::Han => "Hani",
            Self::Kana => "Jpan",
            Self::Hangul => "Hang",
            Self::Indic => "Deva",
            Self::Other => "Zzzz",
            Self::Common => "Zyyy",
        }
    }

    /// The script with this number in an index file.
    pub fn from_number(number: u8) -> Self {
        const ALL: [Script; 13] = [
            Script::Latin,
            Script::Cyrillic,
            Script::Arabic,
            Script::Greek,
            Script::Hebrew,
            Script::Armenian,
            Script::Georgian,
            Script::Han,
            Script::Kana,
            Script::Hangul,
            Script::Indic,
            Script::Other,
            Script::Common,
        ];
        ALL.get(usize::from(number)).copied().unwrap_or(Script::Other)
    }

    /// Whether its letters leave short vowels out.
    pub fn is_vowelless(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }

    /// Whether words are written without spaces between them.
    pub fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Kana)
    }
}

/// The script of one character.
pub fn script_of(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\u{0}'..='\u{7F}' => Script::Common,
        '\u{AA}' | '\u{BA}' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2AF}' => {
            Script::Latin
        }
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}'
        | '\u{1C80}'..='\u{1C8F}'
        | '\u{2DE0}'..='\u{2DFF}'
        | '\u{A640}'..='\u{A69F}' => Script::Cyrillic,
        '\u{531}'..='\u{587}' => Script::Armenian,
        '\u{5D0}'..='\u{5F2}' | '\u{FB1D}'..='\u{FB4F}' => Script::Hebrew,
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' => {
            Script::Common
        }
        '\u{620}'..='\u{6FF}'
        | '\u{750}'..='\u{77F}'
        | '\u{8A0}'..='\u{8FF}'
        | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' => Script::Arabic,
        '\u{900}'..='\u{DFF}' => Script::Indic,
        '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' | '\u{2D00}'..='\u{2D2F}' => Script::Georgian,
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}' => Script::Hangul,
        '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' => Script::Latin,
        '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Script::Kana,
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        other if other.is_alphabetic() => Script::Other,
        _ => Script::Common,
    }
}

/// The script that most letters of a text belong to; the first one wins a tie.
pub fn dominant_script(text: &str) -> Script {
    if text.is_ascii() {
        let letters = text.bytes().any(|letter| letter.is_ascii_alphabetic());
        return if letters { Script::Latin } else { Script::Common };
    }
    let mut counts = [0u32; 13];
    let mut first = [u32::MAX; 13];
    for (position, c) in text.chars().enumerate() {
        let script = script_of(c) as usize;
        counts[script] += 1;
        first[script] = first[script].min(position as u32);
    }
    (0..12u8)
        .filter(|&n| counts[usize::from(n)] > 0)
        .max_by_key(|&n| (counts[usize::from(n)], std::cmp::Reverse(first[usize::from(n)])))
        .map_or(Script::Common, Script::from_number)
}
