//! The development data of the shared folder, as tests over real lists take it.

use model::{Entity, Name, PartialDate, Profile, Schema};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The rows of a file.
pub fn rows(shared: &Path, file: &str) -> Vec<Value> {
    let packed =
        std::fs::File::open(shared.join("data/screening").join(file)).expect("the shared data is complete");
    let text = std::io::read_to_string(liblzma::read::XzDecoder::new(packed)).expect("the file is xz");
    text.lines().map(|line| serde_json::from_str(line).expect("rows are JSON")).collect()
}

/// The entries of all lists.
pub fn entries(shared: &Path) -> Vec<Entity> {
    let entry = |row: &Value| Entity {
        profile: profile(row),
        ..Entity::new(row["id"].as_str().unwrap_or_default(), Schema::Thing)
    };
    rows(shared, "index_dev.jsonl.xz").iter().map(entry).collect()
}

/// Who a row describes.
pub fn profile(row: &Value) -> Profile {
    let strings = |value: &Value| -> Vec<String> {
        match value {
            Value::String(one) => vec![one.clone()],
            Value::Array(many) => many.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => Vec::new(),
        }
    };
    let schema = Schema::parse(row["schema"].as_str().unwrap_or_default());
    let mut profile = Profile::new(schema.unwrap_or(Schema::LegalEntity));
    profile.names = strings(&row["names"]).into_iter().map(Name::primary).collect();
    profile.birth_dates =
        strings(&row["dob"]).iter().filter_map(|date| PartialDate::parse_iso(date).ok()).collect();
    profile.countries = strings(&row["country"]);
    profile
}

/// The shared folder; without it the test says so and passes, except where it is required.
#[allow(clippy::disallowed_methods, reason = "tests find the shared folder by the environment")]
pub fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let shared = std::env::var_os("ENTENTE_SHARED").map_or(beside, PathBuf::from);
    if shared.is_dir() {
        return Some(shared);
    }
    assert!(
        std::env::var_os("ENTENTE_REQUIRE_SHARED").is_none(),
        "the shared data is required and not at {}",
        shared.display()
    );
    println!("skipped: no shared data at {}", shared.display());
    None
}
