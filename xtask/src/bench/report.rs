//! The scorecard as Markdown: the table of goals on top, then the sections, each with its tables.

use super::stats::Estimate;
use std::fmt::Write;

/// One row of the table "how good, how fast".
pub struct Goal {
    /// What is measured.
    pub measure: String,
    /// What was asked for, in words.
    pub goal: String,
    /// What was measured, in words, with its interval.
    pub measured: String,
    /// What the best peer did in the same run.
    pub peer: Option<String>,
    /// Whether the goal is met; none where it was not measured.
    pub met: Option<bool>,
    /// Whether weights or thresholds were learned on the data it is measured on.
    pub tuned: bool,
}

/// The scorecard while it is measured.
#[derive(Default)]
pub struct Report {
    goals: Vec<(usize, Goal)>,
    sections: Vec<(&'static str, String)>,
}

impl Report {
    /// Adds a row to the table of goals, at its place in the issue's order.
    pub fn goal(&mut self, place: usize, goal: Goal) {
        self.goals.push((place, goal));
    }

    /// Says what the best peer did in a row that is already there.
    pub fn peer(&mut self, place: usize, peer: String) {
        for (_, goal) in self.goals.iter_mut().filter(|(at, _)| *at == place) {
            goal.peer = Some(peer.clone());
        }
    }

    /// Adds a section.
    pub fn section(&mut self, title: &'static str, body: String) {
        self.sections.push((title, body));
    }

    /// The whole as Markdown; `head` stands under the title.
    pub fn markdown(mut self, head: &str) -> String {
        let mut text = format!("# Scorecard\n\n{}\n", head.trim_end());
        if !self.goals.is_empty() {
            self.goals.sort_by_key(|(place, _)| *place);
            let mut table = Table::new(&[
                "measure",
                "goal",
                "measured",
                "best peer, same run",
                "met",
                "tuned on this data",
            ]);
            for (_, goal) in &self.goals {
                let met = match goal.met {
                    Some(true) => "yes",
                    Some(false) => "**no**",
                    None => "not measured",
                };
                let peer = goal.peer.as_deref().unwrap_or("–");
                let tuned = if goal.tuned { "yes" } else { "no" };
                table.row([&goal.measure, &goal.goal, &goal.measured, peer, met, tuned].map(str::to_owned));
            }
            write!(text, "\n## How good, how fast\n\n{table}").expect("writing to a string does not fail");
        }
        for (title, body) in &self.sections {
            write!(text, "\n## {title}\n\n{}\n", body.trim_end()).expect("writing to a string does not fail");
        }
        text
    }
}

/// A Markdown table.
pub struct Table {
    columns: usize,
    text: String,
}

impl Table {
    /// A table with these headings; all columns but the first are set to the right.
    pub fn new(headings: &[&str]) -> Self {
        let rule: Vec<&str> = (0..headings.len()).map(|at| if at == 0 { "---" } else { "---:" }).collect();
        let text = format!("| {} |\n| {} |\n", headings.join(" | "), rule.join(" | "));
        Self { columns: headings.len(), text }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| cell.replace('|', "\\|")).collect();
        debug_assert_eq!(cells.len(), self.columns);
        self.text += &format!("| {} |\n", cells.join(" | "));
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.text)
    }
}

/// `0.942 [0.936, 0.947]`
pub fn ratio(estimate: Estimate) -> String {
    if estimate.value.is_nan() {
        return "–".to_owned();
    }
    format!("{:.3} [{:.3}, {:.3}]", estimate.value, estimate.low, estimate.high)
}

/// `0.94 % [0.79, 1.11]`
pub fn percent(estimate: Estimate) -> String {
    if estimate.value.is_nan() {
        return "–".to_owned();
    }
    let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(|part| part * 100.0);
    format!("{value:.2} % [{low:.2}, {high:.2}]")
}

/// `20,462`
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::stats::share;

    #[test]
    fn figures_are_written_plainly() {
        assert_eq!(ratio(share(9, 10)), "0.900 [0.596, 0.982]");
        assert_eq!(percent(share(1, 200)), "0.50 % [0.09, 2.78]");
        assert_eq!(thousands(20462), "20,462");
        assert_eq!(thousands(999), "999");
    }

    #[test]
    fn goals_come_in_the_order_of_the_issue() {
        let goal = |measure: &str, met| Goal {
            measure: measure.to_owned(),
            goal: "≥ 1".to_owned(),
            measured: "1".to_owned(),
            peer: None,
            met,
            tuned: false,
        };
        let mut report = Report::default();
        report.goal(2, goal("second", Some(false)));
        report.goal(1, goal("first", Some(true)));
        report.peer(1, "logic-v2: 0".to_owned());
        report.section("Rest", "text\n".to_owned());
        let text = report.markdown("Head.");
        assert!(text.contains(
            "| first | ≥ 1 | 1 | logic-v2: 0 | yes | no |\n| second | ≥ 1 | 1 | – | **no** | no |\n"
        ));
        assert!(text.ends_with("## Rest\n\ntext\n"));
    }
}
