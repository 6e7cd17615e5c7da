//! API keys: one's own, and for those who manage keys everybody's. A key is shown once.

use super::{OncePage, Tab, refused, tabs};
use crate::console::addresses::record;
use crate::console::errors::Failure;
use crate::console::form::{Form, Posted};
use crate::console::frame::{Frame, Place, Said, onward, page_with};
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::queue::{Choice, Status};
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Span;
use jiff::civil::Date;
use model::{Desk, LegalBasis, RecordId};
use node::identity::{Action, ApiKey, MadeKey, NewKey, Scopes};
use node::permissions;
use serde::Deserialize;
use std::collections::HashMap;

/// Keys of a page.
const PAGE: usize = 100;

/// A key is good for so many days unless told otherwise.
const DAYS: i64 = 180;

/// After a key was replaced the old one is good for so many hours.
const OVERLAP: u32 = 24;

/// A key as a row.
struct KeyRow {
    id: String,
    revision: u64,
    name: Shown,
    owner: Option<Shown>,
    desk: String,
    purpose: Shown,
    scopes: Vec<String>,
    until: Option<String>,
    made: Moment,
    state: Status,
    good: bool,
    own: bool,
}

impl KeyRow {
    fn new(key: &ApiKey, revision: u64, me: Option<RecordId>, owner: Option<&String>, words: &Words) -> Self {
        let today = model::day_of(words.now());
        let expired = key.envelope.expires_on.is_some_and(|day| day < today);
        let (state, class) = match key.revoked_at {
            Some(at) if at <= words.now() => ("console-key-revoked", ""),
            Some(_) => ("console-key-replaced", "warn"),
            None if expired => ("console-key-expired", "bad"),
            None => ("console-key-good", "good"),
        };
        Self {
            id: key.id.to_string(),
            revision,
            name: Shown::new(&key.name, words),
            owner: owner.map(|name| Shown::new(name, words)),
            desk: words.say(&format!("desk-{}", key.desk.as_str())),
            purpose: Shown::new(&key.purpose, words),
            scopes: match &key.scopes {
                Scopes::All => vec![words.say("console-scope-all")],
                Scopes::Only(actions) => {
                    actions.iter().map(|action| action_in_words(*action, words)).collect()
                }
            },
            until: key.envelope.expires_on.map(|day| words.day(day)),
            made: Moment::new(key.created_at, words),
            state: Status { label: words.say(state), class },
            good: matches!(class, "good" | "warn"),
            own: me == Some(key.owner),
        }
    }
}

/// An action in words.
pub fn action_in_words(action: Action, words: &Words) -> String {
    words.say(&format!("action-{}", action.as_str().replace('.', "-")))
}

/// Whose keys.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    everybody: String,
}

#[derive(Template)]
#[template(path = "keys.html")]
struct KeysPage {
    f: Frame,
    title: String,
    tabs: Vec<Tab>,
    manages: bool,
    everybody: bool,
    keys: Vec<KeyRow>,
    desks: Vec<Choice>,
    scopes: Vec<Choice>,
    name: String,
    purpose: String,
    basis: String,
    until: Date,
    trouble: Option<String>,
}

/// The keys.
pub async fn keys(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(of): Query<Of>,
) -> Result<Response, Failure> {
    show(&app, &visitor, !of.everybody.is_empty(), &Form::default(), None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    everybody: bool,
    typed: &Form,
    trouble: Option<String>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let manages = permissions::may(actor, Action::KeyManage, None);
    let sees_users = permissions::may(actor, Action::UserView, None);
    let place = if sees_users { Place::Users } else { Place::Settings };
    let f = Frame::of(visitor, place);
    let w = &f.words;
    let found = app.node.keys_of(actor, everybody, None, PAGE).await?;
    let owners: HashMap<RecordId, String> = match everybody && sees_users {
        true => app.node.users().await?.into_iter().map(|user| (user.id, user.name)).collect(),
        false => HashMap::new(),
    };
    let row = |kept: &node::casework::Stored<ApiKey>| {
        let key = &kept.record;
        KeyRow::new(key, kept.revision, actor.person(), owners.get(&key.owner), w)
    };
    let works_at = |desk: &Desk| actor.grants.iter().any(|grant| grant.desks.include(Some(*desk)));
    let chosen: Vec<&str> = typed.all("scope").collect();
    let usual = [Action::ScreeningRun.as_str(), Action::ListView.as_str()];
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let today = model::day_of(visitor.now);
    let page_of = KeysPage {
        title: w.say("console-keys"),
        tabs: tabs(visitor, w, "/keys"),
        manages,
        everybody,
        keys: found.records.iter().map(row).collect(),
        desks: Desk::ALL
            .into_iter()
            .filter(works_at)
            .map(|desk| Choice {
                value: desk.as_str().to_owned(),
                label: w.say(&format!("desk-{}", desk.as_str())),
                chosen: typed.text("desk") == desk.as_str(),
            })
            .collect(),
        scopes: Action::ALL
            .iter()
            .filter(|action| useful(actor, **action))
            .map(|action| Choice {
                value: action.as_str().to_owned(),
                label: action_in_words(*action, w),
                chosen: if chosen.is_empty() {
                    usual.contains(&action.as_str())
                } else {
                    chosen.contains(&action.as_str())
                },
            })
            .collect(),
        name: typed.text("name").to_owned(),
        purpose: typed.text("purpose").to_owned(),
        basis: typed.text("basis").to_owned(),
        until: typed.text("until").parse().unwrap_or_else(|_| today.saturating_add(Span::new().days(DAYS))),
        trouble,
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

/// What a key of this person could do at all: what they may, but for what only people do.
fn useful(actor: &node::identity::Actor, action: Action) -> bool {
    let of_people = matches!(action, Action::UserManage | Action::KeyOwn | Action::KeyManage);
    let somewhere = Desk::ALL.into_iter().map(Some).chain([None]);
    !of_people
        && !action.is_approval()
        && somewhere.into_iter().any(|desk| permissions::may(actor, action, desk))
}

/// Makes a key, and shows it.
pub async fn make(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let f = Frame::of(&visitor, Place::Users);
    let (Some(desk), Ok(until)) = (Desk::parse(form.text("desk")), form.text("until").parse::<Date>()) else {
        return show(&app, &visitor, false, &form, Some(f.words.say("console-trouble-key"))).await;
    };
    let scopes: Option<_> = form.all("scope").map(Action::parse).collect();
    let order = NewKey {
        name: form.text("name").to_owned(),
        desk,
        purpose: form.text("purpose").to_owned(),
        legal_basis: LegalBasis(form.text("basis").trim().to_owned()),
        scopes: Scopes::Only(scopes.ok_or(Failure::Unreadable)?),
        until,
    };
    match app.node.make_own_key(visitor.actor(), order).await {
        Ok(made) => Ok(key_page(f, &made)),
        Err(error) => {
            let told = refused(error, &f.words)?;
            show(&app, &visitor, false, &form, Some(told)).await
        }
    }
}

fn key_page(f: Frame, made: &MadeKey) -> Response {
    let w = &f.words;
    OncePage {
        title: w.say("console-key"),
        about: w.say("console-key-about"),
        label: w.say("console-key-label"),
        secret: made.secret.clone(),
        until: made.key.envelope.expires_on.map(|day| w.day(day)),
        note: None,
        back: "/keys".to_owned(),
        f,
    }
    .answer()
}

/// Replaces a key of one's own, and shows the new one.
pub async fn rotate(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let f = Frame::of(&visitor, Place::Users);
    let key = record(&id)?;
    match app.node.rotate_key(visitor.actor(), key, form.revision(), (None, OVERLAP)).await {
        Ok(made) => Ok(key_page(f, &made)),
        Err(error) => {
            let told = refused(error, &f.words)?;
            show(&app, &visitor, false, &Form::default(), Some(told)).await
        }
    }
}

/// Revokes a key.
pub async fn revoke(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let everybody = !form.text("everybody").is_empty();
    let key = record(&id)?;
    match app.node.revoke_key_as(visitor.actor(), key, form.revision()).await {
        Ok(_) => Ok(onward(if everybody { "/keys?everybody=1" } else { "/keys" }, Said::KeyRevoked)),
        Err(error) => {
            let told = refused(error, &Frame::of(&visitor, Place::Users).words)?;
            show(&app, &visitor, everybody, &Form::default(), Some(told)).await
        }
    }
}
