//! What a form sends: pairs of names and texts, within bounds.

use super::errors::Failure;
use super::visitor::Visitor;
use crate::http::body::whole;
use axum::extract::{FromRequest, Request};
use url::form_urlencoded;

/// What a form sent.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let bytes = whole(request).await.map_err(|_| Failure::Unreadable)?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

impl From<Vec<(String, String)>> for Form {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}

impl Form {
    /// The first value of this name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The revision of the record that the form was made for.
    pub fn revision(&self) -> Option<u64> {
        self.text("revision").parse().ok()
    }

    /// That the form was made by this program for this session, not by another site.
    ///
    /// # Errors
    /// When it was not.
    pub fn check(&self, visitor: &Visitor) -> Result<(), Failure> {
        match visitor.accepts(self.text("form_token")) {
            true => Ok(()),
            false => Err(Failure::Forged),
        }
    }
}
