//! The engine's findings in words: features with the values that met, and the sentence they are put together to.

use crate::{Argument, Catalogue};
use model::PartialDate;

impl Catalogue {
    /// What a feature says about the values that met: the message `feature-<feature>`. Dates of birth are put into
    /// words, country codes and genders into names; a value that is not known is written as a dash.
    pub fn feature(self, feature: &str, subject: Option<&str>, entry: Option<&str>) -> String {
        let value = |value: Option<&str>| value.map_or("—".to_owned(), |value| self.value(feature, value));
        let (subject, entry) = (value(subject), value(entry));
        let arguments = [("subject", Argument::Text(&subject)), ("entry", Argument::Text(&entry))];
        self.text(&format!("feature-{feature}"), &arguments)
    }

    /// "matches X because a, b and c": a reason from the clauses that [`Self::feature`] gives, strongest first.
    pub fn reason(self, entry: &str, clauses: &[String]) -> String {
        let reasons = self.enumeration(clauses);
        // The clauses are of this language, and the names in them are isolated already.
        let open = [("entry", Argument::Text(entry)), ("reasons", Argument::Text(REASONS))];
        self.text("reason", &open).replace(&crate::isolate(REASONS), &reasons)
    }

    /// "a, b and c".
    pub fn enumeration(self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let (separator, last_separator) =
                    (self.text("list-separator", &[]), self.text("list-last-separator", &[]));
                format!("{}{last_separator}{last}", first.join(&separator))
            }
        }
    }

    fn value(self, feature: &str, value: &str) -> String {
        let named = |kind: &str| {
            let key = format!("{kind}-{}", value.to_ascii_lowercase());
            if self.has(&key) { self.text(&key, &[]) } else { value.to_owned() }
        };
        if feature.starts_with("birth-place") {
            value.to_owned()
        } else if feature.starts_with("birth-") {
            PartialDate::parse_iso(value).map_or_else(|_| value.to_owned(), |date| self.date(&date))
        } else if feature.starts_with("country-") || feature.starts_with("nationality-") {
            named("country")
        } else if feature.starts_with("gender-") {
            named("gender")
        } else {
            value.to_owned()
        }
    }
}

/// Holds the place of the clauses while the message is formatted; no name contains it.
const REASONS: &str = "\u{FFFC}";

#[cfg(test)]
mod tests {
    use crate::{Catalogue, Language};

    #[track_caller]
    fn check(feature: &str, subject: Option<&str>, entry: Option<&str>, expected: [&str; 3]) {
        let said = Language::ALL.map(|language| Catalogue::new(language).feature(feature, subject, entry));
        // Isolates are shown as ‹ ›.
        assert_eq!(said.map(|text| text.replace('\u{2068}', "‹").replace('\u{2069}', "›")), expected);
    }

    #[test]
    fn findings_place_isolated_values() {
        check(
            "tokens-sound",
            Some("Sadiq"),
            Some("Sadek"),
            ["‹Sadiq› sounds like ‹Sadek›", "‹Sadiq› созвучно ‹Sadek›", "‹Sadiq› کی آواز ‹Sadek› سے ملتی ہے"],
        );
        check(
            "birth-date-differs",
            Some("1960-03-12"),
            Some("1971"),
            [
                "the dates of birth differ: ‹12 March 1960› and ‹1971›",
                "даты рождения различаются: ‹12 марта 1960 года› и ‹1971 год›",
                "تاریخِ پیدائش مختلف ہے: ‹12 مارچ 1960ء› اور ‹1971ء›",
            ],
        );
        check(
            "country-differs",
            Some("pk"),
            Some("RU"),
            [
                "the countries differ: ‹Pakistan› and ‹Russia›",
                "страны различаются: ‹Пакистан› и ‹Россия›",
                "ممالک مختلف ہیں: ‹پاکستان› اور ‹روس›",
            ],
        );
        check(
            "gender-same",
            Some("female"),
            None,
            ["the gender is the same: ‹female›", "пол совпадает: ‹женский›", "جنس یکساں ہے: ‹عورت›"],
        );
        check(
            "identifier-same",
            None,
            None,
            [
                "an identifying number is the same: ‹—›",
                "совпадает идентификационный номер: ‹—›",
                "شناختی نمبر یکساں ہے: ‹—›",
            ],
        );
    }

    #[test]
    fn a_feature_nobody_has_words_for_is_named() {
        check("moon-phase", None, None, ["feature-moon-phase"; 3]);
    }

    #[test]
    fn reasons_are_one_sentence() {
        let clauses = ["name-same", "order-differs", "weak-alias"];
        let said = Language::ALL.map(|language| {
            let catalogue = Catalogue::new(language);
            let clauses = clauses.map(|feature| catalogue.feature(feature, None, Some("Abu Badr")));
            catalogue.reason("نبیل صادق", &clauses).replace('\u{2068}', "‹").replace('\u{2069}', "›")
        });
        assert_eq!(
            said,
            [
                "matches ‹نبیل صادق› because the whole name is the same, the words stand in another order and the source calls this alias weak: ‹Abu Badr›",
                "соответствует записи ‹نبیل صادق›, так как имя полностью совпадает, порядок слов иной и источник считает этот псевдоним недостаточно достоверным: ‹Abu Badr›",
                "‹نبیل صادق› سے مطابقت رکھتا ہے، کیونکہ پورا نام یکساں ہے، الفاظ کی ترتیب مختلف ہے اور ماخذ کے نزدیک یہ عرفیت کمزور ہے: ‹Abu Badr›",
            ]
        );
    }
}
