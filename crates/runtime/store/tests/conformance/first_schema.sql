-- Lists, their immutable versions and what was read from them.
--
-- Every record table carries its marking (JSON, default TLP:AMBER+STRICT for nobody else), legal basis, source and
-- expiry. Dates and moments are ISO 8601 text in UTC; hashes are lower-case hexadecimal SHA-256.

CREATE TABLE lists (
    id              TEXT PRIMARY KEY,
    title           TEXT NOT NULL,
    authority       TEXT NOT NULL,
    config          TEXT NOT NULL,           -- the list's configuration as JSON
    current_version INTEGER REFERENCES list_versions (id),
    confirmed_at    TEXT,                    -- when the authority last said that the current version is current
    retired_at      TEXT,                    -- set when the list was taken out of screening
    marking         TEXT NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis     TEXT NOT NULL,
    source          TEXT NOT NULL,
    expires_on      TEXT
) STRICT;

CREATE TABLE list_versions (
    id           INTEGER PRIMARY KEY,
    list_id      TEXT NOT NULL REFERENCES lists (id),
    hash         TEXT NOT NULL,              -- over the original files and the entries read from them
    imported_at  TEXT NOT NULL,
    generated_on TEXT,                       -- the authority's own date of the version
    format       TEXT NOT NULL,
    checked      INTEGER NOT NULL,           -- whether this format's reader was checked on a real file
    entry_count  INTEGER NOT NULL,
    fault_count  INTEGER NOT NULL,
    marking      TEXT NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis  TEXT NOT NULL,
    source       TEXT NOT NULL,
    expires_on   TEXT,
    UNIQUE (list_id, hash)
) STRICT;

-- The original files of a version, in order; the bytes lie compressed in the blob folder.
CREATE TABLE version_files (
    version_id INTEGER NOT NULL REFERENCES list_versions (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    blob       TEXT NOT NULL REFERENCES blobs (hash),
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
    hash        TEXT PRIMARY KEY,
    size        INTEGER NOT NULL,            -- before compression
    stored_at   TEXT NOT NULL,
    marking     TEXT NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis TEXT NOT NULL,
    source      TEXT NOT NULL,
    expires_on  TEXT
) STRICT;

-- An entry as one version or several hold it: unchanged entries are kept once.
CREATE TABLE entries (
    id          INTEGER PRIMARY KEY,
    list_id     TEXT NOT NULL REFERENCES lists (id),
    hash        TEXT NOT NULL,               -- over the content
    entry_id    TEXT NOT NULL,               -- the source's own id
    reference   TEXT,
    schema      TEXT NOT NULL,
    caption     TEXT NOT NULL,
    content     TEXT NOT NULL,               -- the entry as JSON
    marking     TEXT NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis TEXT NOT NULL,
    source      TEXT NOT NULL,
    expires_on  TEXT,
    UNIQUE (list_id, hash)
) STRICT;
CREATE INDEX entries_by_entry_id ON entries (entry_id);
CREATE INDEX entries_by_reference ON entries (reference) WHERE reference IS NOT NULL;

CREATE TABLE version_entries (
    version_id INTEGER NOT NULL REFERENCES list_versions (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    entry      INTEGER NOT NULL REFERENCES entries (id),
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_entries_by_entry ON version_entries (entry);

CREATE TABLE version_faults (
    version_id  INTEGER NOT NULL REFERENCES list_versions (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    fault       TEXT NOT NULL,               -- the fault as JSON
    marking     TEXT NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis TEXT NOT NULL,
    source      TEXT NOT NULL,
    expires_on  TEXT,
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

-- Every try to renew a list and how it ended, refused ones too.
CREATE TABLE import_attempts (
    id          INTEGER PRIMARY KEY,
    list_id     TEXT NOT NULL,
    at          TEXT NOT NULL,
    outcome     TEXT NOT NULL,               -- imported, unchanged, refused, failed
    detail      TEXT NOT NULL,
    marking     TEXT NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis TEXT NOT NULL,
    source      TEXT NOT NULL,
    expires_on  TEXT
) STRICT;
CREATE INDEX import_attempts_by_list ON import_attempts (list_id, id);

-- What a server said of a file when it was last fetched, for conditional requests.
CREATE TABLE fetches (
    list_id       TEXT NOT NULL,
    url           TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    blob          TEXT NOT NULL REFERENCES blobs (hash),
    fetched_at    TEXT NOT NULL,
    PRIMARY KEY (list_id, url)
) STRICT, WITHOUT ROWID;

-- Which index file holds which versions. Holds no personal data, so it carries no marking.
CREATE TABLE indexes (
    inputs   TEXT PRIMARY KEY,               -- hash over engine, lists, versions and expiries
    file     TEXT NOT NULL,                  -- hash and name of the index file
    built_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What sqlx kept of it, and a list of that time.
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES (1, 'lists', TRUE, x'00', 0);
INSERT INTO lists (id, title, authority, config, legal_basis, source)
    VALUES ('fictional', 'A fictional list', 'Ministry of Examples', '{}', 'Order 7', 'file:list.csv');
INSERT INTO blobs (hash, size, stored_at, legal_basis, source)
    VALUES ('cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4', 3, '2026-05-01T10:00:00Z', 'Order 7', 'x');
