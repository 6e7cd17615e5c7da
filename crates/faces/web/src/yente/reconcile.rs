//! `/reconcile/{dataset}`: the reconciliation API 0.2 that OpenRefine speaks.

use super::filters::Filter;
use super::options::{MatchOptions, Pairs};
use super::search;
use crate::http::body::whole;
use crate::http::detail::Detail;
use crate::state::{App, Shared};
use axum::Json;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, header};
use model::Schema;
use node::ScreenOptions;
use node::serving::{Card, Generation, Priority, scaled, subject_from_json, threshold_of};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use url::form_urlencoded;

/// Most queries of one request.
const MOST_QUERIES: usize = 1000;
/// Reconciliation shows candidates that a person chooses from: from this scaled score on.
const SHOWN_FROM: f64 = 0.5;

/// Properties that OpenRefine may send, with words for people.
const PROPERTIES: [(&str, &str); 12] = [
    ("name", "Name"),
    ("alias", "Other name"),
    ("birthDate", "Date of birth"),
    ("birthPlace", "Place of birth"),
    ("nationality", "Nationality"),
    ("country", "Country"),
    ("gender", "Gender"),
    ("idNumber", "ID number"),
    ("passportNumber", "Passport number"),
    ("registrationNumber", "Registration number"),
    ("imoNumber", "IMO number"),
    ("address", "Address"),
];

/// What the service is, for OpenRefine.
#[utoipa::path(get, path = "/reconcile/{dataset}", tag = "yente",
    params(("dataset" = String, Path, description = "A list, a data set within lists, or `default` for all")),
    responses((status = 200, description = "Service manifest", body = Value), (status = 404, body = Detail),
        (status = 503, body = Detail)))]
pub async fn manifest(
    State(app): State<Shared>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Detail> {
    let generation = app.generation()?;
    let pairs = Pairs::of(query.as_deref());
    MatchOptions::read(&dataset, &pairs).and_then(|options| Filter::new(options.wanted, &generation))?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let base = format!("//{host}/reconcile/{dataset}");
    let suggest = |what: &str| json!({"service_url": base, "service_path": format!("/suggest/{what}")});
    Ok(Json(json!({
        "versions": ["0.2"],
        "name": format!("Entente ({dataset})"),
        "identifierSpace": "https://followthemoney.tech/ns#id",
        "schemaSpace": "https://followthemoney.tech/ns#schema",
        "view": {"url": format!("//{host}/entities/{{{{id}}}}")},
        "batchSize": 50,
        "suggest": {"entity": suggest("entity"), "type": suggest("type"), "property": suggest("property")},
        "defaultTypes": Schema::ALL.map(kind),
    })))
}

/// Reconcile a batch.
#[utoipa::path(post, path = "/reconcile/{dataset}", tag = "yente",
    params(
        ("dataset" = String, Path, description = "A list, a data set within lists, or `default` for all"),
        ("algorithm" = Option<String>, Query, description = "`best`, `ofac`, or a name of yente's"),
        ("changed_since" = Option<String>, Query, description = "Only entries changed on this day or later"),
    ),
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "`queries` or `extend`, each JSON"),
    responses((status = 200, description = "`{key: {result: [{id, name, type, score, match}]}}`", body = Value),
        (status = 400, body = Detail), (status = 404, body = Detail), (status = 413, body = Detail),
        (status = 422, body = Detail), (status = 503, body = Detail)))]
pub async fn queries(
    State(app): State<Shared>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Json<Value>, Detail> {
    let body = whole(request).await?;
    let fields: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let generation = app.generation()?;
    if let Some(extend) = fields.get("extend").filter(|text| !text.trim().is_empty()) {
        return Ok(Json(extended(&generation, extend)?));
    }
    let options = MatchOptions::read(&dataset, &Pairs::of(query.as_deref()))?;
    let wrong = |error: serde_json::Error| Detail::bad(format!("queries cannot be read: {error}"));
    let queries = fields.get("queries").map_or("{}", String::as_str);
    let queries: BTreeMap<String, ReconQuery> = serde_json::from_str(queries).map_err(wrong)?;
    if queries.len() > MOST_QUERIES {
        return Err(Detail::bad(format!("Too many queries in one batch (limit: {MOST_QUERIES})")));
    }
    Ok(Json(reconciled(&app, &generation, &options, queries).await?))
}

/// One query of OpenRefine.
#[derive(Deserialize)]
struct ReconQuery {
    #[serde(default)]
    query: Option<String>,
    #[serde(default, rename = "type")]
    kind: Option<OneOrMany>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    properties: Vec<ReconProperty>,
}

#[derive(Deserialize)]
struct ReconProperty {
    pid: String,
    v: Value,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl ReconQuery {
    fn example(&self) -> Value {
        let schema = match &self.kind {
            Some(OneOrMany::One(name)) => Some(name),
            Some(OneOrMany::Many(names)) => names.first(),
            None => None,
        };
        let schema = schema.and_then(|name| Schema::parse(name)).unwrap_or(Schema::Thing);
        let mut properties: Map<String, Value> = Map::new();
        let named = self.query.iter().map(|name| ("name", Value::String(name.clone())));
        let own = self.properties.iter().map(|property| (local(&property.pid), property.v.clone()));
        for (name, value) in named.chain(own) {
            let values = match value {
                Value::Array(values) => values,
                Value::Object(object) => {
                    object.get("id").or(object.get("name")).cloned().into_iter().collect()
                }
                one => vec![one],
            };
            if let Value::Array(all) = properties.entry(name).or_insert_with(|| json!([])) {
                all.extend(values);
            }
        }
        json!({"schema": schema.as_str(), "properties": properties})
    }
}

/// The property of a qualified name: `birthDate` of `Person:birthDate`.
fn local(property: &str) -> &str {
    property.rsplit(':').next().unwrap_or(property)
}

async fn reconciled(
    app: &App,
    generation: &Arc<Generation>,
    options: &MatchOptions,
    queries: BTreeMap<String, ReconQuery>,
) -> Result<Value, Detail> {
    let filter = Filter::new(options.wanted.clone(), generation)?;
    let mut work = Vec::new();
    let mut limits = Vec::new();
    for (key, query) in &queries {
        let wrong = |error: node::NodeError| Detail::bad(format!("query {key:?}: {error}"));
        let (subject, _) = subject_from_json(key, &query.example()).map_err(wrong)?;
        let limit = query.limit.unwrap_or(5).clamp(1, super::options::MOST_RESULTS);
        let screen = ScreenOptions {
            min_score: Some(threshold_of(options.scoring, SHOWN_FROM)),
            top: if filter.looks_at_entries() { limit * 4 + 20 } else { limit },
            lists: filter.lists.clone(),
            explain: false,
            scoring: options.scoring,
            ..ScreenOptions::on(app.clock.today())
        };
        work.push((subject, Arc::new(screen)));
        limits.push(limit);
    }
    let screened = app.service.screen(generation, work, Priority::Interactive).await?;
    let mut answers = Map::new();
    for ((subject, matches), limit) in screened.into_iter().zip(limits) {
        let results: Vec<Value> = matches
            .iter()
            .filter_map(|found| {
                let card = generation.cards().entry(&found.list, &found.entry.0)?;
                let score = scaled(options.scoring, found.score);
                filter.takes(&card).then(|| candidate(&card, score, options.threshold))
            })
            .take(limit)
            .collect();
        answers.insert(subject.id, json!({"result": results}));
    }
    Ok(Value::Object(answers))
}

fn candidate(card: &Card<'_>, score: f64, threshold: f64) -> Value {
    let mut candidate = suggestion(card);
    candidate["score"] = ((score * 1e4).round() / 1e2).into();
    candidate["match"] = (score >= threshold).into();
    candidate
}

fn suggestion(card: &Card<'_>) -> Value {
    let facts = card.facts();
    let schema = Schema::parse(&facts.schema).unwrap_or(Schema::Thing);
    json!({
        "id": card.id(),
        "name": card.json()["caption"],
        "description": facts.datasets.join(", "),
        "type": [kind(schema)],
        "notable": [kind(schema)],
    })
}

fn kind(schema: Schema) -> Value {
    json!({"id": schema.as_str(), "name": schema.as_str()})
}

/// A request to fill columns from entries.
#[derive(Deserialize)]
struct Extend {
    ids: Vec<String>,
    properties: Vec<ExtendProperty>,
}

#[derive(Deserialize)]
struct ExtendProperty {
    id: String,
}

fn extended(generation: &Generation, text: &str) -> Result<Value, Detail> {
    let wrong = |error: serde_json::Error| Detail::bad(format!("extend cannot be read: {error}"));
    let request: Extend = serde_json::from_str(text).map_err(wrong)?;
    if request.ids.len() > MOST_QUERIES {
        return Err(Detail::bad(format!("Too many ids in one batch (limit: {MOST_QUERIES})")));
    }
    let mut rows = Map::new();
    for id in &request.ids {
        let entity = generation.cards().with_id(id).next().map(|card| card.json()).unwrap_or_default();
        let mut row = Map::new();
        for property in &request.properties {
            let values = entity["properties"][local(&property.id)].as_array().cloned().unwrap_or_default();
            let values: Vec<Value> = values.into_iter().map(|value| json!({"str": value})).collect();
            row.insert(property.id.clone(), values.into());
        }
        rows.insert(id.clone(), Value::Object(row));
    }
    let meta: Vec<Value> = request
        .properties
        .iter()
        .map(|property| json!({"id": property.id, "name": words(local(&property.id))}))
        .collect();
    Ok(json!({"meta": meta, "rows": rows}))
}

fn words(property: &str) -> &str {
    PROPERTIES.iter().find(|(id, _)| *id == property).map_or(property, |(_, words)| words)
}

/// Entries whose name is like a text.
#[utoipa::path(get, path = "/reconcile/{dataset}/suggest/entity", tag = "yente",
    params(("dataset" = String, Path, description = "A list, or `default` for all"),
        ("prefix" = Option<String>, Query, description = "The text"),
        ("limit" = Option<u32>, Query, description = "Results, at most 500; by default 10")),
    responses((status = 200, body = Value), (status = 404, body = Detail), (status = 422, body = Detail),
        (status = 503, body = Detail)))]
pub async fn suggest_entity(
    State(app): State<Shared>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Detail> {
    let pairs = Pairs::of(query.as_deref());
    let generation = app.generation()?;
    let request = search::Request::read(&dataset, &pairs, &generation)?;
    let cards = search::find(&app, &generation, &request).await?;
    let results: Vec<Value> = request.page(&cards).iter().map(suggestion).collect();
    Ok(Json(json!({"prefix": pairs.text("prefix").unwrap_or_default(), "result": results})))
}

/// Schemata whose name begins like a text.
#[utoipa::path(get, path = "/reconcile/{dataset}/suggest/type", tag = "yente",
    params(("dataset" = String, Path, description = "A list, or `default` for all"),
        ("prefix" = Option<String>, Query, description = "The text")),
    responses((status = 200, body = Value)))]
pub async fn suggest_type(Path(_dataset): Path<String>, RawQuery(query): RawQuery) -> Json<Value> {
    let pairs = Pairs::of(query.as_deref());
    let prefix = pairs.text("prefix").unwrap_or_default().to_lowercase();
    let fits = |schema: &Schema| schema.as_str().to_lowercase().starts_with(&prefix);
    let results: Vec<Value> = Schema::ALL.into_iter().filter(fits).map(kind).collect();
    Json(json!({"prefix": prefix, "result": results}))
}

/// Properties whose name begins like a text.
#[utoipa::path(get, path = "/reconcile/{dataset}/suggest/property", tag = "yente",
    params(("dataset" = String, Path, description = "A list, or `default` for all"),
        ("prefix" = Option<String>, Query, description = "The text")),
    responses((status = 200, body = Value)))]
pub async fn suggest_property(Path(_dataset): Path<String>, RawQuery(query): RawQuery) -> Json<Value> {
    let pairs = Pairs::of(query.as_deref());
    let prefix = pairs.text("prefix").unwrap_or_default().to_lowercase();
    let fits = |(id, words): &&(&str, &str)| {
        id.to_lowercase().starts_with(&prefix) || words.to_lowercase().contains(&prefix)
    };
    let results: Vec<Value> =
        PROPERTIES.iter().filter(fits).map(|(id, words)| json!({"id": id, "name": words})).collect();
    Json(json!({"prefix": prefix, "result": results}))
}
