//! The explanation drawn: the words of both names one beneath another, each side in its own script, with lines between
//! those that met. Lines cross where words stand in another order. Also the weights, as bars about a middle.

use super::name::Shown;
use super::words::Words;
use node::explain::{clause, link_key};
use node::{Contribution, Explanation, LinkKind, TokenLink};
use std::fmt::Write;

/// Height of a row in the drawing's own units.
const ROW: usize = 100;

/// Both names word against word.
pub struct Drawing {
    /// The subject's words, in their order.
    pub subject: Vec<Word>,
    /// How each of the subject's words met the entry's.
    pub kinds: Vec<Kind>,
    /// The entry's words, in their order.
    pub entry: Vec<Word>,
    /// The lines.
    pub lines: Vec<Line>,
    /// The height in the drawing's own units.
    pub height: usize,
    /// The same in sentences.
    pub told: Vec<String>,
}

/// A word of a name.
pub struct Word {
    /// As written.
    pub text: Shown,
    /// The name of its script.
    pub script: String,
    /// Whether the other name has none like it.
    pub alone: bool,
}

/// How a word met another.
pub struct Kind {
    /// In words.
    pub label: String,
    /// How alike they are, where it is less than wholly.
    pub similarity: Option<String>,
}

/// A line between two words.
pub struct Line {
    /// Its course.
    pub path: String,
    /// How it is drawn.
    pub class: &'static str,
}

impl Drawing {
    /// Draws an explanation of the match of two names.
    pub fn new(explanation: &Explanation, subject_name: &str, entry_name: &str, words: &Words) -> Self {
        let links = &explanation.alignment;
        let subject = ordered(links, subject_name, |link| link.subject.as_deref());
        let entry = ordered(links, entry_name, |link| link.entry.as_deref());
        let word = |link: &TokenLink, text: &Option<String>, script: &Option<String>, name: &str| Word {
            text: Shown::new(as_written(text.as_deref().unwrap_or_default(), name), words),
            script: script_name(script.as_deref(), words),
            alone: link.kind == LinkKind::Missing,
        };
        let lines = subject.iter().enumerate().filter_map(|(from, at)| {
            let to = entry.iter().position(|other| other == at)?;
            Some(Line { path: course(from, to), class: class(links[*at].kind) })
        });
        Self {
            lines: lines.collect(),
            height: subject.len().max(entry.len()) * ROW,
            kinds: subject.iter().map(|at| kind(&links[*at], words)).collect(),
            told: links.iter().map(|link| node::explain::link(link, words.catalogue())).collect(),
            subject: subject
                .iter()
                .map(|at| word(&links[*at], &links[*at].subject, &links[*at].subject_script, subject_name))
                .collect(),
            entry: entry
                .iter()
                .map(|at| word(&links[*at], &links[*at].entry, &links[*at].entry_script, entry_name))
                .collect(),
        }
    }
}

/// The places of the links whose word this side has, in the order in which the name has the words. A word that the
/// name does not have comes last.
fn ordered(
    links: &[TokenLink],
    name: &str,
    side: impl for<'a> Fn(&'a TokenLink) -> Option<&'a str>,
) -> Vec<usize> {
    let written: Vec<&str> = written_words(name).collect();
    let mut taken = vec![false; written.len()];
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        let Some(text) = side(link) else { continue };
        let first = text.split(' ').next().unwrap_or(text);
        let found = (0..written.len()).find(|place| !taken[*place] && same_word(written[*place], first));
        if let Some(place) = found {
            let length = text.split(' ').count();
            taken[place..(place + length).min(written.len())].fill(true);
        }
        places.push((found.unwrap_or(usize::MAX), at));
    }
    places.sort_unstable();
    places.into_iter().map(|(_, at)| at).collect()
}

/// A word as its name writes it: what the engine compares is in small letters.
fn as_written<'a>(word: &'a str, name: &'a str) -> &'a str {
    written_words(name).find(|written| same_word(written, word)).unwrap_or(word)
}

fn written_words(name: &str) -> impl Iterator<Item = &str> {
    let parts =
        name.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '«' | '»' | '"'));
    parts.filter(|part| !part.is_empty())
}

fn same_word(written: &str, compared: &str) -> bool {
    written == compared || written.to_lowercase() == compared.to_lowercase()
}

/// From the middle of one row to the middle of another.
fn course(from: usize, to: usize) -> String {
    let middle = |row: usize| row * ROW + ROW / 2;
    let (from, to) = (middle(from), middle(to));
    let mut path = String::new();
    let _ = write!(path, "M0 {from}C45 {from} 55 {to} 100 {to}");
    path
}

fn class(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Same | LinkKind::Transliteration | LinkKind::LegalForm => "letters",
        LinkKind::Spelling | LinkKind::Sound | LinkKind::Equivalent | LinkKind::Joined => "near",
        LinkKind::Partial | LinkKind::Nickname | LinkKind::Initial | LinkKind::Missing => "weak",
    }
}

fn kind(link: &TokenLink, words: &Words) -> Kind {
    let partly = link.kind != LinkKind::Missing && link.similarity < 0.995;
    Kind {
        label: words.say(link_key(link.kind)),
        similarity: partly.then(|| words.catalogue().percent(link.similarity, 0)),
    }
}

fn script_name(code: Option<&str>, words: &Words) -> String {
    words.say(&format!("script-{}", code.unwrap_or("zyyy").to_lowercase()))
}

/// What speaks for a match and what against, each with its weight.
pub struct Weights {
    /// What the names say.
    pub names: Vec<Weight>,
    /// What dates, countries, places and numbers say.
    pub more: Vec<Weight>,
    /// The sum.
    pub total: String,
}

/// One finding with its weight.
pub struct Weight {
    /// What was found.
    pub about: String,
    /// The weight, with its sign.
    pub figure: String,
    /// Where the bar begins, from -50 to 50.
    pub x: String,
    /// How long it is.
    pub width: String,
    /// Whether it speaks for the match.
    pub speaks_for: bool,
}

impl Weights {
    /// The weights of an explanation.
    pub fn new(explanation: &Explanation, score: f64, words: &Words) -> Self {
        let all = || explanation.name_evidence.iter().chain(&explanation.corroboration);
        let most = all().map(|part| part.log_odds.abs()).fold(1.0, f64::max);
        let weight = |part: &Contribution| {
            let length = part.log_odds.abs() / most * 50.0;
            Weight {
                about: clause(part, words.catalogue()),
                figure: words.weight(part.log_odds),
                x: format!("{:.1}", if part.log_odds < 0.0 { -length } else { 0.0 }),
                width: format!("{length:.1}"),
                speaks_for: part.log_odds >= 0.0,
            }
        };
        Self {
            names: explanation.name_evidence.iter().map(weight).collect(),
            more: explanation.corroboration.iter().map(weight).collect(),
            total: words.weight(score),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(kind: LinkKind, subject: Option<&str>, entry: Option<&str>) -> TokenLink {
        let own = |text: Option<&str>| text.map(str::to_owned);
        TokenLink {
            kind,
            subject: own(subject),
            entry: own(entry),
            subject_script: None,
            entry_script: None,
            similarity: 1.0,
        }
    }

    #[test]
    fn words_stand_in_the_order_of_their_names_and_lines_lead_between_them() {
        let explanation = Explanation {
            engine: String::new(),
            list_version: String::new(),
            alignment: vec![
                link(LinkKind::Transliteration, Some("Oleg"), Some("Олег")),
                link(LinkKind::Transliteration, Some("Petrov"), Some("Петров")),
                link(LinkKind::Missing, None, Some("Ильич")),
                link(LinkKind::Missing, Some("Jr"), None),
            ],
            name_evidence: Vec::new(),
            corroboration: Vec::new(),
        };
        let words = Words::new(language::Catalogue::default(), jiff::Timestamp::UNIX_EPOCH);
        let drawing = Drawing::new(&explanation, "Oleg Petrov Jr", "Петров Олег Ильич", &words);
        let texts = |side: &[Word]| {
            side.iter()
                .map(|word| {
                    (
                        word.text.to_string().replace("<bdi class=\"name\">", "").replace("</bdi>", ""),
                        word.alone,
                    )
                })
                .collect::<Vec<_>>()
        };
        let own = |pairs: [(&str, bool); 3]| pairs.map(|(text, alone)| (text.to_owned(), alone)).to_vec();
        assert_eq!(texts(&drawing.subject), own([("Oleg", false), ("Petrov", false), ("Jr", true)]));
        assert_eq!(texts(&drawing.entry), own([("Петров", false), ("Олег", false), ("Ильич", true)]));
        let paths: Vec<&str> = drawing.lines.iter().map(|line| line.path.as_str()).collect();
        assert_eq!(paths, ["M0 50C45 50 55 150 100 150", "M0 150C45 150 55 50 100 50"]);
        assert_eq!(drawing.height, 300);
    }

    #[test]
    fn a_word_that_a_name_has_twice_is_found_twice() {
        let links = [
            link(LinkKind::Same, Some("Khan"), Some("Khan")),
            link(LinkKind::Same, Some("Ali"), Some("Ali")),
            link(LinkKind::Missing, Some("Khan"), None),
        ];
        assert_eq!(ordered(&links, "Khan Ali Khan", |link| link.subject.as_deref()), [0, 1, 2]);
        assert_eq!(ordered(&links, "ALI, Khan", |link| link.entry.as_deref()), [1, 0]);
        assert_eq!(as_written("ali", "ALI, Khan"), "ALI");
        assert_eq!(as_written("umar", "ALI, Khan"), "umar");
    }
}
