//! Whatever a record can say has words in every language.

use access::Role;
use language::{Catalogue, Language};
use model::Desk;
use node::casework::{AlertStatus, DecisionKind, Trigger, Withdrawal};

#[test]
fn every_state_and_kind_has_words() {
    let mut keys: Vec<String> = Vec::new();
    keys.extend(Desk::ALL.map(|desk| format!("desk-{}", desk.as_str())));
    keys.extend(Role::ALL.map(|role| format!("role-{}", role.as_str())));
    keys.extend(AlertStatus::ALL.map(|status| format!("alert-status-{}", status.as_str())));
    for kind in DecisionKind::ALL {
        keys.extend([format!("decision-{}", kind.as_str()), format!("decision-{}-about", kind.as_str())]);
    }
    let withdrawals = [Withdrawal::Delisted, Withdrawal::EntryChanged, Withdrawal::SubjectChanged];
    keys.extend(withdrawals.map(|why| format!("withdrawal-{}", why.as_str())));
    let triggers = [Trigger::Request, Trigger::Registration, Trigger::ListChange, Trigger::OwnEntryChange];
    keys.extend(triggers.map(|trigger| format!("trigger-{}", trigger.as_str())));
    keys.extend(["final", "proposed", "approved", "rejected"].map(|state| format!("decision-state-{state}")));
    let suppression = ["proposed", "in-force", "rejected", "reopened", "taken-back", "expired"];
    keys.extend(suppression.map(|state| format!("suppression-state-{state}")));
    let own_entry = ["proposed", "in-force", "rejected", "removed", "expired"];
    keys.extend(own_entry.map(|state| format!("own-entry-state-{state}")));
    keys.extend(["open", "closed"].map(|status| format!("case-status-{status}")));
    for language in Language::ALL {
        let catalogue = Catalogue::new(language);
        for key in &keys {
            assert_ne!(catalogue.text(key, &[]), *key, "{key} in {language:?}");
        }
    }
}
