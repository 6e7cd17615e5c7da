//! Reasons in words: the engine's contributions as a sentence, and how the tokens met as lines. The words come from
//! `language`; here is decided what is worth saying.

use language::{Argument, Catalogue};
use matching::{Contribution, Explanation, LinkKind, Match, OperatingPoint, TokenLink};

pub use matching::is_finding;

/// Contributions smaller than this (in log-odds) are not worth a clause.
const WORTH_SAYING: f64 = 0.25;

/// So many clauses speak for a match; more would not be read.
const CLAUSES_FOR: usize = 8;

/// So many clauses speak against it.
const CLAUSES_AGAINST: usize = 3;

/// Why a match has its score, in one sentence: which words of the names met and how, what else speaks for it, and
/// what speaks against it. Empty when the match carries no explanation.
pub fn reason(found: &Match, words: Catalogue) -> String {
    match &found.explanation {
        Some(explanation) => sentence(explanation, &found.entry_name, words),
        None => String::new(),
    }
}

/// The sentence for an explanation of a match with the name `entry`.
fn sentence(explanation: &Explanation, entry: &str, words: Catalogue) -> String {
    let met = explanation.alignment.iter().filter_map(|link| link_clause(link, words));
    let met = same_words(explanation, words).into_iter().chain(met);
    // How the words met was said word by word.
    let said =
        |part: &Contribution| LinkKind::ALL.into_iter().filter_map(feature).any(|said| said == part.feature);
    let supporting = strongest(explanation, |part| part.log_odds > WORTH_SAYING && !said(part));
    let supporting = supporting.into_iter().map(|part| clause(part, words));
    let supporting: Vec<String> = met.chain(supporting).take(CLAUSES_FOR).collect();
    let opposing = strongest(explanation, |part| part.log_odds < -WORTH_SAYING && !said(part));
    let opposing: Vec<String> =
        opposing.into_iter().take(CLAUSES_AGAINST).map(|part| clause(part, words)).collect();
    let mut sentence = words.reason(entry, &supporting);
    if !opposing.is_empty() {
        let against = words.enumeration(&opposing);
        sentence.push_str(&words.text("list-separator", &[]));
        sentence.push_str(&words.text("reason-against", &[("reasons", Argument::Text(&against))]));
    }
    sentence
}

/// The contributions that are wanted, names before the rest, in each the strongest first.
fn strongest(explanation: &Explanation, wanted: impl Fn(&Contribution) -> bool) -> Vec<&Contribution> {
    let mut all = Vec::new();
    for parts in [&explanation.name_evidence, &explanation.corroboration] {
        let mut parts: Vec<_> = parts.iter().filter(|part| is_finding(part) && wanted(part)).collect();
        // Stable: of two equally strong ones the engine's order decides, so the sentence is always the same.
        parts.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
        all.extend(parts);
    }
    all
}

/// The words that are the same in both names, as one clause; none when there is none.
fn same_words(explanation: &Explanation, words: Catalogue) -> Option<String> {
    let same: Vec<&str> = explanation
        .alignment
        .iter()
        .filter(|link| link.kind == LinkKind::Same)
        .filter_map(|link| link.subject.as_deref())
        .collect();
    match same[..] {
        [] => None,
        [word] => Some(words.feature("tokens-same", Some(word), Some(word))),
        _ => Some(words.text("same-words", &[("words", Argument::Text(&same.join(" ")))])),
    }
}

/// How two words met, as a clause; none for those that are the same, or that only one name has.
fn link_clause(link: &TokenLink, words: Catalogue) -> Option<String> {
    let feature = feature(link.kind).filter(|_| link.kind != LinkKind::Same)?;
    Some(words.feature(feature, link.subject.as_deref(), link.entry.as_deref()))
}

/// The feature whose words say how two words met.
fn feature(kind: LinkKind) -> Option<&'static str> {
    match kind {
        LinkKind::Same => Some("tokens-same"),
        LinkKind::Spelling => Some("tokens-spelling"),
        LinkKind::Sound => Some("tokens-sound"),
        LinkKind::Transliteration => Some("tokens-transliteration"),
        LinkKind::Equivalent => Some("tokens-equivalent"),
        LinkKind::Partial => Some("tokens-partial"),
        LinkKind::Nickname => Some("tokens-nickname"),
        LinkKind::Initial => Some("tokens-initial"),
        LinkKind::Joined => Some("tokens-joined"),
        LinkKind::LegalForm => Some("legal-form-same"),
        LinkKind::Missing => None,
    }
}

/// Names of all features that explanations may carry.
pub fn features() -> Vec<&'static str> {
    matching::explained_features().collect()
}

/// What one contribution says.
pub fn clause(part: &Contribution, words: Catalogue) -> String {
    words.feature(&part.feature, part.subject.as_deref(), part.entry.as_deref())
}

/// How one token of the subject's name met one of the entry's, in words.
pub fn link(link: &TokenLink, words: Catalogue) -> String {
    let kind = words.text(link_key(link.kind), &[]);
    let place = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let (subject, entry) = (place(&link.subject), place(&link.entry));
    let script = |code: &Option<String>| {
        let named = |code: &str| words.text(&format!("script-{}", code.to_ascii_lowercase()), &[]);
        code.as_deref().map(named).unwrap_or_default()
    };
    let (subject_script, entry_script) = (script(&link.subject_script), script(&link.entry_script));
    let arguments = [
        ("subject", Argument::Text(&subject)),
        ("entry", Argument::Text(&entry)),
        ("kind", Argument::Text(&kind)),
        ("subject-script", Argument::Text(&subject_script)),
        ("entry-script", Argument::Text(&entry_script)),
    ];
    let key = match (&link.subject, &link.entry) {
        (Some(_), None) => "link-row-subject-only",
        (None, _) => "link-row-entry-only",
        (Some(_), Some(_)) if link.subject_script != link.entry_script => "link-row-scripts",
        (Some(_), Some(_)) => "link-row",
    };
    words.text(key, &arguments)
}

/// The catalogue key of a kind of link.
pub fn link_key(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Same => "link-same",
        LinkKind::Spelling => "link-spelling",
        LinkKind::Sound => "link-sound",
        LinkKind::Transliteration => "link-transliteration",
        LinkKind::Equivalent => "link-equivalent",
        LinkKind::Partial => "link-partial",
        LinkKind::Nickname => "link-nickname",
        LinkKind::Initial => "link-initial",
        LinkKind::Joined => "link-joined",
        LinkKind::LegalForm => "link-legal-form",
        LinkKind::Missing => "link-missing",
    }
}

/// A named operating point with what it was measured to do, one row each: name, threshold, false alarms, recall,
/// what it is for.
pub fn operating_points(words: Catalogue) -> Vec<[String; 5]> {
    OperatingPoint::ALL
        .into_iter()
        .map(|point| {
            let figures = point.figures();
            [
                words.text(&format!("operating-point-{}", point.as_str()), &[]),
                words.decimal(figures.threshold, 2),
                words.percent(figures.false_alarms, 2),
                words.percent(figures.recall, 1),
                words.text(&format!("operating-point-{}-about", point.as_str()), &[]),
            ]
        })
        .collect()
}
