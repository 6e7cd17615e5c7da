-- Accounts, sessions, API keys, one-time links. What they say is sealed in the body; columns hold no personal data.

CREATE TABLE users (
    {record},
    created_at {int} NOT NULL,
    closed     {int} NOT NULL
) {table};

CREATE TABLE sessions (
    {record},
    user_id   {text} NOT NULL,
    opened_at {int} NOT NULL,
    seen_at   {int} NOT NULL,
    ended     {int} NOT NULL
) {table};
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_use ON sessions (seen_at);

CREATE TABLE api_keys (
    {record},
    owner      {text} NOT NULL,
    desk       {text} NOT NULL,
    created_at {int} NOT NULL,
    revoked    {int} NOT NULL
) {table};
CREATE INDEX api_keys_by_owner ON api_keys (owner);

CREATE TABLE setup_links (
    {record},
    user_id {text} NOT NULL,
    until   {int} NOT NULL,
    used    {int} NOT NULL
) {table};
CREATE INDEX setup_links_by_end ON setup_links (until);
