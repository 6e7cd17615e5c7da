//! A certificate and its key looked at before they are served with: whether they can be used, and until when.

use crate::TlsFiles;
use jiff::{SignedDuration, Timestamp};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_parser::prelude::{FromDer, X509Certificate};

/// From when until when a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub from: Timestamp,
    /// The last moment.
    pub until: Timestamp,
}

impl Validity {
    /// How long it still stands; nothing where it does not, not yet or no longer.
    pub fn left(&self, now: Timestamp) -> Option<SignedDuration> {
        (self.from <= now && now <= self.until).then(|| self.until.duration_since(now))
    }
}

impl TlsFiles {
    /// Reads both files and sees that they belong together.
    ///
    /// # Errors
    /// In words, when they cannot be used.
    pub fn look(&self) -> Result<Validity, String> {
        let shown = self.certificate.display();
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect)
            .map_err(|error| format!("cannot read the certificate {shown}: {error}"))?;
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .map_err(|error| format!("cannot read the key {}: {error}", self.key.display()))?;
        let first = chain.first().ok_or_else(|| format!("{shown} holds no certificate"))?.clone();
        CertifiedKey::from_der(chain, key, &rustls::crypto::aws_lc_rs::default_provider())
            .map_err(|error| format!("{shown} and its key cannot be used: {error}"))?;
        let (_, read) = X509Certificate::from_der(&first)
            .map_err(|error| format!("cannot read the certificate {shown}: {error}"))?;
        let moment = |seconds: i64| Timestamp::from_second(seconds).map_err(|error| error.to_string());
        let validity = read.validity();
        Ok(Validity {
            from: moment(validity.not_before.timestamp())?,
            until: moment(validity.not_after.timestamp())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};
    use std::fs;

    /// A certificate that stands from 2026 to a year, and a key.
    fn files(folder: &std::path::Path, until: i32, own_key: bool) -> TlsFiles {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(vec!["node.example".to_owned()]).unwrap();
        parameters.not_before = date_time_ymd(2026, 1, 1);
        parameters.not_after = date_time_ymd(until, 1, 1);
        let certificate = parameters.self_signed(&key).unwrap();
        let kept = if own_key { key } else { KeyPair::generate().unwrap() };
        let files = TlsFiles { certificate: folder.join("cert.pem"), key: folder.join("key.pem") };
        fs::write(&files.certificate, certificate.pem()).unwrap();
        fs::write(&files.key, kept.serialize_pem()).unwrap();
        files
    }

    #[test]
    fn a_certificate_says_how_long_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let left =
            |until| files(folder.path(), until, true).look().unwrap().left(now).map(|left| left.as_hours());
        assert_eq!(left(2027), Some(37 * 24));
        assert_eq!(left(2026), None, "over");
        let earlier = "2025-11-25T00:00:00Z".parse().unwrap();
        assert_eq!(files(folder.path(), 2027, true).look().unwrap().left(earlier), None, "not yet");
    }

    #[test]
    fn files_that_cannot_be_served_with_are_refused_in_words() {
        #[track_caller]
        fn check(files: &TlsFiles, words: &str) {
            let refused = files.look().unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
        let folder = tempfile::tempdir().unwrap();
        let good = files(folder.path(), 2027, true);
        check(
            &TlsFiles { certificate: folder.path().join("none"), ..good.clone() },
            "cannot read the certificate",
        );
        check(&TlsFiles { key: good.certificate.clone(), ..good.clone() }, "cannot read the key");
        check(&TlsFiles { certificate: good.key.clone(), ..good }, "holds no certificate");
        check(&files(folder.path(), 2027, false), "and its key cannot be used");
    }
}
