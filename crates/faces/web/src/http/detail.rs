//! Errors as clients of yente expect them: `{"detail": …}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use node::NodeError;
use node::serving::Busy;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Why a request was not answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Detail {
    /// What is wrong and what to do: a text, or for options that are wrong a list of `{"loc", "msg", "type"}`.
    pub detail: Value,
    #[serde(skip)]
    status: StatusCode,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Detail {
    /// A status with a text.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { detail: Value::String(detail.into()), status, retry_after: None }
    }

    /// 400.
    pub fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404.
    pub fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 422 for one option.
    pub fn option(name: &str, message: impl Into<String>) -> Self {
        let detail = json!([{"loc": ["query", name], "msg": message.into(), "type": "value_error"}]);
        Self { detail, status: StatusCode::UNPROCESSABLE_ENTITY, retry_after: None }
    }

    /// Its status and its text, for who answers in another form.
    pub fn into_parts(self) -> (StatusCode, String) {
        let text = match self.detail {
            Value::String(text) => text,
            listed => listed.to_string(),
        };
        (self.status, text)
    }
}

impl From<Busy> for Detail {
    fn from(busy: Busy) -> Self {
        let retry_after = Some(busy.retry_after());
        Self { retry_after, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, busy.to_string()) }
    }
}

impl From<NodeError> for Detail {
    fn from(error: NodeError) -> Self {
        if error.is_usage() {
            return Self::bad(error.to_string());
        }
        tracing::error!(%error, "a use case failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the node could not do this; its log says why")
    }
}

impl IntoResponse for Detail {
    fn into_response(self) -> Response {
        let (status, retry_after) = (self.status, self.retry_after);
        let mut response = (status, Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
