//! Requests that another site makes with somebody's cookie: told by where the browser says they come from, and by the
//! session's token, which only this site can read. Keys need none of this: no browser sends them by itself.

use crate::state::App;
use axum::http::{HeaderMap, Method, Uri, header};
use node::identity::{OpenSession, Refused};
use url::Url;

/// The header that carries the session's token.
const TOKEN: &str = "x-csrf-token";

/// Refuses a request in a session that changes something and may be another site's.
///
/// # Errors
/// [`Refused::Forged`].
pub fn refuse(app: &App, session: &OpenSession, request: (&Method, &Uri, &HeaderMap)) -> Result<(), Refused> {
    let (method, uri, headers) = request;
    if is_safe(method) {
        return Ok(());
    }
    from_here(app, uri, headers)?;
    let token = headers.get(TOKEN).and_then(|value| value.to_str().ok());
    match token.is_some_and(|token| session.accepts(token)) {
        true => Ok(()),
        false => Err(Refused::Forged),
    }
}

/// Refuses a request of which the browser says that another site makes it.
///
/// # Errors
/// [`Refused::Forged`].
pub fn from_here(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host = host.or_else(|| uri.authority().map(|authority| authority.as_str()));
    match is_from(headers, host, app.node.access_settings().public_url.as_ref()) {
        true => Ok(()),
        false => Err(Refused::Forged),
    }
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether what a browser says of its request, where it is one, fits this site.
fn is_from(headers: &HeaderMap, host: Option<&str>, public: Option<&Url>) -> bool {
    let said = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    if said("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return false;
    }
    let Some(origin) = said("origin") else { return true };
    let same_host = || {
        let (_, authority) = origin.split_once("://")?;
        Some(authority.eq_ignore_ascii_case(host?))
    };
    public.is_some_and(|url| url.origin().ascii_serialization() == origin) || same_host() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_request_of_another_site_is_told_by_what_the_browser_says() {
        #[track_caller]
        fn check(sent: &[(&'static str, &'static str)], expected: bool) {
            let mut headers = HeaderMap::new();
            for (name, value) in sent {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            let public = Url::parse("https://entente.example").unwrap();
            let found = is_from(&headers, Some("127.0.0.1:8080"), Some(&public));
            assert_eq!(found, expected, "{sent:?}");
        }
        check(&[], true);
        check(&[("origin", "http://127.0.0.1:8080")], true);
        check(&[("origin", "https://entente.example")], true);
        check(&[("origin", "http://127.0.0.1:9090")], false);
        check(&[("origin", "https://entente.example.attacker.example")], false);
        check(&[("origin", "null")], false);
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("sec-fetch-site", "same-origin"), ("origin", "https://attacker.example")], false);
    }
}
