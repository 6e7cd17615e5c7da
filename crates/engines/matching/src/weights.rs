//! The learned weights of the features, for people and for everything else, in screening and in direct comparison. Written by
//! `cargo xtask tune`; every line can be read and questioned.

use crate::align::INITIAL_RARITY;
use crate::api::LinkKind;
use crate::feature_table::{COUNT, GROUPS, TABLE, at};
use crate::features::{Features, group, known_apart};
use std::sync::LazyLock;
use text::{Role, Style};

/// Weights for one style of names, in the order of the features.
#[derive(Clone, Debug)]
pub struct Weights {
    /// One weight a feature.
    pub features: [f32; COUNT],
}

/// The weights that the program ships with.
#[derive(Clone, Debug)]
pub struct WeightSet {
    /// For people.
    pub person: Weights,
    /// For organisations, vessels, aircraft.
    pub other: Weights,
    /// For people compared directly: the pairs people bring to a comparison are alike from the start.
    pub person_direct: Weights,
    /// For everything else compared directly.
    pub other_direct: Weights,
}

static SHIPPED: LazyLock<WeightSet> =
    LazyLock::new(|| WeightSet::parse(include_str!("../resources/weights.tsv")));

impl WeightSet {
    /// The shipped weights.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a feature and its four weights a line; a feature that is not listed weighs nothing.
    pub fn parse(table: &str) -> Self {
        let none = || Weights { features: [0.0; COUNT] };
        let mut set = Self { person: none(), other: none(), person_direct: none(), other_direct: none() };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let Some(at) =
                columns.next().and_then(|name| TABLE.iter().position(|feature| feature.name == name))
            else {
                continue;
            };
            let mut number = || columns.next().and_then(|text| text.trim().parse().ok()).unwrap_or(0.0);
            set.person.features[at] = number();
            set.other.features[at] = number();
            set.person_direct.features[at] = number();
            set.other_direct.features[at] = number();
        }
        set
    }

    /// The weights for names of a style that are compared directly.
    pub fn direct(&self, style: Style) -> &Weights {
        match style {
            Style::Person => &self.person_direct,
            Style::Organisation | Style::Object => &self.other_direct,
        }
    }

    /// The weights for names of a style.
    pub fn of(&self, style: Style) -> &Weights {
        match style {
            Style::Person => &self.person,
            Style::Organisation | Style::Object => &self.other,
        }
    }
}

impl Weights {
    /// What one link of a group adds to the score.
    pub fn group_gain(&self, group: usize, rarity: f32) -> f32 {
        self.features[group] + self.features[GROUPS + group] * rarity
    }

    /// What it adds that both tokens of a link are known to be two names.
    pub fn apart(&self, quality: u8) -> f32 {
        self.features[known_apart(quality)]
    }

    /// The same where it holds whatever stands around the tokens.
    pub fn surely_apart(&self, quality: u8) -> f32 {
        if known_apart(quality) == known_apart(0) { self.apart(quality) } else { 0.0 }
    }

    /// The most that an initial adds.
    pub fn initial_gain(&self) -> f32 {
        self.group_gain(group(LinkKind::Initial, 50, (Role::Initial, Role::Name)), INITIAL_RARITY)
    }

    /// The most that a name scores before its tokens count.
    pub fn most_at_start(&self, legal_form: bool, number: bool) -> f32 {
        let of = |feature: usize| self.features[feature];
        let mut most = of(at("base")) + of(at("name-same")).max(0.0);
        if legal_form {
            most += of(at("legal-same")).max(of(at("legal-wider"))).max(0.0);
        }
        if number {
            most += of(at("number-same")).max(0.0);
        }
        most
    }

    /// The weighted sum of a row of features.
    pub fn sum(&self, row: &Features) -> f32 {
        row.iter().zip(&self.features).map(|(value, weight)| value * weight).sum()
    }
}
