//! Numbers that identify: documents, registrations, vessels, wallets. They match exactly after their own
//! normalisation, apart from names.

use serde::{Deserialize, Serialize};

/// One identifying number as its source wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What the number is.
    pub kind: IdentifierKind,
    /// The number as written.
    pub value: String,
    /// Issuing country, ISO 3166-1 alpha-2 in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What the source adds: place and date of issue, "false passport" and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What an identifying number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// Passport or travel document.
    Passport,
    /// National identity number (CNIC, SNILS and the like).
    NationalId,
    /// Tax number (INN, TIN, VAT).
    TaxNumber,
    /// Company or other registration number (OGRN, CRN).
    Registration,
    /// Legal Entity Identifier, ISO 17442.
    Lei,
    /// Bank Identifier Code, ISO 9362.
    Bic,
    /// IMO ship or company number.
    Imo,
    /// Maritime Mobile Service Identity.
    Mmsi,
    /// Radio call sign.
    CallSign,
    /// Aircraft registration (tail number).
    AircraftTail,
    /// Aircraft or vessel serial or hull number.
    SerialNumber,
    /// Address of a crypto-currency wallet.
    Wallet,
    /// E-mail, telephone, web site: kept, and compared exactly.
    Contact,
    /// Any other number.
    Other,
}

impl Identifier {
    /// An identifier without country or note.
    pub fn new(kind: IdentifierKind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), country: None, note: None }
    }

    /// The form that is compared: letters and digits only, upper case, Arabic digits as Latin ones; an `IMO`
    /// prefix is dropped; wallet addresses and contacts keep their case and signs. `None` when nothing
    /// identifying is left (fewer than four signs).
    pub fn normalised(&self) -> Option<String> {
        let digits_folded = self.value.trim().chars().map(|c| match c {
            '\u{0660}'..='\u{0669}' => char::from(b'0' + (c as u32 - 0x0660) as u8),
            '\u{06F0}'..='\u{06F9}' => char::from(b'0' + (c as u32 - 0x06F0) as u8),
            other => other,
        });
        let normal: String = match self.kind {
            // Base58 addresses are case-sensitive; contacts lower-case.
            IdentifierKind::Wallet => digits_folded.filter(|c| !c.is_whitespace()).collect(),
            IdentifierKind::Contact => {
                digits_folded.filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
            }
            _ => digits_folded.filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect(),
        };
        let normal = match self.kind {
            IdentifierKind::Imo => normal.strip_prefix("IMO").map(str::to_owned).unwrap_or(normal),
            _ => normal,
        };
        (normal.chars().count() >= 4).then_some(normal)
    }
}
