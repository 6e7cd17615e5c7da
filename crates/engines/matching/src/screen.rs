//! Screening subjects against an index.

use crate::api::{Match, Scoring, ScreenOptions};
use crate::calibrate::{chance, screening_probability};
use crate::corroborate::{facts_of_entry, findings};
use crate::explain::{Shown, add_chance, explain, total};
use crate::index::view::{View, style_from_number};
use crate::index::{Index, day_number};
use crate::ofac;
use crate::prepare::prepare;
use crate::query::{Query, query};
use crate::search::{Filter, Hit, Plan, Scratch, name_features, prepare_links, search};
use crate::weights::WeightSet;
use model::{EntryId, Name, Schema, Subject};

/// Screens subjects against an index: one list of matches per subject, in input order, best first.
pub fn screen_batch(index: &Index, subjects: &[Subject], options: &ScreenOptions) -> Vec<Vec<Match>> {
    let mut screener = Screener::new(index);
    subjects.iter().map(|subject| screener.screen(subject, options)).collect()
}

/// Screens one subject after another with the same working memory: one for each thread.
pub struct Screener<'a> {
    index: &'a Index,
    view: View<'a>,
    scratch: Scratch,
}

impl<'a> Screener<'a> {
    /// A screener over an index.
    pub fn new(index: &'a Index) -> Self {
        Self { index, view: index.view(), scratch: Scratch::new(index) }
    }

    /// The matches of one subject, best first; equal scores by list and entry id.
    pub fn screen(&mut self, subject: &Subject, options: &ScreenOptions) -> Vec<Match> {
        let lists = admitted_lists(self.index, options);
        let filter = Filter {
            lists: &lists,
            today: day_number(options.today),
            family: subject.profile.schema.family(),
        };
        match options.scoring {
            Scoring::Evidence => self.by_evidence(subject, options, &filter),
            Scoring::Ofac => self.by_ofac(subject, options, &filter),
        }
    }

    fn by_evidence(&mut self, subject: &Subject, options: &ScreenOptions, filter: &Filter<'_>) -> Vec<Match> {
        let query = query(&subject.profile);
        let chance = chance(self.index.names_of(filter.lists));
        let threshold = threshold(options) as f32 - chance;
        // What a number adds may put any entry among the first.
        let top = if query.facts.identifiers.is_empty() { options.top } else { usize::MAX };
        let plan = Plan { weights: WeightSet::shipped(), threshold, top };
        search(&self.view, &query, filter, &plan, &mut self.scratch);
        let mut hits = std::mem::take(&mut self.scratch.hits);
        self.add_identifiers(&query, filter, threshold, &mut hits);
        hits.sort_unstable_by(|a, b| {
            let tie = |hit: &Hit| (self.tie(hit.entry), hit.entry);
            b.score.total_cmp(&a.score).then_with(|| tie(a).cmp(&tie(b)))
        });
        hits.truncate(options.top);
        let matches = hits.iter().map(|hit| self.match_of(&query, hit, chance, options)).collect();
        self.scratch.hits = hits;
        matches
    }

    /// What decides between equal scores: the list's place, then the entry's own id.
    fn tie(&self, entry: u32) -> (u16, &'a str) {
        let record = &self.view.entries[entry as usize];
        (record.list.get(), self.view.text(record.id))
    }

    /// Identifiers match apart from names: they add to a hit, or make one.
    fn add_identifiers(&mut self, query: &Query, filter: &Filter<'_>, threshold: f32, hits: &mut Vec<Hit>) {
        let same = crate::corroborate::weight("identifier-same");
        let mut raised: Vec<u32> = Vec::new();
        for (hash, _) in &query.facts.identifiers {
            for entry in self.view.with_identifier(*hash) {
                let record = &self.view.entries[entry as usize];
                if raised.contains(&entry) || !filter.admits(record) {
                    continue;
                }
                raised.push(entry);
                if let Some(hit) = hits.iter_mut().find(|hit| hit.entry == entry) {
                    hit.score += same;
                    continue;
                }
                let hit = self.best_name(query, entry, same);
                if hit.score >= threshold {
                    hits.push(hit);
                }
            }
        }
    }

    /// The best-scoring name of an entry that only an identifier has found; without any name, the identifier alone
    /// speaks.
    fn best_name(&mut self, query: &Query, entry: u32, same: f32) -> Hit {
        let record = self.view.entries[entry as usize];
        let corroboration = crate::corroborate::quick_sum(&query.facts, &self.view, &record);
        let mut best =
            Hit { entry, name: record.names.first.get(), query_name: u32::MAX, score: same + corroboration };
        let mut named = f32::MIN;
        for (number, name) in query.names.iter().enumerate() {
            let weights = WeightSet::shipped().of(name.style);
            prepare_links(&self.view, name, weights, &mut self.scratch);
            for at in 0..record.names.count.get() {
                let candidate = record.names.first.get() + at;
                let score = crate::search::name_evidence(
                    &self.view,
                    name,
                    &self.view.names[candidate as usize],
                    weights,
                    &mut self.scratch,
                );
                if score > named {
                    named = score;
                    best = Hit {
                        entry,
                        name: candidate,
                        query_name: number as u32,
                        score: score + same + corroboration,
                    };
                }
            }
            self.scratch.clear_links();
        }
        best
    }

    fn match_of(&mut self, query: &Query, hit: &Hit, chance: f32, options: &ScreenOptions) -> Match {
        let view = self.view;
        let entry = &view.entries[hit.entry as usize];
        let list = &self.index.lists()[usize::from(entry.list.get())];
        let name = view.names.get(hit.name as usize).filter(|name| name.entry.get() == hit.entry);
        let mut explanation = match (options.explain, query.names.get(hit.query_name as usize), name) {
            (true, Some(_), Some(_)) => Some(self.explain(query, hit, &list.version)),
            (true, ..) => Some(self.explain_identifier(query, hit, &list.version)),
            _ => None,
        };
        if let Some(explanation) = &mut explanation {
            add_chance(explanation, chance);
        }
        let score = explanation.as_ref().map_or(f64::from(hit.score + chance), total);
        Match {
            entry: EntryId(view.text(entry.id).to_owned()),
            list: list.id.clone(),
            score: rounded(score),
            probability: rounded(screening_probability(score)),
            schema: Schema::ALL.get(usize::from(entry.schema)).copied().unwrap_or(Schema::Thing),
            subject_name: query
                .names
                .get(hit.query_name as usize)
                .map(|name| name.text.clone())
                .unwrap_or_default(),
            entry_name: name.map(|name| view.text(name.text).to_owned()).unwrap_or_default(),
            explanation,
        }
    }

    fn explain(&mut self, query: &Query, hit: &Hit, list_version: &str) -> crate::Explanation {
        let view = self.view;
        let name = &query.names[hit.query_name as usize];
        let record = &view.names[hit.name as usize];
        let weights = WeightSet::shipped().of(style_from_number(record.style));
        prepare_links(&view, name, weights, &mut self.scratch);
        let row = name_features(&view, name, record, weights, &mut self.scratch);
        let left: Vec<Shown<'_>> =
            name.tokens.iter().map(|token| Shown { text: &token.text, script: token.script }).collect();
        // The index keeps words folded; people read them as the list wrote them.
        let written = prepare(&Name::primary(view.text(record.text)), style_from_number(record.style));
        let right: Vec<Shown<'_>> =
            written.tokens.iter().map(|token| Shown { text: &token.text, script: token.script }).collect();
        let findings = self.findings(query, hit);
        let explanation = explain(
            (self.scratch.query_facts(), &left),
            (self.scratch.name_facts(), &right),
            &self.scratch.alignment,
            &row,
            weights,
            &findings,
            list_version,
        );
        self.scratch.clear_links();
        explanation
    }

    fn explain_identifier(&self, query: &Query, hit: &Hit, list_version: &str) -> crate::Explanation {
        crate::Explanation {
            engine: crate::ENGINE_VERSION.to_owned(),
            list_version: list_version.to_owned(),
            alignment: Vec::new(),
            name_evidence: Vec::new(),
            corroboration: self.findings(query, hit).iter().map(|finding| finding.contribution()).collect(),
        }
    }

    fn findings(&self, query: &Query, hit: &Hit) -> Vec<crate::corroborate::Finding> {
        let mut facts = facts_of_entry(&self.view, &self.view.entries[hit.entry as usize]);
        facts.identifiers = query
            .facts
            .identifiers
            .iter()
            .flat_map(|(hash, _)| {
                self.view.identifiers_of(*hash, hit.entry).map(move |written| (*hash, written.to_owned()))
            })
            .collect();
        findings(&query.facts, &facts)
    }

    /// OFAC-compatible scores come from a scan of all names: that method has no candidates to leave out.
    fn by_ofac(&mut self, subject: &Subject, options: &ScreenOptions, filter: &Filter<'_>) -> Vec<Match> {
        let threshold = options.min_score.unwrap_or_else(|| options.operating_point.ofac_threshold());
        let prepared: Vec<ofac::Prepared> =
            subject.profile.names.iter().map(|name| ofac::Prepared::new(&name.text)).collect();
        let mut best: Vec<(f64, u32, usize)> = Vec::new();
        for (number, name) in self.index.ofac_names().iter().enumerate() {
            let entry = self.view.names[number].entry.get();
            if !filter.admits(&self.view.entries[entry as usize]) {
                continue;
            }
            for (at, query) in prepared.iter().enumerate() {
                let score = ofac::score(query, name);
                if score < threshold {
                    continue;
                }
                match best
                    .last_mut()
                    .filter(|(_, last, _)| self.view.names[*last as usize].entry.get() == entry)
                {
                    Some(last) if last.0 >= score => {}
                    Some(last) => *last = (score, number as u32, at),
                    None => best.push((score, number as u32, at)),
                }
            }
        }
        best.sort_by(|a, b| {
            let entry = |name: u32| self.view.names[name as usize].entry.get();
            b.0.total_cmp(&a.0).then_with(|| self.tie(entry(a.1)).cmp(&self.tie(entry(b.1))))
        });
        best.truncate(options.top);
        best.into_iter().map(|(score, name, at)| self.ofac_match(subject, score, name, at)).collect()
    }

    fn ofac_match(&self, subject: &Subject, score: f64, name: u32, at: usize) -> Match {
        let record = &self.view.names[name as usize];
        let entry = &self.view.entries[record.entry.get() as usize];
        Match {
            entry: EntryId(self.view.text(entry.id).to_owned()),
            list: self.index.lists()[usize::from(entry.list.get())].id.clone(),
            score: rounded(score),
            probability: rounded(score / 100.0),
            schema: Schema::ALL.get(usize::from(entry.schema)).copied().unwrap_or(Schema::Thing),
            subject_name: subject.profile.names[at].text.clone(),
            entry_name: self.view.text(record.text).to_owned(),
            explanation: None,
        }
    }
}

/// The score from which on something matches.
pub(crate) fn threshold(options: &ScreenOptions) -> f64 {
    options.min_score.unwrap_or_else(|| options.operating_point.figures().threshold)
}

pub(crate) fn admitted_lists(index: &Index, options: &ScreenOptions) -> Vec<bool> {
    let wanted =
        |list: &crate::IndexedList| options.lists.as_ref().is_none_or(|wanted| wanted.contains(&list.id));
    let stands = |list: &crate::IndexedList| list.expires_on.is_none_or(|last| options.today <= last);
    index.lists().iter().map(|list| wanted(list) && stands(list)).collect()
}

/// Six decimals: enough to tell scores apart, and the same on every machine.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
