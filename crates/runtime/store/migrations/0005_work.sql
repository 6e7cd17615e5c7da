-- Work that outlives a request: jobs and their chunks, deliveries to others, answers kept for repeated requests.

CREATE TABLE jobs (
    {record},
    kind       {text} NOT NULL,
    desk       {text},
    owner      {text},
    state      {text} NOT NULL,              -- running, finished, failed, cancelled
    created_at {int} NOT NULL
) {table};
CREATE INDEX jobs_by_state ON jobs (state, created_at, id);

-- A part of a job. Input and result are sealed under the job's data key.
CREATE TABLE job_chunks (
    job      {text} NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position {int} NOT NULL,
    kind     {text} NOT NULL,                -- the job's, to claim by
    state    {text} NOT NULL,                -- waiting, leased, done, failed
    attempt  {int} NOT NULL,                 -- how often it was claimed; names the lease
    until    {int} NOT NULL,                 -- when the lease ends, or when it may be claimed
    input    {bytes},
    result   {bytes},
    PRIMARY KEY (job, position)
) {keyed table};
CREATE INDEX job_chunks_by_claim ON job_chunks (kind, state, until);

CREATE TABLE webhooks (
    {record},
    desk    {text},
    enabled {int} NOT NULL
) {table};

CREATE TABLE deliveries (
    {record},
    channel {text} NOT NULL,                 -- webhook, mail
    state   {text} NOT NULL,                 -- waiting, sent, failed
    due_at  {int} NOT NULL
) {table};
CREATE INDEX deliveries_by_due ON deliveries (state, due_at, id);

CREATE TABLE kept_replies (
    {record},
    made_at {int} NOT NULL
) {table};
CREATE INDEX kept_replies_by_age ON kept_replies (made_at);
