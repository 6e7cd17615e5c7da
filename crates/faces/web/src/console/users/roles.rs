//! What each role may do, read out of the policies themselves, and who holds which role where.

use super::keys::action_in_words;
use super::{Tab, tabs};
use crate::console::errors::Failure;
use crate::console::frame::{Frame, Place, page};
use crate::console::name::Shown;
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::Desk;
use node::identity::{Action, Desks, Role, User};
use node::permissions::{self, Reach};

/// An action, and how far each role goes with it.
struct ActionRow {
    name: &'static str,
    label: String,
    cells: Vec<Cell>,
}

/// How far a role goes.
struct Cell {
    mark: &'static str,
    said: String,
    role: String,
}

/// Who holds a role at each place.
struct HolderRow {
    role: String,
    places: Vec<Vec<Shown>>,
}

#[derive(Template)]
#[template(path = "roles.html")]
struct RolesPage {
    f: Frame,
    title: String,
    tabs: Vec<Tab>,
    roles: Vec<String>,
    actions: Vec<ActionRow>,
    places: Vec<String>,
    holders: Vec<HolderRow>,
}

/// The page of roles.
pub async fn roles(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    let sees_users = permissions::may(visitor.actor(), Action::UserView, None);
    let f = Frame::of(&visitor, if sees_users { Place::Users } else { Place::Settings });
    let w = &f.words;
    let users = if sees_users { app.node.users().await? } else { Vec::new() };
    let desk = |desk: Desk| w.say(&format!("desk-{}", desk.as_str()));
    let page_of = RolesPage {
        title: w.say("console-roles"),
        tabs: tabs(&visitor, w, "/roles"),
        roles: Role::ALL.map(|role| name(role, w)).into(),
        actions: Action::ALL.iter().map(|action| row(*action, w)).collect(),
        places: std::iter::once(w.say("console-whole-node")).chain(Desk::ALL.map(desk)).collect(),
        holders: holders(&users, w),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

fn name(role: Role, words: &Words) -> String {
    words.say(&format!("role-{}", role.as_str()))
}

fn row(action: Action, words: &Words) -> ActionRow {
    let cells = Role::ALL.map(|role| {
        let (mark, key) = match permissions::reach(role, action) {
            Reach::Never => ("", "console-reach-never"),
            Reach::Own => ("own", "console-reach-own"),
            Reach::Others => ("others", "console-reach-others"),
            Reach::Whole => ("whole", "console-reach-whole"),
        };
        Cell { mark, said: words.say(key), role: name(role, words) }
    });
    ActionRow { name: action.as_str(), label: action_in_words(action, words), cells: cells.into() }
}

fn holders(users: &[User], words: &Words) -> Vec<HolderRow> {
    let open: Vec<&User> = users.iter().filter(|user| user.is_open(words.now())).collect();
    let at = |role: Role, place: Option<Desk>| -> Vec<Shown> {
        let holds = |user: &&&User| {
            user.grants.iter().filter(|grant| grant.role == role).any(|grant| match (&grant.desks, place) {
                (Desks::All, None) => true,
                (Desks::Only(desks), Some(desk)) => desks.contains(&desk),
                _ => false,
            })
        };
        open.iter().filter(holds).map(|user| Shown::new(&user.name, words)).collect()
    };
    let row = |role: Role| HolderRow {
        role: name(role, words),
        places: std::iter::once(None).chain(Desk::ALL.map(Some)).map(|place| at(role, place)).collect(),
    };
    match users.is_empty() {
        true => Vec::new(),
        false => Role::ALL.map(row).into(),
    }
}
