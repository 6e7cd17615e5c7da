-- The audit log: leaves without gaps, tiles of their tree, signed checkpoints. No personal data: ids and salted hashes.

CREATE TABLE audit_leaves (
    position {int} PRIMARY KEY,              -- 0, 1, 2, … without a gap
    leaf     {bytes} NOT NULL                -- canonical bytes
) {table};

CREATE TABLE audit_tiles (
    path {text} PRIMARY KEY,                 -- as C2SP tlog-tiles names it
    tile {bytes} NOT NULL
) {table};

CREATE TABLE audit_checkpoints (
    size {int} PRIMARY KEY,                  -- leaves under it
    note {text} NOT NULL                     -- C2SP signed note
) {table};
