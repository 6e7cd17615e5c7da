//! Passwords and second factors: what lets somebody in, what does not, and what an answer gives away.

use crate::{PASSWORD, World, here, minutes};
use jiff::SignedDuration;
use node::identity::{LoginError, SecondFactor};

#[tokio::test]
async fn a_password_and_a_code_open_a_session_and_each_step_is_told() {
    let world = World::new().await;
    let (zarina, first) = world.analyst().await;
    assert_eq!(first.recovery_codes.len(), 10);
    world.clock.pass(minutes(1));
    let again = world.log_in(&zarina).await.unwrap();
    assert!(again.recovery_codes.is_empty(), "they are shown once");
    assert_ne!(again.token, first.token);
    let told = world.told().await;
    for act in ["user.manage", "link.make", "password.set", "authenticator.enrol", "session.open"] {
        assert!(told.iter().any(|told| told == act), "{act}: {told:?}");
    }
    assert_eq!(world.times_told("session.open").await, 2);
}

#[tokio::test]
async fn answers_do_not_tell_whether_an_account_exists() {
    let world = World::new().await;
    world.analyst().await;
    world.account("empty", vec![access::Grant::everywhere(access::Role::Auditor)]).await;
    let mut words = Vec::new();
    for (login, password) in [
        ("zarina", "not the password"),
        ("nobody", "not the password"),
        ("empty", "not the password"),
        ("", ""),
        ("zarina", &"x".repeat(2000)),
        ("nobody\u{1F}", "'; DROP TABLE users; --"),
    ] {
        let error = world.begin(login, password).await.unwrap_err();
        assert!(matches!(error, LoginError::Wrong), "{login}: {error}");
        words.push(error.to_string());
    }
    words.dedup();
    assert_eq!(words.len(), 1, "{words:?}");
    assert_eq!(world.times_told("session.fail").await, 6);
}

#[tokio::test]
async fn a_code_is_good_once_and_for_its_moment() {
    let world = World::new().await;
    let (zarina, _) = world.analyst().await;
    world.clock.pass(minutes(1));
    let code = zarina.code(&world);
    let begun = world.begin("zarina", PASSWORD).await.unwrap();
    world.complete(&begun, SecondFactor::Code(&code)).await.unwrap();
    let replayed = world.begin("zarina", PASSWORD).await.unwrap();
    let error = world.complete(&replayed, SecondFactor::Code(&code)).await.unwrap_err();
    assert!(matches!(error, LoginError::WrongCode), "{error}");
    world.clock.pass(minutes(2));
    let error = world.complete(&replayed, SecondFactor::Code(&code)).await.unwrap_err();
    assert!(matches!(error, LoginError::WrongCode), "{error}");
    world.complete(&replayed, SecondFactor::Code(&zarina.code(&world))).await.unwrap();
    // A ticket opens one session.
    world.clock.pass(minutes(1));
    let error = world.complete(&replayed, SecondFactor::Code(&zarina.code(&world))).await.unwrap_err();
    assert!(matches!(error, LoginError::NotBegun), "{error}");
}

#[tokio::test]
async fn half_a_login_is_none_and_does_not_last() {
    let world = World::new().await;
    let (zarina, _) = world.analyst().await;
    let begun = world.begin("zarina", PASSWORD).await.unwrap();
    assert!(world.gate.admit_session(&world.node, &begun.ticket.reveal()).await.is_err());
    world.clock.pass(minutes(10));
    let error = world.complete(&begun, SecondFactor::Code(&zarina.code(&world))).await.unwrap_err();
    assert!(matches!(error, LoginError::NotBegun), "{error}");
    for ticket in ["", "00", &"0".repeat(64)] {
        let factor = SecondFactor::Code("000000");
        let error = world.entrance.complete(&world.node, here(), ticket, factor).await.unwrap_err();
        assert!(matches!(error, LoginError::NotBegun), "{error}");
    }
}

#[tokio::test]
async fn guessing_makes_an_account_wait_and_a_right_password_does_not_help() {
    let world = World::new().await;
    let (zarina, _) = world.analyst().await;
    world.clock.pass(minutes(1));
    let begun = world.begin("zarina", PASSWORD).await.unwrap();
    for _ in 0..2 {
        world.begin("zarina", "a guess of somebody's").await.unwrap_err();
    }
    // A right password between does not set the count back, so that codes cannot be guessed so.
    for _ in 0..3 {
        world.begin("zarina", PASSWORD).await.unwrap();
        world.complete(&begun, SecondFactor::Code("000000")).await.unwrap_err();
    }
    assert_eq!(world.times_told("session.lock-out").await, 1);
    let waits = world.log_in(&zarina).await.unwrap_err();
    assert!(matches!(waits, LoginError::Wrong), "{waits}");
    let waits = world.complete(&begun, SecondFactor::Code(&zarina.code(&world))).await.unwrap_err();
    assert!(matches!(waits, LoginError::WrongCode), "{waits}");
    // What fails meanwhile does not make the wait longer: nobody keeps somebody else out for good.
    for _ in 0..10 {
        world.begin("zarina", "a guess of somebody's").await.unwrap_err();
    }
    world.clock.pass(SignedDuration::from_secs(61));
    world.log_in(&zarina).await.unwrap();
    // A login sets the count back.
    world.begin("zarina", "a guess of somebody's").await.unwrap_err();
    world.clock.pass(minutes(1));
    world.log_in(&zarina).await.unwrap();
}

#[tokio::test]
async fn guesses_at_the_same_moment_count_like_any_others() {
    let world = World::new().await;
    world.analyst().await;
    let guess = || world.begin("zarina", "a guess of somebody's");
    let _ = tokio::join!(guess(), guess(), guess(), guess(), guess(), guess(), guess(), guess());
    assert_eq!(world.times_told("session.lock-out").await, 1);
    assert!(world.begin("zarina", PASSWORD).await.is_err());
}

#[tokio::test]
async fn an_address_that_tries_too_much_waits() {
    let world = World::new().await;
    let from = here();
    let mut refused = 0;
    for _ in 0..25 {
        let ticket = world.entrance.complete(&world.node, from, "", SecondFactor::Code("")).await;
        refused += usize::from(matches!(ticket, Err(LoginError::TooMany(seconds)) if seconds > 0));
    }
    assert_eq!(refused, 5);
    let other = world.entrance.complete(&world.node, here(), "", SecondFactor::Code("")).await;
    assert!(matches!(other, Err(LoginError::NotBegun)), "others are not held up");
}

#[tokio::test]
async fn a_recovery_code_is_good_once() {
    let world = World::new().await;
    let (zarina, _) = world.analyst().await;
    let code = &zarina.recovery_codes[3];
    let begun = world.begin("zarina", PASSWORD).await.unwrap();
    let opened = world.complete(&begun, SecondFactor::Recovery(code)).await.unwrap();
    assert_eq!(opened.user.recovery.left(), 9);
    let begun = world.begin("zarina", PASSWORD).await.unwrap();
    let error = world.complete(&begun, SecondFactor::Recovery(code)).await.unwrap_err();
    assert!(matches!(error, LoginError::WrongCode), "{error}");
    assert_eq!(world.times_told("authenticator.recover").await, 1);
}

#[tokio::test]
async fn of_two_first_logins_one_sets_the_authenticator_up() {
    let world = World::new().await;
    world.account("zarina", vec![access::Grant::everywhere(access::Role::Auditor)]).await;
    let link = world.node.link_at_terminal("zarina", false).await.unwrap();
    world.node.use_link(&world.entrance, here(), &link.token(), PASSWORD).await.unwrap();
    let late = world.begin("zarina", PASSWORD).await.unwrap();
    let totp = totp_rs::Totp::from_url(late.enrolling.as_ref().unwrap().uri.as_str()).unwrap();
    // A recovery code is none before there is an authenticator.
    world.complete(&late, SecondFactor::Recovery("00000-00000-00000-00000")).await.unwrap_err();
    world.enrol("zarina").await;
    let code = crate::code(&totp, &world);
    let error = world.complete(&late, SecondFactor::Code(&code)).await.unwrap_err();
    assert!(matches!(error, LoginError::NotBegun), "{error}");
}

#[tokio::test]
async fn no_password_code_or_token_is_kept_as_it_is() {
    let world = World::new().await;
    let (zarina, opened) = world.analyst().await;
    let link = world.node.link_at_terminal("zarina", false).await.unwrap();
    world.node.close().await;
    let secrets = [PASSWORD, &opened.token.reveal(), &link.token(), &zarina.recovery_codes[0]];
    let mut files = vec![world.folder.path().to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }
}
