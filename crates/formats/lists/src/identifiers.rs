//! What an identifying number is, told from the label that a list gives it.

use model::IdentifierKind;

/// The kind of a number by its label: `Passport`, `National ID No.`, `SWIFT/BIC`, `Vessel Registration
/// Identification`. [`IdentifierKind::Other`] for labels it does not know.
pub(crate) fn kind_of(label: &str) -> IdentifierKind {
    use IdentifierKind::{
        AircraftTail, Bic, CallSign, Contact, Imo, Lei, Mmsi, NationalId, Other, Passport, Registration,
        SerialNumber, TaxNumber, Wallet,
    };
    // The first word that occurs decides: a "national passport" is a passport, a "tax registration" a tax number.
    #[rustfmt::skip]
    const WORDS: &[(&str, IdentifierKind)] = &[
        ("digital currency", Wallet), ("wallet", Wallet),
        ("passport", Passport), ("pasaporte", Passport), ("passeport", Passport), ("travel document", Passport),
        ("паспорт", Passport), ("پاسپورٹ", Passport), ("laissez-passer", Passport),
        ("swift", Bic), ("bic code", Bic), ("legal entity identifier", Lei),
        ("mmsi", Mmsi), ("call sign", CallSign), ("imo number", Imo), ("identification imo", Imo),
        ("vessel registration", Imo), ("tail number", AircraftTail),
        ("serial", SerialNumber), ("construction number", SerialNumber), ("hull", SerialNumber),
        ("e-mail", Contact), ("email", Contact), ("website", Contact), ("phone", Contact), ("fax", Contact),
        ("tax", TaxNumber), ("fiscal", TaxNumber), ("v.a.t", TaxNumber), ("vat ", TaxNumber), ("rfc", TaxNumber),
        ("r.f.c", TaxNumber), ("nit ", TaxNumber), ("ruc", TaxNumber), ("rif ", TaxNumber), ("rtn", TaxNumber),
        ("c.u.i.t", TaxNumber), ("cuit", TaxNumber), ("инн", TaxNumber), ("fein", TaxNumber), ("pan card", TaxNumber),
        ("cnic", NationalId), ("national id", NationalId), ("national identi", NationalId), ("cedula", NationalId),
        ("identity card", NationalId), ("identification card", NationalId), ("identification number", NationalId),
        ("personal id", NationalId), ("d.n.i", NationalId), ("c.u.r.p", NationalId), ("curp", NationalId),
        ("ssn", NationalId), ("social security", NationalId), ("tazkira", NationalId), ("citizen's card", NationalId),
        ("civil id", NationalId), ("national foreign id", NationalId), ("national number", NationalId),
        ("numero de identidad", NationalId), ("identity number", NationalId), ("residency", NationalId),
        ("снилс", NationalId), ("شناختی", NationalId),
        ("registration", Registration), ("registry", Registration), ("company number", Registration),
        ("commercial", Registration), ("business number", Registration), ("matricula", Registration),
        ("incorporation", Registration), ("c.r. no", Registration), ("огрн", Registration),
        ("enterprise number", Registration),
    ];
    let label = label.to_lowercase();
    // Short labels are whole words, so that "simo" is no IMO.
    match label.trim().trim_end_matches(['.', ':', '#']).trim_end() {
        "imo" | "imo no" => return Imo,
        "lei" => return Lei,
        "bic" => return Bic,
        "id" | "idcard" | "nid" | "ni number" => return NationalId,
        "regnumber" => return Registration,
        "nit" | "rif" | "vat" | "tin" | "inn" => return TaxNumber,
        _ => {}
    }
    WORDS.iter().find(|(word, _)| label.contains(word)).map_or(Other, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_all_lists() {
        use IdentifierKind::{
            AircraftTail, Bic, Imo, NationalId, Other, Passport, Registration, SerialNumber, TaxNumber,
            Wallet,
        };
        for (label, kind) in [
            ("Número de pasaporte", Passport),
            ("national passport number", Passport),
            ("National Identification Number", NationalId),
            ("Cedula No.", NationalId),
            ("Tax ID No.", TaxNumber),
            ("Registration Number", Registration),
            ("SWIFT/BIC", Bic),
            ("Vessel Registration Identification IMO", Imo),
            ("Aircraft Tail Number", AircraftTail),
            ("Aircraft Manufacturer's Serial Number (MSN)", SerialNumber),
            ("Digital Currency Address - XBT", Wallet),
            ("Student ID card of Simo", Other),
        ] {
            assert_eq!(kind_of(label), kind, "{label}");
        }
    }
}
