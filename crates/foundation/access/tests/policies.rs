//! Who may do what, written out: every role, every action, at the role's own desk, at another one, and for what
//! belongs to the node as a whole. A change of policy shows as a change of `snapshots/`.

use access::{Action, Actor, ActorKind, Grant, Policies, Resource, Role, Scopes};
use jiff::Timestamp;
use model::{Desk, RecordId};
use std::collections::BTreeSet;
use std::fmt::Write;

fn id(number: u8) -> RecordId {
    RecordId::new(Timestamp::UNIX_EPOCH, [number; 10])
}

fn person(grants: Vec<Grant>) -> Actor {
    Actor { id: id(1), name: "Zarina".into(), kind: ActorKind::Person, grants, scopes: Scopes::All }
}

/// A key of that person.
fn key(grants: Vec<Grant>, scopes: Scopes) -> Actor {
    Actor { id: id(2), kind: ActorKind::Key { owner: id(1) }, scopes, ..person(grants) }
}

/// Things that policies tell apart: of the desk where roles are granted, of another desk, of the node; proposed by
/// whoever acts, or by somebody else.
fn places(action: Action) -> [(&'static str, Resource); 4] {
    let at = |desk| Resource { kind: action.resource(), desk, owner: Some(id(9)) };
    [
        ("own desk", at(Some(Desk::Finance))),
        ("own desk, mine", at(Some(Desk::Finance)).owned_by(Some(id(1)))),
        ("other desk", at(Some(Desk::Travel))),
        ("node", at(None)),
    ]
}

/// One line for each action and place: who is allowed.
fn table(actors: &[(String, Actor)]) -> String {
    let mut table = String::new();
    for action in Action::ALL {
        for (place, resource) in places(*action) {
            let allowed: Vec<&str> = actors
                .iter()
                .filter(|(_, actor)| Policies::shipped().decide(actor, *action, &resource).allowed)
                .map(|(name, _)| name.as_str())
                .collect();
            let allowed = if allowed.is_empty() { "-".to_owned() } else { allowed.join(" ") };
            writeln!(table, "{:<20} {place:<15} {allowed}", action.as_str()).unwrap();
        }
    }
    table
}

#[test]
fn roles_at_one_desk() {
    let actors = Role::ALL
        .map(|role| (role.as_str().to_owned(), person(vec![Grant::at(role, [Desk::Finance])])))
        .to_vec();
    insta::assert_snapshot!(table(&actors));
}

#[test]
fn roles_everywhere() {
    let actors =
        Role::ALL.map(|role| (role.as_str().to_owned(), person(vec![Grant::everywhere(role)]))).to_vec();
    insta::assert_snapshot!(table(&actors));
}

#[test]
fn keys_with_all_scopes_and_the_node_itself() {
    let mut actors = Role::ALL
        .map(|role| (role.as_str().to_owned(), key(vec![Grant::everywhere(role)], Scopes::All)))
        .to_vec();
    actors.push(("system".into(), Actor::system(id(3))));
    actors.push(("nobody".into(), person(Vec::new())));
    insta::assert_snapshot!(table(&actors));
}

#[test]
fn a_key_does_what_its_scopes_and_its_owner_allow_and_no_more() {
    let scopes = Scopes::Only(BTreeSet::from([Action::ScreeningRun, Action::UserManage]));
    let all = Role::ALL.map(Grant::everywhere).to_vec();
    for action in Action::ALL {
        for (place, resource) in places(*action) {
            let decide = |actor: &Actor| Policies::shipped().decide(actor, *action, &resource).allowed;
            let narrow = decide(&key(all.clone(), scopes.clone()));
            assert_eq!(narrow, *action == Action::ScreeningRun, "{action} {place}");
            assert!(!decide(&key(Vec::new(), Scopes::All)), "{action} {place}: its owner has no role");
            let without = Scopes::Only(BTreeSet::new());
            assert!(!decide(&key(all.clone(), without)), "{action} {place}: it has no scope");
        }
    }
}

#[test]
fn nobody_approves_their_own_proposal_whatever_their_roles() {
    let all = Role::ALL.map(Grant::everywhere).to_vec();
    for action in Action::ALL.iter().filter(|action| action.is_approval()) {
        let theirs = Resource::at(action.resource(), Desk::Finance).owned_by(Some(id(9)));
        let mine = theirs.owned_by(Some(id(1)));
        let verdict = Policies::shipped().decide(&person(all.clone()), *action, &mine);
        assert!(!verdict.allowed, "{action}");
        assert_eq!(*verdict.policies, ["nobody-approves-what-they-proposed".to_owned()]);
        assert!(Policies::shipped().decide(&person(all.clone()), *action, &theirs).allowed, "{action}");
        for resource in [mine, theirs] {
            assert!(!Policies::shipped().decide(&key(all.clone(), Scopes::All), *action, &resource).allowed);
            assert!(!Policies::shipped().decide(&Actor::system(id(3)), *action, &resource).allowed);
        }
    }
}

#[test]
fn nobody_changes_their_own_account() {
    let administrator = person(vec![Grant::everywhere(Role::Administrator)]);
    let of = |owner| Resource::of_node(Action::UserManage.resource()).owned_by(Some(owner));
    let own = Policies::shipped().decide(&administrator, Action::UserManage, &of(id(1)));
    assert_eq!((own.allowed, &*own.policies), (false, &["nobody-changes-their-own-account".to_owned()][..]));
    assert!(Policies::shipped().decide(&administrator, Action::UserManage, &of(id(9))).allowed);
}

#[test]
fn remembered_answers_are_those_of_a_fresh_look() {
    for role in Role::ALL {
        for action in Action::ALL {
            for (place, resource) in places(*action) {
                let actor = person(vec![Grant::at(role, [Desk::Finance])]);
                let first = Policies::shipped().decide(&actor, *action, &resource);
                assert_eq!(first, Policies::shipped().decide(&actor, *action, &resource), "{place}");
            }
        }
    }
    let fresh = Policies::parse(Policies::SHIPPED).unwrap();
    let (analyst, alert) = (
        person(vec![Grant::at(Role::Analyst, [Desk::Finance])]),
        Resource::at(Action::AlertDecide.resource(), Desk::Finance),
    );
    assert!(fresh.decide(&analyst, Action::AlertDecide, &alert).allowed);
    let promoted = person(Vec::new());
    assert!(!fresh.decide(&promoted, Action::AlertDecide, &alert).allowed, "answers are not by name");
}

#[test]
fn an_action_on_the_wrong_kind_of_thing_is_refused() {
    let all = person(Role::ALL.map(Grant::everywhere).to_vec());
    let wrong = Resource::at(Action::CaseView.resource(), Desk::Finance);
    let verdict = Policies::shipped().decide(&all, Action::AlertDecide, &wrong);
    assert_eq!((verdict.allowed, verdict.policies.len()), (false, 0));
}

#[test]
fn denials_say_what_and_where() {
    let resource = Resource::at(Action::CaseView.resource(), Desk::Finance);
    let denied = Policies::shipped().check(&person(Vec::new()), Action::CaseView, &resource).unwrap_err();
    assert_eq!(
        denied.to_string(),
        "case.view is not allowed to this account at the finance desk; ask an administrator which role gives it"
    );
}

#[test]
fn policies_that_do_not_fit_are_refused() {
    for (text, fault) in [
        ("permit (principal, action, resource", "cannot be read"),
        ("permit (principal, action, resource);", "needs an @id"),
        ("@id(\"a\") permit (principal, action == Action::\"alert.delete\", resource);", "do not fit"),
        (
            "@id(\"a\") permit (principal is Person, action, resource) when { principal.posts.king };",
            "do not fit",
        ),
        (
            "@id(\"a\") permit (principal, action, resource); @id(\"a\") permit (principal, action, resource);",
            "cannot be read",
        ),
    ] {
        let error = Policies::parse(text).err().expect(text).to_string();
        assert!(error.contains(fault), "{text}: {error}");
    }
}

#[test]
fn the_schema_knows_every_action_and_no_other() {
    let named: BTreeSet<&str> = Policies::SCHEMA
        .lines()
        .filter(|line| line.starts_with("action \""))
        .flat_map(|line| line.split(" in ").next().unwrap().split('"').skip(1).step_by(2))
        .filter(|name| name.contains('.'))
        .collect();
    let known: BTreeSet<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
    assert_eq!(named, known);
    for action in Action::ALL {
        assert_eq!(Action::parse(action.as_str()), Some(*action));
        assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
    }
}
