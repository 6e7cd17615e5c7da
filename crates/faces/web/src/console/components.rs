//! The console's visual language on one page, for whoever uses it and whoever adds to it. Every person and list on it
//! is fictional.

use super::explained::Explained;
use super::frame::{Frame, Place, page};
use super::moments::Clock;
use super::name::Shown;
use super::quality::charts;
use super::queue::Status;
use super::reviews::Step;
use super::users::{Tab, example_tabs};
use super::visitor::Visitor;
use super::words::Words;
use askama::Template;
use axum::response::Response;
use jiff::SignedDuration;
use model::{Entity, EntryId, ListId, Name, NameKind, PartialDate, Schema, Subject};
use node::casework::{DecisionKind, Figures, Outcomes};
use node::pairs::compare_names;
use node::{Match, OperatingPoint, Scoring};

#[derive(Template)]
#[template(path = "components.html")]
struct ComponentsPage {
    f: Frame,
    title: String,
    badges: Vec<Status>,
    clocks: Vec<Clock>,
    names: Vec<Shown>,
    steps: Vec<Step>,
    explained: Explained,
    crossed: Explained,
    charts: Vec<charts::Chart>,
    tabs: Vec<Tab>,
}

/// The page of components.
pub async fn components(visitor: Visitor) -> Response {
    let f = Frame::of(&visitor, Place::Elsewhere);
    let w = &f.words;
    let badge = |key: &str, class| Status { label: w.say(key), class };
    let in_minutes = |minutes| w.now().saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(w.now());
    let page_of = ComponentsPage {
        title: w.say("console-components"),
        badges: vec![
            badge("alert-status-open", "info"),
            badge("alert-status-awaiting-approval", "warn"),
            badge("alert-overdue", "bad"),
            badge("alert-status-closed", "good"),
            badge("withdrawal-delisted", ""),
        ],
        clocks: [60 * 30, 95, -200].map(|minutes| Clock::new(in_minutes(minutes), w)).into(),
        names: [
            "Zarbaz Khan Dilawari",
            "زرباز خان دلاوری",
            "Зарбаз Хан Дилавари",
            "Zаrbaz Dilawari",
            "Zarbaz \u{202E}irawaliD",
            "<b>Zarbaz</b>",
        ]
        .map(|name| Shown::new(name, w))
        .into(),
        steps: steps(w),
        explained: example("Zarbaz Khan Dilawari", "زرباز خان دلاوری", w),
        charts: example_charts(w),
        tabs: example_tabs(w),
        crossed: example("Темиргалин Руслан Ибрагимович", "Ruslan Temirgaliyn", w),
        f,
    };
    page(&page_of.f, &page_of)
}

/// Charts of invented figures.
fn example_charts(words: &Words) -> Vec<charts::Chart> {
    let outcomes = |right, wrong, open| Outcomes {
        decided: right + wrong + open,
        kinds: [
            (DecisionKind::TrueMatch, right),
            (DecisionKind::FalsePositive, wrong),
            (DecisionKind::Inconclusive, open),
        ]
        .into(),
        ..Outcomes::default()
    };
    let figures = Figures {
        all: outcomes(14, 6, 2),
        lists: vec![(ListId("example".into()), outcomes(14, 6, 2))],
        points: OperatingPoint::ALL
            .into_iter()
            .zip([outcomes(11, 1, 0), outcomes(14, 6, 2), outcomes(14, 9, 4)])
            .collect(),
        ..Figures::default()
    };
    vec![charts::precision(&figures, words), charts::by_point(&figures, words)]
}

/// A step of each kind.
fn steps(words: &Words) -> Vec<Step> {
    let (name, officer) = ("زرباز خان دلاوری", "Nadia Example");
    let at = |hours| words.now().saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(words.now());
    let step = |hours, kind, key: &str| Step::new(at(hours), kind, Shown::said(&words.say(key)), words);
    vec![
        step(72, "opened", "console-step-opened").by(officer, words),
        step(71, "alert", "console-step-took").by(officer, words).saying(name, words),
        step(50, "person", "console-step-assigned").saying(officer, words),
        step(49, "note", "console-step-note").by(officer, words).saying("…", words),
        step(48, "file", "console-step-file").by(officer, words).saying("паспорт.pdf", words),
        step(30, "proposal", "decision-state-proposed").by(officer, words),
        step(29, "decision", "decision-state-approved").by("Omar Example", words).settling(),
        step(28, "closed", "console-step-closed").by(officer, words).settling(),
    ]
}

/// Two fictional names compared and explained.
fn example(subject_name: &str, entry_name: &str, words: &Words) -> Explained {
    let compared = compare_names(Schema::Person, subject_name, entry_name, Scoring::Evidence);
    let mut subject = Subject::named("example", Schema::Person, subject_name);
    let mut entry = Entity::new("example-1", Schema::Person);
    entry.profile.names.push(Name::new(entry_name, NameKind::OriginalScript));
    subject.profile.birth_dates.extend(PartialDate::ymd(1978, 4, 14));
    entry.profile.birth_dates.extend(PartialDate::year(1978));
    entry.profile.nationalities.push("pk".to_owned());
    let found = Match {
        entry: EntryId("example-1".to_owned()),
        list: ListId("example".to_owned()),
        score: compared.score,
        probability: compared.probability,
        schema: Schema::Person,
        subject_name: subject_name.to_owned(),
        entry_name: entry_name.to_owned(),
        explanation: Some(compared.explanation),
    };
    Explained::new(&found, &subject.profile, Some(&entry), words)
}
