//! What a demo node holds: two weeks of work of six fictional people over the example lists and customers, done through
//! the same use cases as any other work. Nothing here is a rule; it is a story that touches every page.

use crate::clock::DemoClock;
use crate::examples;
use anyhow::Context;
use model::{Clock, Desk, Entity, LegalBasis, Name, NameKind, PartialDate, RecordId, Schema, Subject};
use node::casework::{BelowLineOrder, DecisionKind, NewMonitored, ScreenedSubject, ScreeningOrder, Trigger};
use node::identity::{Actor, DemoDoor, Grant, NewUser, Role};
use node::intake::{IntakeOptions, Row, Subjects};
use node::jobs::{Arriving, UploadOrder};
use node::{Acceptance, FetchSettings, Node, NodeError, OperatingPoint, ScreenOptions};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// Whose demo it is: login, name, role, and whether it holds for the whole node.
const PEOPLE: [(&str, &str, Role, bool); 6] = [
    ("nadia", "Nadia Example", Role::Analyst, false),
    ("timur", "Timur Example", Role::Analyst, false),
    ("omar", "Omar Example", Role::Approver, false),
    ("leyla", "Leyla Example", Role::Reviewer, false),
    ("farid", "Farid Example", Role::Auditor, true),
    ("sofia", "Sofia Example", Role::Administrator, true),
];

const BASIS: &str = "Screening Act (fictional), s. 3";
const DESK: Desk = Desk::Finance;

/// What was decided of the first customers: how many hours ago, by whom, of whom, what, why. Where it
/// needs a second person, that is two hours later.
const DECISIONS: [(i64, &str, &str, DecisionKind, &str); 12] = {
    use DecisionKind::{FalsePositive, Freeze, Inconclusive, TrueMatch};
    [
        (284, "nadia", "C-1011", FalsePositive, "Born in 1996; the listed person was born in 1978."),
        (283, "timur", "C-1012", FalsePositive, "Another family name, and eight years younger."),
        (281, "nadia", "C-1001", TrueMatch, "Same name in Urdu, same birth date, seen on the card."),
        (280, "timur", "C-1002", TrueMatch, "Same name in Russian letters, same birth date."),
        (278, "nadia", "C-1014", FalsePositive, "Only the middle name is the same."),
        (277, "timur", "C-1003", Freeze, "Listed by name and year; the account holds funds."),
        (276, "nadia", "C-1015", FalsePositive, "Same birth date by chance; no name agrees."),
        (272, "timur", "C-1004", TrueMatch, "The same person as C-1003, by passport."),
        (270, "nadia", "C-1005", TrueMatch, "Same birth date; the patronymic is left out on the card."),
        (269, "timur", "C-1007", TrueMatch, "Same place and year; one letter differs."),
        (268, "nadia", "C-1010", TrueMatch, "The passport number is the listed one."),
        (
            240,
            "timur",
            "C-1009",
            Inconclusive,
            "No birth date is known; the customer was asked for a document.",
        ),
    ]
};

/// Fills an empty node, and gives the door to it.
pub async fn furnish(node: &mut Node, clock: &DemoClock, shelf: &Path) -> anyhow::Result<DemoDoor> {
    clock.hours_ago(290);
    let lists = node.sources_mut().add_file(&shelf.join(examples::SOURCES))?;
    renew(node, &lists).await?;
    let door = node.open_demo(people()).await?;
    let story = Story { node, clock, actors: actors(&door) };
    let customers = read(shelf, "customers/customers.csv")?;
    let (first, second) = customers.split_at(15);

    clock.hours_ago(288);
    let alerts = story.screen("nadia", "yearly review of customers", first).await?;
    story.decide(&alerts).await?;
    story.suppress(&alerts).await?;
    story.case(&alerts).await?;
    story.monitor().await?;
    story.quality(&customers).await?;

    clock.hours_ago(5);
    let alerts = story.screen("timur", "new customers", second).await?;
    story.today(&alerts).await?;

    clock.hours_ago(0);
    story.upload(shelf).await?;
    drop(story);
    // Unchanged, so that no list is older than today.
    renew(node, &lists).await?;
    node.sign_audit_log().await?;
    Ok(door)
}

async fn renew(node: &Node, lists: &[String]) -> Result<(), NodeError> {
    for list in lists {
        node.fetch(list, &FetchSettings::default(), Acceptance::ByTheRules).await?;
    }
    node.catch_up().await?;
    Ok(())
}

fn people() -> Vec<NewUser> {
    PEOPLE
        .map(|(login, name, role, everywhere)| NewUser {
            login: login.into(),
            name: name.into(),
            grants: vec![if everywhere { Grant::everywhere(role) } else { Grant::at(role, [DESK]) }],
            legal_basis: LegalBasis("demo".into()),
        })
        .into()
}

fn actors(door: &DemoDoor) -> HashMap<String, Actor> {
    door.people().iter().map(|user| (user.login.clone(), user.actor())).collect()
}

fn read(shelf: &Path, name: &str) -> anyhow::Result<Vec<Subject>> {
    let rows = open(shelf, name)?;
    let mut subjects = Vec::new();
    for row in rows {
        if let Row::Subject(subject, _) = row? {
            subjects.push(*subject);
        }
    }
    Ok(subjects)
}

fn open(shelf: &Path, name: &str) -> anyhow::Result<Subjects> {
    let path = shelf.join(name);
    let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Subjects::open(file, name, &IntakeOptions::default())?)
}

/// The alerts of customers, by their numbers.
type Alerts = HashMap<String, RecordId>;

struct Story<'a> {
    node: &'a Node,
    clock: &'a DemoClock,
    actors: HashMap<String, Actor>,
}

impl Story<'_> {
    fn actor(&self, login: &str) -> &Actor {
        &self.actors[login]
    }

    async fn screen(&self, who: &str, purpose: &str, subjects: &[Subject]) -> Result<Alerts, NodeError> {
        let order = ScreeningOrder {
            desk: DESK,
            purpose: purpose.into(),
            legal_basis: LegalBasis(BASIS.into()),
            trigger: Trigger::Request,
            options: ScreenOptions::on(self.clock.today()),
            lasting: true,
            marking: None,
            keep_until: None,
        };
        let (_, screened) = self.node.screen_subjects(self.actor(who), order, subjects.to_vec()).await?;
        let alert = |each: ScreenedSubject| Some((each.subject.id, each.outcome.alert?));
        Ok(screened.into_iter().filter_map(alert).collect())
    }

    async fn decide(&self, alerts: &Alerts) -> Result<(), NodeError> {
        for (ago, who, customer, kind, reason) in DECISIONS {
            let Some(alert) = alerts.get(customer) else { continue };
            self.clock.hours_ago(ago);
            let decision = self.node.decide(self.actor(who), *alert, None, (kind, &[]), reason).await?;
            if decision.is_open() {
                self.clock.hours_ago(ago - 2);
                let note = Some("Seen with the customer's papers.");
                self.node.approve_decision(self.actor("omar"), decision.id, note).await?;
            }
        }
        Ok(())
    }

    /// One suppression that stands, and one that waits for its second person.
    async fn suppress(&self, alerts: &Alerts) -> Result<(), NodeError> {
        for (customer, ago, approved) in [("C-1011", 260, Some(258)), ("C-1012", 30, None)] {
            let Some(id) = alerts.get(customer) else { continue };
            self.clock.hours_ago(ago);
            let nadia = self.actor("nadia");
            let alert = self.node.alert(nadia, *id).await?.record;
            let Some(matched) = alert.matches.first() else { continue };
            let until = self.clock.today().saturating_add(jiff::Span::new().days(180));
            let reason = "The same customer returns with every review, and is somebody else each time.";
            let proposed =
                self.node.propose_suppression(nadia, *id, &matched.thing.key(), until, reason).await?;
            if let Some(approved) = approved {
                self.clock.hours_ago(approved);
                self.node.approve_suppression(self.actor("omar"), proposed.id, None, None).await?;
            }
        }
        Ok(())
    }

    async fn case(&self, alerts: &Alerts) -> Result<(), NodeError> {
        self.clock.hours_ago(262);
        let together: Vec<RecordId> =
            ["C-1001", "C-1002"].iter().filter_map(|customer| alerts.get(*customer).copied()).collect();
        let basis = LegalBasis(BASIS.into());
        let nadia = self.actor("nadia");
        let title = "One person under two customer numbers";
        let case = self.node.open_case(nadia, DESK, title, &basis, &together).await?;
        let note = "Opened in two branches, with an Urdu and a Russian spelling of one name. Both were asked for papers.";
        self.node.write_note(nadia, case.id, note, None).await?;
        Ok(())
    }

    async fn monitor(&self) -> Result<(), NodeError> {
        self.clock.hours_ago(200);
        let subject = |id: &str, name: &str| Subject::named(id, Schema::Person, name);
        let order = NewMonitored {
            subjects: vec![
                subject("C-1017", "بلقیس ناہید چغتائی"),
                subject("C-1018", "Степан Аркадьевич Берёзкин"),
                subject("J-2005", "Hannah Müller-Lindqvist"),
            ],
            purpose: "correspondent relations".into(),
            legal_basis: LegalBasis(BASIS.into()),
            until: self.clock.today().saturating_add(jiff::Span::new().days(365)),
            marking: None,
        };
        self.node.monitor(self.actor("timur"), DESK, order).await?;
        Ok(())
    }

    /// A sample for a second look, of which some were looked at, and a test of what lies below the threshold.
    async fn quality(&self, customers: &[Subject]) -> Result<(), NodeError> {
        let leyla = self.actor("leyla");
        self.clock.hours_ago(48);
        let today = self.clock.today();
        let before = today.saturating_sub(jiff::Span::new().days(14));
        let sample = self.node.draw_sample(leyla, DESK, (before, today), 1.0).await?;
        let drawn = self.node.second_reviews(leyla, DESK, (Some(sample.id), true), None, 50).await?;
        // Those that were decided first, whatever the seed: a demo looks the same every time.
        let mut drawn = drawn.records;
        drawn.sort_by_key(|review| review.record.decision);
        for review in drawn.into_iter().take(3) {
            let kind = review.record.first;
            let reason = "The reasons are the same as mine.";
            self.node.review_again(leyla, review.record.id, None, kind, reason).await?;
        }
        self.clock.hours_ago(44);
        let line = OperatingPoint::Standard.figures().threshold;
        let order = BelowLineOrder {
            legal_basis: LegalBasis(BASIS.into()),
            line,
            floor: line - 3.2,
            most: 100,
            keep_until: self.clock.today().saturating_add(jiff::Span::new().days(60)),
        };
        let test = self.node.test_below_line(leyla, DESK, order, customers.to_vec()).await?;
        let lowest = test.pairs.iter().enumerate().min_by(|(_, one), (_, other)| {
            one.score.total_cmp(&other.score).then_with(|| one.thing.key().cmp(&other.thing.key()))
        });
        if let Some((lowest, _)) = lowest {
            self.node.judge_near_miss(leyla, test.id, None, (lowest, false)).await?;
        }
        Ok(())
    }

    /// What came this morning: work in somebody's hands, a decision and an own entry that wait for a second person.
    async fn today(&self, alerts: &Alerts) -> Result<(), NodeError> {
        let (nadia, timur) = (self.actor("nadia"), self.actor("timur"));
        if let Some(alert) = alerts.get("C-1021") {
            self.node.assign(timur, &[*alert], nadia.person()).await?;
        }
        self.clock.hours_ago(3);
        if let Some(alert) = alerts.get("C-1026") {
            let reason = "The ship number is the listed one.";
            self.node.decide(timur, *alert, None, (DecisionKind::TrueMatch, &[]), reason).await?;
        }
        self.clock.hours_ago(2);
        let mut entity = Entity::new("", Schema::Person);
        entity.profile.names.push(Name::primary("Behruz Sangtudaev"));
        entity.profile.names.push(Name::new("Бехруз Сангтудаев", NameKind::OriginalScript));
        entity.profile.birth_dates.extend(PartialDate::year(1987));
        let until = self.clock.today().saturating_add(jiff::Span::new().days(300));
        let basis = LegalBasis("Order 17 of the interior ministry (fictional)".into());
        let reason = "Named in the order; carries money across the northern border.";
        self.node.propose_own_entry(nadia, DESK, &basis, (entity, until), reason).await?;
        Ok(())
    }

    /// An upload that the service screens as soon as it runs.
    async fn upload(&self, shelf: &Path) -> anyhow::Result<()> {
        let generation = self.node.generation().await?;
        let order = UploadOrder {
            desk: DESK,
            purpose: "new customers".into(),
            legal_basis: LegalBasis(BASIS.into()),
            lasting: true,
        };
        let arriving = Arriving { rows: open(shelf, "customers/customers.jsonl")?, read: Box::new(|| 0) };
        self.node.receive_upload(self.actor("nadia"), order, arriving, &generation).await?;
        Ok(())
    }
}
