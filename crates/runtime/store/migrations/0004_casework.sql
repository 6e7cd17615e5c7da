-- Casework. What records say is sealed in the body; columns hold no personal data. Moments are microseconds.

CREATE TABLE alerts (
    {record},
    desk        {text} NOT NULL,
    status      {text} NOT NULL,
    assigned    {text},
    case_id     {text},
    screening   {text} NOT NULL,
    outcome     {text},
    probability {int} NOT NULL,              -- in millionths
    opened_at   {int} NOT NULL,
    due_at      {int} NOT NULL,
    closed_at   {int}
) {table};
-- The queue in each of its orders, of one desk and of all.
CREATE INDEX alerts_by_desk_and_age ON alerts (desk, status, opened_at, id);
CREATE INDEX alerts_by_desk_and_due ON alerts (desk, status, due_at, id);
CREATE INDEX alerts_by_desk_and_probability ON alerts (desk, status, probability, id);
CREATE INDEX alerts_by_age ON alerts (status, opened_at, id);
CREATE INDEX alerts_by_due ON alerts (status, due_at, id);
CREATE INDEX alerts_by_probability ON alerts (status, probability, id);
CREATE INDEX alerts_by_assignee ON alerts (assigned, status, due_at, id);
CREATE INDEX alerts_by_case ON alerts (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX alerts_by_screening ON alerts (screening, id);
CREATE INDEX alerts_by_closing ON alerts (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE decisions (
    {record},
    desk       {text} NOT NULL,
    alert      {text} NOT NULL,
    state      {text} NOT NULL,
    kind       {text} NOT NULL,
    person     {text},
    decided_at {int} NOT NULL
) {table};
CREATE INDEX decisions_by_alert ON decisions (alert, decided_at, id);
CREATE INDEX decisions_by_state ON decisions (state, decided_at, id);
CREATE INDEX decisions_by_time ON decisions (decided_at, id);

CREATE TABLE suppressions (
    {record},
    desk     {text} NOT NULL,
    decision {text} NOT NULL,
    until    {text} NOT NULL,
    waiting  {int} NOT NULL,
    ended    {int} NOT NULL
) {table};
CREATE INDEX suppressions_by_decision ON suppressions (decision);
CREATE INDEX suppressions_by_state ON suppressions (ended, waiting, id);

CREATE TABLE cases (
    {record},
    desk      {text} NOT NULL,
    status    {text} NOT NULL,
    assigned  {text},
    opened_at {int} NOT NULL
) {table};
CREATE INDEX cases_by_age ON cases (status, opened_at, id);

CREATE TABLE case_notes (
    {record},
    desk    {text} NOT NULL,
    case_id {text} NOT NULL,
    at      {int} NOT NULL
) {table};
CREATE INDEX case_notes_by_case ON case_notes (case_id, at, id);

CREATE TABLE case_files (
    {record},
    desk    {text} NOT NULL,
    case_id {text} NOT NULL,
    at      {int} NOT NULL
) {table};
CREATE INDEX case_files_by_case ON case_files (case_id, at, id);

CREATE TABLE own_entries (
    {record},
    desk     {text} NOT NULL,
    waiting  {int} NOT NULL,
    approved {int} NOT NULL
) {table};
CREATE INDEX own_entries_by_state ON own_entries (approved, id);

CREATE TABLE monitored_subjects (
    {record},
    desk  {text} NOT NULL,
    at    {int} NOT NULL,
    ended {int} NOT NULL
) {table};
CREATE INDEX monitored_subjects_by_state ON monitored_subjects (ended, id);

-- How far the changes of each list have reached subjects and alerts.
CREATE TABLE list_cursors (
    {record},
    list {text} NOT NULL UNIQUE,
    at   {int} NOT NULL
) {table};

CREATE TABLE screenings (
    {record},
    desk       {text} NOT NULL,
    kind       {text} NOT NULL,
    started_at {int} NOT NULL,
    finished   {int} NOT NULL
) {table};
CREATE INDEX screenings_by_time ON screenings (started_at, id);

CREATE TABLE samples (
    {record},
    desk {text} NOT NULL,
    at   {int} NOT NULL
) {table};

CREATE TABLE second_reviews (
    {record},
    desk     {text} NOT NULL,
    sample   {text} NOT NULL,
    alert    {text} NOT NULL,
    decision {text} NOT NULL,
    waiting  {int} NOT NULL
) {table};
CREATE INDEX second_reviews_by_sample ON second_reviews (sample, id);
CREATE INDEX second_reviews_by_alert ON second_reviews (alert, id);

CREATE TABLE below_line_tests (
    {record},
    desk {text} NOT NULL,
    at   {int} NOT NULL
) {table};
