//! Every feature of the name evidence in one table: its name, which way it may count, and the words that explanations
//! tell it in. The order is that of a row of features.

/// Which way a weight may go, whatever the labels say. The bounds of the search rest on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    /// Either way.
    Free,
    /// At least this: it speaks for a match.
    AtLeast(f32),
    /// At most this: it speaks against one.
    AtMost(f32),
}

impl Sign {
    /// The weight nearest to this one that may be.
    pub fn hold(self, weight: f32) -> f32 {
        match self {
            Self::Free => weight,
            Self::AtLeast(least) => weight.max(least),
            Self::AtMost(most) => weight.min(most),
        }
    }
}

/// A feature.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// As the weights' file calls it.
    pub name: &'static str,
    /// Which way it may count.
    pub sign: Sign,
    /// The finding that explanations tell it as; empty for links, which are told one by one by their kind.
    pub told: &'static str,
}

const fn link(name: &'static str) -> Feature {
    Feature { name, sign: Sign::Free, told: "" }
}

/// What a link adds for every nat of its rarity.
const fn mass(name: &'static str) -> Feature {
    Feature { name, sign: FOR, told: "" }
}

const fn told(name: &'static str, sign: Sign, told: &'static str) -> Feature {
    Feature { name, sign, told }
}

const FREE: Sign = Sign::Free;
const FOR: Sign = Sign::AtLeast(0.0);
const AGAINST: Sign = Sign::AtMost(0.0);

/// That further words add less where much agrees already: how weights are added up, and no finding about the names.
pub const MUCH_AGREES: &str = "much-agrees";

/// Everything that bears on whether two names are one.
pub const TABLE: [Feature; COUNT] = [
    link("same"),
    link("close-93"),
    link("close-85"),
    link("close-75"),
    link("close-65"),
    link("close-55"),
    link("script-93"),
    link("script-85"),
    link("script-75"),
    link("script-65"),
    link("script-55"),
    link("equivalent-80"),
    link("equivalent-60"),
    link("nickname"),
    link("joined-same"),
    link("joined"),
    link("initial"),
    link("minor"),
    link("generic"),
    link("generic-unlike"),
    link("acronym"),
    mass("same-mass"),
    mass("close-93-mass"),
    mass("close-85-mass"),
    mass("close-75-mass"),
    mass("close-65-mass"),
    mass("close-55-mass"),
    mass("script-93-mass"),
    mass("script-85-mass"),
    mass("script-75-mass"),
    mass("script-65-mass"),
    mass("script-55-mass"),
    mass("equivalent-80-mass"),
    mass("equivalent-60-mass"),
    mass("nickname-mass"),
    mass("joined-same-mass"),
    mass("joined-mass"),
    mass("initial-mass"),
    mass("minor-mass"),
    mass("generic-mass"),
    mass("generic-unlike-mass"),
    mass("acronym-mass"),
    told("legal-same", FOR, "legal-form-same"),
    told("legal-wider", FOR, "legal-form-same"),
    told("legal-differs", AGAINST, "legal-form-differs"),
    told("legal-missing", AGAINST, "legal-form-differs"),
    told("number-same", FOR, "number-same"),
    // Battalion 41 is not battalion 14.
    told("number-differs", Sign::AtMost(-10.0), "number-differs"),
    told("number-missing", AGAINST, "number-differs"),
    told("contradicted", AGAINST, "tokens-contradicted"),
    told("contradicted-mass", AGAINST, "tokens-contradicted"),
    told("extra", AGAINST, "tokens-unmatched"),
    told("extra-mass", AGAINST, "tokens-unmatched"),
    told("generic-contradicted", AGAINST, "tokens-contradicted"),
    told("generic-extra", AGAINST, "tokens-unmatched"),
    // Ivanovich is not Petrovich.
    told("patronymic-differs", Sign::AtMost(-8.0), "patronymic-differs"),
    told("patronymic-omitted", AGAINST, "patronymic-omitted"),
    told("order", AGAINST, "order-differs"),
    // "A bin B" is not "B bin A".
    told("chain", Sign::AtMost(-8.0), "chain-order-differs"),
    // The very same name stands above every name that is merely close to it.
    told("name-same", Sign::AtLeast(1.5), "name-same"),
    told("single", AGAINST, "single-token"),
    told("weak-alias", AGAINST, "weak-alias"),
    told("uncovered-shorter", AGAINST, "tokens-unmatched"),
    told("uncovered-longer", AGAINST, "tokens-unmatched"),
    told("base", FREE, "base-rate"),
    told("gender-form", AGAINST, "gender-form-differs"),
    told("one-link-contradicted", AGAINST, "tokens-contradicted"),
    told("low-mass", AGAINST, "common-name"),
    told("second-unlike", AGAINST, "words-unlike"),
    told("initial-contradicted", AGAINST, "tokens-contradicted"),
    told("contradicted-share", AGAINST, "tokens-contradicted"),
    told("very-low-mass", AGAINST, "common-name"),
    told("minor-extra", AGAINST, "tokens-unmatched"),
    told("chained-extra", AGAINST, "tokens-unmatched"),
    told("unlikeness", Sign::AtMost(-0.1), "words-unlike"),
    told("least-alike", AGAINST, "words-unlike"),
    told("vowelless", AGAINST, "vowels-unwritten"),
    // Initials alone never name anybody.
    told("initials-only", Sign::AtMost(-15.0), "single-token"),
    told("known-apart", Sign::AtMost(-3.0), "known-apart"),
    // What sounds all but the same may be one name that no list of forms brings together: told with the link, since to say
    // beside it that they are two names would contradict it.
    Feature { name: "known-near", sign: Sign::AtMost(-2.4), told: "" },
    told("first-extra", AGAINST, "tokens-unmatched"),
    told("first-contradicted", AGAINST, "tokens-contradicted"),
    // Leaving names out is a habit: the second one left out says less than the first.
    told("extra-any", AGAINST, "tokens-unmatched"),
    // What two names share beyond plenty says less and less.
    told("ample-mass", AGAINST, MUCH_AGREES),
    told("whole-alike", FOR, "tokens-joined"),
    told("last-extra", AGAINST, "tokens-unmatched"),
    told("last-contradicted", AGAINST, "tokens-contradicted"),
    // That one name differs says most; a second one adds less.
    told("contradicted-any", AGAINST, "tokens-contradicted"),
    // Only direct comparison reads letter by letter what sounds alike.
    told("letters-unlike", AGAINST, "words-unlike"),
    told("letters-least", AGAINST, "words-unlike"),
    told("letters-shuffled", Sign::AtLeast(16.0), "letters-shuffled"),
    // People have several names: what does not agree speaks against a match only so far, the less the more is shared.
    link("least"),
    mass("shared"),
];

/// How many features there are.
pub const COUNT: usize = 93;

/// How many of them are summed. The last two make the least that names score, whatever else speaks against them.
pub const SUMMED: usize = COUNT - 2;

/// How many groups of links there are: first what a link adds by itself, then what its rarity adds.
pub const GROUPS: usize = 21;

/// Where a feature stands in the table. Evaluated when the program is compiled, so that a name that is not in the table
/// does not compile.
pub const fn at(name: &str) -> usize {
    let mut at = 0;
    while at < COUNT {
        if equal(TABLE[at].name, name) {
            return at;
        }
        at += 1;
    }
    panic!("the table has no feature of this name");
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_rarity_follows_its_link() {
        for (number, feature) in TABLE.iter().enumerate() {
            assert_eq!(at(feature.name), number, "{} stands twice", feature.name);
        }
        for group in 0..GROUPS {
            assert_eq!(TABLE[GROUPS + group].name, format!("{}-mass", TABLE[group].name));
        }
    }
}
