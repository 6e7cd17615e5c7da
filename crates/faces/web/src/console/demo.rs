//! The way into a demo: one enters as any of its people. There is this address only where the program was started with a
//! demo; whoever does not know the door's secret finds nothing behind it.

use super::errors::Failure;
use super::form::Form;
use super::frame::{Frame, page};
use super::look::Look;
use super::name::Shown;
use super::sign_in::keep_look;
use crate::http::client::Client;
use crate::http::cookie::Cookie;
use crate::http::forged;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use language::Language;
use model::RecordId;
use node::identity::{DemoDoor, LoginError, Role, User};
use std::sync::Arc;

/// Somebody to enter as.
struct Guest {
    id: String,
    login: String,
    name: Shown,
    role: String,
    about: String,
}

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    f: Frame,
    title: String,
    path: String,
    languages: Vec<Language>,
    guests: Vec<Guest>,
}

/// Whom one can enter as.
pub async fn door(
    State(app): State<Shared>,
    Path(token): Path<String>,
    look: Look,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let door = opened(&app, &token)?;
    let f = Frame::open(&app, look, &headers);
    let guest = |user: &User| {
        let role = user.grants.first().map_or(Role::Auditor, |grant| grant.role);
        Guest {
            id: user.id.to_string(),
            login: user.login.clone(),
            name: Shown::new(&user.name, &f.words),
            role: f.words.say(&format!("role-{}", role.as_str())),
            about: f.words.say(&format!("console-demo-as-{}", role.as_str())),
        }
    };
    let page_of = DemoPage {
        title: f.words.say("console-demo-title"),
        path: door.path(),
        languages: Language::ALL.into_iter().filter(|language| *language != look.language).collect(),
        guests: door.people().iter().map(guest).collect(),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// Enters as somebody.
pub async fn enter(
    State(app): State<Shared>,
    Client(from): Client,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let door = opened(&app, &token)?;
    forged::from_here(&app, &uri, &headers).map_err(|_| Failure::Forged)?;
    let person: RecordId = form.text("person").parse().map_err(|_| Failure::Unreadable)?;
    let entered = app.node.enter_demo(&door, (&app.entrance, from), person).await;
    let logged_in = entered.map_err(|error| match error {
        LoginError::Node(error) => Failure::from(error),
        LoginError::TooMany(_) => Failure::Busy,
        _ => Failure::NotFound,
    })?;
    app.gate.forget_sessions();
    let whole = app.node.access_settings().sessions.rule().whole;
    let mut response = Redirect::to("/").into_response();
    let session = Cookie::Session.set(&logged_in.token.reveal(), whole.as_secs(), app.secure);
    response.headers_mut().append(header::SET_COOKIE, session);
    keep_look(&logged_in.user, response.headers_mut());
    Ok(response)
}

fn opened(app: &App, token: &str) -> Result<Arc<DemoDoor>, Failure> {
    app.demo.clone().filter(|door| door.opens(token)).ok_or(Failure::NotFound)
}
