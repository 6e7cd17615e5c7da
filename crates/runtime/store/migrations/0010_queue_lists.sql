-- A page of the queue with any of its filters comes from one index, however many alerts wait: each index of an order
-- holds what else is asked for, so that alerts that do not fit are passed over without being opened.

DROP INDEX alerts_by_desk_and_age;
DROP INDEX alerts_by_desk_and_due;
DROP INDEX alerts_by_desk_and_probability;
DROP INDEX alerts_by_desk_and_hands;
-- Of two indexes a planner without statistics takes that of a person's alerts, and then sorts.
DROP INDEX alerts_by_assignee;
CREATE INDEX alerts_of_desk_by_due ON alerts (desk, status, due_at, id, assigned, opened_at, probability);
CREATE INDEX alerts_of_desk_by_age ON alerts (desk, status, opened_at, id, assigned, due_at);
CREATE INDEX alerts_of_desk_by_probability ON alerts (desk, status, probability, id, assigned, due_at);
CREATE INDEX alerts_of_desk_by_closing ON alerts (desk, status, closed_at);

-- The lists of an alert's matches, with what the queue is filtered and ordered by: most alerts share a few lists, so
-- that their keys in record_keys would lead to most of them.
CREATE TABLE alert_lists (
    list        {text} NOT NULL,
    id          {text} NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    desk        {text} NOT NULL,
    status      {text} NOT NULL,
    assigned    {text},
    probability {int} NOT NULL,
    opened_at   {int} NOT NULL,
    due_at      {int} NOT NULL,
    changed_at  {int} NOT NULL,
    PRIMARY KEY (id, list)
) {keyed table};
CREATE INDEX alert_lists_by_due ON alert_lists (list, desk, status, due_at, id, assigned, opened_at, probability);
CREATE INDEX alert_lists_by_age ON alert_lists (list, desk, status, opened_at, id, assigned, due_at);
CREATE INDEX alert_lists_by_probability ON alert_lists (list, desk, status, probability, id, assigned, due_at);
CREATE INDEX alert_lists_by_change ON alert_lists (list, desk, changed_at, id);

-- What a migration leaves to the program, which alone can read keyed hashes.
CREATE TABLE backfills (name {text} PRIMARY KEY) {table};
INSERT INTO backfills VALUES ('alert_lists');

-- When something was last done that no record tells of: a backup.
CREATE TABLE moments (name {text} PRIMARY KEY, at {int} NOT NULL) {table};
