//! The house's arrows, checked against `cargo metadata`: which room may use which, and which outside crate belongs
//! to which room. The design decides; a new arrow is a change of design, made here and in ARCHITECTURE.md.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Floors from the ground up. Arrows never run up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Floor {
    Foundation,
    Formats,
    Engines,
    Desks,
    Runtime,
    Faces,
    /// Chores and acceptance tests: outside the house, may use all of it.
    Yard,
}

impl Floor {
    /// Floors whose rooms touch neither files, network, clock nor environment.
    fn is_pure(self) -> bool {
        matches!(self, Self::Foundation | Self::Formats | Self::Engines | Self::Desks)
    }
}

struct Room {
    name: &'static str,
    floor: Floor,
    uses: &'static [&'static str],
}

const fn room(name: &'static str, floor: Floor, uses: &'static [&'static str]) -> Room {
    Room { name, floor, uses }
}

/// Direct dependencies that each room may have on others. Rooms of later issues are not here before they exist.
const ROOMS: [Room; 15] = [
    room("model", Floor::Foundation, &[]),
    room("text", Floor::Foundation, &[]),
    room("language", Floor::Foundation, &["model"]),
    room("access", Floor::Foundation, &["model"]),
    room("audit", Floor::Foundation, &["model"]),
    room("lists", Floor::Formats, &["model"]),
    room("matching", Floor::Engines, &["model", "text"]),
    room("casework", Floor::Desks, &["model", "access", "matching"]),
    room("working-group", Floor::Desks, &["model", "text", "language", "matching"]),
    room("store", Floor::Runtime, &["model", "access", "casework"]),
    room(
        "node",
        Floor::Runtime,
        &[
            "model",
            "text",
            "language",
            "access",
            "audit",
            "lists",
            "matching",
            "casework",
            "working-group",
            "store",
        ],
    ),
    room("web", Floor::Faces, &["model", "language", "node"]),
    room("entente", Floor::Faces, &["model", "language", "node", "web"]),
    room("acceptance", Floor::Yard, &[]),
    room("xtask", Floor::Yard, &[]),
];

/// Outside crates that only some rooms may name.
const RESERVED: [(&str, &[&str]); 16] = [
    ("anyhow", &["entente", "xtask", "acceptance"]),
    ("askama", &["web"]),
    ("axum", &["web"]),
    ("ballista", &["batch"]),
    ("cedar-policy", &["access"]),
    ("clap", &["entente", "xtask"]),
    ("comfy-table", &["entente"]),
    ("datafusion", &["review", "batch"]),
    ("fluent-bundle", &["language"]),
    ("hyper", &["web"]),
    ("indicatif", &["entente", "xtask"]),
    ("memmap2", &["node", "xtask"]),
    ("reqwest", &["node"]),
    ("sqlx", &["store"]),
    ("typst", &["documents"]),
    ("ureq", &["node"]),
];

/// Outside crates that do I/O or bring a runtime: for no room of a pure floor.
const EFFECTS: [&str; 13] = [
    "async-std",
    "etcetera",
    "hyper",
    "memmap2",
    "mio",
    "reqwest",
    "rustls",
    "smol",
    "sqlx",
    "tempfile",
    "tokio",
    "ureq",
    "walkdir",
];

/// A dependency as a manifest declares it.
#[derive(Clone, Copy, Debug)]
struct Arrow<'a> {
    from: &'a str,
    to: &'a str,
    kind: DependencyKind,
}

/// Checks every direct dependency of every room.
pub fn check(project: &Project) -> Result<()> {
    let metadata: Metadata = MetadataCommand::new()
        .current_dir(&project.root)
        .no_deps()
        .exec()
        .context("cargo metadata does not answer")?;
    let arrows: Vec<Arrow<'_>> = metadata
        .packages
        .iter()
        .flat_map(|package| {
            package.dependencies.iter().map(|dependency| Arrow {
                from: package.name.as_str(),
                to: &dependency.name,
                kind: dependency.kind,
            })
        })
        .collect();
    let names = metadata.packages.iter().map(|package| package.name.as_str());
    let mut faults: Vec<String> = names.filter(|name| find(name).is_none()).map(unknown_room).collect();
    faults.extend(arrows.iter().filter_map(|arrow| fault(*arrow)));
    if faults.is_empty() {
        println!("{} rooms, {} arrows", metadata.packages.len(), arrows.len());
        return Ok(());
    }
    bail!("{}", faults.join("; "))
}

fn unknown_room(name: &str) -> String {
    format!("room {name} has no place in the table of xtask/src/checks/architecture.rs")
}

/// What is wrong with an arrow, if anything.
fn fault(arrow: Arrow<'_>) -> Option<String> {
    let Arrow { from, to, kind } = arrow;
    let room = find(from)?;
    if room.floor == Floor::Yard {
        return None;
    }
    let for_tests = kind == DependencyKind::Development;
    match find(to) {
        Some(used) if room.uses.contains(&used.name) => None,
        // Tests may stand on any room of a lower floor.
        Some(used) if for_tests && used.floor < room.floor => None,
        Some(_) => Some(format!("{from} may not use {to}")),
        None if for_tests || kind == DependencyKind::Build => None,
        None if room.floor.is_pure() && EFFECTS.contains(&to) => {
            Some(format!("{from} is on a pure floor and may not use {to}, which has effects"))
        }
        None => RESERVED
            .iter()
            .find(|(name, rooms)| *name == to && !rooms.contains(&from))
            .map(|(_, rooms)| format!("{from} may not use {to}: that is for {} only", rooms.join(", "))),
    }
}

fn find(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, kind: DependencyKind, expected: Option<&str>) {
        assert_eq!(fault(Arrow { from, to, kind }).as_deref(), expected, "{from} -> {to}");
    }

    #[test]
    fn the_table_itself_runs_down_only() {
        for room in &ROOMS {
            for used in room.uses {
                let below = find(used).unwrap();
                assert!(below.floor <= room.floor, "{} -> {used} runs up", room.name);
                let both_ways = below.uses.contains(&room.name);
                assert!(!both_ways, "{} and {used} use each other", room.name);
            }
        }
    }

    #[test]
    fn arrows_that_the_design_does_not_have_are_faults() {
        use DependencyKind::{Build, Development, Normal};
        check("matching", "text", Normal, None);
        check("matching", "lists", Development, None);
        check("xtask", "matching", Normal, None);
        check("text", "model", Normal, Some("text may not use model"));
        check("model", "matching", Development, Some("model may not use matching"));
        check("entente", "store", Normal, Some("entente may not use store"));
        check("node", "sqlx", Normal, Some("node may not use sqlx: that is for store only"));
        check(
            "lists",
            "tokio",
            Normal,
            Some("lists is on a pure floor and may not use tokio, which has effects"),
        );
        check("lists", "tokio", Development, None);
        check("text", "miniz_oxide", Build, None);
        check("store", "ureq", Normal, Some("store may not use ureq: that is for node only"));
    }
}
