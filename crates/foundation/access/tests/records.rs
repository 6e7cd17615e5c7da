//! Accounts, sessions, keys and links: when they are good, and with whose powers.

use access::{
    ActorKind, ApiKey, ApiKeySecret, Grant, Role, Scopes, SecretToken, Session, SessionRule, SetupLink,
    Stage, TotpSecret, User,
};
use jiff::{SignedDuration, Timestamp};
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn id(number: u8) -> RecordId {
    RecordId::new(at(0), [number; 10])
}

fn envelope() -> Envelope {
    Envelope {
        marking: Marking::default(),
        legal_basis: LegalBasis("staff rules, section 2".into()),
        source: "node".into(),
        expires_on: Some("1970-01-02".parse().unwrap()),
    }
}

fn user() -> User {
    let grants = vec![Grant::at(Role::Analyst, [Desk::Finance])];
    User::new(id(1), envelope(), ("zarina", "Zarina"), grants, at(0))
}

const DAY: i64 = 24 * 3600;

#[test]
fn accounts_are_open_until_they_are_closed_or_expire() {
    assert!(user().is_open(at(0)) && user().is_open(at(2 * DAY - 1)), "the day of expiry is the last");
    assert!(!user().is_open(at(2 * DAY)));
    assert!(!User { closed_at: Some(at(1)), ..user() }.is_open(at(2)));
}

#[test]
fn sessions_end_when_idle_and_at_the_end_of_the_day() {
    let session = Session {
        id: id(2),
        envelope: envelope(),
        user: id(1),
        token: SecretToken::new([1; 32]).hash(),
        stage: Stage::Open,
        opened_at: at(0),
        seen_at: at(600),
        ended_at: None,
    };
    let rule = SessionRule { idle: SignedDuration::from_mins(10), whole: SignedDuration::from_mins(30) };
    for (second, stands) in [(600, true), (1199, true), (1200, false)] {
        assert_eq!(session.stands(rule, at(second)), stands, "{second}");
    }
    let used = Session { seen_at: at(1799), ..session.clone() };
    assert!(used.stands(rule, at(1799)) && !used.stands(rule, at(1800)), "however much it is used");
    assert!(!Session { ended_at: Some(at(601)), ..session.clone() }.stands(rule, at(602)));
    let enrolling = Some(TotpSecret::new([9; 20]));
    let begun = Session { stage: Stage::Begun { enrolling }, ..session.clone() };
    assert!(!begun.stands(rule, at(600)), "half a login is none");
    assert!(begun.awaits_second_factor(at(599)) && !begun.awaits_second_factor(at(600)));
    assert!(!session.awaits_second_factor(at(1)));
    assert!(!Session { ended_at: Some(at(1)), ..begun }.awaits_second_factor(at(2)));
}

#[test]
fn keys_have_their_owners_powers_within_their_scopes() {
    let secret = ApiKeySecret::new(id(3), [5; 32]);
    let key = ApiKey {
        id: id(3),
        envelope: envelope(),
        owner: id(1),
        name: "core banking".into(),
        hash: secret.hash(),
        scopes: Scopes::All,
        desk: Desk::Finance,
        purpose: "customer due diligence".into(),
        rate: None,
        created_at: at(0),
        revoked_at: None,
    };
    let actor = key.actor(&user());
    assert_eq!((actor.kind, actor.person()), (ActorKind::Key { owner: id(1) }, Some(id(1))));
    assert!(actor.has(Role::Analyst, Some(Desk::Finance)) && !actor.has(Role::Analyst, None));
    assert!(key.stands(at(DAY)) && !key.stands(at(2 * DAY)));
    let replaced = ApiKey { revoked_at: Some(at(1)), ..key.clone() };
    assert!(replaced.stands(at(0)) && !replaced.stands(at(1)));
    let stored = serde_json::to_string(&key).unwrap();
    assert!(!stored.contains(&secret.reveal()[37..]), "only the hash is kept");
    assert_eq!(serde_json::from_str::<ApiKey>(&stored).unwrap(), key);
}

#[test]
fn links_are_good_once_and_for_a_while() {
    let link = SetupLink {
        id: id(4),
        envelope: envelope(),
        user: id(1),
        token: SecretToken::new([1; 32]).hash(),
        renews_authenticator: false,
        until: at(100),
        used_at: None,
    };
    assert!(link.stands(at(99)) && !link.stands(at(100)));
    assert!(!SetupLink { used_at: Some(at(5)), ..link }.stands(at(6)));
}
