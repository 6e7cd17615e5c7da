//! `POST /match/{dataset}`: several named queries by example.

use super::filters::Filter;
use super::options::{MatchOptions, Pairs, operating_point};
use super::write;
use crate::http::body::JsonBytes;
use crate::http::detail::Detail;
use crate::state::{App, Shared};
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::{Schema, Subject};
use node::serving::{Generation, Priority, scaled, subject_from_json, threshold_of};
use node::{Match, ScreenOptions};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most queries of one request. yente takes 100; long inputs go to `/api/v1/screenings`.
const MOST_QUERIES: usize = 1000;

/// Settings of yente's scorers, accepted and of no effect here; the answer says so.
const FOREIGN_CONFIG: &str = "nm_";

/// The body of a request.
#[derive(Deserialize, utoipa::ToSchema)]
struct Body {
    /// Queries by the client's own keys: `{"schema", "properties": {"name": [..], "birthDate": [..], ..}}`. A query
    /// may carry its own `options`: `limit`, `threshold`, `exclude_entity_ids` and others, which replace those of
    /// the address.
    #[serde(default)]
    queries: BTreeMap<String, Option<Value>>,
    /// Weights of yente's features: accepted, of no effect, named in `ignored`.
    #[serde(default)]
    weights: Map<String, Value>,
    /// `operating_point`: `strict`, `standard` or `wide` in place of a threshold. `explain`: `false` leaves the
    /// explanations out.
    #[serde(default)]
    config: Map<String, Value>,
}

/// One query, ready.
struct Query {
    key: String,
    echo: Value,
    subject: Subject,
    options: MatchOptions,
    filter: Arc<Filter>,
    screen: Arc<ScreenOptions>,
}

/// Match subjects against the lists of a dataset.
///
/// Scores lie between 0 and 1: .70 is the operating point `standard`, .50 `wide`, .80 `strict`; between and beyond
/// them the scaled score's log-odds follow the engine's in straight lines, so that the order stays. `raw_score` has
/// the engine's own.
#[utoipa::path(post, path = "/match/{dataset}", tag = "yente", request_body = Body,
    params(
        ("dataset" = String, Path, description = "A list, a data set within lists, or `default` for all"),
        ("limit" = Option<u32>, Query, description = "Results for one query, at most 500; by default 5"),
        ("threshold" = Option<f64>, Query, description = "Results from this score on are matches; by default .70"),
        ("cutoff" = Option<f64>, Query, description = "Results below this score are left out; by default the threshold"),
        ("algorithm" = Option<String>, Query, description = "`best`, `ofac`, or a name of yente's"),
        ("include_dataset" = Option<Vec<String>>, Query, description = "Only entries of these data sets"),
        ("exclude_dataset" = Option<Vec<String>>, Query, description = "No entries of these data sets"),
        ("exclude_schema" = Option<Vec<String>>, Query, description = "No entries of these schemata"),
        ("topics" = Option<Vec<String>>, Query, description = "Only entries with any of these topics"),
        ("changed_since" = Option<String>, Query, description = "Only entries changed on this day or later"),
        ("exclude_entity_ids" = Option<Vec<String>>, Query, description = "Not these entries; former ids count"),
    ),
    responses(
        (status = 200, description = "`{responses: {key: {status, results, total, query}}, limit}`", body = Value),
        (status = 400, body = Detail), (status = 404, body = Detail), (status = 413, body = Detail),
        (status = 415, body = Detail), (status = 422, body = Detail), (status = 503, body = Detail),
    ))]
pub async fn match_queries(
    State(app): State<Shared>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    JsonBytes(body): JsonBytes,
) -> Result<Response, Detail> {
    let pairs = Pairs::of(query.as_deref());
    let generation = app.generation()?;
    let body: Body = serde_json::from_slice(&body).map_err(|error| {
        Detail::new(axum::http::StatusCode::UNPROCESSABLE_ENTITY, format!("the body is not a query: {error}"))
    })?;
    let shared = MatchOptions::read(&dataset, &pairs)?;
    let config = Config::read(&body.config)?;
    let ignored = ignored(&body);
    let queries = prepare(&app, &generation, body.queries, &shared, &config, &dataset)?;
    let screened = screen(&app, &generation, &queries).await?;
    Ok(answer(&generation, &queries, &screened, shared.limit, &ignored))
}

/// Settings that the body makes for all queries.
struct Config {
    point: Option<node::OperatingPoint>,
    explain: bool,
}

impl Config {
    fn read(config: &Map<String, Value>) -> Result<Self, Detail> {
        let mut read = Self { point: None, explain: true };
        for (key, value) in config {
            match (key.as_str(), value) {
                ("operating_point", Value::String(name)) => read.point = Some(operating_point(name)?),
                ("explain", Value::Bool(explain)) => read.explain = *explain,
                (foreign, _) if foreign.starts_with(FOREIGN_CONFIG) => {}
                (unknown, _) => {
                    return Err(Detail::bad(format!(
                        "Invalid configuration parameter: {unknown}; use operating_point and explain"
                    )));
                }
            }
        }
        Ok(read)
    }
}

/// What the body says that has no effect here.
fn ignored(body: &Body) -> Vec<String> {
    let weights = body.weights.keys().map(|key| format!("weights.{key}"));
    let config = body.config.keys().filter(|key| key.starts_with(FOREIGN_CONFIG));
    weights.chain(config.map(|key| format!("config.{key}"))).collect()
}

fn prepare(
    app: &App,
    generation: &Generation,
    queries: BTreeMap<String, Option<Value>>,
    shared: &MatchOptions,
    config: &Config,
    dataset: &str,
) -> Result<Vec<Query>, Detail> {
    if queries.len() > MOST_QUERIES {
        return Err(Detail::bad(format!(
            "Too many queries in one batch (limit: {MOST_QUERIES}); send long inputs to /api/v1/screenings"
        )));
    }
    let shared_filter = Arc::new(Filter::new(shared.wanted.clone(), generation)?);
    let shared_screen = Arc::new(screen_options(app, shared, config, &shared_filter));
    let mut prepared = Vec::with_capacity(queries.len());
    for (key, query) in queries {
        let Some(echo) = query else { continue };
        let subject = subject(&key, &echo)?;
        let (options, filter, screen) = match echo.get("options") {
            None => (shared.clone(), Arc::clone(&shared_filter), Arc::clone(&shared_screen)),
            Some(own) => {
                let options = own_options(own, shared, dataset)?;
                let filter = Arc::new(Filter::new(options.wanted.clone(), generation)?);
                let screen = Arc::new(screen_options(app, &options, config, &filter));
                (options, filter, screen)
            }
        };
        prepared.push(Query { key, echo, subject, options, filter, screen });
    }
    match prepared.is_empty() {
        true => Err(Detail::bad("No queries provided.")),
        false => Ok(prepared),
    }
}

fn subject(key: &str, query: &Value) -> Result<Subject, Detail> {
    let wrong = |what: String| Detail::bad(format!("Cannot parse example entity {key:?}: {what}"));
    match query.get("schema") {
        Some(Value::String(name)) if known_schema(name) => {}
        Some(name) => return Err(wrong(format!("invalid schema {name}"))),
        None => return Err(wrong("it has no schema".into())),
    }
    let id = query.get("id").and_then(Value::as_str).unwrap_or(key);
    let (subject, _) = subject_from_json(id, query).map_err(|error| wrong(error.to_string()))?;
    Ok(subject)
}

/// Schemata that subjects may have: those that lists use, and kinds of these.
fn known_schema(name: &str) -> bool {
    Schema::parse(name).is_some() || matches!(name, "Organisation" | "Bank" | "Vehicle" | "Asset")
}

/// The options of one query: those of the address, where it does not say otherwise. They are written as in the
/// address, lists as lists.
fn own_options(own: &Value, shared: &MatchOptions, dataset: &str) -> Result<MatchOptions, Detail> {
    let Value::Object(own) = own else { return Err(Detail::bad("options of a query must be an object")) };
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in own {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in values {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            address.append_pair(name, &text);
        }
    }
    let pairs = Pairs::of(Some(&address.finish()));
    let read = MatchOptions::read(dataset, &pairs)?;
    let has = |name: &str| own.contains_key(name);
    let threshold = if has("threshold") { read.threshold } else { shared.threshold };
    let (own_wanted, wanted) = (read.wanted, shared.wanted.clone());
    let list = |name: &str, own: Vec<String>, shared: Vec<String>| if has(name) { own } else { shared };
    Ok(MatchOptions {
        limit: if has("limit") { read.limit } else { shared.limit },
        threshold,
        cutoff: if has("cutoff") || has("threshold") { read.cutoff.min(threshold) } else { shared.cutoff },
        scoring: if has("algorithm") { read.scoring } else { shared.scoring },
        wanted: super::options::Wanted {
            scope: wanted.scope,
            include_dataset: list("include_dataset", own_wanted.include_dataset, wanted.include_dataset),
            exclude_dataset: list("exclude_dataset", own_wanted.exclude_dataset, wanted.exclude_dataset),
            exclude_schema: list("exclude_schema", own_wanted.exclude_schema, wanted.exclude_schema),
            topics: list("topics", own_wanted.topics, wanted.topics),
            changed_since: if has("changed_since") { own_wanted.changed_since } else { wanted.changed_since },
            exclude_entity_ids: list(
                "exclude_entity_ids",
                own_wanted.exclude_entity_ids,
                wanted.exclude_entity_ids,
            ),
        },
    })
}

fn screen_options(app: &App, options: &MatchOptions, config: &Config, filter: &Filter) -> ScreenOptions {
    let today = app.clock.today();
    ScreenOptions {
        operating_point: config.point.unwrap_or_default(),
        min_score: match config.point {
            Some(_) => None,
            None => Some(threshold_of(options.scoring, options.cutoff)),
        },
        top: first_top(options.limit, filter),
        lists: filter.lists.clone(),
        explain: config.explain,
        scoring: options.scoring,
        ..ScreenOptions::on(today)
    }
}

/// So many matches are asked for at first. Where entries are left out afterwards, more are needed.
fn first_top(limit: usize, filter: &Filter) -> usize {
    match filter.looks_at_entries() {
        true => limit * 2 + 10,
        false => limit,
    }
}

/// Screens all queries; where too many results were left out, once more with more of them.
async fn screen(
    app: &App,
    generation: &Arc<Generation>,
    queries: &[Query],
) -> Result<Vec<Vec<Match>>, Detail> {
    let work = queries.iter().map(|query| (query.subject.clone(), Arc::clone(&query.screen))).collect();
    let screened = app.service.screen(generation, work, Priority::Interactive).await?;
    let mut all = Vec::with_capacity(queries.len());
    for (query, (subject, found)) in queries.iter().zip(screened) {
        all.push(filtered(app, generation, query, subject, found).await?);
    }
    Ok(all)
}

async fn filtered(
    app: &App,
    generation: &Arc<Generation>,
    query: &Query,
    mut subject: Subject,
    mut found: Vec<Match>,
) -> Result<Vec<Match>, Detail> {
    let mut top = query.screen.top;
    loop {
        let all = found.len() < top;
        if query.filter.looks_at_entries() {
            let wanted = |found: &Match| {
                let card = generation.cards().entry(&found.list, &found.entry.0);
                card.is_some_and(|card| query.filter.takes(&card))
            };
            found.retain(wanted);
        }
        if all || found.len() >= query.options.limit {
            found.truncate(query.options.limit);
            return Ok(found);
        }
        top *= 4;
        let options = Arc::new(ScreenOptions { top, ..(*query.screen).clone() });
        let again = app.service.screen(generation, vec![(subject, options)], Priority::Interactive).await?;
        (subject, found) = again.into_iter().next().ok_or(node::serving::Busy::Stopping)?;
    }
}

fn answer(
    generation: &Generation,
    queries: &[Query],
    screened: &[Vec<Match>],
    limit: usize,
    ignored: &[String],
) -> Response {
    let mut out = Vec::with_capacity(1024 + screened.iter().map(|found| found.len() * 2048).sum::<usize>());
    out.extend(br#"{"responses":{"#);
    for (number, (query, found)) in queries.iter().zip(screened).enumerate() {
        if number > 0 {
            out.push(b',');
        }
        write::json(&mut out, &query.key);
        out.extend(br#":{"status":200,"results":["#);
        let mut matches = 0;
        for (number, found) in found.iter().enumerate() {
            if number > 0 {
                out.push(b',');
            }
            let (scoring, threshold) = (query.options.scoring, query.options.threshold);
            matches += usize::from(scaled(scoring, found.score) >= threshold);
            write::result(&mut out, generation, found, scoring, threshold);
        }
        out.extend(format!(r#"],"total":{{"value":{matches},"relation":"eq"}},"query":"#).bytes());
        write::json(&mut out, &query.echo);
        out.push(b'}');
    }
    out.extend(format!(r#"}},"limit":{limit},"lists":"#).bytes());
    let lists: Map<String, Value> = generation
        .index()
        .lists()
        .iter()
        .map(|list| (list.id.0.clone(), list.version.clone().into()))
        .collect();
    write::json(&mut out, &lists);
    if !ignored.is_empty() {
        out.extend(br#","ignored":"#);
        write::json(&mut out, ignored);
    }
    out.push(b'}');
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::HeaderName::from_static("x-batch-size"), queries.len().to_string()),
    ];
    (headers, out).into_response()
}
