//! Screenings, alerts, decisions, suppressions, cases and own entries: records and rules, for every desk.
//!
//! Pure: what is kept where is `store`'s, when things happen is `node`'s.
