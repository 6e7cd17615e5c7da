//! One-time links: the first administrator's, invitations, and new passwords.

use crate::{PASSWORD, World, here, minutes};
use access::{Grant, Role};
use node::identity::{LoginError, SecondFactor};

#[tokio::test]
async fn a_node_that_nobody_runs_gives_a_link_until_somebody_does() {
    let world = World::new().await;
    world.analyst().await;
    let first = world.node.first_link().await.unwrap().unwrap();
    assert_eq!(first.user.login, "administrator");
    let second = world.node.first_link().await.unwrap().unwrap();
    assert_eq!(second.user.id, first.user.id, "one account, however often it is started");
    let used = world.node.use_link(&world.entrance, here(), &first.token(), PASSWORD).await;
    assert!(matches!(used, Err(LoginError::NoLink)), "the one before is good no longer");
    world.clock.pass(minutes(59));
    world.node.use_link(&world.entrance, here(), &second.token(), PASSWORD).await.unwrap();
    assert!(world.node.first_link().await.unwrap().is_none());
    world.enrol("administrator").await;
    // Where that account is closed, there is nobody again, and its name is taken.
    world.node.close_user("administrator").await.unwrap();
    let third = world.node.first_link().await.unwrap().unwrap();
    assert_eq!(third.user.login, "administrator-2");
}

#[tokio::test]
async fn whoever_was_named_administrator_gets_the_first_link() {
    let world = World::new().await;
    world.account("omar", vec![Grant::everywhere(Role::Administrator)]).await;
    assert_eq!(world.node.first_link().await.unwrap().unwrap().user.login, "omar");
    let desk = vec![Grant::at(Role::Administrator, [model::Desk::Finance])];
    world.person("sitora", desk).await;
    assert!(world.node.first_link().await.unwrap().is_some(), "of one desk is not of the node");
}

#[tokio::test]
async fn a_link_is_good_once_and_for_a_while() {
    let world = World::new().await;
    let (zarina, session) = world.analyst().await;
    let link = world.node.link_at_terminal("zarina", false).await.unwrap();
    let use_it = async |password| world.node.use_link(&world.entrance, here(), &link.token(), password).await;
    assert_eq!(world.node.link(&link.token()).await.unwrap().0.login, "zarina", "looking does not use it up");
    assert!(matches!(use_it("short").await, Err(LoginError::Password(_))));
    assert!(matches!(use_it("zarina zarina zarina").await, Err(LoginError::Password(_))));
    use_it("seven rivers and a bridge").await.unwrap();
    assert!(matches!(use_it("seven rivers and a bridge").await, Err(LoginError::NoLink)));
    assert!(world.bearer(&session).await.is_none(), "sessions end with the password");
    // The authenticator stays.
    let begun = world.begin("zarina", "seven rivers and a bridge").await.unwrap();
    assert!(begun.enrolling.is_none());
    world.clock.pass(minutes(1));
    world.complete(&begun, SecondFactor::Code(&zarina.code(&world))).await.unwrap();

    let late = world.node.link_at_terminal("zarina", false).await.unwrap();
    world.clock.pass(minutes(72 * 60));
    assert!(matches!(world.node.link(&late.token()).await, Err(LoginError::NoLink)));
    for token in ["", "nonsense", &"0".repeat(64)] {
        assert!(matches!(world.node.link(token).await, Err(LoginError::NoLink)), "{token}");
    }
}

#[tokio::test]
async fn a_link_may_renew_the_authenticator_and_ends_the_wait() {
    let world = World::new().await;
    world.analyst().await;
    for _ in 0..5 {
        world.begin("zarina", "a guess of somebody's").await.unwrap_err();
    }
    let link = world.node.link_at_terminal("zarina", true).await.unwrap();
    world.node.use_link(&world.entrance, here(), &link.token(), PASSWORD).await.unwrap();
    world.enrol("zarina").await;
}

#[tokio::test]
async fn a_closed_account_has_no_links() {
    let world = World::new().await;
    world.analyst().await;
    let link = world.node.link_at_terminal("zarina", false).await.unwrap();
    world.node.close_user("zarina").await.unwrap();
    let used = world.node.use_link(&world.entrance, here(), &link.token(), PASSWORD).await;
    assert!(matches!(used, Err(LoginError::NoLink)));
    assert!(world.node.link_at_terminal("zarina", false).await.is_err());
}
