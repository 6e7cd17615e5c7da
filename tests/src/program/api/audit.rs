//! The audit log for auditors: leaves, proofs, files of the tree; read only, and as far as they audit.

use super::Office;
use serde_json::Value;

#[test]
fn auditors_read_the_log_and_prove_what_is_in_it() {
    let office = Office::open_with(&["--sign-every", "0"]);
    office.analyst("nadia").screen(&[("C-1", "Oleg Vymyshlenko")]);
    let adila = office.client("adila", &["audit.read", "audit.verify"]);
    let page = adila.get("/api/v1/audit/leaves?limit=1000").ok().value();
    let leaves = page["leaves"].as_array().unwrap();
    assert_eq!(page["size"], leaves.len(), "{page}");
    assert!(leaves.iter().any(|leaf| leaf["action"] == "screening.run"), "{page}");
    assert!(!page.to_string().contains("Vymyshlenko"), "no leaf says who a subject is");
    let pieces = adila.get("/api/v1/audit/leaves?from=1&limit=2").ok().value();
    assert_eq!((&pieces["leaves"][0]["place"], &pieces["next"]), (&Value::from(1), &Value::from(3)));
    assert!(adila.get("/api/v1/audit/leaves/0").ok().value().get("proof").is_none(), "nothing is signed yet");
    adila.get("/audit/checkpoint").is(404).says("audit sign");

    let note = office.bench.run(&["audit", "sign"]).ok().stdout;
    assert_eq!(adila.get("/audit/checkpoint").ok().text(), note);
    let checkpoints = adila.get("/api/v1/audit/checkpoints").ok().value();
    assert_eq!(checkpoints["checkpoints"][0]["note"], note.as_str(), "{checkpoints}");
    let size = checkpoints["checkpoints"][0]["size"].as_u64().unwrap();
    let proved = adila.get("/api/v1/audit/leaves/0").ok().value();
    assert!(!proved["proof"]["hashes"].as_array().unwrap().is_empty(), "{proved}");
    adila.get("/api/v1/audit/consistency?from=1").ok().says("hashes");
    adila.get(&format!("/api/v1/audit/consistency?from={}", size + 1)).is(422).says("earlier checkpoint");
    let verified = adila.get("/api/v1/audit/verification").ok().value();
    assert_eq!(
        (&verified["good"], &verified["unsigned"]),
        (&Value::from(true), &Value::from(0)),
        "{verified}"
    );

    // The files of c2sp.org/tlog-tiles: hashes, and leaves after their lengths.
    let hashes = adila.get(&format!("/audit/tile/0/000.p/{size}")).ok();
    assert_eq!(hashes.bytes.len() as u64, size * 32);
    let bundle = adila.get(&format!("/audit/tile/entries/000.p/{size}")).ok().bytes;
    let first = usize::from(u16::from_be_bytes([bundle[0], bundle[1]]));
    assert_eq!(String::from_utf8_lossy(&bundle[2..2 + first]), leaves[0]["canonical"].as_str().unwrap());
    for path in [
        "/audit/tile/0/001",
        "/audit/tile/entries/000",
        "/audit/tile/entries/x",
        "/api/v1/audit/leaves/99999",
    ] {
        adila.get(path).is(404);
    }
    adila.get("/api/v1/audit/leaves?limit=0").is(422);
    adila.get("/api/v1/audit/leaves/first").is(404);

    // Whoever audits one desk reads its leaves only, and not the log as a whole.
    let ada = office.client("ada", &["audit.read"]);
    let own = ada.get("/api/v1/audit/leaves?limit=1000").ok().value();
    let own = own["leaves"].as_array().unwrap();
    assert!(!own.is_empty() && own.iter().all(|leaf| leaf["desk"] == "finance"), "{own:?}");
    for path in
        ["/audit/checkpoint", "/api/v1/audit/checkpoints", "/audit/tile/0/000", "/api/v1/audit/leaves/0"]
    {
        let status = ada.get(path).status;
        assert!(matches!(status, 403 | 404), "{path}: {status}");
    }
    ada.get("/api/v1/audit/verification").is(403);
    office.analyst("nadia").get("/api/v1/audit/leaves").is(403);
}
