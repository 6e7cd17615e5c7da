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
    match found {
        Ok(kept) if bearer.sees(desk(&kept.record)) => Ok(kept),
        // The gate lets through who may look at their own desk's: what is denied now is another's.
        Ok(_) | Err(NodeError::Denied(_)) => Err(missing(&id.to_string())),
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
