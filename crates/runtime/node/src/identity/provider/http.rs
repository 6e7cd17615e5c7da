//! How the provider is asked: within bounds of time and size, without following redirects, and unless it is said to be
//! private, not inside this machine or its network.

use crate::identity::OpenIdSettings;
use openidconnect::{HttpRequest, HttpResponse};
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// An answer must be there by then.
const TIME: Duration = Duration::from_secs(10);

/// No answer is larger.
const LARGEST: u64 = 1024 * 1024;

/// Asks the provider.
pub fn agent(settings: &OpenIdSettings) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .https_only(!settings.private_issuer)
        .timeout_global(Some(TIME))
        .user_agent(concat!("entente/", env!("CARGO_PKG_VERSION")))
        .build();
    let resolver = Outside { resolver: DefaultResolver::default(), inside_too: settings.private_issuer };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// One request, whole.
pub fn ask(agent: &Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let (parts, mut body) = agent.run(request)?.into_parts();
    let bytes = body.with_config().limit(LARGEST).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes))
}

/// Looks names up, and refuses what leads inside.
#[derive(Debug)]
struct Outside {
    resolver: DefaultResolver,
    inside_too: bool,
}

impl Resolver for Outside {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        if !self.inside_too && found.iter().any(|address| is_inside(address.ip())) {
            let what = "the provider's address leads inside this network; private-issuer = true allows it";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, what).into());
        }
        Ok(found)
    }
}

/// Whether an address is of this machine or a private network.
fn is_inside(ip: IpAddr) -> bool {
    let inside_v4 = |ip: Ipv4Addr| {
        let [a, b, ..] = ip.octets();
        ip.is_loopback() || ip.is_private() || ip.is_link_local() || a == 0 || (a, b & 0xc0) == (100, 64)
    };
    match ip.to_canonical() {
        IpAddr::V4(ip) => inside_v4(ip),
        IpAddr::V6(ip) => {
            ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_lies_outside_unless_it_is_said_to_be_private() {
        #[track_caller]
        fn check(ip: &str, inside: bool) {
            assert_eq!(is_inside(ip.parse().unwrap()), inside, "{ip}");
        }
        for ip in ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"] {
            check(ip, true);
            check(&format!("::ffff:{ip}"), true);
        }
        for ip in ["::1", "fd00::1", "fe80::1"] {
            check(ip, true);
        }
        check("203.0.113.7", false);
        check("2001:db8::1", false);
    }
}
