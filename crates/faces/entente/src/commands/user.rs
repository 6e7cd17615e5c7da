//! `user`: the accounts of this node, kept at the terminal.

use crate::cli::{Home, ShowFormat, UserCommand};
use crate::commands::output;
use crate::exit::Exit;
use crate::folder;
use crate::table;
use model::{Desk, LegalBasis};
use node::identity::{Desks, Grant, NewUser, Role, User};
use serde_json::{Value, json};
use std::str::FromStr;

/// Where the service is reached unless it is told otherwise.
const DEFAULT_ADDRESS: &str = "http://127.0.0.1:8080";

/// `user …`.
pub async fn user(command: UserCommand, data: Home) -> anyhow::Result<Exit> {
    let node = folder::open(data).await?;
    match command {
        UserCommand::Add { login, name, roles, basis } => {
            let grants = roles.into_iter().map(|RoleAt(grant)| grant).collect();
            let new = NewUser { login, name, grants, legal_basis: LegalBasis(basis) };
            let user = node.add_user(new).await?;
            output::print_line(&format!("account {} made: {}", user.login, grants_in_words(&user)))?;
        }
        UserCommand::Link { login, authenticator } => {
            let made = node.link_at_terminal(&login, authenticator).await?;
            // The link alone on the output, so that a script can take it; what to know of it beside.
            let until = made.until.strftime("%Y-%m-%d %H:%M UTC");
            eprintln!("good once, until {until}; give it to {} and to nobody else", made.user.name);
            let public = node.access_settings().public_url.as_ref();
            let base = public.map_or_else(|| DEFAULT_ADDRESS.to_owned(), ToString::to_string);
            output::print_line(&made.address(&base))?;
        }
        UserCommand::Close { login } => {
            let user = node.close_user(&login).await?;
            output::print_line(&format!(
                "account {} closed; its sessions, links and keys are good no longer",
                user.login
            ))?;
        }
        UserCommand::List { format } => show(&node.users().await?, format)?,
    }
    node.close().await;
    Ok(Exit::Done)
}

fn show(users: &[User], format: ShowFormat) -> anyhow::Result<()> {
    if format == ShowFormat::Json {
        let users: Vec<Value> = users.iter().map(user_json).collect();
        return Ok(output::print_line(&serde_json::to_string_pretty(&users)?)?);
    }
    if users.is_empty() {
        return Ok(output::print_line("no accounts yet; make one with `entente user add`")?);
    }
    let rows: Vec<Vec<String>> = users
        .iter()
        .map(|user| {
            let state = if user.closed_at.is_some() { "closed" } else { "open" };
            let made = user.created_at.strftime("%Y-%m-%d").to_string();
            vec![user.login.clone(), user.name.clone(), grants_in_words(user), state.to_owned(), made]
        })
        .collect();
    Ok(output::print(&table::small(&["login", "name", "roles", "state", "made"], &rows))?)
}

fn user_json(user: &User) -> Value {
    json!({
        "id": user.id,
        "login": user.login,
        "name": user.name,
        "grants": user.grants,
        "created_at": user.created_at,
        "closed_at": user.closed_at,
    })
}

fn grants_in_words(user: &User) -> String {
    let words = |grant: &Grant| match &grant.desks {
        Desks::All => grant.role.as_str().to_owned(),
        Desks::Only(desks) => {
            let desks: Vec<&str> = desks.iter().map(|desk| desk.as_str()).collect();
            format!("{}@{}", grant.role.as_str(), desks.join("+"))
        }
    };
    user.grants.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// A role as it is written on the command line: `analyst`, or `analyst@finance+travel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAt(Grant);

impl FromStr for RoleAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (role, desks) = match text.split_once('@') {
            Some((role, desks)) => (role, Some(desks)),
            None => (text, None),
        };
        let role = Role::parse(role).ok_or_else(|| {
            let all: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
            format!("there is no role {role:?}; there are {}", all.join(", "))
        })?;
        let Some(desks) = desks else { return Ok(Self(Grant::everywhere(role))) };
        let desks: Result<Vec<Desk>, String> = desks.split('+').map(desk).collect();
        Ok(Self(Grant::at(role, desks?)))
    }
}

/// A desk by its short name.
pub fn desk(text: &str) -> Result<Desk, String> {
    Desk::parse(text).ok_or_else(|| {
        let all = Desk::ALL.map(Desk::as_str);
        format!("there is no desk {text:?}; there are {}", all.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_with_their_desks() {
        #[track_caller]
        fn check(text: &str, expected: Option<Grant>) {
            assert_eq!(text.parse::<RoleAt>().ok().map(|role| role.0), expected, "{text}");
        }
        check("analyst", Some(Grant::everywhere(Role::Analyst)));
        check("officer@travel", Some(Grant::at(Role::Officer, [Desk::Travel])));
        check("auditor@finance+travel", Some(Grant::at(Role::Auditor, [Desk::Finance, Desk::Travel])));
        check("analyst@", None);
        check("king", None);
        check("analyst@moon", None);
    }
}
