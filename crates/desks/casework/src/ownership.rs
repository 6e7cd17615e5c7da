//! Ownership and control over the links of lists: who is owned by listed subjects, by the 50 percent rule (OFAC's
//! guidance of 13 August 2014; the EU and the UK count "more than 50 percent", which is kept apart). Owned shares of
//! all listed owners add up, and whoever is owned so counts as a listed owner in turn.

use model::{Entity, EntryId, Link};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Half, in hundredths of a percent.
const HALF: u32 = 50_00;

/// What the links of a list say of who owns and controls whom.
#[derive(Clone, Debug, Default)]
pub struct Ownership {
    /// Shares by what is owned, then by owner.
    owners: BTreeMap<EntryId, BTreeMap<EntryId, Stake>>,
    /// Who controls without a stated share: directors and the like, by what is controlled.
    control: BTreeMap<EntryId, BTreeSet<(EntryId, String)>>,
    names: BTreeMap<EntryId, String>,
}

/// A share as sources state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stake {
    /// Hundredths of a percent.
    Stated(u32),
    /// Owned, nobody says how far.
    Unknown,
}

/// What is known of the owners of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owned {
    /// The stated shares of listed owners, added up, in percent.
    pub listed_percent: f64,
    /// Whether they come to 50 percent or more (OFAC).
    pub half_or_more: bool,
    /// Whether they come to more than 50 percent (EU, UK).
    pub more_than_half: bool,
    /// Whether a listed owner's share is not stated: the sum may be larger.
    pub incomplete: bool,
    /// The owners, listed ones first, then by share.
    pub owners: Vec<Owner>,
    /// Who else controls it, with the source's word for how.
    pub control: Vec<Owner>,
}

/// Somebody who owns or controls an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owner {
    /// The owner's id on the list, or the name where the source gives only that.
    pub id: EntryId,
    /// The owner's name, where the list has it.
    pub name: Option<String>,
    /// Whether the owner is listed, or owned by listed subjects.
    pub listed: bool,
    /// The share in percent, where it is stated.
    pub percent: Option<f64>,
    /// The source's word for the link.
    pub kind: String,
}

impl Ownership {
    /// Reads the links of a list's entries. A link stands at either end, or at both; it counts once.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entity>) -> Self {
        let mut ownership = Self::default();
        for entity in entries {
            ownership.names.insert(entity.id.clone(), entity.profile.caption().to_owned());
            entity.listing.links.iter().for_each(|link| ownership.add(&entity.id, link));
        }
        ownership
    }

    fn add(&mut self, holder: &EntryId, link: &Link) {
        let other = EntryId(link.target.clone());
        let mut parts = link.note.as_deref().unwrap_or_default().split("; ");
        let role = parts.next().unwrap_or_default();
        match link.kind.as_str() {
            "ownership" => {
                // An entry that is the owner says so; what only names an owner is owned.
                let (owner, owned) =
                    if role == "owner" { (holder.clone(), other) } else { (other, holder.clone()) };
                let stake = parts
                    .find_map(|part| percent(part.strip_prefix("percentage ")?))
                    .map_or(Stake::Unknown, Stake::Stated);
                let known = self.owners.entry(owned).or_default().entry(owner).or_insert(stake);
                if let (Stake::Stated(old), Stake::Stated(new)) = (*known, stake) {
                    *known = Stake::Stated(old.max(new));
                } else if stake != Stake::Unknown {
                    *known = stake;
                }
            }
            "directorship" | "representation" => {
                let controls = matches!(role, "director" | "agent");
                let (controller, controlled) =
                    if controls { (holder.clone(), other) } else { (other, holder.clone()) };
                self.control.entry(controlled).or_default().insert((controller, link.kind.clone()));
            }
            _ => {}
        }
    }

    /// All that are owned by listed subjects by half or more, the listed ones themselves left out.
    pub fn owned_by(&self, listed: &BTreeSet<EntryId>) -> BTreeSet<EntryId> {
        let mut owned: BTreeSet<EntryId> = BTreeSet::new();
        loop {
            let counts = |id: &EntryId| listed.contains(id) || owned.contains(id);
            let new: Vec<EntryId> = self
                .owners
                .iter()
                .filter(|(id, owners)| !counts(id) && sum(owners, &counts) >= HALF)
                .map(|(id, _)| id.clone())
                .collect();
            // Each round adds somebody or is the last: circles of owners end too.
            if new.is_empty() {
                return owned;
            }
            owned.extend(new);
        }
    }

    /// What is known of the owners of one entry, where `listed` are those who are listed in their own right; none
    /// when nothing is known.
    pub fn of_entry(&self, entry: &EntryId, listed: &BTreeSet<EntryId>) -> Option<Owned> {
        let (owners, control) = (self.owners.get(entry), self.control.get(entry));
        if owners.is_none() && control.is_none() {
            return None;
        }
        let indirectly = self.owned_by(listed);
        let counts = |id: &EntryId| id != entry && (listed.contains(id) || indirectly.contains(id));
        let nobody = BTreeMap::new();
        let stakes = owners.unwrap_or(&nobody);
        let total = sum(stakes, &counts);
        let owner = |id: &EntryId, percent: Option<f64>, kind: &str| Owner {
            id: id.clone(),
            name: self.names.get(id).cloned(),
            listed: counts(id),
            percent,
            kind: kind.to_owned(),
        };
        let mut owners: Vec<Owner> = stakes
            .iter()
            .map(|(id, stake)| match stake {
                Stake::Stated(share) => owner(id, Some(f64::from(*share) / 100.0), "ownership"),
                Stake::Unknown => owner(id, None, "ownership"),
            })
            .collect();
        owners.sort_by(|a, b| {
            let share = |owner: &Owner| owner.percent.unwrap_or(0.0);
            b.listed.cmp(&a.listed).then(share(b).total_cmp(&share(a)))
        });
        Some(Owned {
            listed_percent: f64::from(total) / 100.0,
            half_or_more: total >= HALF,
            more_than_half: total > HALF,
            incomplete: stakes.iter().any(|(id, stake)| counts(id) && *stake == Stake::Unknown),
            owners,
            control: control.into_iter().flatten().map(|(id, kind)| owner(id, None, kind)).collect(),
        })
    }
}

fn sum(owners: &BTreeMap<EntryId, Stake>, counts: &dyn Fn(&EntryId) -> bool) -> u32 {
    let stated = owners.iter().filter(|(id, _)| counts(id)).filter_map(|(_, stake)| match stake {
        Stake::Stated(share) => Some(*share),
        Stake::Unknown => None,
    });
    stated.sum()
}

/// Reads "60", "60 %", "33.3", "33,3%" as hundredths of a percent; ranges and anything above 100 are not stated
/// shares.
fn percent(text: &str) -> Option<u32> {
    let number = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    let share: f64 = number.parse().ok()?;
    (share > 0.0 && share <= 100.0).then(|| (share * 100.0).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Schema;

    /// `owner>owned:share` for each link, stated at the owner's end or, with `<`, at the owned one's.
    fn ownership(links: &[&str]) -> Ownership {
        let mut entries: BTreeMap<String, Entity> = BTreeMap::new();
        for link in links {
            let (ends, share) = link.split_once(':').unwrap();
            let at_owner = ends.contains('>');
            let (owner, owned) = ends.split_once(['>', '<']).unwrap();
            let (holder, other, role) =
                if at_owner { (owner, owned, "owner") } else { (owned, owner, "asset") };
            let note = if share.is_empty() { role.to_owned() } else { format!("{role}; percentage {share}") };
            let entity = entries.entry(holder.into()).or_insert_with(|| Entity::new(holder, Schema::Company));
            let link = Link { kind: "ownership".into(), target: other.into(), note: Some(note) };
            entity.listing.links.push(link);
        }
        Ownership::of(entries.values())
    }

    fn ids(ids: &[&str]) -> BTreeSet<EntryId> {
        ids.iter().map(|id| EntryId((*id).into())).collect()
    }

    #[track_caller]
    fn check(links: &[&str], listed: &[&str], owned: &[&str]) {
        assert_eq!(ownership(links).owned_by(&ids(listed)), ids(owned), "{links:?}");
    }

    #[test]
    fn half_is_enough_and_less_is_not() {
        check(&["a>x:50"], &["a"], &["x"]);
        check(&["a>x:49.99"], &["a"], &[]);
        check(&["a<x:50 %"], &["a"], &["x"]);
        check(&["a>x:"], &["a"], &[]);
        check(&["a>x:25-75"], &["a"], &[]);
    }

    #[test]
    fn shares_of_listed_owners_add_up_and_a_link_told_twice_counts_once() {
        check(&["a>x:25", "b>x:25", "c>x:50"], &["a", "b"], &["x"]);
        check(&["a>x:30", "a<x:30"], &["a"], &[]);
        check(&["a>x:33,3", "b>x:16.6"], &["a", "b"], &[]);
    }

    #[test]
    fn whoever_is_owned_owns_in_turn() {
        check(&["a>x:50", "x>y:50", "y>z:50"], &["a"], &["x", "y", "z"]);
        check(&["a>x:50", "x>y:25", "a>y:25"], &["a"], &["x", "y"]);
        check(&["a>x:25", "x>y:100"], &["a"], &[]);
        check(&["x>y:60", "y>x:60"], &["a"], &[]);
        check(&["a>x:10", "y>x:40", "x>y:60"], &["a"], &[]);
    }

    #[test]
    fn what_is_known_of_an_entry_names_its_owners() {
        let ownership = ownership(&["a>x:30", "b>x:20", "c>x:50", "d>x:"]);
        let owned = ownership.of_entry(&EntryId("x".into()), &ids(&["a", "b", "d"])).unwrap();
        assert_eq!((owned.listed_percent, owned.half_or_more, owned.more_than_half), (50.0, true, false));
        assert!(owned.incomplete, "d's share is not stated");
        let order: Vec<&str> = owned.owners.iter().map(|owner| owner.id.0.as_str()).collect();
        assert_eq!(order, ["a", "b", "d", "c"]);
        assert_eq!(ownership.of_entry(&EntryId("a".into()), &ids(&["a"])), None);
    }

    #[test]
    fn directors_control_without_a_share() {
        let mut company = Entity::new("x", Schema::Company);
        company.listing.links.push(Link {
            kind: "directorship".into(),
            target: "a".into(),
            note: Some("organization; role Chairman".into()),
        });
        let owned = Ownership::of([&company]).of_entry(&company.id, &ids(&["a"])).unwrap();
        assert_eq!((owned.listed_percent, owned.control.len()), (0.0, 1));
        assert!(owned.control[0].listed);
    }
}
