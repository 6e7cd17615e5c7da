//! Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, and the Windows and other legacy code pages,
//! told from the first part of the input.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, Cursor, Read};

/// So much of the input decides on its encoding.
const SAMPLE: u64 = 1 << 18;

/// The input as UTF-8. What does not fit the encoding becomes U+FFFD; readers report the rows that hold it.
///
/// # Errors
/// When the input cannot be read or `label` names no encoding.
pub fn decoded<R: Read + Send + 'static>(
    mut input: R,
    label: Option<&str>,
) -> io::Result<impl Read + Send + use<R>> {
    let mut sample = Vec::new();
    input.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
    let encoding = match label {
        Some(label) => Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{label:?} names no encoding; use utf-8, utf-16le, windows-1251 or the like"),
            )
        })?,
        None => guess(&sample),
    };
    let whole = Cursor::new(sample).chain(input);
    Ok(DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .bom_override(true)
        .strip_bom(true)
        .build(whole))
}

fn guess(sample: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    if let Some(utf_16) = utf_16_by_zeros(sample) {
        return utf_16;
    }
    if is_utf_8(sample) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-8, though a few characters may be broken: code pages hardly ever form characters of several bytes by chance, so one
/// broken name must not make all others unreadable. The end of the sample may have cut a character.
fn is_utf_8(sample: &[u8]) -> bool {
    let (mut characters, mut faults) = (0, 0);
    for chunk in sample.utf8_chunks() {
        characters += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    faults <= usize::from(sample.len() as u64 == SAMPLE) || characters > faults
}

/// Headers and separators are ASCII, so UTF-16 without a mark shows itself by zeros on every other place.
fn utf_16_by_zeros(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 10;
    match (even > many, odd > many) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: Vec<u8>, label: Option<&str>, expected: &str) {
        let mut text = String::new();
        decoded(Cursor::new(bytes), label).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, expected);
    }

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    const RUSSIAN: &str = "имя,дата рождения\nОлег Примеров,1960-03-12\nАнна Вымышленная,1971\n";

    #[test]
    fn tells_encodings_apart() {
        check(RUSSIAN.into(), None, RUSSIAN);
        check([b"\xEF\xBB\xBF", RUSSIAN.as_bytes()].concat(), None, RUSSIAN);
        check(encoding_rs::WINDOWS_1251.encode(RUSSIAN).0.into_owned(), None, RUSSIAN);
        check(utf_16(&format!("\u{FEFF}{RUSSIAN}"), u16::to_le_bytes), None, RUSSIAN);
        check(utf_16(&format!("\u{FEFF}{RUSSIAN}"), u16::to_be_bytes), None, RUSSIAN);
        check(utf_16("name,dob\nJane,1970\n", u16::to_le_bytes), None, "name,dob\nJane,1970\n");
        check(utf_16("name,dob\nJane,1970\n", u16::to_be_bytes), None, "name,dob\nJane,1970\n");
        let french = "nom,ville\nJosé Exemplé,Besançon\nHélène Modèle,Orléans\n";
        check(encoding_rs::WINDOWS_1252.encode(french).0.into_owned(), None, french);
        let arabic = "الاسم,البلد\nأحمد مثال بن خالد,العراق\nفاطمة نموذج,سوريا\n";
        check(encoding_rs::WINDOWS_1256.encode(arabic).0.into_owned(), None, arabic);
        check(b"".to_vec(), None, "");
        let urdu = "نام,ملک\nگلناز مثال خان,پاکستان\nپرواز کرن اسلم,پاکستان\n";
        check(encoding_rs::WINDOWS_1256.encode(urdu).0.into_owned(), None, urdu);
    }

    #[test]
    fn one_broken_name_leaves_the_others_readable() {
        let broken = [RUSSIAN.as_bytes(), b"Jos\xE9 Ejemplo,1980\n"].concat();
        check(broken, None, &format!("{RUSSIAN}Jos\u{FFFD} Ejemplo,1980\n"));
    }

    #[test]
    fn a_stated_encoding_is_used_and_what_does_not_fit_is_shown() {
        check(encoding_rs::KOI8_R.encode(RUSSIAN).0.into_owned(), Some("koi8-r"), RUSSIAN);
        check(b"name\nA\xFFB\n".to_vec(), Some("utf-8"), "name\nA\u{FFFD}B\n");
        assert!(decoded(Cursor::new(b""), Some("klingon")).is_err());
    }
}
