//! The page: every address with its parameters, bodies and answers, and every form, out of the document.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The page in HTML.
pub fn page(document: &Value) -> String {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let title = escaped(text("/info/title"));
    let groups = groups(document);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}: API</title>\n\
         <link rel=\"stylesheet\" href=\"/api/docs/reader.css\">\n\
         <script src=\"/api/docs/reader.js\" defer></script>\n</head>\n<body>\n<header>\n<h1>{title}: API</h1>\n\
         <p>{}</p>\n<p>Version {}. The same as <a href=\"/api/openapi.json\">an OpenAPI document</a>.</p>\n\
         <p class=\"search\" hidden><label>Search <input type=\"search\" id=\"search\" autocomplete=\"off\"></label> \
         <output id=\"found\"></output></p>\n</header>\n<nav aria-label=\"Contents\">\n<ul>\n",
        prose(text("/info/description")),
        escaped(text("/info/version")),
    );
    for tag in groups.keys() {
        // A text is written to memory: that does not fail, here and below.
        let _ = writeln!(page, "<li><a href=\"#{}\">{}</a></li>", anchor(tag), escaped(tag));
    }
    page.push_str("<li><a href=\"#forms\">Forms</a></li>\n</ul>\n</nav>\n<main>\n");
    for (tag, operations) in &groups {
        let _ = writeln!(page, "<section id=\"{}\">\n<h2>{}</h2>", anchor(tag), escaped(tag));
        operations.iter().for_each(|operation| operation.write(&mut page));
        page.push_str("</section>\n");
    }
    page.push_str("<section id=\"forms\">\n<h2>Forms</h2>\n");
    for (name, schema) in object(document.pointer("/components/schemas")) {
        form(&mut page, name, schema);
    }
    page.push_str("</section>\n</main>\n</body>\n</html>\n");
    page
}

struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    value: &'a Value,
}

/// Operations by the group that they belong to, in the order of their addresses.
fn groups(document: &Value) -> BTreeMap<&str, Vec<Operation<'_>>> {
    let mut groups: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    for (path, methods) in object(document.get("paths")) {
        for (method, value) in object(Some(methods)) {
            let tag = value.pointer("/tags/0").and_then(Value::as_str).unwrap_or("other");
            groups.entry(tag).or_default().push(Operation { method, path, value });
        }
    }
    groups
}

impl Operation<'_> {
    fn write(&self, page: &mut String) {
        let Self { method, path, value } = self;
        let anchor = anchor(&format!("{method} {path}"));
        let words = [value.get("summary"), value.get("description")];
        let words: Vec<&str> = words.iter().filter_map(|words| words.and_then(Value::as_str)).collect();
        let _ = writeln!(
            page,
            "<article id=\"{anchor}\" class=\"operation\">\n<h3><a href=\"#{anchor}\"><span class=\"method {method}\">\
             {}</span> <code>{}</code></a></h3>",
            method.to_uppercase(),
            escaped(path),
        );
        words.iter().for_each(|words| page.push_str(&format!("<p>{}</p>\n", prose(words))));
        self.parameters(page);
        for (kind, content) in object(value.pointer("/requestBody/content")) {
            let _ = writeln!(
                page,
                "<p>Body, <code>{}</code>: {}</p>",
                escaped(kind),
                type_of(content.get("schema"))
            );
        }
        page.push_str("<table>\n<caption>Answers</caption>\n<tbody>\n");
        for (status, response) in object(value.get("responses")) {
            let description = response.get("description").and_then(Value::as_str).unwrap_or_default();
            let forms: Vec<String> = object(response.get("content"))
                .map(|(kind, content)| {
                    format!("{} <code>{}</code>", type_of(content.get("schema")), escaped(kind))
                })
                .collect();
            let _ = writeln!(
                page,
                "<tr><th scope=\"row\">{status}</th><td>{}</td><td>{}</td></tr>",
                prose(description),
                forms.join("<br>"),
            );
        }
        page.push_str("</tbody>\n</table>\n</article>\n");
    }

    fn parameters(&self, page: &mut String) {
        let parameters = self.value.get("parameters").and_then(Value::as_array);
        let Some(parameters) = parameters.filter(|parameters| !parameters.is_empty()) else { return };
        page.push_str("<table>\n<caption>Parameters</caption>\n<tbody>\n");
        for parameter in parameters {
            let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
            let needed = if parameter["required"] == true { "needed" } else { "" };
            let _ = writeln!(
                page,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{} {} {needed}</td><td>{}</td></tr>",
                escaped(text("name")),
                escaped(text("in")),
                type_of(parameter.get("schema")),
                prose(text("description")),
            );
        }
        page.push_str("</tbody>\n</table>\n");
    }
}

/// A form with its fields.
fn form(page: &mut String, name: &str, schema: &Value) {
    let words = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let _ = writeln!(
        page,
        "<article id=\"form-{0}\" class=\"form\">\n<h3><a href=\"#form-{0}\">{1}</a></h3>\n<p>{2}</p>",
        anchor(name),
        escaped(name),
        prose(words),
    );
    let parts = schema.get("allOf").and_then(Value::as_array);
    let parts: Vec<&Value> = parts.map_or_else(|| vec![schema], |parts| parts.iter().collect());
    page.push_str("<table>\n<tbody>\n");
    for part in parts {
        if part.get("$ref").is_some() {
            let _ = writeln!(
                page,
                "<tr><th scope=\"row\">all of</th><td>{}</td><td></td></tr>",
                type_of(Some(part))
            );
        }
        let required: Vec<&str> = part
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (field, value) in object(part.get("properties")) {
            let optional = if required.contains(&field.as_str()) { "" } else { "optional" };
            let words = value.get("description").and_then(Value::as_str).unwrap_or_default();
            let _ = writeln!(
                page,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{} {optional}</td><td>{}</td></tr>",
                escaped(field),
                type_of(Some(value)),
                prose(words),
            );
        }
    }
    page.push_str("</tbody>\n</table>\n</article>\n");
}

/// A type in a few words, with a link where it is a form of its own.
fn type_of(schema: Option<&Value>) -> String {
    let Some(schema) = schema else { return String::new() };
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#form-{}\">{}</a>", anchor(name), escaped(name));
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema.get(key).and_then(Value::as_array) {
            let parts: Vec<String> = parts.iter().map(|part| type_of(Some(part))).collect();
            return parts.into_iter().filter(|part| part != "null").collect::<Vec<_>>().join(" or ");
        }
    }
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
        }
        _ => vec!["any"],
    };
    match kinds[..] {
        ["array"] => format!("list of {}", type_of(schema.get("items"))),
        _ => escaped(&kinds.join(" or ")),
    }
}

/// The entries of an object; none where it is none.
fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

/// Words with what stands between backticks as code.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split('`').enumerate() {
        match number % 2 {
            0 => out.push_str(&escaped(part)),
            _ => out.push_str(&format!("<code>{}</code>", escaped(part))),
        }
    }
    out.replace("\n\n", "</p>\n<p>")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// A name that fits into an address.
fn anchor(text: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_of_the_document_becomes_markup() {
        let document = json!({
            "info": {"title": "<T>", "version": "1", "description": "a `b<c` & d"},
            "paths": {"/x/{id}": {"post": {
                "tags": ["<script>"], "summary": "<img src=x>",
                "parameters": [{"name": "\"id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/F"}}}},
                "responses": {"200": {"description": "ok"}},
            }}},
            "components": {"schemas": {"F": {"properties": {"a": {"type": ["array", "null"], "items": {"type": "string"}}}}}},
        });
        let page = page(&document);
        for wanted in [
            "&lt;T&gt;",
            "<code>b&lt;c</code> &amp; d",
            "id=\"-script-\"",
            "&quot;id",
            "href=\"#form-f\"",
            "list of string optional",
        ] {
            assert!(page.contains(wanted), "{wanted} is not in {page}");
        }
        assert!(!page.contains("<img"), "{page}");
    }
}
