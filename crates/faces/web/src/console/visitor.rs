//! Who reads a page: a person in a session. What changes something must come from this site, and its form must carry
//! the session's token.

use super::errors::Failure;
use super::look::Look;
use crate::http::cookie::Cookie;
use crate::http::forged;
use crate::state::Shared;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use jiff::Timestamp;
use node::identity::{Actor, Bearer, OpenSession, Refused};
use std::sync::Arc;

/// A person in a session.
pub struct Visitor {
    /// Whose session it is.
    pub bearer: Arc<Bearer>,
    /// How pages look to them.
    pub look: Look,
    /// The moment of the request.
    pub now: Timestamp,
    /// What the request carries.
    pub headers: HeaderMap,
    /// Where a demo is entered; none where this is none.
    pub door: Option<String>,
    session: OpenSession,
}

impl Visitor {
    /// The person as an actor.
    pub fn actor(&self) -> &Actor {
        &self.bearer.actor
    }

    /// What forms carry.
    pub fn form_token(&self) -> String {
        self.session.form_token()
    }

    /// Whether a form carries it.
    pub fn accepts(&self, token: &str) -> bool {
        self.session.accepts(token)
    }
}

impl FromRequestParts<Shared> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Failure> {
        let here = || Failure::NoSession(going_on(parts));
        let token = Cookie::Session.read(&parts.headers, app.secure).ok_or_else(here)?;
        let bearer = app.gate.admit_session(&app.node, &token).await.map_err(|refused| match refused {
            Refused::Node(error) => Failure::from(error),
            _ => here(),
        })?;
        let session = bearer.session().cloned().ok_or_else(here)?;
        if parts.method != Method::GET && parts.method != Method::HEAD {
            forged::from_here(app, &parts.uri, &parts.headers).map_err(|_| Failure::Forged)?;
        }
        let (look, headers) = (Look::of(&parts.headers), parts.headers.clone());
        let door = app.demo.as_ref().map(|door| door.path());
        Ok(Self { bearer, look, now: app.clock.now(), headers, door, session })
    }
}

/// Where somebody goes on after signing in: the page they wanted. A form that could not be taken leads to no page of
/// its own; its draft is kept by the browser.
fn going_on(parts: &Parts) -> String {
    match parts.method {
        Method::GET | Method::HEAD => {
            parts.uri.path_and_query().map_or_else(|| "/".to_owned(), |address| address.as_str().to_owned())
        }
        _ => {
            let mut path = parts.uri.path().trim_start_matches('/').split('/');
            match (path.next(), path.next()) {
                (Some(kind), Some(id)) if id.len() == 36 => format!("/{kind}/{id}"),
                _ => "/".to_owned(),
            }
        }
    }
}
