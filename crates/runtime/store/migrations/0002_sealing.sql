-- Sealing: data keys, what is found by keyed hashes, what was erased. Holds nothing that says anything without the keys.

-- The data key of every record and blob, wrapped under the numbered wrapping key in the folder of keys.
CREATE TABLE data_keys (
    record   {text} PRIMARY KEY,
    wrapping {int} NOT NULL,
    wrapped  {bytes} NOT NULL
) {table};

-- Which keys these records need, so that a folder with other keys is refused.
CREATE TABLE key_names (
    name        {text} PRIMARY KEY,
    fingerprint {text} NOT NULL
) {table};

-- What records are found by though it is personal: keyed hashes of it.
CREATE TABLE record_keys (
    hash   {bytes} NOT NULL,
    record {text} NOT NULL,
    PRIMARY KEY (hash, record)
) {keyed table};
CREATE INDEX record_keys_by_record ON record_keys (record);

-- What was erased, kept so that it can be said, and so that a restore does not bring it back.
CREATE TABLE erasures (
    record    {text} PRIMARY KEY,
    kind      {text} NOT NULL,
    erased_at {int} NOT NULL
) {table};

-- Sealed files have a data key under this name; those kept before sealing have none.
ALTER TABLE blobs ADD COLUMN data_key {text};

-- Which records refer to which files.
CREATE TABLE blob_uses (
    blob   {text} NOT NULL REFERENCES blobs (hash),
    record {text} NOT NULL,
    PRIMARY KEY (blob, record)
) {keyed table};
CREATE INDEX blob_uses_by_record ON blob_uses (record);
