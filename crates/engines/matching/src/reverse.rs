//! The other way round: many subjects made ready once, so that a few changed entries find those whom they may concern.
//! What is found here is a candidate only; who matches is for [`crate::Screener`] to say, against the index of the
//! lists.

use crate::api::{IndexedList, ScreenOptions};
use crate::calibrate::chance;
use crate::index::{Index, IndexBuilder};
use crate::screen::{Screener, admitted_lists, threshold};
use jiff::civil::Date;
use model::{Entity, ListId, NameStrength, Profile, Schema, Subject};

/// How far below the threshold a pair may score seen from the entry's side and still be looked at from the subject's.
/// The two scores differ, because how rare a name is depends on whom an index holds. On the development data (41,346
/// entries, 20,000 subjects, 1,800 changed entries) no pair differed by more than 2; where all of a few subjects have the same
/// few names, pairs differed by more than 4.
const MARGIN: f64 = 8.0;

/// So many subjects are copied at a time while an index is built.
const CHUNK: usize = 4096;

/// Subjects, ready to be found by entries. It holds their names: keep it in memory only.
pub struct SubjectIndex {
    index: Index,
}

/// Subjects being made ready, some at a time, so that never all of them are held beside their index.
#[derive(Default)]
pub struct SubjectIndexBuilder {
    builder: IndexBuilder,
    chunks: usize,
    subjects: usize,
}

impl SubjectIndexBuilder {
    /// Adds subjects. They are known by their place from then on.
    pub fn add(&mut self, subjects: &[Subject]) {
        for chunk in subjects.chunks(CHUNK) {
            let entries: Vec<Entity> =
                chunk.iter().zip(self.subjects..).map(|(subject, place)| as_entry(place, subject)).collect();
            let id = ListId(self.chunks.to_string());
            self.builder.add_list(IndexedList { id, version: String::new(), expires_on: None }, &entries);
            self.chunks += 1;
            self.subjects += chunk.len();
        }
    }

    /// The index of all that were added.
    ///
    /// # Panics
    /// When there are more subjects than an index can hold (four thousand million).
    pub fn finish(self) -> SubjectIndex {
        let index = Index::from_bytes(self.builder.finish()).expect("an index that was just built opens");
        SubjectIndex { index }
    }
}

impl SubjectIndex {
    /// Makes subjects ready. They are known by their place from then on.
    ///
    /// # Panics
    /// When there are more subjects than an index can hold (four thousand million).
    pub fn new(subjects: &[Subject]) -> Self {
        let mut builder = SubjectIndexBuilder::default();
        builder.add(subjects);
        builder.finish()
    }

    /// How many subjects there are.
    pub fn len(&self) -> usize {
        self.index.entry_count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Places of the subjects that any of these entries may concern when they are screened against the index of the
    /// lists as `options` say, in ascending order.
    pub fn candidates<'a>(
        &self,
        entries: impl IntoIterator<Item = &'a Profile>,
        lists: &Index,
        options: &ScreenOptions,
    ) -> Vec<usize> {
        // The number of names counts on both sides; here it is that of the subjects.
        let theirs = chance(lists.names_of(&admitted_lists(lists, options)));
        let ours = chance(self.index.name_count());
        let options = ScreenOptions {
            min_score: Some(threshold(options) - MARGIN + f64::from(ours - theirs)),
            top: usize::MAX,
            lists: None,
            explain: false,
            scoring: crate::Scoring::Evidence,
            // Nothing in this index expires; who is monitored on which day is the caller's business.
            today: Date::MIN,
            ..options.clone()
        };
        let mut screener = Screener::new(&self.index);
        let mut places: Vec<usize> = Vec::new();
        for profile in entries {
            let asked = Subject { id: String::new(), profile: profile.clone() };
            let found = screener.screen(&asked, &options);
            places.extend(found.iter().filter_map(|found| found.entry.0.parse::<usize>().ok()));
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// A subject as the builder takes it. Only entries' names can be weak aliases, so here all are strong.
fn as_entry(place: usize, subject: &Subject) -> Entity {
    let mut profile = subject.profile.clone();
    for name in &mut profile.names {
        name.strength = NameStrength::Strong;
    }
    Entity { profile, ..Entity::new(place.to_string(), Schema::Thing) }
}
