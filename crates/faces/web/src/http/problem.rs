//! Errors of this program's own API: problem details, RFC 9457.

use super::detail::Detail;
use super::gate::{BY_SESSION, status_of};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use node::NodeError;
use node::casework::CaseworkError;
use node::identity::{FourEyes, LoginError, Refused};
use node::serving::Busy;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not answered: problem details, RFC 9457, `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is: `about:blank` means no more than its status.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// What is wrong here, and what to do.
    detail: String,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("problem"),
            status: status.as_u16(),
            detail: detail.into(),
            retry_after: None,
        }
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// 400.
    pub fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 422: asked for in a way that cannot be.
    pub fn usage(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// The same, to be tried again after so many seconds.
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl From<Busy> for Problem {
    fn from(busy: Busy) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, busy.to_string()).retry_after(busy.retry_after())
    }
}

impl From<Detail> for Problem {
    fn from(detail: Detail) -> Self {
        let (status, text) = detail.into_parts();
        Self::new(status, text)
    }
}

impl From<NodeError> for Problem {
    fn from(error: NodeError) -> Self {
        match &error {
            NodeError::UnknownList { .. } | NodeError::NotFound { .. } => {
                Self::new(StatusCode::NOT_FOUND, error.to_string())
            }
            NodeError::Denied(_) => Self::new(StatusCode::FORBIDDEN, error.to_string()),
            NodeError::Changed { .. } => Self::new(StatusCode::PRECONDITION_FAILED, error.to_string()),
            NodeError::Casework(
                CaseworkError::NotOpen(_)
                | CaseworkError::NothingOpen
                | CaseworkError::Closed { .. }
                | CaseworkError::NotClosed
                | CaseworkError::Waiting
                | CaseworkError::NothingWaits,
            ) => Self::new(StatusCode::CONFLICT, error.to_string()),
            NodeError::Refused { .. } => Self::usage(error.to_string()),
            NodeError::NoLists => Self::new(StatusCode::CONFLICT, error.to_string()),
            NodeError::Fetch { .. } => Self::new(StatusCode::FAILED_DEPENDENCY, error.to_string()),
            NodeError::Mapping { .. } => Self::usage(error.to_string()),
            NodeError::FourEyes(rule) | NodeError::Casework(CaseworkError::FourEyes(rule)) => {
                let status = match rule {
                    FourEyes::Settled => StatusCode::CONFLICT,
                    FourEyes::SamePerson | FourEyes::NotAPerson | FourEyes::Nobody => StatusCode::FORBIDDEN,
                    FourEyes::NoReason | FourEyes::BeforeProposal => StatusCode::UNPROCESSABLE_ENTITY,
                };
                Self::new(status, error.to_string())
            }
            NodeError::Casework(_) | NodeError::EmptyInput { .. } => Self::usage(error.to_string()),
            NodeError::Input { error, .. } if error.kind() == std::io::ErrorKind::FileTooLarge => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, error.to_string())
            }
            NodeError::Busy(busy) => Self::from(*busy),
            // The only inputs that are read for a request are what its client sends.
            NodeError::Input { .. } => Self::bad(error.to_string()),
            _ if error.is_usage() => Self::usage(error.to_string()),
            _ => {
                tracing::error!(%error, "a use case failed");
                let detail = "the node could not do this; its log says why";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
            }
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Node(error) => Self::from(error),
            refused => Self::new(status_of(&refused), refused.to_string()),
        }
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        let words = error.to_string();
        match error {
            LoginError::Wrong | LoginError::WrongCode => Self::new(StatusCode::UNAUTHORIZED, words),
            LoginError::NotBegun => Self::new(StatusCode::CONFLICT, words),
            LoginError::NoLink => Self::new(StatusCode::NOT_FOUND, words),
            LoginError::Provider { why, .. } => {
                tracing::warn!(why, "a login at the provider failed");
                Self::new(StatusCode::FORBIDDEN, words)
            }
            LoginError::TooMany(seconds) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, words).retry_after(seconds)
            }
            LoginError::Password(_) => Self::usage(words),
            LoginError::Node(error) => Self::from(error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(BY_SESSION));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The answer to addresses that lead nowhere, in the form that the address would have answered in.
pub async fn not_found(method: Method, uri: Uri) -> Response {
    let detail = format!("{method} leads nowhere here; /api/openapi.json describes all addresses");
    match uri.path().starts_with("/api") {
        true => Problem::new(StatusCode::NOT_FOUND, detail).into_response(),
        false => Detail::missing(detail).into_response(),
    }
}
