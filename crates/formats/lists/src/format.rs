//! The formats this room reads, and what is known of each reader.

use serde::{Deserialize, Serialize};

/// A list format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// UN Security Council consolidated list, XML.
    UnXml,
    /// OFAC SDN or consolidated non-SDN list, as three or four CSV files without headers.
    OfacCsv,
    /// OFAC `sdn.xml` and `consolidated.xml`.
    OfacXml,
    /// OFAC `sdn_advanced.xml` and `cons_advanced.xml`.
    OfacAdvancedXml,
    /// EU consolidated financial sanctions list, XML (FSF 1.1).
    EuXml,
    /// HM Treasury consolidated list of financial sanctions targets, CSV (`ConList.csv`).
    HmtCsv,
    /// UK Sanctions List of the Foreign, Commonwealth & Development Office, XML.
    UkXml,
    /// FollowTheMoney entities as JSON lines, as OpenSanctions publishes them.
    Ftm,
    /// Changes to a FollowTheMoney list as JSON lines.
    FtmDelta,
    /// A national list in CSV, XLSX, JSON or numbered text, described by a mapping file.
    Mapped,
}

impl Format {
    /// All formats, in a fixed order.
    pub const ALL: [Self; 10] = [
        Self::UnXml,
        Self::OfacCsv,
        Self::OfacXml,
        Self::OfacAdvancedXml,
        Self::EuXml,
        Self::HmtCsv,
        Self::UkXml,
        Self::Ftm,
        Self::FtmDelta,
        Self::Mapped,
    ];

    /// The name used in configuration, on the command line and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnXml => "un-xml",
            Self::OfacCsv => "ofac-csv",
            Self::OfacXml => "ofac-xml",
            Self::OfacAdvancedXml => "ofac-advanced-xml",
            Self::EuXml => "eu-xml",
            Self::HmtCsv => "hmt-csv",
            Self::UkXml => "uk-xml",
            Self::Ftm => "ftm",
            Self::FtmDelta => "ftm-delta",
            Self::Mapped => "mapped",
        }
    }

    /// Reads a format's name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text.trim())
    }

    /// Whether the reader has been checked on a real published file. Those that have not were written from the
    /// published schemas, and must be shown as "not yet checked on a real file".
    pub fn checked_on_real_file(self) -> bool {
        matches!(self, Self::UnXml | Self::OfacCsv | Self::HmtCsv)
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.as_str()), Some(format));
            assert_eq!(serde_json::to_value(format).unwrap(), format.as_str());
        }
        assert_eq!(Format::parse("xml"), None);
    }
}
