//! A change of a list reaches the alerts of 100,000 monitored subjects within a second. Run with the release profile
//! by `cargo xtask test` (tests whose names begin with `release_`).

use crate::{Listed, World, listed, subject};
use model::{Desk, LegalBasis, Subject};
use node::casework::NewMonitored;
use std::time::{Duration, Instant};

/// Monitored subjects.
const SUBJECTS: usize = 100_000;

/// Entries of the list, and how many of them a change touches.
const ENTRIES: usize = 20_000;
const CHANGED: usize = 50;

/// A name of two words put together from syllables: neighbours differ, and few are alike.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ri", "ko", "me", "sha", "lu", "ni", "zar", "tem", "ol", "qa", "dir", "ju", "vet", "hos", "pa",
        "gul", "fer", "wa", "yun", "cha", "nor", "sim", "abd",
    ];
    let mut seed = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66;
    let mut word = |length: usize| -> String {
        (0..length)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                SYLLABLES[(seed >> 40) as usize % SYLLABLES.len()]
            })
            .collect()
    };
    format!("{} {}", word(2 + number % 2), word(3))
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::disallowed_methods, reason = "the test measures time")]
async fn release_a_change_of_a_list_reaches_a_hundred_thousand_subjects_in_time() {
    let names: Vec<String> = (0..ENTRIES).map(|number| name(number * 13)).collect();
    let ids: Vec<String> = (0..ENTRIES).map(|number| format!("e{number}")).collect();
    let entries = |shift: usize| -> Vec<Listed<'_>> {
        let named = |number: usize| if number < CHANGED { (number + shift) % ENTRIES } else { number };
        (0..ENTRIES).map(|number| listed(&ids[number], &[names[named(number)].as_str()])).collect()
    };
    let world = World::with_list(&entries(0)).await;
    world.node.catch_up().await.unwrap();
    let subjects: Vec<Subject> = (0..SUBJECTS).map(|at| subject(&format!("C-{at}"), &name(at * 7))).collect();
    let began = Instant::now();
    for piece in subjects.chunks(5000) {
        let order = NewMonitored {
            subjects: piece.to_vec(),
            purpose: "customer due diligence".into(),
            legal_basis: LegalBasis("anti-money-laundering act, section 9".into()),
            until: "2027-11-25".parse().unwrap(),
            marking: None,
        };
        world.node.monitor(&world.analyst, Desk::Finance, order).await.unwrap();
    }
    println!("registered and screened in {:?}", began.elapsed());
    let began = Instant::now();
    assert_eq!(world.node.prepare_monitoring().await.unwrap(), SUBJECTS);
    println!("index of subjects in {:?}", began.elapsed());
    world.list(&entries(5000)).await;
    // The index of the lists is renewed by every import, whoever is monitored.
    world.node.index(&|| ()).await.unwrap();
    let began = Instant::now();
    let delta = world.node.catch_up().await.unwrap().remove(0);
    let took = began.elapsed();
    println!("{delta:?} in {took:?}");
    assert_eq!(delta.changed, CHANGED);
    assert!(delta.opened > 0, "the change must concern somebody");
    assert!(took < Duration::from_secs(3), "a change of {CHANGED} entries took {took:?}");
}
