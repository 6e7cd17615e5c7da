//! Where this program lets itself be sent: an address that somebody else chose must lead out of this network, whatever
//! its name resolves to at the moment of the connection. One guard for lists' redirects, webhooks' receivers and those
//! who vouch for people.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// Ports that a receiver outside may listen on.
const PORTS: [u16; 2] = [443, 8443];

/// Whether an address names this machine or a private network outright.
pub(crate) fn is_internal(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(ip)) => !is_public(ip.into()),
        Some(Host::Ipv6(ip)) => !is_public(ip.into()),
        None => true,
    }
}

/// Whether an IP address is one of the internet (IANA's special-purpose registries, RFC 6890 and its successors):
/// addresses that carry another one inside are as that one is.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let special = match ip.octets() {
        [0 | 10 | 127, ..] => true,
        // Shared by carriers.
        [100, second, ..] => (64..128).contains(&second),
        // Link-local: the metadata services of clouds live here.
        [169, 254, ..] => true,
        [172, second, ..] => (16..32).contains(&second),
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [192, 168, ..] => true,
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [first, ..] => first >= 224,
    };
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let inside = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match ip.segments() {
        // Mapped, and translated (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inside(high, low),
        // 6to4.
        [0x2002, high, low, ..] => inside(high, low),
        // Teredo, benchmarking, ORCHID and the rest of 2001::/23; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Where a webhook may be sent.
///
/// # Errors
/// Why it may not: in words, with what to do.
pub(crate) fn receiver(url: &str, internal: &[String]) -> Result<Url, String> {
    let address = Url::parse(url).map_err(|error| format!("it is no address: {error}"))?;
    if !address.username().is_empty() || address.password().is_some() || address.fragment().is_some() {
        return Err("leave account, password and fragment out of it".into());
    }
    if is_named(&address, internal) {
        return Ok(address);
    }
    if address.scheme() != "https" {
        return Err("only https is spoken to receivers outside".into());
    }
    if is_internal(&address) {
        return Err(
            "it leads into this machine or network; whoever runs the node can name it in node.toml, \
                    webhooks.internal"
                .into(),
        );
    }
    match address.port_or_known_default() {
        Some(port) if PORTS.contains(&port) => Ok(address),
        _ => Err("only the ports 443 and 8443 are spoken to outside; others must be named in node.toml, \
                  webhooks.internal"
            .into()),
    }
}

/// Whether whoever runs the node named this very origin.
pub(crate) fn is_named(address: &Url, internal: &[String]) -> bool {
    let origin = address.origin();
    origin.is_tuple() && internal.iter().any(|named| Url::parse(named).is_ok_and(|it| it.origin() == origin))
}

/// Resolves names, and refuses what leads inside. The connection is made to the very addresses that were looked at.
#[derive(Clone, Debug)]
pub(crate) struct Guarded(Open);

/// Which hosts may lie inside.
#[derive(Clone, Debug)]
enum Open {
    All,
    Host(String),
    None,
}

impl Guarded {
    /// Everything outside, and nothing inside.
    pub(crate) fn outside() -> Self {
        Self(Open::None)
    }

    /// Everything outside, and this host wherever it lies: whoever runs the node chose it.
    pub(crate) fn outside_and(host: &str) -> Self {
        Self(Open::Host(host.to_ascii_lowercase()))
    }

    /// Everything: a proxy decides, or the way begins inside.
    pub(crate) fn anywhere() -> Self {
        Self(Open::All)
    }

    fn lets(&self, host: &str) -> bool {
        match &self.0 {
            Open::All => true,
            Open::Host(open) => host.eq_ignore_ascii_case(open),
            Open::None => false,
        }
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let resolved = DefaultResolver::default().resolve(uri, config, timeout)?;
        let inside = resolved.iter().find(|address| !is_public(address.ip()));
        match inside {
            Some(_) if !self.lets(uri.host().unwrap_or_default()) => Err(Error::Io(std::io::Error::new(
                std::io::ErrorKind::PermissionDenied,
                "the name leads into this machine or network",
            ))),
            _ => Ok(resolved),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        #[track_caller]
        fn check(ip: &str, expected: bool) {
            assert_eq!(is_public(ip.parse().unwrap()), expected, "{ip}");
        }
        for public in ["1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "198.20.0.1"] {
            check(public, true);
            check(&format!("::ffff:{public}"), true);
            check(&format!("64:ff9b::{public}"), true);
        }
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            check(inside, false);
            check(&format!("::ffff:{inside}"), false);
            check(&format!("64:ff9b::{inside}"), false);
        }
        check("2606:4700::1111", true);
        check("2a00:1450::1", true);
        for inside in [
            "::",
            "::1",
            "::7f00:1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "3fff::1",
            "5f00::1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "2002:c0a8:101::1",
            "fd00:ec2::254",
        ] {
            check(inside, false);
        }
        check("2002:101:101::1", true);
    }

    #[test]
    fn receivers_are_outside_encrypted_and_on_known_ports() {
        #[track_caller]
        fn check(url: &str, wrong: Option<&str>) {
            let internal = ["https://hooks.bank.internal".to_owned(), "http://127.0.0.1:9000/".to_owned()];
            match (receiver(url, &internal), wrong) {
                (Ok(_), None) => {}
                (Err(what), Some(wrong)) => assert!(what.contains(wrong), "{url}: {what}"),
                (seen, _) => panic!("{url}: {seen:?}"),
            }
        }
        check("https://receiver.example/hook?x=1", None);
        check("https://receiver.example:8443/", None);
        check("https://1.1.1.1/", None);
        check("https://hooks.bank.internal/anything", None);
        check("https://hooks.bank.internal:443/anything", None);
        check("http://127.0.0.1:9000/hook", None);
        check("http://127.0.0.1:9001/hook", Some("https"));
        check("https://127.0.0.1:9000/hook", Some("network"));
        check("http://hooks.bank.internal/", Some("https"));
        check("https://hooks.bank.internal:8080/", Some("ports"));
        check("http://receiver.example/", Some("https"));
        check("https://receiver.example:22/", Some("ports"));
        check("https://receiver.example:25/", Some("ports"));
        check("https://a:b@receiver.example/", Some("account"));
        check("https://receiver.example/#x", Some("fragment"));
        check("ftp://receiver.example/", Some("https"));
        check("file:///etc/passwd", Some("https"));
        check("receiver.example", Some("no address"));
        for inside in [
            "localhost",
            "a.localhost.",
            "127.1",
            "0x7f.0.0.1",
            "2130706433",
            "017700000001",
            "10.0.0.1",
            "169.254.169.254",
            "100.64.1.1",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "[fd00:ec2::254]",
            "[fe80::1]",
            "0",
        ] {
            check(&format!("https://{inside}/"), Some("network"));
        }
    }

    #[test]
    fn a_name_that_leads_inside_is_not_connected_to() {
        #[track_caller]
        fn check(guard: Guarded, lets: bool) {
            let config = ureq::Agent::config_builder()
                .proxy(None)
                .timeout_global(Some(std::time::Duration::from_secs(5)))
                .build();
            let connector = ureq::unversioned::transport::DefaultConnector::default();
            let agent = ureq::Agent::with_parts(config, connector, guard);
            // Nobody listens there: what is told says whether it came so far.
            let error = agent.get("http://localhost:9/").call().unwrap_err().to_string();
            assert_eq!(!error.contains("into this machine"), lets, "{error}");
        }
        check(Guarded::outside(), false);
        check(Guarded::outside_and("lists.example"), false);
        check(Guarded::outside_and("LOCALHOST"), true);
        check(Guarded::anywhere(), true);
    }
}
