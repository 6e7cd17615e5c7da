//! The second part of a result: what birth date, country, place, gender and identifiers say, apart from names.

use crate::api::Contribution;
use crate::index::view::View;
use crate::index::{DateRecord, EntryRecord};
use std::sync::LazyLock;

/// What is known of one side beside its names, in the form that compares.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Inclusive spans of days since the epoch, and whether each is exact to the day.
    pub dates: Vec<Days>,
    /// Countries and whether each is a nationality.
    pub countries: Vec<([u8; 2], bool)>,
    /// Folded places of birth.
    pub places: Vec<String>,
    /// 0 unknown, 1 female, 2 male, 3 other.
    pub gender: u8,
    /// Hashes of normalised identifiers with the identifier as written.
    pub identifiers: Vec<(u64, String)>,
}

/// A span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub first: i32,
    pub last: i32,
    pub exact: bool,
}

impl From<&DateRecord> for Days {
    fn from(record: &DateRecord) -> Self {
        Self { first: record.first.get(), last: record.last.get(), exact: record.precision == 0 }
    }
}

/// Log-odds of each corroborating or contradicting feature, from `resources/corroboration.tsv`.
struct CorroborationWeights {
    rows: Vec<(&'static str, f32)>,
}

static WEIGHTS: LazyLock<CorroborationWeights> = LazyLock::new(|| CorroborationWeights {
    rows: include_str!("../resources/corroboration.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(feature, weight)| (feature, weight.trim().parse().expect("corroboration.tsv holds numbers")))
        .collect(),
});

/// The weight of a feature by its name.
pub fn weight(feature: &str) -> f32 {
    WEIGHTS.rows.iter().find(|(name, _)| *name == feature).map_or(0.0, |(_, weight)| *weight)
}

/// Names of all features of this part.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    WEIGHTS.rows.iter().map(|(name, _)| *name)
}

/// One feature that holds: its name, and which of the values met.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub feature: &'static str,
    pub log_odds: f32,
    pub subject: String,
    pub entry: String,
}

impl Finding {
    fn new(feature: &'static str, subject: impl Into<String>, entry: impl Into<String>) -> Self {
        Self { feature, log_odds: weight(feature), subject: subject.into(), entry: entry.into() }
    }

    pub fn contribution(&self) -> Contribution {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Contribution {
            feature: self.feature.to_owned(),
            log_odds: f64::from(self.log_odds),
            subject: said(&self.subject),
            entry: said(&self.entry),
        }
    }
}

/// The facts of an entry of an index.
pub fn facts_of_entry(view: &View<'_>, entry: &EntryRecord) -> Facts {
    Facts {
        dates: entry.dates.of(view.dates).iter().map(Days::from).collect(),
        countries: entry
            .countries
            .of(view.countries)
            .iter()
            .map(|record| (record.code, record.nationality == 1))
            .collect(),
        places: view.places(entry).map(str::to_owned).collect(),
        gender: entry.gender,
        identifiers: Vec::new(),
    }
}

/// The sum of all findings except identifiers, without building them: for ranking.
pub fn quick_sum(subject: &Facts, view: &View<'_>, entry: &EntryRecord) -> f32 {
    let dates = entry.dates.of(view.dates);
    let countries = entry.countries.of(view.countries);
    let mut sum = 0.0;
    if let Some((feature, ..)) = date_feature(&subject.dates, dates.iter().map(Days::from)) {
        sum += weight(feature);
    }
    if let Some((feature, ..)) = country_feature(
        &subject.countries,
        countries.iter().map(|record| (record.code, record.nationality == 1)),
    ) {
        sum += weight(feature);
    }
    if let Some(feature) = gender_feature(subject.gender, entry.gender) {
        sum += weight(feature);
    }
    if !subject.places.is_empty()
        && let Some((feature, ..)) = place_feature(&subject.places, view.places(entry))
    {
        sum += weight(feature);
    }
    sum
}

/// The most that [`quick_sum`] can give for a subject and an entry that [`born_like`] does not name.
pub fn most(subject: &Facts) -> f32 {
    let mut most = 0.0;
    if !subject.dates.is_empty() {
        most += weight("birth-date-near");
    }
    if !subject.countries.is_empty() {
        most += weight("nationality-same").max(weight("country-same"));
    }
    if subject.gender != 0 {
        most += weight("gender-same").max(0.0);
    }
    if !subject.places.is_empty() {
        most += weight("birth-place-same").max(0.0);
    }
    most
}

/// The most that [`quick_sum`] can give for a subject and any entry.
pub fn most_of_all(subject: &Facts) -> f32 {
    let dates = weight("birth-date-same") - weight("birth-date-near");
    most(subject) + if subject.dates.is_empty() { 0.0 } else { dates }
}

/// Entries whose birth date may agree with the subject's better than "near": they are looked at apart, since their
/// names need to agree less.
pub fn born_like(subject: &Facts, view: &View<'_>, found: &mut Vec<u32>) {
    for days in &subject.dates {
        let years = i32::from(civil(days.first).0)..=i32::from(civil(days.last).0);
        found.extend(view.born(days.first, days.last, years));
        if days.exact {
            let (year, month, day) = civil(days.first);
            if let Ok(swapped) = jiff::civil::Date::new(year, day, month) {
                let swapped = crate::index::day_number(swapped);
                found.extend(view.born_on(swapped));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
}

/// Everything that the two sides' facts say of one another.
pub fn findings(subject: &Facts, entry: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some((feature, a, b)) = date_feature(&subject.dates, entry.dates.iter().copied()) {
        findings.push(Finding::new(feature, written(a), written(b)));
    }
    if let Some((feature, a, b)) = country_feature(&subject.countries, entry.countries.iter().copied()) {
        let code = |code: [u8; 2]| String::from_utf8_lossy(&code).into_owned();
        findings.push(Finding::new(feature, code(a), code(b)));
    }
    if let Some((feature, a, b)) = place_feature(&subject.places, entry.places.iter().map(String::as_str)) {
        findings.push(Finding::new(feature, a, b));
    }
    if let Some(feature) = gender_feature(subject.gender, entry.gender) {
        findings.push(Finding::new(feature, "", ""));
    }
    let shared =
        subject.identifiers.iter().find(|(hash, _)| entry.identifiers.iter().any(|(other, _)| other == hash));
    if let Some((hash, written)) = shared {
        let other = entry
            .identifiers
            .iter()
            .find(|(other, _)| other == hash)
            .map_or("", |(_, written)| written.as_str());
        findings.push(Finding::new("identifier-same", written.as_str(), other));
    }
    findings
}

/// The best that any pair of dates says: agreement counts before contradiction, since sources disagree.
fn date_feature(
    subject: &[Days],
    entry: impl Iterator<Item = Days> + Clone,
) -> Option<(&'static str, Days, Days)> {
    let pairs = subject.iter().flat_map(|a| entry.clone().map(move |b| (compare_days(*a, b), *a, b)));
    pairs.max_by_key(|((rank, _), ..)| *rank).map(|((_, feature), a, b)| (feature, a, b))
}

/// How two dates agree: a rank (higher agrees more) and the feature.
fn compare_days(a: Days, b: Days) -> (u8, &'static str) {
    if a.exact && b.exact {
        if a.first == b.first {
            return (9, "birth-date-same");
        }
        let ((ya, ma, da), (yb, mb, db)) = (civil(a.first), civil(b.first));
        return match ya.abs_diff(yb) {
            0 if ma == db && mb == da => (8, "birth-date-swapped"),
            0 if ma == mb || da == db => (5, "birth-date-near"),
            0 => (4, "birth-year-only"),
            1 if ma == mb && da == db => (4, "birth-date-near"),
            10 | 20 if ma == mb && da == db => (3, "birth-year-only"),
            1 | 2 => (2, "birth-year-near"),
            3..=5 => (1, "birth-year-differs"),
            _ => (0, "birth-date-differs"),
        };
    }
    let overlap = a.first <= b.last && b.first <= a.last;
    if overlap {
        let width = (a.last - a.first).max(b.last - b.first);
        return match width {
            0..=31 => (7, "birth-month-same"),
            32..=366 => (6, "birth-year-same"),
            _ => (5, "birth-range-same"),
        };
    }
    let gap = (a.first - b.last).max(b.first - a.last);
    match gap {
        i32::MIN..=366 => (3, "birth-year-near"),
        367..=1100 => (2, "birth-year-near"),
        1101..=2200 => (1, "birth-year-differs"),
        _ => (0, "birth-date-differs"),
    }
}

fn civil(day: i32) -> (i16, i8, i8) {
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.checked_add(jiff::Span::new().days(day)).unwrap_or(epoch);
    (date.year(), date.month(), date.day())
}

/// Days as a date is written.
fn written(days: Days) -> String {
    let iso = |(year, month, day): (i16, i8, i8)| format!("{year:04}-{month:02}-{day:02}");
    let (first, last) = (civil(days.first), civil(days.last));
    if days.first == days.last {
        iso(first)
    } else if first.0 == last.0 && (first.1, first.2, last.1, last.2) == (1, 1, 12, 31) {
        format!("{:04}", first.0)
    } else if (first.0, first.1) == (last.0, last.1) {
        format!("{:04}-{:02}", first.0, first.1)
    } else {
        format!("{}..{}", iso(first), iso(last))
    }
}

type Country = ([u8; 2], bool);

fn country_feature(
    subject: &[Country],
    entry: impl Iterator<Item = Country> + Clone,
) -> Option<(&'static str, [u8; 2], [u8; 2])> {
    let first = *subject.first()?;
    let other = entry.clone().next()?;
    let same = subject.iter().flat_map(|a| entry.clone().map(move |b| (*a, b))).filter(|(a, b)| a.0 == b.0);
    match same.max_by_key(|(a, b)| a.1 && b.1) {
        Some((a, b)) if a.1 && b.1 => Some(("nationality-same", a.0, b.0)),
        Some((a, b)) => Some(("country-same", a.0, b.0)),
        None => Some(("country-differs", first.0, other.0)),
    }
}

fn gender_feature(subject: u8, entry: u8) -> Option<&'static str> {
    match (subject, entry) {
        (1, 1) | (2, 2) => Some("gender-same"),
        (1, 2) | (2, 1) => Some("gender-differs"),
        _ => None,
    }
}

/// Places agree when they share a word of four letters or more, in letters or in sound.
fn place_feature<'a>(
    subject: &'a [String],
    entry: impl Iterator<Item = &'a str> + Clone,
) -> Option<(&'static str, String, String)> {
    let first = subject.first()?;
    let other = entry.clone().next()?;
    let words = |place: &'a str| place.split(' ').filter(|word| word.chars().count() >= 4);
    for a in subject {
        for b in entry.clone() {
            if words(a).any(|word| words(b).any(|other| word == other || sounds_same(word, other))) {
                return Some(("birth-place-same", a.clone(), b.to_owned()));
            }
        }
    }
    Some(("birth-place-differs", first.clone(), other.to_owned()))
}

fn sounds_same(a: &str, b: &str) -> bool {
    let sounds = |word: &str| text::sounds(word, text::dominant_script(word));
    text::similarity(&sounds(a), &sounds(b)) >= 0.85
}
