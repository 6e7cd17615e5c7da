//! What holds for any names: the engine never panics, comparison is symmetric, contributions sum to the score, the
//! same input gives the same bytes, and what has expired does not match.

use jiff::civil::date;
use matching::{Index, IndexBuilder, IndexedList, Scoring, ScreenOptions, compare, screen_batch};
use model::{Entity, ListId, Name, Profile, Schema, Subject};
use proptest::prelude::*;

fn profile(name: &str, schema: Schema) -> Profile {
    Profile { names: vec![Name::primary(name)], ..Profile::new(schema) }
}

fn list(id: &str) -> IndexedList {
    IndexedList { id: ListId(id.to_owned()), version: "1".to_owned(), expires_on: None }
}

fn entity(id: &str, name: &str) -> Entity {
    let mut entity = Entity::new(id, Schema::Person);
    entity.profile.names.push(Name::primary(name));
    entity
}

fn index(lists: Vec<(IndexedList, Vec<Entity>)>) -> Index {
    let mut builder = IndexBuilder::new();
    for (list, entries) in &lists {
        builder.add_list(list.clone(), entries);
    }
    Index::from_bytes(builder.finish()).expect("an index that was just built opens")
}

/// Names of letters from the scripts that matter, with the signs that make trouble.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zÀ-ž' .,-]{0,40}",
        "[А-яЁёҐґІіЇїЎўҚқҒғ «»-]{0,40}",
        "[آ-یےکگپچژٹڈڑںھ\u{200c}\u{64e} ]{0,40}",
        "\\PC{0,60}",
        any::<String>(),
    ]
}

/// Names that have much in common.
fn kin() -> impl Strategy<Value = String> {
    let given = prop::sample::select(vec!["Oleg", "Олег", "Olga", "Imran", "عمران"]);
    let middle = prop::sample::select(vec!["", "V.", "Khayal", "Khayyal"]);
    let family = prop::sample::select(vec!["Vymyshlenko", "Вымышленко", "Farzi", "Farzy", "فرضی"]);
    (given, middle, family).prop_map(|(given, middle, family)| format!("{given} {middle} {family}"))
}

fn schemas() -> impl Strategy<Value = Schema> {
    prop::sample::select(Schema::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn comparison_is_symmetric_and_adds_up(a in names(), b in names(), schema in schemas()) {
        let (left, right) = (profile(&a, schema), profile(&b, schema));
        let there = compare(&left, &right, Scoring::Evidence);
        let back = compare(&right, &left, Scoring::Evidence);
        prop_assert!((there.score - back.score).abs() < 1e-3, "{} and {}", there.score, back.score);
        prop_assert!((0.0..=1.0).contains(&there.probability));
        let parts = there.explanation.name_evidence.iter().chain(&there.explanation.corroboration);
        let sum: f64 = parts.map(|part| part.log_odds).sum();
        prop_assert!((sum - there.score).abs() < 1e-6);
    }

    #[test]
    fn screening_takes_any_name_and_repeats_itself(listed in names(), asked in names()) {
        let index = index(vec![(list("a"), vec![entity("1", &listed), entity("2", "Oleg Vymyshlenko")])]);
        let subjects = [Subject::named("s", Schema::Person, asked)];
        let options = ScreenOptions { min_score: Some(-5.0), ..ScreenOptions::on(date(2026, 1, 1)) };
        let once = serde_json::to_string(&screen_batch(&index, &subjects, &options)).unwrap();
        let twice = serde_json::to_string(&screen_batch(&index, &subjects, &options)).unwrap();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn asking_for_fewer_gives_the_first_of_more(
        listed in prop::collection::vec(kin(), 1..20),
        asked in prop::collection::vec(kin(), 1..4),
        top in 1..6_usize,
    ) {
        let entities = listed.iter().enumerate().map(|(id, name)| entity(&id.to_string(), name)).collect();
        let index = index(vec![(list("a"), entities)]);
        let names = asked.iter().map(Name::primary).collect();
        let subject = Subject { id: "s".to_owned(), profile: Profile { names, ..Profile::new(Schema::Person) } };
        let all = ScreenOptions { min_score: Some(-5.0), top: 100, ..ScreenOptions::on(date(2026, 1, 1)) };
        let few = ScreenOptions { top, ..all.clone() };
        let mut all = screen_batch(&index, std::slice::from_ref(&subject), &all).remove(0);
        all.truncate(top);
        prop_assert_eq!(&all, &screen_batch(&index, &[subject], &few)[0]);
    }

    #[test]
    fn bytes_that_are_no_index_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Index::from_bytes(bytes).is_err());
    }
}

#[test]
fn a_damaged_index_is_refused_or_harmless() {
    let mut builder = IndexBuilder::new();
    builder.add_list(list("a"), &[entity("1", "Oleg Vymyshlenko"), entity("2", "نبیل منیر")]);
    let bytes = builder.finish();
    for cut in (0..bytes.len()).step_by(97) {
        assert!(Index::from_bytes(bytes[..cut].to_vec()).is_err(), "an index cut at {cut} was opened");
    }
}

#[test]
fn the_same_entries_give_the_same_index_bytes() {
    let build = || {
        let mut builder = IndexBuilder::new();
        builder.add_list(list("a"), &[entity("1", "Oleg Vymyshlenko"), entity("2", "نبیل منیر")]);
        builder.finish()
    };
    assert_eq!(build(), build());
}

#[test]
fn what_has_expired_does_not_match() {
    let mut expired = entity("old", "Oleg Vymyshlenko");
    expired.listing.expires_on = Some(date(2025, 12, 31));
    let over = IndexedList { expires_on: Some(date(2025, 12, 31)), ..list("over") };
    let index = index(vec![
        (list("standing"), vec![expired, entity("current", "Oleg Vymyshlenko")]),
        (over, vec![entity("of-an-expired-list", "Oleg Vymyshlenko")]),
    ]);
    let subjects = [Subject::named("s", Schema::Person, "Олег Вымышленко")];
    let found = |today| -> Vec<String> {
        screen_batch(&index, &subjects, &ScreenOptions::on(today))[0]
            .iter()
            .map(|found| found.entry.0.clone())
            .collect()
    };
    assert_eq!(found(date(2026, 1, 1)), ["current"]);
    assert_eq!(found(date(2025, 12, 31)).len(), 3);
}

#[test]
fn a_birth_date_ranks_above_the_name_alone_and_a_contradiction_below() {
    let with_date = |id: &str, born: &str| {
        let mut entity = entity(id, "Oleg Vymyshlenko");
        entity.profile.birth_dates.push(model::PartialDate::parse_iso(born).unwrap());
        entity
    };
    let entries = vec![
        with_date("other", "1971-03-04"),
        entity("unknown", "Oleg Vymyshlenko"),
        with_date("same", "1960-05-06"),
    ];
    let index = index(vec![(list("a"), entries)]);
    let mut subject = Subject::named("s", Schema::Person, "Oleg Vymyshlenko");
    subject.profile.birth_dates.push(model::PartialDate::parse_iso("1960-05-06").unwrap());
    let options = ScreenOptions { min_score: Some(-20.0), ..ScreenOptions::on(date(2026, 1, 1)) };
    let order: Vec<String> =
        screen_batch(&index, &[subject], &options)[0].iter().map(|found| found.entry.0.clone()).collect();
    assert_eq!(order, ["same", "unknown", "other"]);
}
