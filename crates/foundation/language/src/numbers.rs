//! Numbers as a language writes them: which digits, which separators (CLDR's patterns for en, ru and ur).

use crate::Language;

/// The digits that numbers are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numerals {
    /// 0123456789: the default everywhere, in Pakistan's own official Urdu too (CLDR `ur`: `latn`).
    #[default]
    Latin,
    /// ۰۱۲۳۴۵۶۷۸۹: Urdu and Persian forms (CLDR `arabext`).
    Urdu,
    /// ٠١٢٣٤٥٦٧٨٩: Arabic forms (CLDR `arab`).
    Arabic,
}

impl Numerals {
    /// All sets of digits.
    pub const ALL: [Self; 3] = [Self::Latin, Self::Urdu, Self::Arabic];

    /// Writes the ASCII digits of a text in this set; everything else stays.
    pub fn write(self, text: &str) -> String {
        let zero = match self {
            Self::Latin => return text.to_owned(),
            Self::Urdu => 0x06F0,
            Self::Arabic => 0x0660,
        };
        text.chars()
            .map(|c| c.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(c))
            .collect()
    }
}

/// What stands between thousands, before decimals, and for "per cent".
struct Signs {
    thousands: char,
    decimal: char,
    percent: &'static str,
}

fn signs(language: Language, numerals: Numerals) -> Signs {
    match (language, numerals) {
        (_, Numerals::Urdu | Numerals::Arabic) => Signs { thousands: '٬', decimal: '٫', percent: "٪" },
        (Language::Ru, Numerals::Latin) => {
            Signs { thousands: '\u{00A0}', decimal: ',', percent: "\u{00A0}%" }
        }
        (Language::En | Language::Ur, Numerals::Latin) => {
            Signs { thousands: ',', decimal: '.', percent: "%" }
        }
    }
}

/// A number with a fixed count of decimals, thousands set apart from ten thousand up in Russian and from one
/// thousand up elsewhere. A negative number begins with the minus sign U+2212.
pub(crate) fn decimal(value: f64, decimals: usize, language: Language, numerals: Numerals) -> String {
    let signs = signs(language, numerals);
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let is_zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    let mut text = String::new();
    if value < 0.0 && !is_zero {
        text.push('\u{2212}');
    }
    let apart_from = if language == Language::Ru { 5 } else { 4 };
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() >= apart_from && (whole.len() - at) % 3 == 0 {
            text.push(signs.thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(signs.decimal);
        text.push_str(fraction);
    }
    numerals.write(&text)
}

/// A share of one as per cent.
pub(crate) fn percent(share: f64, decimals: usize, language: Language, numerals: Numerals) -> String {
    decimal(share * 100.0, decimals, language, numerals) + signs(language, numerals).percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, decimals: usize, expected: [&str; 5]) {
        let written = [
            (Language::En, Numerals::Latin),
            (Language::Ru, Numerals::Latin),
            (Language::Ur, Numerals::Latin),
            (Language::Ur, Numerals::Urdu),
            (Language::Ur, Numerals::Arabic),
        ]
        .map(|(language, numerals)| decimal(value, decimals, language, numerals));
        assert_eq!(written, expected);
    }

    #[test]
    fn each_language_writes_numbers_its_way() {
        check(0.0, 0, ["0", "0", "0", "۰", "٠"]);
        check(-0.001, 2, ["0.00", "0,00", "0.00", "۰٫۰۰", "٠٫٠٠"]);
        check(-2.5, 1, ["−2.5", "−2,5", "−2.5", "−۲٫۵", "−٢٫٥"]);
        check(1234.0, 0, ["1,234", "1234", "1,234", "۱٬۲۳۴", "١٬٢٣٤"]);
        check(41_346.75, 2, ["41,346.75", "41\u{a0}346,75", "41,346.75", "۴۱٬۳۴۶٫۷۵", "٤١٬٣٤٦٫٧٥"]);
        check(
            1e9,
            0,
            [
                "1,000,000,000",
                "1\u{a0}000\u{a0}000\u{a0}000",
                "1,000,000,000",
                "۱٬۰۰۰٬۰۰۰٬۰۰۰",
                "١٬٠٠٠٬٠٠٠٬٠٠٠",
            ],
        );
        check(f64::NAN, 1, ["NaN"; 5]);
    }

    #[test]
    fn shares_are_per_cent() {
        assert_eq!(percent(0.123, 1, Language::En, Numerals::Latin), "12.3%");
        assert_eq!(percent(0.123, 1, Language::Ru, Numerals::Latin), "12,3\u{a0}%");
        assert_eq!(percent(0.123, 1, Language::Ur, Numerals::Urdu), "۱۲٫۳٪");
    }
}
