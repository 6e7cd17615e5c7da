//! From scores to probabilities and decisions: the named operating points with their measured figures, and the
//! calibration. Written by `cargo xtask tune` to `resources/calibration.tsv`.

use crate::api::OperatingPoint;
use std::sync::LazyLock;

/// What an operating point was measured to do on the development data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Scores from here on are matches, in log-odds.
    pub threshold: f64,
    /// Share of unlisted subjects that are alerted.
    pub false_alarms: f64,
    /// Share of listed subjects that are found.
    pub recall: f64,
}

struct Calibration {
    points: [Figures; 3],
    /// Slope and intercept from score to log-odds of being the same, in screening.
    screening: (f64, f64),
    /// The same in direct comparison, at even prior odds.
    comparison: (f64, f64),
    /// How many names the operating points were measured against.
    names: f64,
}

static CALIBRATION: LazyLock<Calibration> = LazyLock::new(|| {
    let mut calibration = Calibration {
        points: [Figures { threshold: 0.0, false_alarms: 0.0, recall: 0.0 }; 3],
        screening: (1.0, 0.0),
        comparison: (1.0, 0.0),
        names: 1.0,
    };
    for line in include_str!("../resources/calibration.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap_or_default();
        let numbers: Vec<f64> =
            columns.map(|column| column.parse().expect("calibration.tsv holds numbers")).collect();
        match (OperatingPoint::parse(name), name) {
            (Some(point), _) => {
                calibration.points[point as usize] =
                    Figures { threshold: numbers[0], false_alarms: numbers[1], recall: numbers[2] };
            }
            (None, "screening") => calibration.screening = (numbers[0], numbers[1]),
            (None, "comparison") => calibration.comparison = (numbers[0], numbers[1]),
            (None, "names") => calibration.names = numbers[0],
            (None, other) => unreachable!("calibration.tsv has no row {other}"),
        }
    }
    calibration
});

impl OperatingPoint {
    /// All points, from fewest false alarms to highest recall.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Standard, Self::Wide];

    /// The name as written on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Standard => "standard",
            Self::Wide => "wide",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.as_str() == text)
    }

    /// What the point was measured to do on the development data.
    pub fn figures(self) -> Figures {
        CALIBRATION.points[self as usize]
    }

    /// The score, 0 to 100, that plays this point's part in OFAC-compatible scoring.
    pub fn ofac_threshold(self) -> f64 {
        match self {
            Self::Strict => 95.0,
            Self::Standard => 90.0,
            Self::Wide => 85.0,
        }
    }
}

/// So many names are screened against at least: what a handful of names says of chance is not to be relied on.
const FEWEST_NAMES: f64 = 500.0;

/// What the number of names that are screened against adds to every score: the fewer there are, the less likely one of
/// them agrees by chance. So an operating point keeps its share of false alarms, whatever the lists' size. 0 for as many
/// names as the points were measured against.
pub fn chance(names: usize) -> f32 {
    (CALIBRATION.names / (names as f64).max(FEWEST_NAMES)).ln() as f32
}

/// Probability that a screening match of this score is the subject.
pub fn screening_probability(score: f64) -> f64 {
    let (slope, intercept) = CALIBRATION.screening;
    logistic(slope * score + intercept)
}

/// Probability, at even prior odds, that two compared profiles are one.
pub fn comparison_probability(score: f64) -> f64 {
    let (slope, intercept) = CALIBRATION.comparison;
    logistic(slope * score + intercept)
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
