//! Places for streams of subjects, whether they are screened or registered: so many at once, and so many of one key, so
//! that a client that trickles its subjects cannot hold them all.

use crate::http::problem::Problem;
use axum::http::StatusCode;
use model::RecordId;
use node::serving::Busy;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// So many streams are taken at once: each holds a thread that reads, and a few pieces of its input.
const AT_ONCE: usize = 16;

/// So many of them may be one key's.
const OF_ONE_KEY: usize = 4;

/// Seconds after which whoever finds no place may ask again.
const ASK_AGAIN: u64 = 10;

/// The places of this process.
static PLACES: LazyLock<Places> = LazyLock::new(Places::default);

/// A place for a stream sent with this key.
///
/// # Errors
/// When the key holds all that one may hold (429), or there is none left (503).
pub fn take(key: RecordId) -> Result<Place, Problem> {
    PLACES.take(key)
}

/// Places, and who holds them.
#[derive(Default)]
struct Places(Mutex<HashMap<RecordId, usize>>);

/// A place for one stream, free again when this is dropped.
pub struct Place {
    places: &'static Places,
    key: RecordId,
}

impl Places {
    fn take(&'static self, key: RecordId) -> Result<Place, Problem> {
        let mut held = self.held();
        if held.get(&key).is_some_and(|held| *held >= OF_ONE_KEY) {
            let what = format!("this key already sends {OF_ONE_KEY} streams; wait for one to end");
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, what).retry_after(ASK_AGAIN));
        }
        if held.values().sum::<usize>() >= AT_ONCE {
            return Err(Busy::Overload(ASK_AGAIN).into());
        }
        *held.entry(key).or_default() += 1;
        Ok(Place { places: self, key })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<RecordId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.held();
        match held.get_mut(&self.key) {
            Some(more) if *more > 1 => *more -= 1,
            _ => drop(held.remove(&self.key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;
    use jiff::Timestamp;

    #[test]
    fn one_key_holds_a_part_of_the_places_and_all_keys_no_more_than_there_are() {
        let places: &'static Places = Box::leak(Box::default());
        let key = |number: u8| RecordId::new(Timestamp::UNIX_EPOCH, [number; 10]);
        let status =
            |number: u8| places.take(key(number)).map_err(|problem| problem.into_response().status());
        let mut held: Vec<Place> = (0..OF_ONE_KEY).map(|_| places.take(key(1)).unwrap()).collect();
        assert_eq!(status(1).err(), Some(StatusCode::TOO_MANY_REQUESTS));
        held.pop();
        held.push(status(1).unwrap());
        for number in 2.. {
            let room = AT_ONCE - held.len();
            held.extend((0..room.min(OF_ONE_KEY)).map(|_| places.take(key(number)).unwrap()));
            if room <= OF_ONE_KEY {
                break;
            }
        }
        assert_eq!(status(99).err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        drop(held);
        assert!(status(99).is_ok() && places.held().is_empty());
    }
}
