//! Roles at desks as a form has them: a row for each role, a box for the whole node and one for each desk.

use crate::console::form::Form;
use crate::console::words::Words;
use model::Desk;
use node::identity::{Desks, Grant, Role};

/// What a box for the whole node sends.
const EVERYWHERE: &str = "everywhere";

/// The boxes.
pub struct Matrix {
    /// The places: the whole node, then the desks.
    pub places: Vec<String>,
    /// The roles.
    pub rows: Vec<MatrixRow>,
}

/// A role.
pub struct MatrixRow {
    /// Its name in the form.
    pub role: &'static str,
    /// In words.
    pub label: String,
    /// What it does.
    pub about: String,
    /// A box for each place.
    pub boxes: Vec<RoleBox>,
}

/// A role at a place.
pub struct RoleBox {
    /// What it sends.
    pub value: &'static str,
    /// Both in words.
    pub label: String,
    /// Whether it is given.
    pub checked: bool,
}

impl Matrix {
    /// The boxes for these grants.
    pub fn new(grants: &[Grant], words: &Words) -> Self {
        let place = |desk: Option<Desk>| match desk {
            Some(desk) => words.say(&format!("desk-{}", desk.as_str())),
            None => words.say("console-whole-node"),
        };
        let places: Vec<Option<Desk>> = std::iter::once(None).chain(Desk::ALL.map(Some)).collect();
        let given = |role: Role, desk: Option<Desk>| {
            grants.iter().filter(|grant| grant.role == role).any(|grant| match (&grant.desks, desk) {
                (Desks::All, None) => true,
                (Desks::Only(desks), Some(desk)) => desks.contains(&desk),
                _ => false,
            })
        };
        let rows = Role::ALL.into_iter().map(|role| {
            let label = words.say(&format!("role-{}", role.as_str()));
            let boxes = places.iter().map(|desk| RoleBox {
                value: desk.map_or(EVERYWHERE, Desk::as_str),
                label: words.with_two("console-role-at", ("role", &label), ("place", &place(*desk))),
                checked: given(role, *desk),
            });
            MatrixRow {
                role: role.as_str(),
                about: words.say(&format!("console-role-{}", role.as_str())),
                boxes: boxes.collect(),
                label,
            }
        });
        Self { rows: rows.collect(), places: places.iter().map(|desk| place(*desk)).collect() }
    }
}

/// The grants that a form gives.
pub fn grants(form: &Form) -> Vec<Grant> {
    let mut grants = Vec::new();
    for role in Role::ALL {
        let name = format!("role-{}", role.as_str());
        let places: Vec<&str> = form.all(&name).collect();
        let desks: Vec<Desk> = places.iter().filter_map(|place| Desk::parse(place)).collect();
        if places.contains(&EVERYWHERE) {
            grants.push(Grant::everywhere(role));
        } else if !desks.is_empty() {
            grants.push(Grant::at(role, desks));
        }
    }
    grants
}

/// Grants in words, one each.
pub fn in_words(grants: &[Grant], words: &Words) -> Vec<String> {
    let one = |grant: &Grant| {
        let role = words.say(&format!("role-{}", grant.role.as_str()));
        let place = match &grant.desks {
            Desks::All => words.say("role-everywhere"),
            Desks::Only(desks) => {
                let names: Vec<String> =
                    desks.iter().map(|desk| words.say(&format!("desk-{}", desk.as_str()))).collect();
                words.catalogue().enumeration(&names)
            }
        };
        words.with_two("console-role-at", ("role", &role), ("place", &place))
    };
    grants.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::Catalogue;

    #[test]
    fn what_a_form_shows_is_what_it_sends() {
        let given = vec![
            Grant::at(Role::Analyst, [Desk::Finance, Desk::Travel]),
            Grant::everywhere(Role::Administrator),
        ];
        let words = Words::new(Catalogue::default(), jiff::Timestamp::UNIX_EPOCH);
        let mut sent = Vec::new();
        for row in Matrix::new(&given, &words).rows {
            for checked in row.boxes.iter().filter(|each| each.checked) {
                sent.push((format!("role-{}", row.role), checked.value.to_owned()));
            }
        }
        assert_eq!(grants(&Form::from(sent)), given);
    }
}
