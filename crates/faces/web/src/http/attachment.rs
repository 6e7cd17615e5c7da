//! Files that are given out as they came: saved and never run, so that no browser shows them on this node's address.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A file to be saved under its name.
pub fn attachment(name: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&disposition(name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The name of a file that somebody sent: no path, and on one line; none where it cannot be one.
pub fn file_name(text: &str) -> Option<String> {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let fits = (1..=255).contains(&name.len()) && !name.chars().any(char::is_control);
    (fits && name != ".." && name != ".").then(|| name.to_owned())
}

/// The file as an attachment (RFC 6266): the name in ASCII for old clients, in full for all others.
fn disposition(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._- ".contains(letter);
    let ascii: String = name.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    let full = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_paths() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(file_name(text).as_deref(), expected, "{text:?}");
        }
        check("passport.pdf", Some("passport.pdf"));
        check("../../etc/passwd", Some("passwd"));
        check("C:\\papers\\паспорт.pdf", Some("паспорт.pdf"));
        check("..", None);
        check("a/", None);
        check("", None);
        check("two\nlines", None);
    }

    #[test]
    fn no_name_ends_its_header() {
        #[track_caller]
        fn check(name: &str, expected: &str) {
            let found = disposition(name);
            assert_eq!(found, expected);
            assert!(HeaderValue::from_str(&found).is_ok());
        }
        check("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a%2Epdf");
        check(
            "\"; x=\r\n.html",
            "attachment; filename=\"__ x___.html\"; filename*=UTF-8''%22%3B%20x%3D%0D%0A%2Ehtml",
        );
        check("ж", "attachment; filename=\"_\"; filename*=UTF-8''%D0%B6");
    }
}
