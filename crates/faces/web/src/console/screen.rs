//! Screening one name: a look that keeps nothing, with results while typing; and a screening with purpose and basis
//! that opens alerts. What is typed is sent in the body, never in an address.

use super::errors::Failure;
use super::explained::Explained;
use super::form::{Form, Posted};
use super::frame::{Frame, Place, Said, onward, page, page_with};
use super::name::Shown;
use super::queue::{Choice, desk_choices};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use model::{Desk, LegalBasis, Schema, Subject};
use node::casework::{ScreeningOrder, Trigger};
use node::identity::Action;
use node::serving::{Priority, subject_from_json};
use node::{Match, NodeError, OperatingPoint, ScreenOptions, permissions};
use serde_json::json;
use std::sync::Arc;

/// Results that are shown.
const TOP: usize = 8;

/// Kinds of subjects to choose from.
const SCHEMAS: [Schema; 6] = [
    Schema::Person,
    Schema::Organization,
    Schema::Company,
    Schema::Vessel,
    Schema::Airplane,
    Schema::CryptoWallet,
];

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The name.
    pub name: String,
    schema: String,
    /// Date of birth or founding.
    pub born: String,
    /// Nationality or country.
    pub country: String,
    /// Passport or registration number.
    pub number: String,
    point: String,
    desk: String,
    /// For what purpose.
    pub purpose: String,
    /// On what legal basis.
    pub basis: String,
    /// The caller's reference of the subject.
    pub reference: String,
}

impl Asked {
    /// As a form sends it.
    pub fn of(form: &Form) -> Self {
        let text = |name: &str| form.text(name).trim().to_owned();
        Self {
            name: text("name"),
            schema: text("schema"),
            born: text("born"),
            country: text("country"),
            number: text("number"),
            point: text("point"),
            desk: text("desk"),
            purpose: text("purpose"),
            basis: text("basis"),
            reference: text("reference"),
        }
    }

    /// The kind of thing; a person where nothing else is said.
    pub fn schema(&self) -> Schema {
        Schema::parse(&self.schema).unwrap_or(Schema::Person)
    }

    fn point(&self) -> OperatingPoint {
        let found = OperatingPoint::ALL.into_iter().find(|point| point.as_str() == self.point);
        found.unwrap_or_default()
    }

    /// The subject, with whether something of it could not be read; none when nothing says who it is.
    pub fn subject(&self) -> Option<(Subject, bool)> {
        let schema = self.schema();
        let born = match schema {
            Schema::Person => "birthDate",
            Schema::Vessel | Schema::Airplane => "buildDate",
            _ => "incorporationDate",
        };
        let number = match schema {
            Schema::Person => "passportNumber",
            Schema::Vessel => "imoNumber",
            Schema::CryptoWallet => "publicKey",
            _ => "registrationNumber",
        };
        let country = if schema == Schema::Person { "nationality" } else { "country" };
        let mut properties = serde_json::Map::new();
        let given =
            [("name", &self.name), (born, &self.born), (country, &self.country), (number, &self.number)];
        for (property, value) in given.into_iter().filter(|(_, value)| !value.is_empty()) {
            properties.insert(property.to_owned(), json!([value]));
        }
        let id = if self.reference.is_empty() { "1" } else { &self.reference };
        let value = json!({"schema": schema.as_str(), "properties": properties});
        subject_from_json(id, &value).ok().map(|(subject, faults)| (subject, !faults.is_empty()))
    }

    fn options(&self, app: &Shared) -> ScreenOptions {
        ScreenOptions { operating_point: self.point(), top: TOP, ..ScreenOptions::on(app.clock.today()) }
    }
}

/// The kinds of things to choose from.
pub fn schemas(current: Schema, words: &Words) -> Vec<Choice> {
    let choice = |kind: Schema| Choice {
        value: kind.as_str().to_owned(),
        label: words.say(&format!("schema-{}", kind.as_str().to_lowercase())),
        chosen: kind == current,
    };
    SCHEMAS.into_iter().map(choice).collect()
}

/// A match as the results show it.
struct Found {
    caption: Shown,
    list: String,
    entry: String,
    explained: Explained,
}

#[derive(Template)]
#[template(path = "results.html")]
struct Results {
    words: Words,
    asked: bool,
    odd: bool,
    unread: bool,
    found: Vec<Found>,
    said: String,
}

#[derive(Template)]
#[template(path = "screen.html")]
struct ScreenPage {
    f: Frame,
    title: String,
    asked: Asked,
    schemas: Vec<Choice>,
    points: Vec<Choice>,
    desks: Vec<Choice>,
    desk: &'static str,
    results: Results,
    trouble: Option<String>,
}

/// The empty form.
pub async fn form(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    show(&app, &visitor, Asked::default(), None).await
}

/// A look: the same page with results. Nothing is kept, so nothing is repeated by asking again.
pub async fn look(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    show(&app, &visitor, Asked::of(&form), None).await
}

/// The results alone, while somebody types.
pub async fn live(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    desk_of(&visitor, form.text("desk"))?;
    let words = Words::new(visitor.look.catalogue(), visitor.now);
    let results = results(&app, &Asked::of(&form), words).await?;
    Ok(Html(results.render().unwrap_or_default()).into_response())
}

/// A screening that opens alerts.
pub async fn open(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let asked = Asked::of(&form);
    let desk = desk_of(&visitor, &asked.desk)?;
    let Some((subject, _)) = asked.subject() else {
        return show(&app, &visitor, asked, Some("console-trouble-no-subject")).await;
    };
    if asked.purpose.is_empty() || asked.basis.is_empty() {
        return show(&app, &visitor, asked, Some("console-trouble-no-purpose")).await;
    }
    let order = ScreeningOrder {
        desk,
        purpose: asked.purpose.clone(),
        legal_basis: LegalBasis(asked.basis.clone()),
        trigger: Trigger::Request,
        options: asked.options(&app),
        lasting: !asked.reference.is_empty(),
        marking: None,
        keep_until: None,
    };
    let (_, screened) = app.node.screen_subjects(visitor.actor(), order, vec![subject]).await?;
    match screened.into_iter().find_map(|screened| screened.outcome.alert) {
        Some(alert) => Ok(onward(&format!("/alerts/{alert}"), Said::Opened)),
        None => Ok(onward("/screen", Said::NothingOpened)),
    }
}

fn desk_of(visitor: &Visitor, asked: &str) -> Result<Desk, Failure> {
    let desks = permissions::desks(visitor.actor(), Action::ScreeningRun);
    let wanted = Desk::parse(asked).filter(|desk| desks.contains(desk));
    wanted.or_else(|| desks.first().copied()).ok_or(Failure::NotAllowed)
}

async fn show(
    app: &Shared,
    visitor: &Visitor,
    asked: Asked,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let desk = desk_of(visitor, &asked.desk)?;
    let desks = permissions::desks(visitor.actor(), Action::ScreeningRun);
    let f = Frame::of(visitor, Place::Screen);
    let w = &f.words;
    let schema = asked.schema();
    let point = asked.point();
    let page_of = ScreenPage {
        title: w.say("console-screen"),
        schemas: schemas(schema, w),
        points: OperatingPoint::ALL
            .into_iter()
            .map(|choice| Choice {
                value: choice.as_str().to_owned(),
                label: w.say(&format!("operating-point-{}", choice.as_str())),
                chosen: choice == point,
            })
            .collect(),
        desks: desk_choices(&desks, desk, w),
        desk: desk.as_str(),
        results: results(app, &asked, *w).await?,
        trouble: trouble.map(|key| w.say(key)),
        asked,
        f,
    };
    Ok(match trouble {
        Some(_) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page_of.f, &page_of),
        None => page(&page_of.f, &page_of),
    })
}

async fn results(app: &Shared, asked: &Asked, words: Words) -> Result<Results, Failure> {
    let Some((subject, unread)) = asked.subject() else {
        return Ok(Results {
            words,
            asked: false,
            odd: false,
            unread: false,
            found: Vec::new(),
            said: String::new(),
        });
    };
    let generation = app.generation()?;
    let work = vec![(subject, Arc::new(asked.options(app)))];
    let screened = app.service.screen(&generation, work, Priority::Interactive).await?;
    let mut found = Vec::new();
    for (subject, matches) in &screened {
        for matched in matches {
            found.push(Found::new(app, subject, matched, &words).await?);
        }
    }
    let said = words.count("count-matches", found.len());
    let odd = node::names::is_odd(&asked.name);
    Ok(Results { words, asked: true, odd, unread, found, said })
}

impl Found {
    async fn new(app: &Shared, subject: &Subject, matched: &Match, words: &Words) -> Result<Self, Failure> {
        let entity = match app.node.show(&matched.entry.0, Some(&matched.list.0)).await {
            Ok(found) => {
                found.into_iter().map(|found| found.entity).find(|entity| entity.id == matched.entry)
            }
            Err(NodeError::NotFound { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let caption = entity.as_ref().map_or(matched.entry_name.as_str(), |entity| entity.profile.caption());
        Ok(Self {
            caption: Shown::new(caption, words),
            list: matched.list.0.clone(),
            entry: matched.entry.0.clone(),
            explained: Explained::new(matched, &subject.profile, entity.as_ref(), words),
        })
    }
}
