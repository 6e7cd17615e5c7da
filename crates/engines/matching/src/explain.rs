//! A result taken apart for people: which tokens met how, and what each feature added. Contributions sum to the
//! score.

use crate::align::{Alignment, Link, TokenFacts};
use crate::api::{Contribution, ENGINE_VERSION, Explanation, LinkKind, TokenLink};
use crate::corroborate::Finding;
use crate::feature_table::{MUCH_AGREES, TABLE};
use crate::features::{Features, KNOWN_NEAR, counts_apart};
use crate::weights::Weights;
use text::{Role, Script};

/// A token as it is shown.
pub struct Shown<'a> {
    pub text: &'a str,
    pub script: Script,
}

/// Explains an aligned pair.
pub fn explain(
    left: (&[TokenFacts], &[Shown<'_>]),
    right: (&[TokenFacts], &[Shown<'_>]),
    alignment: &Alignment,
    row: &Features,
    weights: &Weights,
    findings: &[Finding],
    list_version: &str,
) -> Explanation {
    Explanation {
        engine: ENGINE_VERSION.to_owned(),
        list_version: list_version.to_owned(),
        alignment: token_links(left, right, alignment),
        name_evidence: name_contributions((left.0, right.0), alignment, row, weights),
        corroboration: findings.iter().map(Finding::contribution).collect(),
    }
}

/// The sum of an explanation's contributions: the score.
pub fn total(explanation: &Explanation) -> f64 {
    explanation
        .name_evidence
        .iter()
        .chain(&explanation.corroboration)
        .map(|contribution| contribution.log_odds)
        .sum()
}

fn token_links(
    left: (&[TokenFacts], &[Shown<'_>]),
    right: (&[TokenFacts], &[Shown<'_>]),
    alignment: &Alignment,
) -> Vec<TokenLink> {
    let mut links: Vec<TokenLink> = alignment
        .links
        .iter()
        .map(|link| {
            let text = |shown: &[Shown<'_>], first: u8, count: u8| {
                shown[usize::from(first)..usize::from(first + count)]
                    .iter()
                    .map(|token| token.text)
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            TokenLink {
                kind: told_kind(link),
                subject: Some(text(left.1, link.left, link.left_length)),
                entry: Some(text(right.1, link.right, link.right_length)),
                subject_script: Some(left.1[usize::from(link.left)].script.code().to_owned()),
                entry_script: Some(right.1[usize::from(link.right)].script.code().to_owned()),
                similarity: f64::from(link.quality) / 100.0,
            }
        })
        .collect();
    let legal_form =
        |side: (&[TokenFacts], &[Shown<'_>])| side.0.iter().position(|token| token.role == Role::LegalForm);
    if let (Some(i), Some(j)) = (legal_form(left), legal_form(right))
        && (left.0[i].identity == right.0[j].identity
            || left.0[i].wider == right.0[j].wider && left.0[i].wider != 0)
    {
        links.push(TokenLink {
            kind: LinkKind::LegalForm,
            subject: Some(left.1[i].text.to_owned()),
            entry: Some(right.1[j].text.to_owned()),
            subject_script: Some(left.1[i].script.code().to_owned()),
            entry_script: Some(right.1[j].script.code().to_owned()),
            similarity: if left.0[i].identity == right.0[j].identity { 1.0 } else { 0.9 },
        });
    }
    let missing = |side: (&[TokenFacts], &[Shown<'_>]), taken: u32| -> Vec<(String, String)> {
        let open = side
            .0
            .iter()
            .enumerate()
            .filter(|(at, token)| taken & (1 << at) == 0 && token.role != Role::LegalForm);
        open.map(|(at, _)| (side.1[at].text.to_owned(), side.1[at].script.code().to_owned())).collect()
    };
    for (text, script) in missing(left, alignment.left_taken) {
        links.push(TokenLink {
            kind: LinkKind::Missing,
            subject: Some(text),
            entry: None,
            subject_script: Some(script),
            entry_script: None,
            similarity: 0.0,
        });
    }
    for (text, script) in missing(right, alignment.right_taken) {
        links.push(TokenLink {
            kind: LinkKind::Missing,
            subject: None,
            entry: Some(text),
            subject_script: None,
            entry_script: Some(script),
            similarity: 0.0,
        });
    }
    links
}

/// What both a link and a feature of its own are told as.
const JOINED: &str = "tokens-joined";

/// That names which differ speak against a match only so far.
const SEVERAL: &str = "several-names";

/// Where every comparison begins.
const BASE: &str = "base-rate";

/// Whether a contribution says something about the two names. Where every comparison begins, and how much is left to add,
/// belong to the sum and not into a sentence.
pub fn is_finding(contribution: &Contribution) -> bool {
    contribution.feature != BASE && contribution.feature != MUCH_AGREES
}

/// Adds what the number of names that were screened against says, to where every comparison begins.
pub fn add_chance(explanation: &mut Explanation, chance: f32) {
    let evidence = &mut explanation.name_evidence;
    match evidence.iter_mut().find(|contribution| contribution.feature == BASE) {
        Some(base) => base.log_odds += f64::from(chance),
        None => evidence.push(Contribution {
            feature: BASE.to_owned(),
            log_odds: f64::from(chance),
            subject: None,
            entry: None,
        }),
    }
}

/// Names of all features of the first part, as explanations carry them.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    let links = [
        "tokens-same",
        "tokens-spelling",
        "tokens-sound",
        "tokens-transliteration",
        "tokens-equivalent",
        "tokens-partial",
        "tokens-nickname",
        "tokens-initial",
        JOINED,
        SEVERAL,
    ];
    let told = TABLE.iter().map(|feature| feature.told).filter(|told| !told.is_empty() && *told != JOINED);
    let mut told: Vec<&'static str> = told.collect();
    told.sort_unstable();
    told.dedup();
    links.into_iter().chain(told)
}

/// Words that are less alike than this, in hundredths, do not sound like each other to anybody who reads why.
const ALIKE: u8 = 75;

/// How a link is told.
fn told_kind(link: &Link) -> LinkKind {
    match link.kind {
        LinkKind::Spelling | LinkKind::Sound | LinkKind::Transliteration if link.quality < ALIKE => {
            LinkKind::Partial
        }
        kind => kind,
    }
}

fn link_feature(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Same => "tokens-same",
        LinkKind::Spelling => "tokens-spelling",
        LinkKind::Sound => "tokens-sound",
        LinkKind::Transliteration => "tokens-transliteration",
        LinkKind::Equivalent => "tokens-equivalent",
        LinkKind::Partial => "tokens-partial",
        LinkKind::Nickname => "tokens-nickname",
        LinkKind::Joined => JOINED,
        LinkKind::Initial | LinkKind::LegalForm | LinkKind::Missing => "tokens-initial",
    }
}

fn name_contributions(
    (left, right): (&[TokenFacts], &[TokenFacts]),
    alignment: &Alignment,
    row: &Features,
    weights: &Weights,
) -> Vec<Contribution> {
    let mut contributions: Vec<Contribution> = Vec::new();
    let mut add = |feature: &str, log_odds: f64| {
        if log_odds == 0.0 {
            return;
        }
        match contributions.iter_mut().find(|contribution| contribution.feature == feature) {
            Some(contribution) => contribution.log_odds += log_odds,
            None => contributions.push(Contribution {
                feature: feature.to_owned(),
                log_odds,
                subject: None,
                entry: None,
            }),
        }
    };
    for link in &alignment.links {
        let near = counts_apart(left, right, link).filter(|feature| *feature == KNOWN_NEAR);
        let near = near.map_or(0.0, |feature| f64::from(weights.features[feature]));
        let gain = f64::from(weights.group_gain(link.group, link.rarity));
        add(link_feature(told_kind(link)), gain + near);
    }
    for (at, feature) in TABLE.iter().enumerate().filter(|(_, feature)| !feature.told.is_empty()) {
        add(feature.told, f64::from(row[at]) * f64::from(weights.features[at]));
    }
    add(SEVERAL, f64::from((weights.least(row) - weights.summed(row)).max(0.0)));
    contributions
}
