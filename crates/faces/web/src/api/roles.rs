//! Roles at desks, as the API takes and shows them.

use crate::http::problem::Problem;
use model::Desk;
use node::identity::{Desks, Grant, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role at some desks.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleAt {
    /// `analyst`, `approver`, `officer`, `reviewer`, `secretary`, `chair`, `auditor` or `administrator`.
    role: String,
    /// The desks where it holds; left out, it holds at all of them and for the node as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    desks: Option<Vec<String>>,
}

impl RoleAt {
    /// As it is shown.
    pub fn of(grant: &Grant) -> Self {
        let desks = match &grant.desks {
            Desks::All => None,
            Desks::Only(desks) => Some(desks.iter().map(|desk| desk.as_str().to_owned()).collect()),
        };
        Self { role: grant.role.as_str().to_owned(), desks }
    }

    fn grant(&self) -> Result<Grant, Problem> {
        let role = Role::parse(&self.role).ok_or_else(|| {
            let known = Role::ALL.map(Role::as_str).join(", ");
            Problem::usage(format!("there is no role {:?}; choose among {known}", self.role))
        })?;
        let Some(desks) = &self.desks else { return Ok(Grant::everywhere(role)) };
        if desks.is_empty() {
            return Err(Problem::usage(format!(
                "{} is given at no desk; name some, or leave desks out",
                self.role
            )));
        }
        let desks: Result<Vec<Desk>, Problem> = desks.iter().map(|name| desk(name)).collect();
        Ok(Grant::at(role, desks?))
    }
}

/// What roles stand for.
///
/// # Errors
/// When one of them is none, or is given at no desk or one that there is not.
pub fn grants(roles: &[RoleAt]) -> Result<Vec<Grant>, Problem> {
    roles.iter().map(RoleAt::grant).collect()
}

/// As they are shown.
pub fn shown(grants: &[Grant]) -> Vec<RoleAt> {
    grants.iter().map(RoleAt::of).collect()
}

/// A desk by its short name.
///
/// # Errors
/// When there is none of this name.
pub fn desk(name: &str) -> Result<Desk, Problem> {
    Desk::parse(name).ok_or_else(|| {
        let known = Desk::ALL.map(Desk::as_str).join(", ");
        Problem::usage(format!("there is no desk {name:?}; choose among {known}"))
    })
}
