//! Fictional lists in FollowTheMoney JSON lines.

use serde_json::json;

/// A person on a list.
pub fn person(id: &str, names: &[&str], born: Option<&str>) -> String {
    let mut entity = json!({
        "id": id,
        "schema": "Person",
        "caption": names[0],
        "properties": {"name": names, "topics": ["sanction"]},
    });
    if let Some(born) = born {
        entity["properties"]["birthDate"] = json!([born]);
    }
    entity.to_string()
}

/// What says until when an entry is listed.
pub fn listed_until(entry: &str, day: &str) -> String {
    json!({
        "id": format!("listing-{entry}"),
        "schema": "Sanction",
        "properties": {"entity": [entry], "endDate": [day], "program": ["Fictional programme"]},
    })
    .to_string()
}

/// The lines of a file.
pub fn file(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

/// Ten people.
pub fn ten_people() -> Vec<String> {
    [
        ("ex-1", "Oleg Vymyshlenko", "1961-04-02"),
        ("ex-2", "Nasreen Farzana Begum", "1975"),
        ("ex-3", "Bartholomew Quillfeather", "1958-11-30"),
        ("ex-4", "Yusuf Khayali al-Misali", "1980-06"),
        ("ex-5", "Ekaterina Nesushchestvova", "1969-01-17"),
        ("ex-6", "Gulnora Toqimova", "1990-09-09"),
        ("ex-7", "Imran Khayal Farzi", "1983-03-21"),
        ("ex-8", "Wenceslas Imaginarius", "1944"),
        ("ex-9", "Daulet Oidanshygarov", "1977-07-07"),
        ("ex-10", "Philippa Notareal", "1988-12-24"),
    ]
    .map(|(id, name, born)| person(id, &[name], Some(born)))
    .to_vec()
}

/// So many people with names that no two share.
pub fn many_people(count: usize) -> String {
    let syllables = ["ba", "do", "ki", "lu", "me", "na", "po", "ri", "su", "ta", "ve", "zo"];
    let word = |mut number: usize, length: usize| -> String {
        let mut word = String::new();
        for _ in 0..length {
            word.push_str(syllables[number % syllables.len()]);
            number /= syllables.len();
        }
        word
    };
    let people = (0..count).map(|number| {
        let name = format!("{} {}", word(number * 7 + 3, 3), word(number, 5));
        person(&format!("many-{number}"), &[&name], None)
    });
    file(&people.collect::<Vec<_>>())
}
