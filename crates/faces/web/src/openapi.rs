//! The OpenAPI document, made from the handlers. What holds for all addresses of `/api/v1` is added once: who is turned
//! away and why, the key for repeated requests, the tags of records.

#![allow(unused_qualifications, reason = "what utoipa makes of the frame names its parts by their paths")]

use crate::http::detail::Detail;
use crate::http::problem::Problem;
use crate::http::repeat;
use axum::body::Bytes;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Content, ObjectBuilder, PathItem, Ref, RefOr, Required, Response, ResponseBuilder, Type,
};
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Entente",
        description = "Screening against designation lists, and the work that follows from it. The addresses at the \
            root answer as yente 5 does, with more; this program's own lie under /api/v1. Keys are sent as \
            `Authorization: Bearer`, as the password of Basic, or in the address as /k/<key>/…"
    ),
    components(schemas(Detail, Problem))
)]
struct Frame;

/// The document without any address.
pub fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// The document with what holds for all addresses of `/api/v1`.
pub fn complete(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let paths = std::mem::take(&mut document.paths.paths);
    for (path, mut item) in paths {
        // A part of the address that may hold slashes; OpenAPI has no word for that.
        let path = path.replace("{*", "{");
        let ours = path.starts_with("/api/v1/") || path.starts_with("/audit/");
        let open = matches!(path.as_str(), "/healthz" | "/readyz");
        let of_yente = !open && !path.starts_with("/api/") && !ours;
        for (method, operation) in operations(&mut item) {
            if ours {
                complete_operation(&path, method, operation);
            }
            if of_yente {
                add_refusals(operation);
            }
            if !open && operation.security.is_none() {
                operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("key", [])]);
            }
        }
        document.paths.paths.insert(path, item);
    }
    let components = document.components.get_or_insert_with(Default::default);
    components.add_security_scheme("key", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("delete", &mut item.delete),
        ("patch", &mut item.patch),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Adds every status that can come, and the headers that every such address knows.
fn complete_operation(path: &str, method: &str, operation: &mut Operation) {
    let has_query = has_parameter(operation, |parameter| parameter.parameter_in == ParameterIn::Query);
    let conditional = has_parameter(operation, |parameter| parameter.name.eq_ignore_ascii_case("if-match"));
    let streamed = operation.request_body.as_ref().is_some_and(|body| {
        !body.content.is_empty() && !body.content.keys().any(|kind| kind == "application/json")
    });
    let mut statuses = vec![
        ("401", "No key was sent, or it is unknown, expired or revoked"),
        ("403", "The key is not good for this"),
        ("503", "The node is overloaded or its records do not answer; `retry-after` says when to ask again"),
    ];
    if path.contains('{') {
        statuses.push(("404", "There is nothing of this name for whoever asks"));
    }
    if has_query || method != "get" {
        statuses.push(("422", "Asked for in a way that cannot be; the detail says what to change"));
    }
    if method != "get" {
        statuses.extend([
            ("400", "The request is not understood"),
            ("408", "The body did not arrive in time"),
            ("409", "The record is in a state that does not allow this, or the same request is under way"),
            ("413", "The body is too large"),
            ("415", "The body is of a kind that is not taken here"),
        ]);
        if !streamed {
            add_parameter(
                operation,
                repeat::NAME,
                "A key of the caller's for this one act (a UUID, for \
                instance): the same request under the same key is answered as before and not done twice, for 24 hours",
            );
        }
    }
    if conditional {
        statuses.push(("412", "The record is not as it was seen; look at it again"));
    }
    if method == "get" && is_tagged(operation) {
        add_parameter(operation, "if-none-match", "The ETag of the record as the caller has it");
        let unchanged = ResponseBuilder::new().description("The record is as the caller has it").build();
        operation.responses.responses.entry("304".into()).or_insert(RefOr::T(unchanged));
    }
    for (status, words) in statuses {
        operation.responses.responses.entry(status.into()).or_insert_with(|| RefOr::T(problem(words)));
    }
}

/// The same for the addresses that yente's clients know, in the form that they know.
fn add_refusals(operation: &mut Operation) {
    let statuses = [
        ("401", "No key was sent, or it is unknown, expired or revoked"),
        ("403", "The key is not good for this"),
        ("503", "The node is overloaded or its records do not answer; `retry-after` says when to ask again"),
    ];
    for (status, words) in statuses {
        let told = || RefOr::T(refusal::<Detail>("application/json", words));
        operation.responses.responses.entry(status.into()).or_insert_with(told);
    }
}

fn has_parameter(operation: &Operation, wanted: impl Fn(&Parameter) -> bool) -> bool {
    operation.parameters.iter().flatten().any(wanted)
}

fn is_tagged(operation: &Operation) -> bool {
    match operation.responses.responses.get("200") {
        Some(RefOr::T(response)) => response.headers.contains_key("etag"),
        _ => false,
    }
}

fn add_parameter(operation: &mut Operation, name: &str, description: &str) {
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build();
    operation.parameters.get_or_insert_default().push(parameter);
}

fn problem(words: &str) -> Response {
    refusal::<Problem>("application/problem+json", words)
}

fn refusal<T: ToSchema>(kind: &str, words: &str) -> Response {
    let schema = Ref::from_schema_name(T::name());
    let content = Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(schema)));
    ResponseBuilder::new().description(words).content(kind, content).build()
}

/// The answer that gives the document, written once: it does not change while the program runs.
pub fn answer(document: &utoipa::openapi::OpenApi) -> ([(HeaderName, &'static str); 1], Bytes) {
    // Texts, lists and maps with text keys always serialise.
    let written = serde_json::to_vec(document).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], written.into())
}
