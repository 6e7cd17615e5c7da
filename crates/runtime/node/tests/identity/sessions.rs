//! Sessions: how long they last, what ends them, and that every instance knows.

use crate::{PASSWORD, World, here, minutes};
use access::{Grant, Role};
use jiff::SignedDuration;
use model::Desk;
use node::identity::{Action, Entrance, Gate, LoginError, Refused};

#[tokio::test]
async fn a_session_lasts_while_it_is_used_and_a_working_day_at_most() {
    let world = World::with_settings("[sessions]\nidle-minutes = 10\nwhole-minutes = 60").await;
    let (zarina, idle) = world.analyst().await;
    world.clock.pass(minutes(9));
    assert!(world.bearer(&idle).await.is_some());
    world.clock.pass(minutes(9));
    assert!(world.bearer(&idle).await.is_some(), "use renews it");
    world.clock.pass(minutes(10));
    assert!(world.bearer(&idle).await.is_none(), "unused");
    let used = world.log_in(&zarina).await.unwrap();
    for _ in 0..11 {
        world.clock.pass(minutes(5));
        assert!(world.bearer(&used).await.is_some());
    }
    world.clock.pass(minutes(5));
    assert!(world.bearer(&used).await.is_none(), "however much it is used");
}

#[tokio::test]
async fn use_is_written_down_once_a_minute_and_not_with_each_request() {
    let world = World::new().await;
    let (_, session) = world.analyst().await;
    let revision = async || {
        let store = store::Store::open(world.node.folder()).await.unwrap();
        let kept = store.read().await.unwrap().get::<access::Session>(session.session.id).await.unwrap();
        store.close().await;
        kept.unwrap().revision
    };
    let before = revision().await;
    for _ in 0..30 {
        world.bearer(&session).await.unwrap();
    }
    assert_eq!(revision().await, before);
    world.clock.pass(minutes(1));
    for _ in 0..30 {
        world.bearer(&session).await.unwrap();
    }
    assert_eq!(revision().await, before + 1);
}

#[tokio::test]
async fn logging_out_ends_the_session_at_every_instance() {
    let world = World::new().await;
    let (_, session) = world.analyst().await;
    let other = Gate::default();
    let token = session.token.reveal();
    let bearer = world.bearer(&session).await.unwrap();
    assert!(other.admit_session(&world.node, &token).await.is_ok());
    world.node.log_out(&bearer).await.unwrap();
    world.gate.forget_sessions();
    assert!(world.gate.admit_session(&world.node, &token).await.is_err(), "here at once");
    world.clock.pass(SignedDuration::from_secs(1));
    assert!(other.admit_session(&world.node, &token).await.is_err(), "there within a second");
    assert_eq!(world.times_told("session.end").await, 1);
}

#[tokio::test]
async fn closing_the_account_or_changing_the_password_ends_all_its_sessions() {
    let world = World::new().await;
    let (zarina, first) = world.analyst().await;
    world.clock.pass(minutes(1));
    let second = world.log_in(&zarina).await.unwrap();
    let bearer = world.bearer(&first).await.unwrap();
    let change =
        async |old, new| world.node.change_password(&world.entrance, here(), &bearer, (old, new)).await;
    assert!(matches!(change("not it at all", "another long one").await, Err(LoginError::Wrong)));
    assert!(matches!(change(PASSWORD, "short").await, Err(LoginError::Password(_))));
    assert!(world.bearer(&second).await.is_some(), "nothing was changed yet");
    change(PASSWORD, "seven rivers and a bridge").await.unwrap();
    assert!(world.bearer(&first).await.is_none() && world.bearer(&second).await.is_none());
    assert!(world.begin("zarina", PASSWORD).await.is_err());
    assert!(world.begin("zarina", "seven rivers and a bridge").await.is_ok());

    let (_, session) = world.person("omar", vec![Grant::everywhere(Role::Auditor)]).await;
    assert!(world.bearer(&session).await.is_some());
    world.node.close_user("omar").await.unwrap();
    assert!(world.bearer(&session).await.is_none());
    assert!(matches!(world.begin("omar", PASSWORD).await, Err(LoginError::Wrong)));
}

#[tokio::test]
async fn forged_tokens_are_refused() {
    let world = World::new().await;
    let (_, session) = world.analyst().await;
    let token = session.token.reveal();
    let mut other = token.clone().into_bytes();
    other[0] = if other[0] == b'0' { b'1' } else { b'0' };
    for forged in ["", "nonsense", &token[1..], &String::from_utf8(other).unwrap(), &"0".repeat(64)] {
        let found = world.gate.admit_session(&world.node, forged).await;
        assert!(matches!(found, Err(Refused::NoSession)), "{forged}");
    }
    // What forms carry is bound to the session.
    let open = world.bearer(&session).await.unwrap();
    let open = open.session().unwrap();
    assert!(open.accepts(&session.form_token()) && open.form_token() == session.form_token());
    for forged in ["", "nonsense", &token, &"0".repeat(64)] {
        assert!(!open.accepts(forged), "{forged}");
    }
}

#[tokio::test]
async fn a_person_works_at_the_desks_where_they_have_a_role() {
    let world = World::new().await;
    let at = |role, desk| Grant::at(role, [desk]);
    let grants = vec![at(Role::Analyst, Desk::Finance), at(Role::Auditor, Desk::Travel)];
    let (_, session) = world.person("zarina", grants).await;
    let bearer = world.bearer(&session).await.unwrap();
    assert_eq!(bearer.desks(), [Desk::Finance, Desk::Travel]);
    assert!(bearer.sees(Desk::Travel) && !bearer.sees(Desk::Content));
    assert!(matches!(bearer.desk_of(None), Err(Refused::WhichDesk(_))));
    assert!(matches!(bearer.desk_of(Some(Desk::Content)), Err(Refused::OtherDesk { .. })));
    assert_eq!(bearer.desk_of(Some(Desk::Travel)).unwrap(), Desk::Travel);
    assert!(bearer.may(Action::AlertDecide).is_ok() && bearer.may(Action::AuditRead).is_ok());
    assert!(bearer.may(Action::UserManage).is_err() && bearer.may(Action::DecisionApprove).is_err());
    // A person says what a screening is for.
    assert!(matches!(bearer.mandate(None, None), Err(Refused::WhichPurpose)));
    assert!(matches!(bearer.mandate(Some("onboarding"), Some(" ")), Err(Refused::WhichPurpose)));
    assert_eq!(bearer.mandate(Some("onboarding"), Some("Act 12")).unwrap().purpose, "onboarding");
}

#[tokio::test]
async fn another_instance_takes_the_second_step_and_knows_the_session() {
    let world = World::new().await;
    let (zarina, _) = world.analyst().await;
    world.clock.pass(minutes(1));
    let other = node::Node::open(world.folder.path(), world.clock.clone()).await.unwrap();
    let begun = world.begin("zarina", PASSWORD).await.unwrap();
    let code = zarina.code(&world);
    let factor = node::identity::SecondFactor::Code(&code);
    let (there, ticket) = (Entrance::default(), begun.ticket.reveal());
    let opened = there.complete(&other, here(), &ticket, factor).await.unwrap();
    assert!(world.bearer(&opened).await.is_some());
    assert!(there.complete(&world.node, here(), &ticket, factor).await.is_err(), "once");
    other.close().await;
}
