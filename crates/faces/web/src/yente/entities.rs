//! `/entities/{id}` and what is adjacent to it: entries as the lists have them, with their links both ways.

use super::options::{MOST_RESULTS, Pairs};
use crate::http::detail::Detail;
use crate::state::Shared;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use model::Link;
use node::serving::{Card, Cards};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// One entry, by its id or reference. A former id leads on to the present one.
#[utoipa::path(get, path = "/entities/{id}", tag = "yente",
    params(
        ("id" = String, Path, description = "The source's own id, or the authority's reference"),
        ("nested" = Option<bool>, Query, description = "Show what is adjacent too; by default true"),
    ),
    responses(
        (status = 200, body = Value), (status = 308, description = "The id is a former one"),
        (status = 404, body = Detail), (status = 422, body = Detail), (status = 503, body = Detail),
    ))]
pub async fn entity(
    State(app): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Detail> {
    let pairs = Pairs::of(query.as_deref());
    let nested = pairs.flag("nested")?.unwrap_or(true);
    let generation = app.generation()?;
    let card = match look_up(generation.cards(), &id)? {
        Found::Here(card) => card,
        Found::Under(present) => return Ok(moved(&present, "")),
    };
    let mut entity = card.json();
    if nested {
        entity["adjacent"] = all_adjacent(generation.cards(), &card, MOST_RESULTS, 0);
    }
    Ok(Json(entity).into_response())
}

/// What an entry is linked to, and what links to it, by kind of link.
#[utoipa::path(get, path = "/entities/{id}/adjacent", tag = "yente",
    params(
        ("id" = String, Path, description = "The source's own id, or the authority's reference"),
        ("limit" = Option<u32>, Query, description = "Results for each kind of link, at most 500; by default 10"),
        ("offset" = Option<u32>, Query, description = "Results to pass over"),
    ),
    responses(
        (status = 200, description = "`{entity, adjacent: {kind: {results, total, limit, offset}}}`", body = Value),
        (status = 308, description = "The id is a former one"), (status = 404, body = Detail),
        (status = 422, body = Detail), (status = 503, body = Detail),
    ))]
pub async fn adjacent(
    State(app): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Detail> {
    let (limit, offset) = page(query.as_deref())?;
    let generation = app.generation()?;
    match look_up(generation.cards(), &id)? {
        Found::Under(present) => Ok(moved(&present, "/adjacent")),
        Found::Here(card) => {
            let adjacent = all_adjacent(generation.cards(), &card, limit, offset);
            Ok(Json(json!({"entity": card.json(), "adjacent": adjacent})).into_response())
        }
    }
}

/// What an entry is linked to by one kind of link.
#[utoipa::path(get, path = "/entities/{id}/adjacent/{property}", tag = "yente",
    params(
        ("id" = String, Path, description = "The source's own id, or the authority's reference"),
        ("property" = String, Path, description = "The kind of link, as /entities/{id}/adjacent names it"),
        ("limit" = Option<u32>, Query, description = "Results, at most 500; by default 10"),
        ("offset" = Option<u32>, Query, description = "Results to pass over"),
    ),
    responses(
        (status = 200, description = "`{results, total, limit, offset}`", body = Value),
        (status = 308, description = "The id is a former one"), (status = 404, body = Detail),
        (status = 422, body = Detail), (status = 503, body = Detail),
    ))]
pub async fn adjacent_by(
    State(app): State<Shared>,
    Path((id, property)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Detail> {
    let (limit, offset) = page(query.as_deref())?;
    let generation = app.generation()?;
    match look_up(generation.cards(), &id)? {
        Found::Under(present) => Ok(moved(&present, &format!("/adjacent/{}", encoded(&property)))),
        Found::Here(card) => {
            let mut adjacent = all_adjacent(generation.cards(), &card, limit, offset);
            match adjacent.get_mut(&property).map(Value::take) {
                Some(one) => Ok(Json(one).into_response()),
                None => Err(Detail::missing("the entry has no link of this kind; /adjacent shows all kinds")),
            }
        }
    }
}

fn page(query: Option<&str>) -> Result<(usize, usize), Detail> {
    let pairs = Pairs::of(query);
    Ok((pairs.count("limit", 10, MOST_RESULTS)?, pairs.count("offset", 0, usize::MAX)?))
}

enum Found<'a> {
    Here(Card<'a>),
    Under(String),
}

fn look_up<'a>(cards: &'a Cards, id: &str) -> Result<Found<'a>, Detail> {
    let by_id = cards.with_id(id);
    // An id of one list may be another list's reference: the id goes first.
    let mut all: Vec<Card<'a>> = by_id.collect();
    all.sort_by_key(|card| card.id() != id);
    if let Some(card) = all.into_iter().next() {
        return Ok(Found::Here(card));
    }
    match cards.with_referent(id).next() {
        Some(card) => Ok(Found::Under(card.id().to_owned())),
        None => Err(Detail::missing(format!("nothing on the lists of this node is called {id:?}"))),
    }
}

fn moved(id: &str, rest: &str) -> Response {
    Redirect::permanent(&format!("/entities/{}{rest}", encoded(id))).into_response()
}

/// What stays as it is in an address: letters, digits and four signs (RFC 3986, section 2.3).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as one segment of an address.
fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, PLAIN)
}

/// Links both ways, by kind. What links here is told under its kind with `-of` behind it.
fn all_adjacent(cards: &Cards, card: &Card<'_>, limit: usize, offset: usize) -> Value {
    let mut kinds: Map<String, Value> = Map::new();
    let mut add = |kind: String, result: Value| {
        let entry = kinds.entry(kind).or_insert_with(|| json!([]));
        if let Value::Array(results) = entry {
            results.push(result);
        }
    };
    for link in card.facts().links {
        let other = cards.with_id(&link.target).next();
        add(link.kind.clone(), linked(&link, other.as_ref()));
    }
    for other in cards.linking_to(card.id()) {
        for link in other.facts().links.into_iter().filter(|link| link.target == card.id()) {
            add(format!("{}-of", link.kind), linked(&link, Some(&other)));
        }
    }
    let paged = kinds.into_iter().map(|(kind, mut results)| {
        let results = results.as_array_mut().map(std::mem::take).unwrap_or_default();
        let total = results.len();
        let page: Vec<Value> = results.into_iter().skip(offset).take(limit).collect();
        let total = json!({"value": total, "relation": "eq"});
        (kind, json!({"results": page, "total": total, "limit": limit, "offset": offset}))
    });
    Value::Object(paged.collect())
}

/// The other end of a link: the entry where it is on a list, else only what the source calls it.
fn linked(link: &Link, other: Option<&Card<'_>>) -> Value {
    let mut entity = other.map_or_else(
        || json!({"id": link.target, "caption": link.target, "schema": "Thing", "properties": {}, "target": false}),
        Card::json,
    );
    entity["link"] = json!({"kind": link.kind, "note": link.note});
    entity
}
