//! A key in the address, `/k/<key>/…`, for clients that can only be given an address. It is taken out before anything
//! looks at the address, so that no log and no figure ever sees it.

use axum::http::{Request, Uri};
use std::task::{Context, Poll};
use tower::Service;

/// A key that stood in the address.
#[derive(Clone)]
pub struct AddressKey(pub String);

/// A service before which the key is taken out of the address and laid beside it.
#[derive(Clone)]
pub struct OutOfAddress<S>(pub S);

impl<S: Service<Request<B>>, B> Service<Request<B>> for OutOfAddress<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        if let Some((key, uri)) = split(request.uri()) {
            *request.uri_mut() = uri;
            request.extensions_mut().insert(AddressKey(key));
        }
        self.0.call(request)
    }
}

fn split(uri: &Uri) -> Option<(String, Uri)> {
    let (key, rest) = uri.path().strip_prefix("/k/")?.split_once('/')?;
    let mut address = format!("/{rest}");
    if let Some(query) = uri.query() {
        address.push('?');
        address.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(address.parse().ok()?);
    Some((key.to_owned(), Uri::from_parts(parts).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_out_of_the_address() {
        #[track_caller]
        fn check(address: &str, expected: Option<(&str, &str)>) {
            let found = split(&address.parse().unwrap()).map(|(key, uri)| (key, uri.to_string()));
            let found = found.as_ref().map(|(key, uri)| (key.as_str(), uri.as_str()));
            assert_eq!(found, expected, "{address}");
        }
        check("/k/ent_1_2/match/default?limit=3", Some(("ent_1_2", "/match/default?limit=3")));
        check("/k/ent_1_2/", Some(("ent_1_2", "/")));
        check("/k//match/default", Some(("", "/match/default")));
        check("/k/ent_1_2/k/other/match", Some(("ent_1_2", "/k/other/match")));
        check("/k/ent_1_2", None);
        check("/match/k/x/", None);
    }
}
