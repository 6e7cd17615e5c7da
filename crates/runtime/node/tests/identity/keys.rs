//! API keys as people keep their own.

use crate::{World, minutes};
use access::{Action, Grant, Role, Scopes};
use model::{Desk, LegalBasis};
use node::NodeError;
use node::identity::{Actor, MadeKey, NewKey, Refused};

impl World {
    async fn key(&self, by: &Actor, desk: Desk) -> Result<MadeKey, NodeError> {
        let new = NewKey {
            name: "core banking".into(),
            desk,
            purpose: "customer screening".into(),
            legal_basis: LegalBasis("Act 12".into()),
            scopes: Scopes::Only([Action::AlertView, Action::DecisionApprove, Action::UserManage].into()),
            until: "2027-06-30".parse().unwrap(),
        };
        self.node.make_own_key(by, new).await
    }

    async fn is_good(&self, key: &MadeKey) -> bool {
        self.clock.pass(jiff::SignedDuration::from_secs(1));
        match self.gate.admit(&self.node, &key.secret).await {
            Ok(_) => true,
            Err(Refused::BadKey) => false,
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn people_keep_their_own_keys_and_keys_keep_none() {
    let world = World::new().await;
    let zarina = world.analyst().await.1.user.actor();
    let omar = world.administrator("omar").await;
    let auditor = world.person("sitora", vec![Grant::everywhere(Role::Auditor)]).await.1.user.actor();
    let key = world.key(&zarina, Desk::Finance).await.unwrap();
    assert!(matches!(world.key(&zarina, Desk::Travel).await, Err(NodeError::Usage { .. })));
    let bearer = world.gate.admit(&world.node, &key.secret).await.unwrap();
    assert!(bearer.may(Action::AlertView).is_ok());
    for action in [Action::AlertDecide, Action::DecisionApprove, Action::UserManage, Action::KeyOwn] {
        assert!(bearer.may(action).is_err(), "{action}");
    }
    assert!(matches!(world.key(&bearer.actor, Desk::Finance).await, Err(NodeError::Denied(_))));
    let seen = async |by: &Actor, everybody| {
        world.node.keys_of(by, everybody, None, 10).await.map(|page| page.records.len()).ok()
    };
    assert_eq!((seen(&zarina, false).await, seen(&omar, false).await), (Some(1), Some(0)));
    assert_eq!((seen(&omar, true).await, seen(&zarina, true).await), (Some(1), None));
    // Another person's key is not there, unless one manages keys.
    let missing = world.node.revoke_key_as(&auditor, key.key.id, None).await;
    assert!(matches!(missing, Err(NodeError::NotFound { .. })));
    assert!(world.is_good(&key).await);
    world.node.revoke_key_as(&omar, key.key.id, None).await.unwrap();
    assert!(!world.is_good(&key).await);
}

#[tokio::test]
async fn a_replaced_key_is_good_a_while_longer() {
    let world = World::new().await;
    let zarina = world.analyst().await.1.user.actor();
    let omar = world.administrator("omar").await;
    let old = world.key(&zarina, Desk::Finance).await.unwrap();
    assert!(world.node.rotate_key(&omar, old.key.id, None, (None, 1)).await.is_err(), "it is not their own");
    assert!(world.node.rotate_key(&zarina, old.key.id, None, (None, 24 * 8)).await.is_err(), "too long");
    let new = world.node.rotate_key(&zarina, old.key.id, Some(1), (None, 1)).await.unwrap();
    assert_ne!(new.secret, old.secret);
    assert_eq!(
        (&new.key.scopes, new.key.envelope.expires_on),
        (&old.key.scopes, old.key.envelope.expires_on)
    );
    world.clock.pass(minutes(59));
    assert!(world.is_good(&old).await && world.is_good(&new).await);
    world.clock.pass(minutes(1));
    assert!(!world.is_good(&old).await && world.is_good(&new).await);
    assert!(world.node.rotate_key(&zarina, old.key.id, None, (None, 1)).await.is_err(), "replaced already");
    let at_once = world.node.rotate_key(&zarina, new.key.id, None, (None, 0)).await.unwrap();
    assert!(!world.is_good(&new).await && world.is_good(&at_once).await);
}
