//! Whoever runs the node: accounts with their roles, API keys, what each role may do, where the node sends word. What is
//! shown once (links, keys, secrets) is the answer to the form that asked for it, and lies nowhere else.

mod account;
mod grants;
mod keys;
mod roles;
mod webhooks;

pub use account::{approve, change, close, invite, invited, link, reject, user};
pub use keys::{keys, make as make_key, revoke as revoke_key, rotate as rotate_key};
pub use roles::roles;
pub use webhooks::{add as add_webhook, change as change_webhook, webhooks};

use super::addresses::cursor;
use super::errors::{Failure, trouble};
use super::frame::{Frame, Place, page};
use super::name::Shown;
use super::queue::Status;
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use grants::in_words;
use node::identity::{Action, User};
use node::{NodeError, permissions};
use serde::Deserialize;

/// Accounts of a page.
const PAGE: usize = 50;

/// A part of these pages.
pub struct Tab {
    /// Where it leads.
    pub address: &'static str,
    /// What it is called.
    pub label: String,
    /// Whether the reader is there.
    pub here: bool,
}

/// The parts that the visitor may open.
fn tabs(visitor: &Visitor, words: &Words, here: &str) -> Vec<Tab> {
    let actor = visitor.actor();
    let sees = permissions::may(actor, Action::UserView, None);
    let desks = permissions::desks(actor, Action::WebhookManage);
    let tells = permissions::may(actor, Action::WebhookManage, None) || !desks.is_empty();
    [
        ("/users", "console-users", sees),
        ("/keys", "console-keys", true),
        ("/roles", "console-roles", true),
        ("/webhooks", "console-webhooks", tells),
    ]
    .into_iter()
    .filter(|(.., allowed)| *allowed)
    .map(|(address, key, _)| Tab { address, label: words.say(key), here: address == here })
    .collect()
}

/// All parts, for the page of components; the first is where the reader is.
pub fn example_tabs(words: &Words) -> Vec<Tab> {
    let parts = [("/users", "console-users"), ("/keys", "console-keys"), ("/roles", "console-roles")];
    parts.map(|(address, key)| Tab { address, label: words.say(key), here: address == "/users" }).into()
}

/// An account in short.
struct UserRow {
    id: String,
    name: Shown,
    login: String,
    roles: Vec<String>,
    state: Status,
    pending: bool,
}

impl UserRow {
    fn new(user: &User, words: &Words) -> Self {
        Self {
            id: user.id.to_string(),
            name: Shown::new(&user.name, words),
            login: user.login.clone(),
            roles: in_words(&user.grants, words),
            state: state(user, words),
            pending: user.pending.is_some(),
        }
    }
}

fn state(user: &User, words: &Words) -> Status {
    let (key, class) = match user {
        user if user.closed_at.is_some() => ("console-user-closed", ""),
        user if !user.is_open(words.now()) => ("console-user-expired", "bad"),
        user if user.lock_out.standing(words.now()).is_err() => ("console-user-waits", "warn"),
        user if !user.is_set_up() => ("console-user-invited", "info"),
        _ => ("console-user-open", "good"),
    };
    Status { label: words.say(key), class }
}

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage {
    f: Frame,
    title: String,
    tabs: Vec<Tab>,
    may_invite: bool,
    users: Vec<UserRow>,
    first: Option<String>,
    next: Option<String>,
}

/// From which account on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    after: String,
}

/// The accounts.
pub async fn users(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(Start { after }): Query<Start>,
) -> Result<Response, Failure> {
    let f = Frame::of(&visitor, Place::Users);
    let w = &f.words;
    let found = app.node.accounts(visitor.actor(), cursor(&after)?, PAGE).await?;
    let page_of = UsersPage {
        title: w.say("console-users"),
        tabs: tabs(&visitor, w, "/users"),
        may_invite: permissions::may(visitor.actor(), Action::UserManage, None),
        users: found.records.iter().map(|kept| UserRow::new(&kept.record, w)).collect(),
        first: (!after.is_empty()).then(|| "/users".to_owned()),
        next: found.next.map(|cursor| format!("/users?after={cursor}")),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// Something that is shown once.
#[derive(Template)]
#[template(path = "once.html")]
struct OncePage {
    f: Frame,
    title: String,
    about: String,
    label: String,
    secret: String,
    until: Option<String>,
    note: Option<String>,
    back: String,
}

impl OncePage {
    /// Neither the browser nor anything between keeps it.
    fn answer(&self) -> Response {
        let mut response = page(&self.f, self);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// What is told of a refusal that the reader can do something about; what is none is a failure.
fn refused(error: NodeError, words: &Words) -> Result<String, Failure> {
    match (&error, trouble(&error)) {
        (NodeError::Changed { .. }, _) => Ok(words.say("console-trouble-account-changed")),
        (_, Some(key)) => Ok(words.say(key)),
        (NodeError::Usage { what, remedy }, None) => {
            Ok(words.with("console-trouble-refused", "what", &format!("{what}; {remedy}")))
        }
        _ => Err(error.into()),
    }
}
