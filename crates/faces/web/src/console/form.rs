//! What a form sends: pairs of names and texts, within bounds.

use super::errors::Failure;
use super::visitor::Visitor;
use crate::http::body::whole;
use crate::state::Shared;
use axum::extract::{FromRequest, FromRequestParts, Request};
use model::RecordId;
use url::form_urlencoded;

/// What a form sent.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

/// What somebody in a session sent by a form that this program made for that session: no handler that takes it can forget
/// to ask where it comes from.
pub struct Posted {
    /// Who.
    pub visitor: Visitor,
    /// What.
    pub form: Form,
}

impl FromRequest<Shared> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let form = Form::from_request(Request::from_parts(parts, body), app).await?;
        form.check(&visitor)?;
        Ok(Self { visitor, form })
    }
}

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

    /// What was written under this name, without the space around it; none where nothing was.
    pub fn written(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// The person that something is handed to; none for nobody.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn person(&self, name: &str) -> Result<Option<RecordId>, Failure> {
        match self.text(name) {
            "" => Ok(None),
            person => person.parse().map(Some).map_err(|_| Failure::Unreadable),
        }
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
