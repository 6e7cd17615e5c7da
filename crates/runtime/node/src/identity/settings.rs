//! How people get in: `access.toml` in the node's folder. Without it the defaults hold.

use crate::NodeError;
use crate::guard::is_internal;
use access::SessionRule;
use jiff::SignedDuration;
use serde::Deserialize;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// Name of the file in the node's folder.
pub const ACCESS_FILE: &str = "access.toml";

/// How people get in.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccessSettings {
    /// The address under which people reach the node, as in `https://entente.example`.
    pub public_url: Option<Url>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether a second person must approve what roles somebody is given.
    #[serde(default)]
    pub second_person_for_roles: bool,
    /// How long sessions last.
    #[serde(default)]
    pub sessions: SessionSettings,
    /// The provider that people may log in with.
    pub openid_connect: Option<OpenIdSettings>,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SessionSettings {
    /// Without use, in minutes.
    pub idle_minutes: u32,
    /// At most, however much they are used, in minutes.
    pub whole_minutes: u32,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self { idle_minutes: 30, whole_minutes: 12 * 60 }
    }
}

impl SessionSettings {
    /// As the rule that sessions are held to.
    pub fn rule(self) -> SessionRule {
        SessionRule {
            idle: SignedDuration::from_mins(self.idle_minutes.into()),
            whole: SignedDuration::from_mins(self.whole_minutes.into()),
        }
    }
}

/// An OpenID Connect provider.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OpenIdSettings {
    /// Its issuer address, letter for letter as it calls itself; its settings are found beneath it.
    pub issuer: String,
    /// What it calls this node.
    pub client_id: String,
    /// File with the secret that it shares with this node; relative to the node's folder.
    pub client_secret_file: Option<PathBuf>,
    /// Scopes to ask for beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Whether the provider may lie in this network and speak plain HTTP.
    #[serde(default)]
    pub private_issuer: bool,
}

impl AccessSettings {
    /// Those of a node's folder.
    ///
    /// # Errors
    /// When the file is wrong.
    pub fn of_node(folder: &Path) -> Result<Self, NodeError> {
        let path = folder.join(ACCESS_FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&path).map_err(|error| NodeError::file(&path, error))?;
        let wrong = |what: String| NodeError::Usage {
            what: format!("{}: {what}", path.display()),
            remedy: "docs/access.md describes the file".into(),
        };
        let settings: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        settings.checked().map_err(wrong)
    }

    /// Whether people reach the node by TLS, at a proxy if not here.
    pub fn public_is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    fn checked(self) -> Result<Self, String> {
        let SessionSettings { idle_minutes, whole_minutes } = self.sessions;
        if idle_minutes == 0 || whole_minutes < idle_minutes || whole_minutes > 24 * 60 {
            return Err("sessions last from a minute without use to a day in all".into());
        }
        if let Some(url) = &self.public_url
            && (!matches!(url.scheme(), "https" | "http") || url.path() != "/" || url.query().is_some())
        {
            return Err("public-url is scheme, host and port only, as in https://entente.example".into());
        }
        if let Some(provider) = &self.openid_connect {
            if self.public_url.is_none() {
                return Err("openid-connect needs public-url: the provider sends people back there".into());
            }
            let issuer =
                Url::parse(&provider.issuer).map_err(|error| format!("the issuer is no address: {error}"))?;
            if !provider.private_issuer && (issuer.scheme() != "https" || is_internal(&issuer)) {
                return Err(
                    "the issuer must be an https address of the outside, or be said to be private with \
                            private-issuer = true"
                        .into(),
                );
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(), &str>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(ACCESS_FILE), text).unwrap();
        match (AccessSettings::of_node(folder.path()), expected) {
            (Ok(_), Ok(())) => {}
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
            (found, _) => panic!("{text}: {found:?}"),
        }
    }

    #[test]
    fn what_is_configured_must_be_safe_and_whole() {
        let provider = "public-url = 'https://e.example'\n[openid-connect]\nclient-id = 'e'\n";
        check("", Ok(()));
        check("second-person-for-roles = true\ntrusted-proxies = ['127.0.0.1']", Ok(()));
        check("second-person = true", Err("unknown field"));
        check("[sessions]\nidle-minutes = 0", Err("sessions last"));
        check("[sessions]\nidle-minutes = 10\nwhole-minutes = 5", Err("sessions last"));
        check("public-url = 'https://e.example/console'", Err("public-url"));
        check("public-url = 'ftp://e.example'", Err("public-url"));
        check(&format!("{provider}issuer = 'https://login.example/a'"), Ok(()));
        check("[openid-connect]\nclient-id = 'e'\nissuer = 'https://login.example'", Err("needs public-url"));
        for inside in ["http://login.example", "https://localhost", "https://127.0.0.1", "https://[::1]:4433"]
        {
            check(&format!("{provider}issuer = '{inside}'"), Err("private-issuer"));
            check(&format!("{provider}issuer = '{inside}'\nprivate-issuer = true"), Ok(()));
        }
    }
}
