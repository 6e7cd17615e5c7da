//! The node's audit log signed and verified, over a database that somebody changed or set back behind its back.

use crate::World;
use model::{Desk, LegalBasis};
use node::audit_log::{AuditOrder, AuditReport, Finding, SignedLog};
use node::{Node, NodeError};
use std::fs;
use std::path::PathBuf;

impl World {
    async fn cases(&self, count: usize) {
        for number in 0..count {
            let (basis, title) = (LegalBasis("act".into()), format!("case {number}"));
            self.node.open_case(&self.analyst, Desk::Finance, &title, &basis, &[]).await.unwrap();
        }
    }

    async fn sign(&self) -> SignedLog {
        self.node.sign_audit_log().await.unwrap()
    }

    async fn verify(&self, order: AuditOrder) -> AuditReport {
        self.node.verify_audit_log(order).await.unwrap()
    }

    async fn findings(&self) -> Vec<Finding> {
        self.verify(AuditOrder::default()).await.report.findings
    }

    async fn refusal(&self) -> String {
        let error = self.node.sign_audit_log().await.unwrap_err();
        assert!(matches!(error, NodeError::AuditLog { .. }), "{error}");
        error.to_string()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.node.folder().join(name)
    }

    /// Does something to the closed database, and opens it again.
    async fn behind_its_back(&mut self, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
        self.node.close().await;
        let path = self.file("entente.db");
        let changed = change(fs::read(&path).unwrap());
        fs::write(&path, changed).unwrap();
        self.node = Node::open(self._folder.path(), self.clock.clone()).await.unwrap();
    }
}

#[tokio::test]
async fn a_log_is_signed_as_it_grows_and_holds() {
    let world = World::new().await;
    world.cases(3).await;
    let first = world.sign().await;
    assert_eq!((first.size, first.added), (3, 3));
    world.cases(300).await;
    let second = world.sign().await;
    assert_eq!((second.size, second.added), (303, 300));
    let again = world.sign().await;
    assert_eq!(again, SignedLog { added: 0, ..second.clone() }, "nothing new, the same checkpoint");
    world.cases(1).await;
    let kept_elsewhere = vec![("an auditor's".to_owned(), first.note)];
    let found = world.verify(AuditOrder { keys: vec![second.key], checkpoints: kept_elsewhere }).await;
    assert_eq!(found.report.findings, []);
    assert_eq!((found.report.leaves, found.report.signed, found.report.checkpoints), (304, 303, 2));
    assert!(found.has_copy);
}

#[tokio::test]
async fn every_leaf_of_the_node_is_one_as_the_log_reads_them() {
    let world = World::new().await;
    world.cases(2).await;
    let store = store::Store::open(world.node.folder()).await.unwrap();
    let leaves = store.read().await.unwrap().leaves(0, 10).await.unwrap();
    store.close().await;
    for (_, bytes) in leaves {
        let leaf = audit::Leaf::parse(&bytes).unwrap();
        assert_eq!((leaf.action.as_str(), leaf.actor), ("case.write", world.analyst.id));
    }
}

#[tokio::test]
async fn a_leaf_edited_in_the_database_is_told() {
    let mut world = World::new().await;
    world.cases(4).await;
    world.sign().await;
    world
        .behind_its_back(|mut bytes| {
            let wanted = br#""action":"case.write""#;
            let at = bytes.windows(wanted.len()).position(|window| window == wanted).unwrap();
            bytes[at..at + wanted.len()].copy_from_slice(br#""action":"case.views""#);
            bytes
        })
        .await;
    let findings = world.findings().await;
    assert!(matches!(findings[..], [Finding::Edited(places)] if places.first == places.last), "{findings:?}");
}

#[tokio::test]
async fn a_database_set_back_is_told_and_not_signed() {
    let mut world = World::new().await;
    world.cases(2).await;
    world.sign().await;
    let mut earlier = Vec::new();
    world
        .behind_its_back(|bytes| {
            earlier = bytes.clone();
            bytes
        })
        .await;
    world.cases(3).await;
    world.sign().await;
    world.behind_its_back(|_| earlier).await;
    assert_eq!(world.findings().await, [Finding::Truncated { kept: 2, signed: 5 }]);
    let refusal = world.refusal().await;
    assert!(refusal.contains("a checkpoint over 5 leaves that the records lack"), "{refusal}");
    // Growing anew to the same length does not help.
    world.cases(4).await;
    let refusal = world.refusal().await;
    assert!(refusal.contains("over 5 leaves"), "{refusal}");
    assert_eq!(world.findings().await, [Finding::Changed { from: 2, to: 5 }]);
}

#[tokio::test]
async fn a_log_set_back_on_purpose_goes_on_under_a_name_that_tells_of_the_former() {
    let mut world = World::new().await;
    world.cases(2).await;
    let first = world.sign().await;
    let mut earlier = Vec::new();
    world
        .behind_its_back(|bytes| {
            earlier = bytes.clone();
            bytes
        })
        .await;
    world.cases(3).await;
    let lost = world.sign().await;
    world.behind_its_back(|_| earlier).await;
    world.cases(4).await;
    assert!(world.refusal().await.contains("audit restart"));
    assert!(world.node.restart_audit_log(" ").await.unwrap_err().is_usage());
    let anew = world.node.restart_audit_log("the disk was swapped").await.unwrap();
    assert_ne!(anew.key, lost.key);
    // The leaf that tells of it is the last one; the checkpoint names where the former log stood.
    let former = first.key.split('+').next().unwrap();
    assert!(anew.note.contains(&format!("\ncontinues {former} 5 ")), "{}", anew.note);
    assert_eq!((anew.size, anew.added), (7, 5));
    world.cases(1).await;
    assert_eq!(world.sign().await.size, 8, "signing goes on");
    let found = world.verify(AuditOrder::default()).await;
    assert_eq!((found.report.findings, found.keys.len()), (vec![], 2));
    // Whoever kept the checkpoint over what was lost is told.
    let order = AuditOrder { checkpoints: vec![("kept".into(), lost.note)], ..AuditOrder::default() };
    assert_eq!(world.verify(order).await.report.findings, [Finding::Forked { one: 5, other: 7 }]);
    // The former name signs nothing any more, and its secret is gone.
    let keys = fs::read_to_string(world.file("keys/audit-former.keys")).unwrap();
    assert!(keys.starts_with(former) && !keys.contains("PRIVATE"), "{keys}");
}

#[tokio::test]
async fn a_new_name_that_was_cut_off_anywhere_is_begun_once() {
    let world = World::new().await;
    world.cases(2).await;
    let first = world.sign().await;
    let former = first.key.split('+').next().unwrap();
    let order = format!(r#"{{"action":"audit.restart","reason":"a test","ends":"{former}"}}"#);
    // Cut off before anything was done.
    fs::write(world.file("audit/anew"), &order).unwrap();
    let anew = world.sign().await;
    assert_eq!((anew.size, world.file("audit/anew").exists()), (3, false));
    // Cut off after all was done but taking the order back.
    fs::write(world.file("audit/anew"), &order).unwrap();
    let again = world.sign().await;
    assert_eq!((again.key, again.size), (anew.key.clone(), 3));
    let found = world.verify(AuditOrder::default()).await;
    assert_eq!((found.report.findings, found.keys.len()), (vec![], 2));
}

#[tokio::test]
async fn a_log_whose_key_is_gone_gets_no_other_by_itself() {
    let world = World::new().await;
    world.cases(1).await;
    let signed = world.sign().await;
    fs::remove_file(world.file("keys/audit-signing.key")).unwrap();
    assert!(world.refusal().await.contains("its key is gone"));
    let unknown = world.node.verify_audit_log(AuditOrder::default()).await.unwrap_err();
    assert!(unknown.is_usage() && unknown.to_string().contains("--key"), "{unknown}");
    let order = AuditOrder { keys: vec![signed.key], ..AuditOrder::default() };
    assert!(world.verify(order).await.report.is_good());
}

#[tokio::test]
async fn a_changed_copy_is_told_by_its_name() {
    let world = World::new().await;
    world.cases(1).await;
    let note = world.sign().await.note;
    fs::write(world.file("audit/checkpoint"), note.replace("\n1\n", "\n2\n")).unwrap();
    let found = world.verify(AuditOrder::default()).await;
    let [Finding::Checkpoint { number, .. }] = found.report.findings[..] else { panic!("{found:?}") };
    assert!(found.checkpoints[number - 1].ends_with("checkpoint"), "{found:?}");
    assert!(world.refusal().await.contains("the copy of the newest checkpoint is not good"));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new().await;
    world.sign().await;
    let mode = fs::metadata(world.file("keys/audit-signing.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}
