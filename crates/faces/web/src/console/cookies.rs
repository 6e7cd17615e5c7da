//! Cookies that the console reads and sets beside the session's: settings, a word to say on the next page, the last
//! visit. None of them holds a name or a secret.

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = sent.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Sets a cookie for so many seconds; 0 takes it away. Values are letters, digits and `.-_`.
pub fn set(headers: &mut HeaderMap, name: &str, value: &str, seconds: u32) {
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax");
    if let Ok(text) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_names() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; said=done"));
        headers.append(header::COOKIE, HeaderValue::from_static("b=2=3"));
        assert_eq!(
            ["a", "said", "b", "c"].map(|name| cookie(&headers, name)),
            [Some("1"), Some("done"), Some("2=3"), None]
        );
    }
}
