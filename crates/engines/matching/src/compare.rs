//! Comparing two profiles directly, without an index.

use crate::align::{Alignment, Link, Relations, TokenFacts, is_word};
use crate::api::{Comparison, Explanation, LinkKind, Scoring, Verdict};
use crate::calibrate::comparison_probability;
use crate::corroborate::findings;
use crate::explain::{Shown, explain, total};
use crate::features::{Features, Pair, Read, features};
use crate::prepare::{PreparedName, PreparedToken, prepare};
use crate::query::facts;
use crate::relate::{Relation, initial_stands_for, relate, relate_joined};
use crate::weights::{WeightSet, Weights};
use model::{Family, Name, Profile, Schema};
use text::{MAX_SOUNDS, Role, Sounds, Style};

/// Compares two profiles: the best pair of their names, and what their other facts say. Symmetric in score.
pub fn compare(left: &Profile, right: &Profile, scoring: Scoring) -> Comparison {
    match scoring {
        Scoring::Evidence => by_evidence(left, right),
        Scoring::Ofac => by_ofac(left, right),
    }
}

fn by_evidence(left: &Profile, right: &Profile) -> Comparison {
    let findings = findings(&facts(left), &facts(right));
    let mut best: Option<(f32, Best)> = None;
    for &style in common_styles(left, right) {
        let found = Best::of(left, right, style);
        if let Some((score, found)) = found
            && best.as_ref().is_none_or(|(most, _)| score > *most)
        {
            best = Some((score, found));
        }
    }
    let explanation = match best {
        Some((_, best)) => best.explain(&findings),
        None => nothing_to_compare(common_styles(left, right)[0], &findings),
    };
    let score = total(&explanation);
    let probability = comparison_probability(score);
    Comparison { score, probability, verdict: verdict(probability), explanation }
}

/// The pair of names that are most alike, read in one style.
struct Best {
    left: PreparedName,
    right: PreparedName,
    weights: &'static Weights,
}

impl Best {
    fn of(left: &Profile, right: &Profile, style: Style) -> Option<(f32, Self)> {
        let weights = WeightSet::shipped().direct(style);
        let all = |profile: &Profile| -> Vec<PreparedName> {
            profile.names.iter().map(|name| prepare(name, style)).collect()
        };
        let (left_names, right_names) = (all(left), all(right));
        let mut comparer = Comparer::new(weights);
        let mut best: Option<(f32, usize, usize)> = None;
        for (i, a) in left_names.iter().enumerate() {
            for (j, b) in right_names.iter().enumerate() {
                let score = comparer.score(a, b);
                if best.is_none_or(|(most, ..)| score > most) {
                    best = Some((score, i, j));
                }
            }
        }
        let (score, i, j) = best?;
        let nth = |names: Vec<PreparedName>, at: usize| names.into_iter().nth(at);
        Some((score, Self { left: nth(left_names, i)?, right: nth(right_names, j)?, weights }))
    }

    fn explain(&self, findings: &[crate::corroborate::Finding]) -> Explanation {
        Comparer::new(self.weights).explain(&self.left, &self.right, findings)
    }
}

/// Where a side has no name, only where every comparison begins counts.
fn nothing_to_compare(style: Style, findings: &[crate::corroborate::Finding]) -> Explanation {
    let start = WeightSet::shipped().direct(style).most_at_start(false, false).min(0.0);
    Explanation {
        engine: crate::ENGINE_VERSION.to_owned(),
        list_version: String::new(),
        alignment: Vec::new(),
        name_evidence: vec![crate::api::Contribution {
            feature: "base-rate".to_owned(),
            log_odds: f64::from(start),
            subject: None,
            entry: None,
        }],
        corroboration: findings.iter().map(|finding| finding.contribution()).collect(),
    }
}

fn by_ofac(left: &Profile, right: &Profile) -> Comparison {
    let prepared = |profile: &Profile| -> Vec<crate::ofac::Prepared> {
        profile.names.iter().map(|name| crate::ofac::Prepared::new(&name.text)).collect()
    };
    let (left, right) = (prepared(left), prepared(right));
    let score =
        left.iter().flat_map(|a| right.iter().map(move |b| crate::ofac::score(a, b))).fold(0.0, f64::max);
    let explanation = Explanation {
        engine: crate::ENGINE_VERSION.to_owned(),
        list_version: String::new(),
        alignment: Vec::new(),
        name_evidence: Vec::new(),
        corroboration: Vec::new(),
    };
    let threshold = crate::OperatingPoint::Standard.ofac_threshold();
    let verdict = if score >= threshold { Verdict::Match } else { Verdict::NoMatch };
    Comparison { score, probability: score / 100.0, verdict, explanation }
}

fn verdict(probability: f64) -> Verdict {
    if probability >= 0.5 { Verdict::Match } else { Verdict::NoMatch }
}

/// The styles in which names of two things are read against one another; of two, the one that finds more in common.
/// What may be a person or an organisation is read as both, unless a name says which.
pub fn common_styles(left: &Profile, right: &Profile) -> &'static [Style] {
    let organisation = |profile: &Profile| {
        profile.schema.family() == Family::Organisation
            || profile.names.iter().any(|name| text::names_an_organisation(&name.text))
    };
    match (left.schema.family(), right.schema.family()) {
        (Family::Vessel | Family::Aircraft, _) | (_, Family::Vessel | Family::Aircraft) => &[Style::Object],
        (Family::Person, Family::Person) => &[Style::Person],
        _ if organisation(left) || organisation(right) => &[Style::Organisation],
        (Family::Person, _) | (_, Family::Person) => &[Style::Person],
        _ => &[Style::Organisation, Style::Person],
    }
}

/// The style in which names of one schema are read.
fn schema_style(schema: Schema) -> Style {
    common_styles(&Profile::new(schema), &Profile::new(schema))[0]
}

/// A name prepared for being compared many times.
pub struct Prepared(PreparedName, Vec<TokenFacts>);

impl Prepared {
    /// Prepares a name of a thing of this schema.
    pub fn new(name: &Name, schema: Schema) -> Self {
        let name = prepare(name, schema_style(schema));
        let facts = name.tokens.iter().map(|token| token.facts()).collect();
        Self(name, facts)
    }
}

/// Compares prepared names with the same working memory.
pub struct Comparer<'a> {
    weights: &'a Weights,
    alignment: Alignment,
    row: Features,
}

impl Comparer<'static> {
    /// A comparer for names of things of this schema.
    pub fn for_schema(schema: Schema) -> Self {
        Self::new(WeightSet::shipped().direct(schema_style(schema)))
    }
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(weights: &'a Weights) -> Self {
        Self { weights, alignment: Alignment::default(), row: [0.0; crate::feature_table::COUNT] }
    }

    /// Name evidence of two prepared names, in log-odds. Allocates nothing once its memory has grown.
    pub fn prepared(&mut self, left: &Prepared, right: &Prepared) -> f32 {
        self.row = self.aligned(&left.0, &left.1, &right.0, &right.1);
        self.weights.sum(&self.row)
    }

    fn score(&mut self, left: &PreparedName, right: &PreparedName) -> f32 {
        let row = self.features(left, right);
        self.weights.sum(&row)
    }

    pub(crate) fn features(&mut self, left: &PreparedName, right: &PreparedName) -> Features {
        let facts = |name: &PreparedName| -> Vec<TokenFacts> {
            name.tokens.iter().map(|token| token.facts()).collect()
        };
        self.aligned(left, &facts(left), right, &facts(right))
    }

    fn aligned(
        &mut self,
        left: &PreparedName,
        left_facts: &[TokenFacts],
        right: &PreparedName,
        right_facts: &[TokenFacts],
    ) -> Features {
        self.alignment.align(left_facts, right_facts, &Direct { left, right }, self.weights);
        let pair = Pair {
            left: left_facts,
            right: right_facts,
            left_family_first: left.family_first,
            right_family_first: right.family_first,
            weak: left.weak || right.weak,
            style: left.style,
            read: read(left, right, &self.alignment),
        };
        features(&pair, &self.alignment)
    }

    fn explain(
        &mut self,
        left: &PreparedName,
        right: &PreparedName,
        findings: &[crate::corroborate::Finding],
    ) -> Explanation {
        let row = self.features(left, right);
        let facts = |name: &PreparedName| -> Vec<TokenFacts> {
            name.tokens.iter().map(|token| token.facts()).collect()
        };
        let left_shown: Vec<Shown<'_>> =
            left.tokens.iter().map(|token| Shown { text: &token.text, script: token.script }).collect();
        let right_shown: Vec<Shown<'_>> =
            right.tokens.iter().map(|token| Shown { text: &token.text, script: token.script }).collect();
        explain(
            (&facts(left), &left_shown),
            (&facts(right), &right_shown),
            &self.alignment,
            &row,
            self.weights,
            findings,
            "",
        )
    }
}

/// Relations worked out from the two names themselves.
struct Direct<'a> {
    left: &'a PreparedName,
    right: &'a PreparedName,
}

impl Relations for Direct<'_> {
    fn pair(&self, i: usize, j: usize) -> Option<Relation> {
        relate(self.left.tokens[i].view(), self.right.tokens[j].view())
    }

    fn left_joined(&self, i: usize, j: usize) -> Option<Relation> {
        let joined = self.left.joined.get(i)?.as_ref()?;
        relate_joined(joined, self.right.tokens[j].view())
    }

    fn right_joined(&self, i: usize, j: usize) -> Option<Relation> {
        let joined = self.right.joined.get(j)?.as_ref()?;
        relate_joined(joined, self.left.tokens[i].view())
    }

    fn left_acronym(&self, i: usize, j: usize) -> Option<u8> {
        acronym(&self.left.tokens[i], self.right, j)
    }

    fn right_acronym(&self, i: usize, j: usize) -> Option<u8> {
        acronym(&self.right.tokens[j], self.left, i)
    }

    fn initial(&self, i: usize, j: usize) -> bool {
        let (left, right) = (&self.left.tokens[i], &self.right.tokens[j]);
        debug_assert!(!is_word(left.role) || !is_word(right.role));
        initial_stands_for(left.bare_view(), right.bare_view())
    }
}

/// How many words of an organisation's name, from `first` on, the letters of a short word begin: PLA, People's
/// Liberation Army.
fn acronym(short: &PreparedToken, name: &PreparedName, first: usize) -> Option<u8> {
    let letters = short.fold.chars().count();
    let word = matches!(short.role, Role::Name | Role::Generic);
    if name.style != Style::Organisation || !word || !(2..=6).contains(&letters) {
        return None;
    }
    let words = name.tokens.get(first..first + letters)?;
    let begins = |(letter, word): (char, &PreparedToken)| {
        matches!(word.role, Role::Name | Role::Generic)
            && word.script == short.script
            && word.fold.chars().count() > 2
            && word.fold.starts_with(letter)
    };
    short.fold.chars().zip(words).all(begins).then_some(letters as u8)
}

/// Reads two aligned names letter by letter and as a whole.
fn read(left: &PreparedName, right: &PreparedName, alignment: &Alignment) -> Read {
    let mut read = Read::default();
    for link in &alignment.links {
        let unlike = letters_unlike(left, right, link);
        read.unlike += unlike;
        read.most_unlike = read.most_unlike.max(unlike);
    }
    let unmet = |name: &PreparedName, taken: u32| -> u32 {
        let counts = |role| is_word(role) && role != Role::Title;
        let tokens = name.tokens.iter().enumerate();
        let open = tokens.filter(|(at, token)| taken & (1 << at) == 0 && counts(token.role));
        open.fold(0, |mask, (at, _)| mask | 1 << at)
    };
    let (ours, theirs) = (unmet(left, alignment.left_taken), unmet(right, alignment.right_taken));
    if ours | theirs != 0 {
        read.whole = whole(left, right);
        read.shuffled = shuffled((left, ours), (right, theirs));
    }
    read
}

/// How unlike the letters of a link are, as a share of the longer word. 0 where scripts differ or tables say that the
/// words are one.
fn letters_unlike(left: &PreparedName, right: &PreparedName, link: &Link) -> f32 {
    let (i, j) = (usize::from(link.left), usize::from(link.right));
    let (a, b) = match (link.kind, link.left_length, link.right_length) {
        (LinkKind::Spelling | LinkKind::Sound, ..) => (&left.tokens[i].fold, &right.tokens[j].fold),
        (LinkKind::Joined, 2, 1) => match &left.joined[i] {
            Some(joined) => (&joined.fold, &right.tokens[j].fold),
            None => return 0.0,
        },
        (LinkKind::Joined, 1, 2) => match &right.joined[j] {
            Some(joined) => (&left.tokens[i].fold, &joined.fold),
            None => return 0.0,
        },
        _ => return 0.0,
    };
    let length = a.chars().count().max(b.chars().count());
    text::spelling_distance(a, b, length).unwrap_or(length) as f32 / length.max(1) as f32
}

/// Words of fewer letters than this have the same ones by chance.
const FEWEST_SHUFFLED: usize = 5;
/// Longer words than this are not looked at.
const MOST_SHUFFLED: usize = 32;

/// Whether the words that have not met, the same number on both sides, have the same letters each, in another order:
/// written backwards, or with letters gone astray. Two known names are two names: Maria is not Amira.
fn shuffled((left, ours): (&PreparedName, u32), (right, theirs): (&PreparedName, u32)) -> bool {
    let mut open = theirs;
    ours.count_ones() == theirs.count_ones()
        && unmet_words(left, ours).all(|(_, word)| {
            let known = text::is_known_name(&word.detail().classes);
            let found = unmet_words(right, open).find(|(_, other)| {
                let both = known && text::is_known_name(&other.detail().classes);
                !both && same_letters(&word.fold, &other.fold)
            });
            found.map(|(at, _)| open &= !(1 << at)).is_some()
        })
}

fn unmet_words(name: &PreparedName, mask: u32) -> impl Iterator<Item = (usize, &PreparedToken)> {
    name.tokens.iter().enumerate().filter(move |(at, _)| mask & (1 << at) != 0)
}

fn same_letters(a: &str, b: &str) -> bool {
    let sorted = |word: &str| -> Option<([char; MOST_SHUFFLED], usize)> {
        let (mut letters, mut length) = (['\0'; MOST_SHUFFLED], 0);
        for letter in word.chars() {
            *letters.get_mut(length)? = letter;
            length += 1;
        }
        letters[..length].sort_unstable();
        (length >= FEWEST_SHUFFLED).then_some((letters, length))
    };
    sorted(a).is_some_and(|a| sorted(b) == Some(a))
}

/// How alike two names sound, 0 to 100, each written as one word: for names that spaces part in other places. 0 where a
/// name is too long to be heard as one word.
fn whole(left: &PreparedName, right: &PreparedName) -> u8 {
    match (one_word(left), one_word(right)) {
        (Some(a), Some(b)) => (text::similarity_from(&a, &b, 0.8) * 100.0) as u8,
        _ => 0,
    }
}

fn one_word(name: &PreparedName) -> Option<Sounds> {
    let mut codes = [0u8; MAX_SOUNDS];
    let (mut length, mut vowelless) = (0, false);
    let heard = |role| !matches!(role, Role::Title | Role::LegalForm);
    for token in name.tokens.iter().filter(|token| heard(token.role)) {
        let sounds = token.sounds.codes();
        codes.get_mut(length..length + sounds.len())?.copy_from_slice(sounds);
        length += sounds.len();
        vowelless |= token.sounds.vowelless();
    }
    (length > 0).then(|| Sounds::from_codes(&codes[..length], vowelless))
}

impl Prepared {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.1.len()
    }

    /// Whether the name has no tokens.
    pub fn is_empty(&self) -> bool {
        self.1.is_empty()
    }
}
