//! `GET /search/{dataset}`: entries by a piece of text, for people who look around. Screening is `/match`.

use super::filters::Filter;
use super::options::{Pairs, Wanted};
use super::write;
use crate::http::detail::Detail;
use crate::state::{App, Shared};
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::{Schema, Subject};
use node::ScreenOptions;
use node::serving::{Card, Generation, Priority, evidence_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// yente's bound on how far a search may be leafed through.
const FURTHEST: usize = 9499;
/// A search shows what a screening would not alert on: from this scaled score on.
const SHOWN_FROM: f64 = 0.2;
/// Longer texts are no names.
const LONGEST: usize = 1000;

/// Find entries by name, id or reference.
#[utoipa::path(get, path = "/search/{dataset}", tag = "yente",
    params(
        ("dataset" = String, Path, description = "A list, a data set within lists, or `default` for all"),
        ("q" = Option<String>, Query, description = "A name, an id or a reference; empty shows all entries"),
        ("schema" = Option<String>, Query, description = "Only entries of this schema or kinds of it"),
        ("countries" = Option<Vec<String>>, Query, description = "With any of these countries"),
        ("topics" = Option<Vec<String>>, Query, description = "With any of these topics"),
        ("datasets" = Option<Vec<String>>, Query, description = "Of any of these data sets"),
        ("include_dataset" = Option<Vec<String>>, Query, description = "Only entries of these data sets"),
        ("exclude_dataset" = Option<Vec<String>>, Query, description = "No entries of these data sets"),
        ("exclude_schema" = Option<Vec<String>>, Query, description = "No entries of these schemata"),
        ("changed_since" = Option<String>, Query, description = "Only entries changed on this day or later"),
        ("limit" = Option<u32>, Query, description = "Results, at most 500; by default 10"),
        ("offset" = Option<u32>, Query, description = "Results to pass over, at most 9499"),
    ),
    responses(
        (status = 200, description = "`{results, total, facets, limit, offset}`", body = Value),
        (status = 400, body = Detail), (status = 404, body = Detail), (status = 422, body = Detail),
        (status = 503, body = Detail),
    ))]
pub async fn search(
    State(app): State<Shared>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Detail> {
    let pairs = Pairs::of(query.as_deref());
    let generation = app.generation()?;
    let request = Request::read(&dataset, &pairs, &generation)?;
    let cards = find(&app, &generation, &request).await?;
    Ok(answer(&cards, &request))
}

/// A search, read.
pub struct Request {
    text: String,
    schema: Schema,
    countries: Vec<String>,
    filter: Filter,
    limit: usize,
    offset: usize,
}

impl Request {
    /// Reads the options of the address.
    ///
    /// # Errors
    /// When the data set is not known or an option is wrong.
    pub fn read(dataset: &str, pairs: &Pairs, generation: &Generation) -> Result<Self, Detail> {
        let mut wanted = Wanted::read(dataset, pairs)?;
        wanted.include_dataset.extend(pairs.texts("datasets"));
        let schema = match pairs.text("schema").filter(|name| !name.is_empty()) {
            None => Schema::Thing,
            Some(name) => Schema::parse(name).ok_or_else(|| Detail::bad("Invalid schema"))?,
        };
        let text = pairs.text("q").or(pairs.text("prefix")).unwrap_or_default().trim().to_owned();
        if text.len() > LONGEST {
            return Err(Detail::option("q", format!("must be at most {LONGEST} bytes long")));
        }
        Ok(Self {
            text,
            schema,
            countries: pairs.texts("countries").iter().map(|code| code.to_lowercase()).collect(),
            filter: Filter::new(wanted, generation)?,
            limit: pairs.count("limit", 10, super::options::MOST_RESULTS)?,
            offset: pairs.count("offset", 0, FURTHEST)?,
        })
    }

    /// The results of this page.
    pub fn page<'a, 'b>(&self, cards: &'b [Card<'a>]) -> &'b [Card<'a>] {
        let first = self.offset.min(cards.len());
        &cards[first..(first + self.limit).min(cards.len())]
    }

    fn takes(&self, card: &Card<'_>) -> bool {
        if !self.filter.takes(card) {
            return false;
        }
        if self.schema == Schema::Thing && self.countries.is_empty() {
            return true;
        }
        let facts = card.facts();
        let of_country =
            self.countries.is_empty() || self.countries.iter().any(|code| facts.countries.contains(code));
        of_country && Schema::parse(&facts.schema).is_some_and(|schema| is_a(schema, self.schema))
    }
}

/// Everything that a search finds, the nearest first.
///
/// # Errors
/// Under overload.
pub async fn find<'a>(
    app: &App,
    generation: &'a Arc<Generation>,
    request: &Request,
) -> Result<Vec<Card<'a>>, Detail> {
    let cards = generation.cards();
    if request.text.is_empty() {
        return Ok(cards.iter().filter(|card| request.takes(card)).collect());
    }
    let mut found: Vec<Card<'a>> =
        cards.with_id(&request.text).chain(cards.with_referent(&request.text)).collect();
    let options = ScreenOptions {
        min_score: Some(evidence_of(SHOWN_FROM)),
        top: FURTHEST + super::options::MOST_RESULTS,
        lists: request.filter.lists.clone(),
        explain: false,
        ..ScreenOptions::on(app.clock.today())
    };
    let subject = Subject::named("q", Schema::Thing, &request.text);
    let screened =
        app.service.screen(generation, vec![(subject, Arc::new(options))], Priority::Interactive).await?;
    for found_match in screened.iter().flat_map(|(_, matches)| matches) {
        if let Some(card) = cards.entry(&found_match.list, &found_match.entry.0)
            && !found.iter().take(8).any(|known| known.id() == card.id() && known.list() == card.list())
        {
            found.push(card);
        }
    }
    found.retain(|card| request.takes(card));
    Ok(found)
}

/// Whether a schema is a kind of another.
fn is_a(schema: Schema, wanted: Schema) -> bool {
    use Schema::{Company, LegalEntity, Organization, Person, PublicBody, Thing};
    schema == wanted
        || match wanted {
            Thing => true,
            LegalEntity => matches!(schema, Person | Organization | Company | PublicBody),
            Organization => matches!(schema, Company | PublicBody),
            _ => false,
        }
}

fn answer(cards: &[Card<'_>], request: &Request) -> Response {
    let mut out = br#"{"results":["#.to_vec();
    for (number, card) in request.page(cards).iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        out.extend(card.open_json().as_bytes());
        out.push(b'}');
    }
    let rest = format!(
        r#"],"total":{{"value":{},"relation":"eq"}},"limit":{},"offset":{},"facets":"#,
        cards.len(),
        request.limit,
        request.offset
    );
    out.extend(rest.bytes());
    write::json(&mut out, &facets(cards));
    out.push(b'}');
    ([(header::CONTENT_TYPE, "application/json")], out).into_response()
}

/// How many results have each country, topic and data set, the most frequent first.
fn facets(cards: &[Card<'_>]) -> Value {
    let mut counted = [("countries", "Countries"), ("topics", "Topics"), ("datasets", "Data sources")]
        .map(|names| (names, BTreeMap::<String, usize>::new()));
    for card in cards {
        let facts = card.facts();
        for ((_, counts), values) in counted.iter_mut().zip([facts.countries, facts.topics, facts.datasets]) {
            values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
    }
    let facet = |((name, label), counts): ((&str, &str), BTreeMap<String, usize>)| {
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let values: Vec<Value> = counts
            .into_iter()
            .map(|(value, count)| json!({"name": value, "label": value, "count": count}))
            .collect();
        (name.to_owned(), json!({"label": label, "values": values}))
    };
    Value::Object(counted.into_iter().map(facet).collect())
}
