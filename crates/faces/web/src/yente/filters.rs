//! Which entries a query wants: what can be said of whole lists is left to the engine, the rest is read from the
//! entries' cards.

use super::options::Wanted;
use crate::http::detail::Detail;
use model::ListId;
use node::serving::{Card, CardFacts, Generation};

/// A query's wishes, split.
pub struct Filter {
    /// Lists that can hold wanted entries; none is all.
    pub lists: Option<Vec<ListId>>,
    wanted: Wanted,
    by_dataset: bool,
}

impl Filter {
    /// Splits the wishes over what a generation holds.
    ///
    /// # Errors
    /// When a data set is not known.
    pub fn new(wanted: Wanted, generation: &Generation) -> Result<Self, Detail> {
        let cards = generation.cards();
        if let Some(scope) = &wanted.scope
            && !cards.datasets().contains_key(scope)
        {
            return Err(Detail::missing(format!("there is no dataset {scope:?}; /catalog shows all")));
        }
        let named = || wanted.scope.iter().chain(&wanted.include_dataset).chain(&wanted.exclude_dataset);
        if named().next().is_none() {
            return Ok(Self { lists: None, by_dataset: false, wanted });
        }
        // An entry belongs to its list and perhaps to more: only names of lists decide over whole lists.
        let by_dataset = named().any(|name| !cards.lists().contains_key(name));
        let in_scope = |list: &String| by_dataset || takes_datasets(&wanted, std::slice::from_ref(list));
        let lists = cards.lists().keys().filter(|list| in_scope(list)).cloned().map(ListId).collect();
        Ok(Self { lists: Some(lists), by_dataset, wanted })
    }

    /// Whether entries have to be looked at one by one.
    pub fn looks_at_entries(&self) -> bool {
        let wanted = &self.wanted;
        self.by_dataset
            || !wanted.exclude_schema.is_empty()
            || !wanted.topics.is_empty()
            || wanted.changed_since.is_some()
            || !wanted.exclude_entity_ids.is_empty()
    }

    /// Whether an entry is wanted.
    pub fn takes(&self, card: &Card<'_>) -> bool {
        if !self.looks_at_entries() {
            return self.lists.as_ref().is_none_or(|lists| lists.iter().any(|list| list.0 == card.list()));
        }
        let facts = card.facts();
        takes_datasets(&self.wanted, &facts.datasets) && takes_facts(&self.wanted, card.id(), &facts)
    }
}

fn takes_datasets(wanted: &Wanted, datasets: &[String]) -> bool {
    let any = |names: &[String]| names.iter().any(|name| datasets.contains(name));
    wanted.scope.as_ref().is_none_or(|scope| datasets.contains(scope))
        && (wanted.include_dataset.is_empty() || any(&wanted.include_dataset))
        && !any(&wanted.exclude_dataset)
}

fn takes_facts(wanted: &Wanted, id: &str, facts: &CardFacts) -> bool {
    let excluded_id = |excluded: &String| excluded == id || facts.referents.contains(excluded);
    let schema_excluded =
        wanted.exclude_schema.iter().any(|schema| schema.eq_ignore_ascii_case(&facts.schema));
    // Dates of the same form compare as texts; a date without a time is the beginning of its day.
    let changed = |since: &String| facts.changed.as_ref().is_some_and(|changed| changed >= since);
    !schema_excluded
        && (wanted.topics.is_empty() || wanted.topics.iter().any(|topic| facts.topics.contains(topic)))
        && wanted.changed_since.as_ref().is_none_or(changed)
        && !wanted.exclude_entity_ids.iter().any(excluded_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> CardFacts {
        CardFacts {
            topics: vec!["sanction".into()],
            changed: Some("2026-02-01".into()),
            referents: vec!["old-1".into()],
            datasets: vec!["un-sc".into(), "xx_fiction".into()],
            schema: "Person".into(),
            ..CardFacts::default()
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Wanted), expected: bool) {
        let mut wanted = Wanted::default();
        change(&mut wanted);
        let facts = facts();
        let taken = takes_datasets(&wanted, &facts.datasets) && takes_facts(&wanted, "a-1", &facts);
        assert_eq!(taken, expected, "{wanted:?}");
    }

    #[test]
    fn each_wish_is_heard() {
        check(|_| {}, true);
        check(|wanted| wanted.scope = Some("xx_fiction".into()), true);
        check(|wanted| wanted.scope = Some("eu-fsf".into()), false);
        check(|wanted| wanted.include_dataset = vec!["eu-fsf".into(), "un-sc".into()], true);
        check(|wanted| wanted.exclude_dataset = vec!["xx_fiction".into()], false);
        check(|wanted| wanted.exclude_schema = vec!["person".into()], false);
        check(|wanted| wanted.exclude_schema = vec!["Vessel".into()], true);
        check(|wanted| wanted.topics = vec!["role.pep".into()], false);
        check(|wanted| wanted.topics = vec!["role.pep".into(), "sanction".into()], true);
        check(|wanted| wanted.changed_since = Some("2026-02-01".into()), true);
        check(|wanted| wanted.changed_since = Some("2026-02-02".into()), false);
        check(|wanted| wanted.exclude_entity_ids = vec!["a-1".into()], false);
        check(|wanted| wanted.exclude_entity_ids = vec!["old-1".into()], false);
        check(|wanted| wanted.exclude_entity_ids = vec!["a-2".into()], true);
    }
}
