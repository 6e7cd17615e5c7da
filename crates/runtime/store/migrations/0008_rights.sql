-- The rights of subjects: what was ordered to be erased, what was corrected. And what mail people asked for.

CREATE TABLE erasure_orders (
    {record},
    desk    {text} NOT NULL,
    waiting {int} NOT NULL,
    at      {int} NOT NULL
) {table};
CREATE INDEX erasure_orders_by_state ON erasure_orders (waiting, id);

CREATE TABLE corrections (
    {record},
    desk  {text} NOT NULL,
    about {text} NOT NULL,
    at    {int} NOT NULL
) {table};
CREATE INDEX corrections_by_record ON corrections (about, id);

CREATE TABLE notice_choices (
    {record},
    person {text} NOT NULL UNIQUE,
    wanted {int} NOT NULL
) {table};
