//! An OFAC-compatible score, for those whose regulator asks for one.

/// The score of a query name against a listed name, 0 to 100.
pub fn score(query: &Prepared, listed: &Prepared) -> f64 {
    let _ = (query, listed);
    0.0
}

/// stand-in until the scorer lands
pub struct Prepared(String);
impl Prepared {
    /// p
    pub fn new(name: &str) -> Self {
        Self(name.to_owned())
    }
}
