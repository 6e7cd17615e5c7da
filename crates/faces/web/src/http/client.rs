//! From which address a request comes. What a proxy says of it counts where the proxy is one of the node's own.

use crate::state::Shared;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address that a request comes from.
pub struct Client(pub IpAddr);

impl FromRequestParts<Shared> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Every connection has a peer; what had none would share one allowance.
        let peer =
            peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(address)| address.ip().to_canonical());
        Ok(Self(behind(peer, &parts.headers, &app.node.access_settings().trusted_proxies)))
    }
}

/// The last address that no trusted proxy has, going back from the one that is connected.
fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let sent: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut found = peer;
    for text in sent.iter().rev() {
        if !trusted.contains(&found) {
            break;
        }
        let Ok(before) = text.trim().parse::<IpAddr>() else { break };
        found = before.to_canonical();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_trusted_proxies_are_believed() {
        #[track_caller]
        fn check(peer: &str, sent: &[&'static str], expected: &str) {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append("x-forwarded-for", HeaderValue::from_static(value));
            }
            let trusted = ["127.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
            let found = behind(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {sent:?}");
        }
        check("192.0.2.7", &["198.51.100.1"], "192.0.2.7");
        check("127.0.0.1", &[], "127.0.0.1");
        check("127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["203.0.113.9", "198.51.100.1, 10.0.0.2"], "198.51.100.1");
        check("127.0.0.1", &["nonsense"], "127.0.0.1");
    }
}
