//! How the provider is asked: within bounds of time and size, without following redirects, and unless it is said to be
//! private, not inside this machine or its network.

use crate::guard::Guarded;
use crate::identity::OpenIdSettings;
use openidconnect::{HttpRequest, HttpResponse};
use std::time::Duration;
use ureq::Agent;
use ureq::unversioned::transport::DefaultConnector;

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
    let guard = if settings.private_issuer { Guarded::anywhere() } else { Guarded::outside() };
    Agent::with_parts(config, DefaultConnector::default(), guard)
}

/// One request, whole.
pub fn ask(agent: &Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let (parts, mut body) = agent.run(request)?.into_parts();
    let bytes = body.with_config().limit(LARGEST).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use openidconnect::http::Request;

    #[test]
    fn a_provider_lies_outside_unless_it_is_said_to_be_private() {
        #[track_caller]
        fn check(private_issuer: bool, turned_away: bool) {
            let settings: OpenIdSettings = toml::from_str(&format!(
                "issuer = 'https://localhost:9'\nclient-id = 'e'\nprivate-issuer = {private_issuer}"
            ))
            .unwrap();
            let request = Request::get("https://localhost:9/").body(Vec::new()).unwrap();
            // Nobody listens there: what is told says whether it came so far.
            let error = ask(&agent(&settings), request).unwrap_err().to_string();
            assert_eq!(error.contains("into this machine"), turned_away, "{error}");
        }
        check(false, true);
        check(true, false);
    }
}
