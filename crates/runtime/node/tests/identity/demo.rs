//! The door of a demo: to whom it opens, and that a node in use gets none. How pages look, kept with the account.

use crate::{World, here};
use access::{Grant, Role};
use model::{Desk, LegalBasis, RecordId};
use node::identity::{DemoDoor, LoginError, NewUser};

fn guest(login: &str, role: Role) -> NewUser {
    NewUser {
        login: login.into(),
        name: login.to_uppercase(),
        grants: vec![Grant::at(role, [Desk::Finance])],
        legal_basis: LegalBasis("demo".into()),
    }
}

async fn entered(world: &World, door: &DemoDoor, person: RecordId) -> Result<access::User, LoginError> {
    let logged_in = world.node.enter_demo(door, (&world.entrance, here()), person).await?;
    assert!(world.bearer(&logged_in).await.is_some(), "the session stands");
    Ok(logged_in.user)
}

#[tokio::test]
async fn a_door_lets_in_its_own_people_and_nobody_else() {
    let world = World::new().await;
    let people = vec![guest("nadia", Role::Analyst), guest("omar", Role::Approver)];
    let door = world.node.open_demo(people).await.unwrap();
    let token = door.path().trim_start_matches("/demo/").to_owned();
    assert!(door.opens(&token));
    for wrong in ["", "0", &"0".repeat(64), &token[1..]] {
        assert!(!door.opens(wrong), "{wrong:?}");
    }
    let [nadia, omar] = door.people() else { panic!("{door:?}") };
    assert_eq!(entered(&world, &door, nadia.id).await.unwrap().login, "nadia");
    assert_eq!(entered(&world, &door, nadia.id).await.unwrap().login, "nadia", "as often as one likes");
    assert_eq!(world.times_told("session.open").await, 2);

    // Whoever was made later has a password of their own to get in by; who was closed has nothing.
    let later = world.account("later", vec![Grant::everywhere(Role::Administrator)]).await;
    assert!(matches!(entered(&world, &door, later.id).await, Err(LoginError::NoLink)));
    world.node.close_user("omar").await.unwrap();
    assert!(matches!(entered(&world, &door, omar.id).await, Err(LoginError::NoLink)));
}

#[tokio::test]
async fn a_node_that_has_an_account_gets_no_door() {
    let world = World::new().await;
    world.account("zarina", vec![Grant::at(Role::Analyst, [Desk::Finance])]).await;
    let refused = world.node.open_demo(vec![guest("nadia", Role::Analyst)]).await.unwrap_err();
    assert!(refused.to_string().contains("this node has accounts"), "{refused}");
    assert_eq!(world.node.users().await.unwrap().len(), 1, "nothing was made");
    // Nor does one whose only account is closed.
    world.node.close_user("zarina").await.unwrap();
    world.node.open_demo(vec![guest("nadia", Role::Analyst)]).await.unwrap_err();
}

#[tokio::test]
async fn how_pages_look_is_kept_with_the_account() {
    let world = World::new().await;
    let (person, session) = world.analyst().await;
    assert_eq!(session.user.look, None);
    world.node.keep_look(&session.user.actor(), "ur.urdu.dark.hijri").await.unwrap();
    world.clock.pass(crate::minutes(1));
    assert_eq!(world.log_in(&person).await.unwrap().user.look.as_deref(), Some("ur.urdu.dark.hijri"));
    world.node.keep_look(&world.node.itself(), "en").await.unwrap_err();
}
