//! The OpenAPI document and the page that shows it.

use super::super::service::{Service, node};
use serde_json::Value;

#[test]
fn the_document_describes_every_address_and_every_answer() {
    let service = Service::start(&node());
    let document = service.ask("GET", "/api/openapi.json", None, "");
    let document: Value = serde_json::from_str(&document.body).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut used = Vec::new();
    references(&document, &mut used);
    for name in &used {
        assert!(schemas.contains_key(name), "{name} is used and not described");
    }
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let at = format!("{method} {path}");
            assert!(
                operation["tags"][0].is_string() && operation["summary"].is_string(),
                "{at} says nothing"
            );
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with(['2', '3'])), "{at} never succeeds");
            if path.starts_with("/api/v1/") {
                for status in ["401", "403", "503"] {
                    assert!(responses.contains_key(status), "{at} lacks {status}");
                }
                assert!(!path.contains('{') || responses.contains_key("404"), "{at} lacks 404");
            }
        }
    }
    insta::assert_json_snapshot!("openapi", document);
}

#[test]
fn the_page_shows_every_address_and_loads_nothing_from_elsewhere() {
    let service = Service::start(&node());
    let document = service.ask("GET", "/api/openapi.json", None, "");
    let document: Value = serde_json::from_str(&document.body).unwrap();
    let page = service.ask("GET", "/api/docs", None, "");
    assert_eq!(page.status, 200);
    assert!(
        page.head
            .contains("content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'")
    );
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(page.body.contains(&format!("<code>{path}</code>")), "{path} is not on the page");
    }
    for outside in ["http://", "https://", "<style", "style=", "onclick", "javascript:"] {
        assert!(!page.body.contains(outside), "{outside}");
    }
    for (part, kind) in [("reader.css", "text/css"), ("reader.js", "text/javascript")] {
        let part = service.ask("GET", &format!("/api/docs/{part}"), None, "");
        assert!(part.status == 200 && part.head.contains(kind), "{}", part.head);
    }
}

/// The names of all forms that are referred to.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(parts) => {
            if let Some(Value::String(path)) = parts.get("$ref") {
                found.push(path.rsplit('/').next().unwrap().to_owned());
            }
            parts.values().for_each(|part| references(part, found));
        }
        Value::Array(parts) => parts.iter().for_each(|part| references(part, found)),
        _ => {}
    }
}
