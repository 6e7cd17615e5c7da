//! Where the server of a list may send us: not from TLS to plain HTTP, not to a file, and not from outside into this
//! machine or its network, neither by an address nor by a name that leads there.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// Where a redirect leads.
///
/// # Errors
/// Why it may not lead there.
pub fn redirected(from: &Url, to: &str) -> Result<Url, String> {
    let address = from.join(to).map_err(|error| format!("the server redirects to {to:?}: {error}"))?;
    let refused = |why: &str| Err(format!("the server redirects to {address}, {why}"));
    match (from.scheme(), address.scheme()) {
        ("https", "http") => refused("which is not encrypted"),
        (_, "http" | "https") if is_internal(&address) && !is_internal(from) => {
            refused("which is an address inside this network")
        }
        (_, "http" | "https") => Ok(address),
        _ => refused("which is no http or https address"),
    }
}

/// Whether an address names this machine or a private network outright. What a name leads to, [`Guarded`] sees.
fn is_internal(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(ip)) => is_internal_v4(ip),
        Some(Host::Ipv6(ip)) => is_internal_v6(ip),
        None => true,
    }
}

/// Loopback, private and link-local networks, those of carriers and of no host at all: IANA's special-purpose registry.
fn is_internal_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_multicast()
        || a == 0
        || (a, b & 0xc0) == (100, 64)
        || (a, b, c) == (192, 0, 0)
        || (a, b & 0xfe) == (198, 18)
        || a >= 240
}

fn is_internal_v6(ip: Ipv6Addr) -> bool {
    // Addresses that carry one of IPv4: mapped, translated (NAT64), 6to4, and the old compatible form.
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let carried = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_internal_v4(Ipv4Addr::new(a, b, c, d))
    };
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || ip.is_multicast()
        || match [a, b, c, d, e, f] {
            [0, 0, 0, 0, 0, 0xffff | 0] | [0x64, 0xff9b, 0, 0, 0, 0] => carried(g, h),
            [0x2002, high, low, ..] => carried(high, low),
            _ => false,
        }
}

/// Looks names up, and refuses what leads inside once a download has begun outside: a redirect to a name of the
/// attacker's that leads to this machine is one to this machine. The list's own address, which whoever runs the node
/// has written down, may lie inside.
#[derive(Debug)]
pub struct Guarded<R> {
    resolver: R,
    begun_inside: OnceLock<bool>,
}

impl<R> Guarded<R> {
    /// For one download and its redirects.
    pub fn new(resolver: R) -> Self {
        Self { resolver, begun_inside: OnceLock::new() }
    }
}

impl<R: Resolver> Resolver for Guarded<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        let inside = found.iter().any(|address| match address.ip() {
            IpAddr::V4(ip) => is_internal_v4(ip),
            IpAddr::V6(ip) => is_internal_v6(ip),
        });
        let begun_inside = *self.begun_inside.get_or_init(|| inside);
        match inside && !begun_inside {
            true => {
                let host = uri.host().unwrap_or_default();
                let what = format!("the server redirects to {host}, which leads inside this network");
                Err(io::Error::new(io::ErrorKind::PermissionDenied, what).into())
            }
            false => Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, expected: Result<&str, &str>) {
        match (redirected(&Url::parse(from).unwrap(), to), expected) {
            (Ok(address), Ok(expected)) => assert_eq!(address.as_str(), expected),
            (Err(what), Err(expected)) => assert!(what.contains(expected), "{what}"),
            (seen, _) => panic!("{from} to {to}: {seen:?}"),
        }
    }

    #[test]
    fn redirects_stay_outside_and_encrypted() {
        let from = "https://lists.example/a/list.xml";
        check(from, "/b/list.xml", Ok("https://lists.example/b/list.xml"));
        check(from, "https://store.example/list.xml", Ok("https://store.example/list.xml"));
        check("http://lists.example/x", "https://lists.example/x", Ok("https://lists.example/x"));
        check("http://127.0.0.1:8080/x", "http://127.0.0.1:9090/y", Ok("http://127.0.0.1:9090/y"));
        check(from, "http://lists.example/list.xml", Err("not encrypted"));
        check(from, "file:///etc/passwd", Err("no http or https"));
        check(from, "ftp://lists.example/x", Err("no http or https"));
        for inside in [
            "127.0.0.1",
            "localhost",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0x7f.1",
            "2130706433",
            "0.0.0.0",
            "0177.0.0.1",
            "100.64.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "localhost.",
            "a.localhost",
            "[fd00:ec2::254]",
            "[fe80::1]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:7f00:1::]",
            "[::7f00:1]",
        ] {
            check(from, &format!("https://{inside}/x"), Err("inside this network"));
        }
        check(from, "https://[", Err("redirects to"));
    }

    /// Leads every name to the address that it is made of: `a-10-0-0-1.example`.
    #[derive(Debug)]
    struct ByName;

    impl Resolver for ByName {
        fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let name = uri.host().unwrap().split('.').next().unwrap();
            let ip = name.trim_start_matches("a-").replace('-', ".");
            let mut found = self.empty();
            found.push(format!("{ip}:443").parse().unwrap());
            Ok(found)
        }
    }

    #[test]
    fn names_that_lead_inside_are_refused_once_outside() {
        #[track_caller]
        fn check(names: &[&str], allowed: bool) {
            let guarded = Guarded::new(ByName);
            let config = ureq::Agent::config_builder().build();
            let found = names.iter().try_for_each(|name| {
                let uri: Uri = format!("https://a-{name}.example/list").parse().unwrap();
                guarded.resolve(&uri, &config, NextTimeout::default()).map(|_| ())
            });
            assert_eq!(found.is_ok(), allowed, "{names:?}: {found:?}");
        }
        check(&["203-0-113-7", "198-51-100-9"], true);
        for inside in [
            "127-0-0-1",
            "10-0-0-1",
            "172-16-0-1",
            "192-168-1-1",
            "169-254-169-254",
            "100-100-100-200",
            "0-0-0-0",
        ] {
            check(&["203-0-113-7", inside], false);
            check(&["203-0-113-7", "198-51-100-9", inside], false);
            check(&[inside, "10-9-9-9"], true);
        }
    }
}
