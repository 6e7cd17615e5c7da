//! Who looks at which alert at this moment, so that two people do not do the same work unawares. Kept in memory by this
//! instance only: losing it costs nothing.

use jiff::{SignedDuration, Timestamp};
use model::RecordId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Somebody whose page did not ask again for so long is gone.
const GONE: SignedDuration = SignedDuration::from_secs(25);

#[derive(Debug)]
struct Seen {
    name: String,
    at: Timestamp,
}

/// Who looks at what.
#[derive(Debug, Default)]
pub struct Presence(Mutex<HashMap<RecordId, HashMap<RecordId, Seen>>>);

impl Presence {
    /// Somebody looks at a record: who else does, by name.
    pub fn see(&self, record: RecordId, (person, name): (RecordId, &str), now: Timestamp) -> Vec<String> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, people| {
            people.retain(|_, seen| now.duration_since(seen.at) < GONE);
            !people.is_empty()
        });
        let people = all.entry(record).or_default();
        people.insert(person, Seen { name: name.to_owned(), at: now });
        let others = people.iter().filter(|(id, _)| **id != person);
        let mut names: Vec<String> = others.map(|(_, seen)| seen.name.clone()).collect();
        names.sort();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_on_one_record_see_each_other_while_they_look() {
        let presence = Presence::default();
        let id = |number| RecordId::new(Timestamp::UNIX_EPOCH, [number; 10]);
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let (zarina, farid) = ((id(1), "Zarina"), (id(2), "Farid"));
        assert!(presence.see(id(9), zarina, at(0)).is_empty());
        assert_eq!(presence.see(id(9), farid, at(5)), ["Zarina"]);
        assert!(presence.see(id(8), farid, at(6)).is_empty());
        assert_eq!(presence.see(id(9), zarina, at(10)), ["Farid"]);
        assert!(presence.see(id(9), zarina, at(40)).is_empty());
    }
}
