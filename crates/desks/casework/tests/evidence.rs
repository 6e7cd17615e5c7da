//! Evidence is kept as the engine wrote it, and replaying it gives the same bytes or says what is different.

mod common;

use casework::{Evidence, NameMatch, Replay};
use common::{entity, index, indexed, matched, screened, settings};
use model::{Entity, Name, Schema, Subject};

fn listed() -> Vec<Entity> {
    vec![
        entity("a", &["Nabil Sadiq", "نبیل صادق", "Набиль Садик"]),
        entity("b", &["Nabeel Sadek Khan"]),
        entity("c", &["Someone Else"]),
    ]
}

fn evidence(subject: &Subject) -> Vec<NameMatch> {
    let found = screened(subject, &listed());
    found.iter().map(|found| NameMatch::new(subject, found, &settings(), &[indexed()])).collect()
}

fn subjects() -> Vec<Subject> {
    let mut with_alias = Subject::named("2", Schema::Person, "Nabeel Sadeq");
    with_alias.profile.names.push(Name::alias("Набиль Садик"));
    vec![Subject::named("1", Schema::Person, "نبیل صادق"), with_alias]
}

#[test]
fn the_same_engine_gives_the_same_bytes() {
    for subject in subjects() {
        let kept = evidence(&subject);
        assert!(!kept.is_empty());
        for evidence in kept {
            let stored = serde_json::to_string(&Evidence::NameMatch(evidence)).unwrap();
            let Evidence::NameMatch(read) = serde_json::from_str(&stored).unwrap();
            assert_eq!(read.replay(&index(&listed())), Replay::Same);
        }
    }
}

#[test]
fn an_altered_result_is_noticed() {
    let mut evidence = evidence(&subjects()[0]).remove(0);
    evidence.result = evidence.result.replace("\"entry\":\"a\"", "\"entry\":\"b\"");
    assert_eq!(evidence.replay(&index(&listed())), Replay::Altered);
}

#[test]
fn another_list_or_another_engine_is_told_apart() {
    let evidence = evidence(&subjects()[0]).remove(0);
    let others = [entity("z", &["Someone Else"])];
    assert_eq!(evidence.replay(&index(&others)), Replay::Differs { now: None });
    let older = NameMatch { engine: "0.0.1".into(), ..evidence };
    assert_eq!(older.replay(&index(&listed())), Replay::Same, "another engine that agrees is as good");
    let Replay::OtherEngine { then, result, .. } = older.replay(&index(&others)) else {
        panic!("it differs")
    };
    assert_eq!((then.as_str(), result), ("0.0.1", None));
}

#[test]
fn evidence_is_typed_and_versioned() {
    let subject = &subjects()[0];
    let found = screened(subject, &listed());
    let kept = matched(subject, &listed()[0], &found[0], 0.9).evidence;
    let stored = serde_json::to_value(&kept).unwrap();
    assert_eq!(stored["type"], "name-match/1");
    assert_eq!(stored["list_version"], "version-1");
    let unknown = serde_json::json!({ "type": "name-match/9" });
    assert!(
        serde_json::from_value::<Evidence>(unknown).is_err(),
        "evidence of a newer program is not guessed at"
    );
}
