//! Pages that say why there is no other: each in the reader's language, with a way on.

use super::frame::{Frame, page_with};
use super::look::Look;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use node::NodeError;
use node::casework::CaseworkError;
use node::identity::FourEyes;
use node::serving::Busy;
use std::sync::Arc;

/// Why a page is not shown.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Nobody is signed in; afterwards the reader goes on here.
    NoSession(String),
    /// The address leads nowhere, or its record is not there for this reader.
    NotFound,
    /// The reader may not.
    NotAllowed,
    /// A form that this session did not make, or that is of an earlier session.
    Forged,
    /// What was sent cannot be read.
    Unreadable,
    /// Too much is asked of the node, or nothing is there to screen against.
    Busy,
    /// The node cannot; its log says why.
    Node(Arc<str>),
}

impl Failure {
    /// A failure where not even that there is such a record is anybody else's business.
    pub fn hidden(error: NodeError) -> Self {
        match error {
            NodeError::Denied(_) => Self::NotFound,
            error => error.into(),
        }
    }
}

impl From<NodeError> for Failure {
    fn from(error: NodeError) -> Self {
        match &error {
            NodeError::NotFound { .. } | NodeError::UnknownList { .. } => Self::NotFound,
            NodeError::Denied(_) => Self::NotAllowed,
            NodeError::NoLists => Self::Busy,
            // Our own forms ask for nothing that cannot be; somebody else's may.
            NodeError::Casework(_) => Self::Unreadable,
            error if error.is_usage() => Self::Unreadable,
            _ => Self::Node(error.to_string().into()),
        }
    }
}

impl From<Busy> for Failure {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::NoSession(_) => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed | Self::Forged => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Node(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn key(&self) -> &'static str {
        match self {
            Self::NoSession(_) => "console-error-no-session",
            Self::NotFound => "console-error-not-found",
            Self::NotAllowed => "console-error-not-allowed",
            Self::Forged => "console-error-forged",
            Self::Unreadable => "console-error-unreadable",
            Self::Busy => "console-error-busy",
            Self::Node(_) => "console-error-node",
        }
    }
}

/// Carries the failure to [`tell`], which knows the reader's language.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    f: Frame,
    title: String,
    about: String,
    again: bool,
}

/// Puts the failures of the pages behind it into the reader's words.
pub async fn tell(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    match response.extensions().get::<Failure>() {
        Some(failure) => show(&app, &headers, failure),
        None => response,
    }
}

fn show(app: &Shared, headers: &HeaderMap, failure: &Failure) -> Response {
    if let Failure::NoSession(address) = failure
        && wants_page(headers)
    {
        return Redirect::to(&super::sign_in::address_with(address)).into_response();
    }
    if let Failure::Node(error) = failure {
        tracing::error!(%error, "a page could not be shown");
    }
    let f = Frame::open(app, Look::of(headers), headers);
    let (title, about) = (f.words.say(failure.key()), f.words.say(&format!("{}-about", failure.key())));
    let again = matches!(failure, Failure::Busy | Failure::Node(_) | Failure::Forged);
    let page = ErrorPage { f, title, about, again };
    page_with(failure.status(), &page.f, &page)
}

/// Whether a browser goes to a page, rather than a program or a script of ours asking for something.
fn wants_page(headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode").and_then(|value| value.to_str().ok());
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    mode.map_or_else(|| accepts.contains("text/html"), |mode| mode == "navigate")
}

/// The page for an address that leads nowhere, for a browser that goes there; none for whoever else asks.
pub fn nowhere(app: &Shared, method: &Method, headers: &HeaderMap) -> Option<Response> {
    let page = matches!(*method, Method::GET | Method::HEAD | Method::POST) && wants_page(headers);
    page.then(|| show(app, headers, &Failure::NotFound))
}

/// What a refused act is told as, where the reader can do something about it on the same page.
pub fn trouble(error: &NodeError) -> Option<&'static str> {
    Some(match error {
        NodeError::Changed { .. } => "console-trouble-changed",
        NodeError::Casework(error) => match error {
            CaseworkError::NotOpen(_) | CaseworkError::NothingOpen | CaseworkError::NothingWaits => {
                "console-trouble-settled"
            }
            CaseworkError::TooMany { .. } => "console-trouble-too-many",
            CaseworkError::FourEyes(FourEyes::NoReason) => "console-trouble-no-reason",
            CaseworkError::FourEyes(FourEyes::SamePerson) => "console-trouble-same-person",
            CaseworkError::FourEyes(FourEyes::Settled) => "console-trouble-settled",
            CaseworkError::Closed { .. } | CaseworkError::NotClosed | CaseworkError::Waiting => {
                "console-trouble-settled"
            }
            CaseworkError::Expiry { .. } => "console-trouble-last-day",
            CaseworkError::NoBasis => "console-trouble-no-basis",
            _ => return None,
        },
        _ => return None,
    })
}

/// The same of a record that is no alert.
pub fn record_trouble(error: &NodeError) -> Option<&'static str> {
    match error {
        NodeError::Changed { .. } => Some("console-trouble-record-changed"),
        error => trouble(error),
    }
}

/// A page that tells of a trouble, if there is one, by its status too.
pub fn telling(trouble: Option<&'static str>, frame: &Frame, template: &impl Template) -> Response {
    page_with(trouble.map_or(StatusCode::OK, status_of), frame, template)
}

/// The status of a page that tells of a trouble.
pub fn status_of(trouble: &str) -> StatusCode {
    match trouble {
        "console-trouble-changed" | "console-trouble-record-changed" | "console-trouble-settled" => {
            StatusCode::CONFLICT
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
