//! How pages look to this reader, and the reader's own account.

use super::errors::Failure;
use super::form::{Form, Posted};
use super::frame::{Frame, Place, Said, onward, page_with};
use super::look::{Look, Theme};
use super::queue::Choice;
use super::visitor::Visitor;
use super::words::{Words, numerals_name};
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use language::{Beside, Catalogue, Language, Numerals};
use node::identity::{Action, Desks};
use node::notices::NewNotices;
use node::{NodeError, permissions};

/// A role somewhere.
struct Post {
    role: String,
    place: String,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    f: Frame,
    title: String,
    languages: Vec<LanguageChoice>,
    numerals: Vec<Choice>,
    calendars: Vec<Choice>,
    themes: Vec<Choice>,
    posts: Vec<Post>,
    notices: Option<Notices>,
    trouble: Option<String>,
}

/// Which mail the reader wants; only those who see alerts get any.
struct Notices {
    address: String,
    alerts: bool,
    clocks: bool,
    sent: bool,
}

/// A language to choose, named by itself.
struct LanguageChoice {
    code: &'static str,
    endonym: &'static str,
    chosen: bool,
}

/// The settings.
pub async fn settings(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    show(&app, &visitor, None).await
}

/// The page; with the address that was typed where it is none.
async fn show(app: &App, visitor: &Visitor, typed: Option<&Form>) -> Result<Response, Failure> {
    let f = Frame::of(visitor, Place::Settings);
    let look = visitor.look;
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page_of = SettingsPage {
        title: f.words.say("console-settings"),
        languages: languages(look),
        numerals: numerals(look, &f.words),
        calendars: calendars(look, visitor, &f.words),
        themes: Theme::ALL
            .into_iter()
            .map(|theme| Choice {
                value: theme.as_str().to_owned(),
                label: f.words.say(&format!("console-theme-{}", theme.as_str())),
                chosen: theme == look.theme,
            })
            .collect(),
        posts: posts(visitor, &f.words),
        notices: notices(app, visitor, typed).await?,
        trouble: typed.map(|_| f.words.say("console-trouble-no-address")),
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

async fn notices(app: &App, visitor: &Visitor, typed: Option<&Form>) -> Result<Option<Notices>, Failure> {
    if permissions::desks(visitor.actor(), Action::AlertView).is_empty() {
        return Ok(None);
    }
    let kept = app.node.notices(visitor.actor()).await?;
    let sent = app.node.settings().mail.is_some();
    let wants = |name: &str| typed.is_some_and(|form| !form.text(name).is_empty());
    Ok(Some(match kept.map(|kept| kept.record).filter(|_| typed.is_none()) {
        Some(choice) => {
            Notices { address: choice.address, alerts: choice.alerts, clocks: choice.clocks, sent }
        }
        None => Notices {
            address: typed.map(|form| form.text("address").to_owned()).unwrap_or_default(),
            alerts: wants("alerts"),
            clocks: wants("clocks"),
            sent,
        },
    }))
}

/// Keeps which mail is wanted, in the language of the pages.
pub async fn keep_notices(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let new = NewNotices {
        address: form.text("address").trim().to_owned(),
        language: visitor.look.language.code().to_owned(),
        alerts: !form.text("alerts").is_empty(),
        clocks: !form.text("clocks").is_empty(),
    };
    match app.node.choose_notices(visitor.actor(), None, new).await {
        Ok(_) => Ok(onward("/settings", Said::Settled)),
        Err(NodeError::Usage { .. }) => show(&app, &visitor, Some(&form)).await,
        Err(error) => Err(error.into()),
    }
}

/// Keeps what was chosen.
pub async fn keep(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let chosen =
        Look::read(form.text("language"), form.text("numerals"), form.text("theme"), form.text("calendar"));
    let chosen = chosen.ok_or(Failure::Unreadable)?;
    app.node.keep_look(visitor.actor(), &chosen.written()).await?;
    let mut response = onward("/settings", Said::Settled);
    chosen.keep(response.headers_mut());
    Ok(response)
}

fn languages(look: Look) -> Vec<LanguageChoice> {
    let choice = |language: Language| LanguageChoice {
        code: language.code(),
        endonym: language.endonym(),
        chosen: language == look.language,
    };
    Language::ALL.into_iter().map(choice).collect()
}

/// Each calendar with this day written in it.
fn calendars(look: Look, visitor: &Visitor, words: &Words) -> Vec<Choice> {
    let today = model::day_of(visitor.now);
    let choice = |beside: Beside| {
        let example = Words::of(Look { beside, ..look }, visitor.now).day(today);
        let label = words.say(&format!("console-calendar-{}", beside.as_str()));
        Choice {
            label: format!("{label} · {example}"),
            value: beside.as_str().to_owned(),
            chosen: beside == look.beside,
        }
    };
    Beside::ALL.into_iter().map(choice).collect()
}

/// Each set of digits with an example written in it.
fn numerals(look: Look, words: &Words) -> Vec<Choice> {
    let choice = |numerals: Numerals| {
        let name = numerals_name(numerals);
        let example = Catalogue::new(look.language).with_numerals(numerals).decimal(1_234_567_890.0, 0);
        let label = words.say(&format!("console-numerals-{name}"));
        Choice {
            label: format!("{label} · {example}"),
            value: name.to_owned(),
            chosen: numerals == look.numerals,
        }
    };
    Numerals::ALL.into_iter().map(choice).collect()
}

fn posts(visitor: &Visitor, words: &Words) -> Vec<Post> {
    let grants = visitor.actor().grants.iter();
    grants
        .map(|grant| Post {
            role: words.say(&format!("role-{}", grant.role.as_str())),
            place: match &grant.desks {
                Desks::All => words.say("role-everywhere"),
                Desks::Only(desks) => {
                    let names: Vec<String> =
                        desks.iter().map(|desk| words.say(&format!("desk-{}", desk.as_str()))).collect();
                    words.catalogue().enumeration(&names)
                }
            },
        })
        .collect()
}
