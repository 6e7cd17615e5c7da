//! What is set for this node in `node.toml` of its data folder: bounds of uploads, webhooks' internal receivers, mail,
//! retention. Without the file everything has its default, and nothing is sent anywhere.

use crate::NodeError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Name of the node's settings file in its data folder.
pub const SETTINGS_FILE: &str = "node.toml";

/// What is set for this node. Sections that belong to other parts of the program are left alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Jobs.
    pub jobs: JobSettings,
    /// Webhooks.
    pub webhooks: WebhookSettings,
    /// E-mail; none means that none is sent.
    pub mail: Option<MailSettings>,
    /// Days that records are kept, by kind, where they differ from the shipped ones; `alert@travel` is one desk's.
    pub retention: BTreeMap<String, u32>,
}

/// What is set for jobs.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct JobSettings {
    /// The largest upload, unpacked, in MiB.
    pub largest_upload_mib: u64,
    /// Parts of uploads that are worked on at a time by one instance.
    pub at_once: usize,
}

impl Default for JobSettings {
    fn default() -> Self {
        Self { largest_upload_mib: 4096, at_once: 2 }
    }
}

/// What is set for webhooks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WebhookSettings {
    /// Receivers inside this network that may be spoken to, each as `https://host:port`, or `http://` where plain
    /// HTTP is meant.
    pub internal: Vec<String>,
}

/// How mail is sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailSettings {
    /// The SMTP server.
    pub server: String,
    /// Its port; by default 465, or 587 with `starttls`.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is encrypted.
    #[serde(default)]
    pub tls: MailTls,
    /// Who the mail is from.
    pub from: String,
    /// The account at the server.
    #[serde(default)]
    pub user: Option<String>,
    /// A file, in the data folder or by its whole path, that holds the account's password.
    #[serde(default)]
    pub password_file: Option<String>,
    /// The node's address, to be named in mail.
    #[serde(default)]
    pub address: Option<String>,
}

/// How a connection to the SMTP server is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailTls {
    /// From the beginning.
    #[default]
    Implicit,
    /// After `STARTTLS`; a server without it is not spoken to.
    Starttls,
    /// Not at all: for a server on this machine only.
    None,
}

impl Settings {
    /// The settings of a data folder.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong.
    pub fn of_node(folder: &Path) -> Result<Self, NodeError> {
        let path = folder.join(SETTINGS_FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&path).map_err(|error| NodeError::file(&path, error))?;
        toml::from_str(&text).map_err(|error| NodeError::Settings { path, error: Box::new(error) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wrong: Option<&str>) -> Option<Settings> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SETTINGS_FILE), text).unwrap();
        match (Settings::of_node(folder.path()), wrong) {
            (Ok(settings), None) => Some(settings),
            (Err(error), Some(wrong)) => {
                assert!(error.to_string().contains(wrong), "{error}");
                None
            }
            (seen, _) => panic!("{text}: {seen:?}"),
        }
    }

    #[test]
    fn settings_are_read_and_mistakes_named() {
        let settings = check("", None).unwrap();
        assert!(settings.mail.is_none() && settings.webhooks.internal.is_empty());
        let text = "[jobs]\nlargest-upload-mib = 7\n[mail]\nserver = 'mail.example'\nfrom = 'node@example.org'\n\
                    tls = 'starttls'\n[retention]\nalert = 30\n[identity]\nof = 'another part'\n";
        let settings = check(text, None).unwrap();
        assert_eq!((settings.jobs.largest_upload_mib, settings.jobs.at_once), (7, 2));
        assert_eq!(settings.mail.unwrap().tls, MailTls::Starttls);
        check("[jobs]\nlargest = 7\n", Some("largest"));
        check("[mail]\nserver = 'x'\n", Some("from"));
        check("[mail]\nserver = 'x'\nfrom = 'y'\ntls = 'maybe'\n", Some("maybe"));
    }
}
