//! `/catalog` and `/algorithms`: what there is to match against, and how.

use super::options::ALGORITHMS;
use crate::http::detail::Detail;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use node::{ListState, ListStatus, Scoring};
use serde_json::{Value, json};

/// The lists of this node, as data sets.
#[utoipa::path(get, path = "/catalog", tag = "yente",
    responses((status = 200, description = "`{datasets, current, outdated, index_stale}`", body = Value),
        (status = 500, body = Detail)))]
pub async fn catalog(State(app): State<Shared>) -> Result<Json<Value>, Detail> {
    let lists = app.node.status().await?;
    let served = app.service.current();
    let served_version = |list: &ListStatus| {
        let lists = served.as_ref()?.index().lists().iter();
        lists.into_iter().find(|served| served.id == list.id).map(|served| served.version.clone())
    };
    let mut datasets = Vec::new();
    let (mut current, mut outdated, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for list in lists.iter().filter(|list| list.state != ListState::Removed) {
        let version = list.current.as_ref().map(|version| version.hash.clone());
        let served = served_version(list);
        let is_current = version.is_some() && served == version;
        match is_current {
            true => current.push(list.id.0.clone()),
            false => outdated.push(list.id.0.clone()),
        }
        names.push(list.id.0.clone());
        datasets.push(dataset(list, version.as_deref(), served.as_deref(), is_current));
    }
    // Data sets that entries name beside their lists.
    let within = served.as_ref().map(|served| served.cards().datasets().clone()).unwrap_or_default();
    for (name, count) in within.iter().filter(|(name, _)| !names.contains(name)) {
        datasets.push(json!({
            "name": name, "title": name, "load": true, "children": [], "entity_count": count,
            "version": "", "index_current": true,
        }));
    }
    datasets.push(json!({
        "name": "default", "title": "All lists of this node", "load": true, "children": names,
        "version": served.as_ref().map(|served| served.hash().to_owned()).unwrap_or_default(),
        "index_version": served.as_ref().map(|served| served.hash().to_owned()),
        "index_current": outdated.is_empty(),
    }));
    let stale = !outdated.is_empty();
    Ok(Json(json!({"datasets": datasets, "current": current, "outdated": outdated, "index_stale": stale})))
}

fn dataset(list: &ListStatus, version: Option<&str>, served: Option<&str>, is_current: bool) -> Value {
    let generated = list.current.as_ref().and_then(|version| version.generated_on);
    json!({
        "name": list.id,
        "title": list.title,
        "load": true,
        "version": version.unwrap_or_default(),
        "index_version": served,
        "index_current": is_current,
        "children": [],
        "entity_count": list.current.as_ref().map(|version| version.entries),
        "updated_at": generated.map(|date| date.to_string()),
        "publisher": {"name": list.authority},
        "state": list.state.as_str(),
        "age_days": list.age_days,
        "legal_basis": list.legal_basis,
        "marking": list.marking,
    })
}

/// Ways of scoring, under the names that clients use.
#[utoipa::path(get, path = "/algorithms", tag = "yente",
    responses((status = 200, description = "`{algorithms, default, best}`", body = Value)))]
pub async fn algorithms() -> Json<Value> {
    let evidence = node::explain::features();
    let algorithms: Vec<Value> = ALGORITHMS
        .iter()
        .map(|(name, scoring, foreign)| {
            let (ours, features) = match scoring {
                Scoring::Evidence => {
                    ("evidence: log-odds from names and from what corroborates them", &evidence[..])
                }
                Scoring::Ofac => ("ofac: names alone, in the manner of OFAC's search", &[][..]),
            };
            let description = match foreign {
                true => format!("accepted for clients of yente; here it is {ours}"),
                false => ours.to_owned(),
            };
            let features: serde_json::Map<String, Value> = features
                .iter()
                .map(|name| {
                    ((*name).to_owned(), json!({"description": name.replace('-', " "), "coefficient": 1.0}))
                })
                .collect();
            json!({"name": name, "description": description, "features": features, "docs": {}})
        })
        .collect();
    Json(json!({"algorithms": algorithms, "default": "evidence", "best": "evidence"}))
}
