//! `key`: API keys for programs, made at the terminal for a person who answers for them.

use crate::cli::{Home, KeyCommand, ShowFormat};
use crate::clock::SystemClock;
use crate::commands::output;
use crate::exit::Exit;
use crate::folder;
use crate::table;
use model::{Clock, LegalBasis};
use node::Node;
use node::identity::{Action, ApiKey, NewKey, Scopes};
use serde_json::{Value, json};

/// `key …`.
pub async fn key(command: KeyCommand, data: Home) -> anyhow::Result<Exit> {
    let node = folder::open(data).await?;
    match command {
        KeyCommand::Make(order) => {
            let scopes = match order.scopes.is_empty() {
                true => Scopes::Only([Action::ScreeningRun, Action::ListView].into()),
                false => Scopes::Only(order.scopes.into_iter().collect()),
            };
            let new = NewKey {
                name: order.name,
                desk: order.desk,
                purpose: order.purpose,
                legal_basis: LegalBasis(order.basis),
                scopes,
                until: order.until,
            };
            let made = node.make_key(&order.owner, new).await?;
            // The key alone on the output, so that a script can take it; what to know of it beside.
            eprintln!(
                "this key is shown once and good until {}; keep it where only its program reads",
                order.until
            );
            output::print_line(&made.secret)?;
        }
        KeyCommand::Revoke { id } => {
            let key = node.revoke_key(id).await?;
            output::print_line(&format!("key {} ({}) revoked", key.id, key.name))?;
        }
        KeyCommand::List { format } => list(&node, format).await?,
    }
    node.close().await;
    Ok(Exit::Done)
}

async fn list(node: &Node, format: ShowFormat) -> anyhow::Result<()> {
    let keys = node.keys().await?;
    if format == ShowFormat::Json {
        let keys: Vec<Value> = keys.iter().map(|(key, owner)| key_json(key, owner)).collect();
        return Ok(output::print_line(&serde_json::to_string_pretty(&keys)?)?);
    }
    if keys.is_empty() {
        return Ok(output::print_line("no keys yet; make one with `entente key make`")?);
    }
    let rows: Vec<Vec<String>> = keys
        .iter()
        .map(|(key, owner)| {
            let until = key.envelope.expires_on.map_or_else(|| "—".to_owned(), |last| last.to_string());
            let desk = key.desk.as_str().to_owned();
            vec![
                key.id.to_string(),
                key.name.clone(),
                owner.clone(),
                desk,
                scopes(key),
                until,
                state(key).to_owned(),
            ]
        })
        .collect();
    Ok(output::print(&table::small(&["id", "name", "owner", "desk", "good for", "until", "state"], &rows))?)
}

/// How a key stands. One that was replaced is good a while longer.
fn state(key: &ApiKey) -> &'static str {
    match (key.stands(SystemClock.now()), key.revoked_at) {
        (true, None) => "good",
        (true, Some(_)) => "replaced",
        (false, Some(_)) => "revoked",
        (false, None) => "expired",
    }
}

fn scopes(key: &ApiKey) -> String {
    match &key.scopes {
        Scopes::All => "all its owner may".to_owned(),
        Scopes::Only(actions) => actions.iter().map(|action| action.as_str()).collect::<Vec<_>>().join(", "),
    }
}

fn key_json(key: &ApiKey, owner: &str) -> Value {
    json!({
        "id": key.id,
        "name": key.name,
        "owner": owner,
        "desk": key.desk,
        "purpose": key.purpose,
        "legal_basis": key.envelope.legal_basis,
        "scopes": key.scopes,
        "until": key.envelope.expires_on,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
    })
}

/// An action by its dotted name.
pub fn action(text: &str) -> Result<Action, String> {
    Action::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
        format!("there is no action {text:?}; there are {}", all.join(", "))
    })
}
