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
