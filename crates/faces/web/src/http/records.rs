//! Records by their ids, as far as they are there for whoever asks: what belongs to other desks is not.

use super::problem::Problem;
use axum::http::StatusCode;
use model::{Desk, RecordId};
use node::NodeError;
use node::casework::Stored;
use node::identity::Bearer;

/// A record that was looked up, if it is there for whoever asks.
///
/// # Errors
/// 404 where there is none, or it belongs to another desk.
pub fn visible<T>(
    bearer: &Bearer,
    id: RecordId,
    found: Result<Stored<T>, NodeError>,
    desk: impl Fn(&T) -> Desk,
) -> Result<Stored<T>, Problem> {
    there(id, found, |kept| bearer.sees(desk(&kept.record)))
}

/// What was looked up by an id, if it is there for whoever asks. What is not, and what is another's, look alike.
///
/// # Errors
/// 404 where there is none, or `sees` says that it is not theirs to see.
pub fn there<T>(
    id: RecordId,
    found: Result<T, NodeError>,
    sees: impl FnOnce(&T) -> bool,
) -> Result<T, Problem> {
    match found {
        Ok(found) if sees(&found) => Ok(found),
        // The gate lets through who may look at their own desk's: what is denied now is another's.
        Ok(_) | Err(NodeError::Denied(_) | NodeError::NotFound { .. }) => Err(missing(&id.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// 404, in the words for all records.
pub fn missing(wanted: &str) -> Problem {
    let detail =
        format!("nothing here is called {wanted:?}; the list at the address before it shows what there is");
    Problem::new(StatusCode::NOT_FOUND, detail)
}

/// An id out of an address.
///
/// # Errors
/// 404 where it is none.
pub fn id(text: &str) -> Result<RecordId, Problem> {
    text.parse().map_err(|_| missing(text))
}
