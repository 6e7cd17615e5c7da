//! What OFAC writes only into remarks: birth dates and places, nationality, gender, documents, weak aliases, links,
//! wallets, the numbers of vessels and aircraft. The remarks themselves are kept whole.

use super::imo;
use crate::countries;
use crate::dates;
use crate::draft::Draft;
use crate::faults::Faults;
use crate::identifiers::kind_of;
use crate::names::pattern;
use model::{Identifier, IdentifierKind, Name, NameKind, NameStrength, Schema};
use regex::Regex;
use std::sync::LazyLock;

/// `P 123456 (Country) issued 12 Mar 1999 expires 11 Mar 2009`, after its label.
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"^(?P<number>[^(]*?)";
    let rest = r"\s*(?:\((?P<country>[^()]*(?:\([^()]*\))?[^()]*)\))?(?P<note>(?:\s*-?\s*(?:issued|expires|valid|\().*)?)$";
    pattern(&format!("{number}{rest}"))
});

static WALLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^Digital Currency Address - (\w+) (\S+)$"));

/// Labels of documents and numbers, as OFAC writes them.
#[rustfmt::skip]
const DOCUMENTS: &[&str] = &[
    "Afghan Money Service Provider License Number", "Bank Identifier Code", "BIK (RU)", "Birth Certificate Number",
    "Bosnian Personal ID No.", "Branch Unit Number", "British National Overseas Passport", "Business Number",
    "Business Registration Document #", "Business Registration Number", "C.I.F.", "C.R. No.", "C.U.I.", "C.U.I.P.", "CNP (Personal Numerical Code)", "Central Registration System Number", "RSIN",
    "Seafarer's Identification Document", "C.U.I.T.",
    "C.U.R.P.", "CNIC #", "CURP #", "Cartilla de Servicio Militar Nacional", "Cedula No.", "Cedula de Residencia",
    "Central Registration Number", "Certificate of Incorporation Number", "Chamber of Commerce Number",
    "Citizen's Card Number", "Commercial Registry Number", "Company ID", "Company Number", "Credencial electoral",
    "D-U-N-S Number", "D.N.I.", "Diplomatic Passport", "Driver's License No.", "Dubai Chamber of Commerce Membership No.",
    "Economic Register Number (CBLS)", "Electoral Registry No.", "Enterprise Number", "File Number", "Fiscal Code",
    "Folio Mercantil No.", "Government Gazette Number", "Haitian Tax Number", "I.F.E.", "ID Card",
    "ID card", "Identification Number", "Immigration No.", "Italian Fiscal Code", "Kenyan ID No.", "LE Number",
    "Legal Entity Number", "License", "MSB Registration Number", "Matricula Mercantil No", "Military Registration Number",
    "Moroccan Personal ID No.", "N.I.E.", "NIT #", "National Foreign ID Number", "National ID No.",
    "Numero Unico de Identificacao", "Numero de Identidad", "Paraguayan tax identification number", "Passport",
    "Permanent Resident Permit", "Personal ID Card", "Pilot License Number", "Public Registration Number",
    "Public Security and Immigration No.", "R.F.C.", "R.T.N.", "RFC", "RIF #", "RSB", "RTN", "RUC #",
    "Refugee ID Card", "Registered Charity No.", "Registration ID", "Registration Certificate Number (Dubai)",
    "Registration Number", "Residency Number", "Romanian C.R.", "Romanian Permanent Resident", "Romanian Tax Registration",
    "SRE Permit No.", "SSN", "Serial No.", "Stateless Person ID Card", "Stateless Person Passport", "Tarjeta Profesional",
    "Tax ID No.", "Tazkira National ID Card", "Tourism License No.", "Trade License No.", "Travel Document Number",
    "Turkish Identification Number", "U.S. FEIN", "UAE Identification", "UK Company Number", "US FEIN",
    "Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)", "V.A.T. Number", "VisaNumberID",
    "Voter Registration No.", "Aircraft Mode S Transponder Code", "Aircraft Serial Identification",
    "Aircraft Construction Number (also called L/N or S/N or F/N)", "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Tail Number", "Previous Aircraft Tail Number",
];

/// Labels whose value identifies without country and dates.
#[rustfmt::skip]
const NUMBERS: &[(&str, IdentifierKind)] = &[
    ("SWIFT/BIC", IdentifierKind::Bic),
    ("MMSI", IdentifierKind::Mmsi),
    ("Vessel Registration Identification", IdentifierKind::Imo),
    ("Other Vessel Call Sign", IdentifierKind::CallSign),
    ("Vessel Call Sign", IdentifierKind::CallSign),
    ("Website", IdentifierKind::Contact),
    ("Email Address", IdentifierKind::Contact),
    ("E-Mail Address", IdentifierKind::Contact),
    ("Telephone Number", IdentifierKind::Contact),
    ("Telephone No.", IdentifierKind::Contact),
    ("Telephone", IdentifierKind::Contact),
    ("Phone Number", IdentifierKind::Contact),
    ("Phone No.", IdentifierKind::Contact),
    ("Fax No.", IdentifierKind::Contact),
    ("Fax", IdentifierKind::Contact),
    ("ISIN", IdentifierKind::Other),
    ("Equity Ticker", IdentifierKind::Other),
];

/// Labels whose value is kept by its own name.
#[rustfmt::skip]
const KEPT: &[&str] = &[
    "Aircraft Model", "Aircraft Manufacture Date", "Aircraft Operator", "Organization Type:", "Target Type",
    "Issuer Name", "Chinese Commercial Code", "Vessel Type", "Vessel Year of Build", "Vessel Gross Tonnage",
    "Vessel Gross Registered Tonnage", "Vessel Tonnage", "Vessel Owner", "Former Vessel Flag", "Other Vessel Flag",
    "Previous Aircraft Tail Number", "Listing Date",
];

/// Whether what stands under a label is kept by its name, not as a number.
pub(super) fn is_kept(label: &str) -> bool {
    KEPT.contains(&label)
}

/// Reads a remarks text into the entry.
pub(super) fn mine(remarks: &str, cut: bool, draft: &mut Draft, faults: &mut Faults) {
    draft.remark(remarks);
    let mut pieces = remarks.split(';').map(str::trim).filter(|piece| !piece.is_empty()).peekable();
    while let Some(piece) = pieces.next() {
        // Half a number is worse than none.
        if cut && pieces.peek().is_none() {
            break;
        }
        let last = pieces.peek().is_none();
        let piece = if last { strip_full_stop(piece) } else { piece };
        let piece = piece.strip_prefix('(').and_then(|piece| piece.strip_suffix(')')).unwrap_or(piece);
        let piece = piece.strip_prefix("alt. ").or_else(|| piece.strip_prefix("Alt. ")).unwrap_or(piece);
        segment(piece, draft, faults);
    }
}

fn segment(piece: &str, draft: &mut Draft, faults: &mut Faults) {
    if let Some(text) = piece.strip_prefix("DOB ") {
        draft.birth_date(dates::parse_any(strip_full_stop(text)), text, "DOB", faults);
    } else if let Some(text) = piece.strip_prefix("POB ") {
        draft.birth_place(strip_full_stop(text), countries::code_at_end(text));
    } else if let Some(text) = piece.strip_prefix("nationality ").or_else(|| piece.strip_prefix("citizen ")) {
        draft.nationality(text, "nationality", faults);
    } else if let Some(text) = piece.strip_prefix("Gender ") {
        draft.gender(strip_full_stop(text), faults);
    } else if let Some((kind, name)) = quoted_alias(piece) {
        draft.name(Name::new(name, kind).with_strength(NameStrength::Weak));
    } else if let Some(text) = piece.strip_prefix("Linked To: ") {
        draft.link("linked-to", strip_full_stop(text), None);
    } else if let Some(found) = WALLET.captures(strip_full_stop(piece)) {
        draft.identifier(Identifier {
            note: Some(found[1].to_owned()),
            ..Identifier::new(IdentifierKind::Wallet, &found[2])
        });
    } else if let Some(text) = piece.strip_prefix("Vessel Flag ") {
        draft.nationality(text, "Vessel Flag", faults);
    } else if let Some(text) = piece.strip_prefix("Nationality of Registration ") {
        draft.country(text, "Nationality of Registration", faults);
    } else if let Some(text) = piece.strip_prefix("Organization Established Date ") {
        draft.birth_date(
            dates::parse_any(strip_full_stop(text)),
            text,
            "Organization Established Date",
            faults,
        );
    } else if let Some((label, value)) = after_label(piece, KEPT.iter().copied()) {
        draft.other(label.trim_end_matches(':'), strip_full_stop(value));
        if label == "Aircraft Manufacture Date" && draft.schema() == Schema::Airplane {
            draft.birth_date(dates::parse_any(strip_full_stop(value)), value, label, faults);
        }
    } else if let Some((label, value)) = after_label(piece, NUMBERS.iter().map(|(label, _)| *label)) {
        number(label, strip_full_stop(value), draft);
    } else if let Some((label, value)) = after_label(piece, DOCUMENTS.iter().copied()) {
        document(label, strip_full_stop(value), draft);
    }
}

/// `a.k.a. 'NAME'`, `f.k.a. 'NAME'`: in quotes, so weak.
fn quoted_alias(piece: &str) -> Option<(NameKind, &str)> {
    let (kind, rest) =
        [("a.k.a. '", NameKind::Alias), ("f.k.a. '", NameKind::Former), ("n.k.a. '", NameKind::Alias)]
            .into_iter()
            .find_map(|(prefix, kind)| piece.strip_prefix(prefix).map(|rest| (kind, rest)))?;
    let end = rest.rfind('\'').unwrap_or(rest.len());
    Some((kind, &rest[..end]))
}

/// The longest label that a piece starts with, and what follows it.
fn after_label<'p, 'l>(piece: &'p str, labels: impl Iterator<Item = &'l str>) -> Option<(&'l str, &'p str)> {
    labels
        .filter_map(|label| piece.strip_prefix(label).map(|rest| (label, rest)))
        .filter(|(_, rest)| rest.starts_with([' ', ':']))
        .max_by_key(|(label, _)| label.len())
        .map(|(label, rest)| (label, rest.trim_start_matches([':', ' '])))
}

fn number(label: &str, value: &str, draft: &mut Draft) {
    let Some((_, kind)) = NUMBERS.iter().find(|(known, _)| *known == label) else { return };
    let note = matches!(kind, IdentifierKind::Contact | IdentifierKind::Other).then(|| label.to_owned());
    // Registration identifications that are no IMO numbers exist too.
    let (kind, value) = match (kind, imo(value)) {
        (IdentifierKind::Imo, Some(number)) => (IdentifierKind::Imo, number),
        (IdentifierKind::Imo, None) => (IdentifierKind::Registration, value),
        (kind, _) => (*kind, value),
    };
    draft.identifier(Identifier { note, ..Identifier::new(kind, value) });
}

fn document(label: &str, value: &str, draft: &mut Draft) {
    let Some(found) = DOCUMENT.captures(value) else { return };
    let number = found["number"].trim().trim_end_matches(['.', ',']);
    // Tail numbers may be letters only; every other number has a digit.
    let kind = kind_of(label);
    if kind != IdentifierKind::AircraftTail && !number.chars().any(|c| c.is_ascii_digit()) {
        return;
    }
    let country = found.name("country").map(|country| country.as_str());
    let code = country.and_then(countries::code);
    // What stands in the parentheses and is no country is part of the note.
    let note = [
        Some(label),
        country.filter(|_| code.is_none()),
        found.name("note").map(|note| note.as_str().trim()),
    ];
    let note = note.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let kind = match kind {
        IdentifierKind::Other if label == "Legal Entity Number" && number.len() == 20 => IdentifierKind::Lei,
        IdentifierKind::Other if label == "Legal Entity Number" => IdentifierKind::Registration,
        kind => kind,
    };
    let (kind, number) = imo(number).map_or((kind, number), |number| (IdentifierKind::Imo, number));
    draft.identifier(Identifier {
        kind,
        value: number.to_owned(),
        country: code.map(str::to_owned),
        note: Some(note),
    });
}

fn strip_full_stop(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('.').unwrap_or(text).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(schema: Schema, remarks: &str, cut: bool) -> (model::Entity, Vec<String>) {
        let mut faults = Faults::default();
        let mut draft = Draft::new("1", schema, 1);
        draft.name(Name::primary("SAMPLE"));
        mine(remarks, cut, &mut draft, &mut faults);
        let entity = draft.finish(&mut faults);
        (entity, faults.finish().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_person_is_mined() {
        let (entity, faults) = read(
            Schema::Person,
            "DOB 12 Mar 1960; alt. DOB circa 1961; POB Sample Town, Iraq; nationality Korea, North; citizen Syria; \
             Gender Male; Passport A123456 (Saudi Arabia) issued 01 Feb 2001 expires 31 Jan 2006; alt. Passport B7; \
             National ID No. 1234-5; a.k.a. 'ABU 'SAMPLE''; Email Address a@example.org; Linked To: SAMPLE FRONT; \
             Digital Currency Address - XBT 1SampleAddressXyz; Commander of the sample brigade.",
            false,
        );
        assert_eq!(faults, Vec::<String>::new());
        insta::assert_json_snapshot!(entity.profile);
        assert_eq!(entity.listing.links[0].target, "SAMPLE FRONT");
    }

    #[test]
    fn vessels_and_aircraft_are_mined() {
        let (vessel, _) =
            read(Schema::Vessel, "Vessel Registration Identification IMO 9000001; MMSI 123456789.", false);
        let (aircraft, _) = read(
            Schema::Airplane,
            "Aircraft Tail Number EP-SMP; Aircraft Manufacture Date 1992; Aircraft Model IL76-TD; \
             Aircraft Manufacturer's Serial Number (MSN) 102340.",
            false,
        );
        insta::assert_json_snapshot!((
            vessel.profile.identifiers,
            aircraft.profile.identifiers,
            aircraft.listing.other
        ));
    }

    #[test]
    fn a_cut_remark_yields_no_half_number() {
        let (entity, _) = read(Schema::Person, "DOB 1960; Passport A1234", true);
        assert_eq!(entity.profile.birth_dates.len(), 1);
        assert_eq!(entity.profile.identifiers, []);
    }

    #[test]
    fn what_is_no_date_is_said() {
        let (entity, faults) = read(Schema::Person, "DOB 31 Feb 1960.", false);
        assert_eq!(
            faults,
            ["line 1, record 1, DOB: not a date: \"31 Feb 1960\" (it was kept as text and is not compared)"]
        );
        assert_eq!(entity.listing.other["DOB"], ["31 Feb 1960"]);
    }
}
