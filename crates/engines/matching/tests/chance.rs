//! What a score says beyond the two names: how many names were screened against, and that people have several.

use matching::{Index, IndexBuilder, IndexedList, Match, ScreenOptions, screen_batch};
use model::{Entity, ListId, Name, PartialDate, Schema, Subject};

/// The entry that is looked for: invented, like everybody here.
const ENTRY: &str = "Faruq Halmanov Denizli";
const BORN: &str = "1971-03-05";

/// An index that holds the entry among so many names.
fn index(names: usize) -> Index {
    let consonants = ["b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z"];
    let syllable = |n: usize| format!("{}{}", consonants[n % 12], ["a", "e", "i", "o", "u"][n / 12 % 5]);
    let word = |n: usize| format!("{}{}{}x", syllable(n % 60), syllable(n / 60 % 60), syllable(n / 3600));
    let mut entry = Entity::new("wanted", Schema::Person);
    entry.profile.names = vec![Name::primary(ENTRY)];
    entry.profile.birth_dates = vec![PartialDate::parse_iso(BORN).expect("a date")];
    let others = (1..names).map(|number| {
        let mut other = Entity::new(number.to_string(), Schema::Person);
        other.profile.names = vec![Name::primary(format!("{} {}", word(2 * number), word(2 * number + 1)))];
        other
    });
    let entries: Vec<Entity> = std::iter::once(entry).chain(others).collect();
    let mut builder = IndexBuilder::new();
    builder.add_list(IndexedList { id: ListId("l".into()), version: "1".into(), expires_on: None }, &entries);
    Index::from_bytes(builder.finish()).expect("an index that was just built opens")
}

fn screen(index: &Index, name: &str, born: Option<&str>) -> Option<Match> {
    let mut subject = Subject::named("s", Schema::Person, name);
    subject.profile.birth_dates = born.iter().filter_map(|date| PartialDate::parse_iso(date).ok()).collect();
    let options = ScreenOptions::on("2026-11-25".parse().expect("a date"));
    let found = screen_batch(index, &[subject], &options).remove(0);
    found.into_iter().find(|found| found.entry.0 == "wanted")
}

fn sum(found: &Match) -> f64 {
    let explanation = found.explanation.as_ref().expect("it was asked for");
    let all = explanation.name_evidence.iter().chain(&explanation.corroboration);
    all.map(|contribution| contribution.log_odds).sum()
}

#[test]
fn the_more_names_there_are_the_more_agree_by_chance() {
    let score = |names: usize| {
        let found = screen(&index(names), ENTRY, None).expect("the same name matches");
        assert!((sum(&found) - found.score).abs() < 1e-5, "{} is not {}", sum(&found), found.score);
        found.score
    };
    let (few, thousand, two) = (score(10), score(1000), score(2000));
    assert!((thousand - two - 2f64.ln()).abs() < 0.01, "{thousand} and {two}");
    assert!((few - thousand - 2f64.ln()).abs() < 0.01, "as if there were 500: {few} and {thousand}");
}

#[track_caller]
fn check(index: &Index, name: &str, born: Option<&str>, matches: bool) {
    let found = screen(index, name, born);
    assert_eq!(found.is_some(), matches, "{name:?} born {born:?}: {found:?}");
    if let Some(found) = found {
        assert!((sum(&found) - found.score).abs() < 1e-5, "{} is not {}", sum(&found), found.score);
    }
}

#[test]
fn another_name_of_the_same_person_counts_where_the_birth_date_agrees() {
    let index = index(3000);
    check(&index, "Yusuf Karim Halmanov", Some(BORN), true);
    check(&index, "Yusuf Karim Halmanov", None, false);
    check(&index, "Yusuf Karim Halmanov", Some("1984-11-20"), false);
    // Nothing in common but the day is nothing.
    check(&index, "Yusuf Karim Ozbekov", Some(BORN), false);
}
