//! The cookies of people: the session's, and the one that binds a login at a provider to a browser. Over TLS their names
//! begin with `__Host-`, so that no other host and no plain connection can set them (RFC 6265bis, 4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, header};

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// A session. Sent with requests from this site only.
    Session,
    /// A login at a provider that is under way. The provider sends people back from another site, so it must come along.
    Provider,
}

impl Cookie {
    fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-entente-session",
            (Self::Session, false) => "entente-session",
            (Self::Provider, true) => "__Host-entente-provider",
            (Self::Provider, false) => "entente-provider",
        }
    }

    fn same_site(self) -> &'static str {
        match self {
            Self::Session => "Strict",
            Self::Provider => "Lax",
        }
    }

    /// What a request carries of it. Two of the same name are none: one of them is somebody else's.
    pub fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let name = self.name(secure);
        let mut values = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned());
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// The header that sets it for so many seconds.
    pub fn set(self, value: &str, seconds: i64, secure: bool) -> HeaderValue {
        let (name, same_site) = (self.name(secure), self.same_site());
        let only_tls = if secure { "; Secure" } else { "" };
        let text =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{only_tls}");
        // Values are hexadecimal digits.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// The header that takes it away.
    pub fn clear(self, secure: bool) -> HeaderValue {
        self.set("", 0, secure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_where_there_is_one_of_its_name() {
        #[track_caller]
        fn check(sent: &[&'static str], secure: bool, expected: Option<&str>) {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append(header::COOKIE, HeaderValue::from_static(value));
            }
            assert_eq!(Cookie::Session.read(&headers, secure).as_deref(), expected, "{sent:?}");
        }
        check(&[], true, None);
        check(&["__Host-entente-session=ab"], true, Some("ab"));
        check(&["a=b; __Host-entente-session=ab; c=d"], true, Some("ab"));
        check(&["a=b", "__Host-entente-session=ab"], true, Some("ab"));
        check(&["entente-session=ab"], true, None);
        check(&["entente-session=ab"], false, Some("ab"));
        check(&["__Host-entente-session=ab; __Host-entente-session=cd"], true, None);
        check(&["__host-entente-session=ab"], true, None);
    }

    #[test]
    fn cookies_are_kept_from_scripts_other_sites_and_plain_connections() {
        assert_eq!(
            Cookie::Session.set("ab", 60, true),
            "__Host-entente-session=ab; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            Cookie::Provider.clear(false),
            "entente-provider=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }
}
