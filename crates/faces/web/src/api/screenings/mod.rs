//! `POST /api/v1/screenings`: subjects of any number in, what was found of them out, as a stream; matches open alerts.

pub mod places;
mod records;
mod reply;
mod run;

use crate::http::asked::Asked;
use crate::http::body::{Packing, packing};
use crate::http::gate::guarded;
use crate::http::input::{Input, arriving};
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::Desk;
use node::casework::{ScreeningOrder, Trigger};
use node::identity::{Action, Bearer};
use node::intake::{IntakeOptions, SubjectFormat, Subjects};
use node::{NodeError, ScreenOptions};
use reply::Line;
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Pieces of the reply that wait for the client.
const WAITING: usize = 4;

/// What screens streams, and the records of screenings.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing =
        OpenApiRouter::new().routes(routes!(records::screenings)).routes(routes!(records::screening));
    guarded(app, Action::ScreeningRun, OpenApiRouter::new().routes(routes!(screen))).merge(guarded(
        app,
        Action::ScreeningView,
        seeing,
    ))
}

/// How the subjects are known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScreeningQuery {
    desk: Option<Desk>,
    purpose: Option<String>,
    legal_basis: Option<String>,
    #[serde(default)]
    lasting: bool,
}

/// Screens a stream of subjects under the key's purpose and legal basis, and opens alerts.
///
/// The body is JSON lines, `{"id", "schema", "properties"}` each, or CSV with a header line, plain or as gzip, of any
/// size. The reply comes while the body is still being sent, so read both at once: a line for each subject with
/// matches, in the order of the body, then a last line with the screening's record and counts. A screening that broke
/// off has `error` in its last line, or none; what it found until then stands.
#[utoipa::path(post, path = "/api/v1/screenings", tag = "screenings",
    params(
        ("desk" = Option<String>, Query, description = "The desk; needed by people who work at several"),
        ("purpose" = Option<String>, Query, description = "What a person screens for; a key has its own"),
        ("legal_basis" = Option<String>, Query, description = "Why a person may; a key has its own"),
        ("lasting" = Option<bool>, Query, description = "Whether ids of subjects last, as customer numbers do: later \
            screenings then find the same subject by its id; by default a subject is known by its data"),
    ),
    request_body(description = "Subjects", content(
        (String = "application/x-ndjson",
            example = "{\"id\": \"c-1\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Oleg Vymyshlenko\"]}}"),
        (String = "text/csv", example = "id,name,birth_date\nc-1,Oleg Vymyshlenko,1960-03-12"),
    )),
    responses(
        (status = 200, body = Line, content_type = "application/x-ndjson",
            description = "Lines of JSON: subjects with matches, and the last line"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn screen(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<ScreeningQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let (options, packing) = form(request.headers())?;
    let place = places::take(bearer.actor.id)?;
    let generation = app.generation()?;
    let body = arriving(request.into_body());
    let opened = tokio::task::spawn_blocking(move || {
        let (input, meter) = Input::unpacked(body, packing);
        Subjects::open(input, "the body", &options).map(|rows| (rows, meter))
    });
    let (rows, meter) = opened.await.map_err(|_| NodeError::Worker)??;
    let order = order(&app, &bearer, query)?;
    let run = app.node.begin_screening(&bearer.actor, order, generation.index().lists()).await?;
    let (out, lines) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        run::screen(app, generation, rows, meter, run, out).await;
        drop(place);
    });
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(ReceiverStream::new(lines))).into_response())
}

/// What a key's screenings are for is a part of the key; people say it.
fn order(app: &Shared, bearer: &Bearer, query: ScreeningQuery) -> Result<ScreeningOrder, Problem> {
    let mandate = bearer.mandate(query.purpose.as_deref(), query.legal_basis.as_deref())?;
    Ok(ScreeningOrder {
        desk: bearer.desk_of(query.desk)?,
        purpose: mandate.purpose,
        legal_basis: mandate.legal_basis,
        trigger: Trigger::Request,
        options: ScreenOptions::on(app.clock.today()),
        lasting: query.lasting,
        marking: None,
        keep_until: None,
    })
}

/// The form of the body, as its headers say.
pub(super) fn form(headers: &HeaderMap) -> Result<(IntakeOptions, Packing), Problem> {
    let unknown = |what: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what);
    let packing = packing(headers).map_err(|name| {
        unknown(format!("content-encoding {name:?} is not known; send the body plain or as gzip"))
    })?;
    let kind = headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?"));
    let mut parts = kind.unwrap_or_default().split(';').map(|part| part.trim().to_ascii_lowercase());
    let format = match parts.next().unwrap_or_default().as_str() {
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/json" => SubjectFormat::JsonLines,
        "text/csv" | "application/csv" => SubjectFormat::Csv,
        other => {
            return Err(unknown(format!(
                "content-type {other:?} is not known; send application/x-ndjson or text/csv"
            )));
        }
    };
    let encoding =
        parts.find_map(|part| part.strip_prefix("charset=").map(|label| label.trim_matches('"').to_owned()));
    Ok((IntakeOptions { format: Some(format), encoding, ..IntakeOptions::default() }, packing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_form_of_a_body_is_told_from_its_headers() {
        #[track_caller]
        fn check(kind: Option<&'static str>, expected: Option<(SubjectFormat, Option<&str>)>) {
            let mut headers = HeaderMap::new();
            if let Some(kind) = kind {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            let found = form(&headers).ok().map(|(options, _)| (options.format, options.encoding));
            let expected = expected.map(|(format, label)| (Some(format), label.map(str::to_owned)));
            assert_eq!(found, expected, "{kind:?}");
        }
        check(Some("application/x-ndjson"), Some((SubjectFormat::JsonLines, None)));
        check(Some("application/json; charset=utf-8"), Some((SubjectFormat::JsonLines, Some("utf-8"))));
        check(Some("Text/CSV"), Some((SubjectFormat::Csv, None)));
        check(
            Some("text/csv; header=present; charset=\"Windows-1251\""),
            Some((SubjectFormat::Csv, Some("windows-1251"))),
        );
        check(Some("application/x-www-form-urlencoded"), None);
        check(Some(""), None);
        check(None, None);
    }
}
