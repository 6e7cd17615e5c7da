-- Lists, their immutable versions and what was read from them.
--
-- Every record table carries its marking (JSON, default TLP:AMBER+STRICT for nobody else), legal basis, source and
-- expiry. Dates and moments are ISO 8601 text in UTC; hashes are lower-case hexadecimal SHA-256. Words in braces are
-- put in by `Dialect::render`; what SQLite gets is what the first programs created.

CREATE TABLE lists (
    id              {text} PRIMARY KEY,
    title           {text} NOT NULL,
    authority       {text} NOT NULL,
    config          {text} NOT NULL,           -- the list's configuration as JSON
{sqlite}    current_version INTEGER REFERENCES list_versions (id),
{postgres}    current_version BIGINT,
    confirmed_at    {text},                    -- when the authority last said that the current version is current
    retired_at      {text},                    -- set when the list was taken out of screening
    marking         {text} NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis     {text} NOT NULL,
    source          {text} NOT NULL,
    expires_on      {text}
) {table};

CREATE TABLE list_versions (
    id           {identity},
    list_id      {text} NOT NULL REFERENCES lists (id),
    hash         {text} NOT NULL,              -- over the original files and the entries read from them
    imported_at  {text} NOT NULL,
    generated_on {text},                       -- the authority's own date of the version
    format       {text} NOT NULL,
    checked      {int} NOT NULL,           -- whether this format's reader was checked on a real file
    entry_count  {int} NOT NULL,
    fault_count  {int} NOT NULL,
    marking      {text} NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis  {text} NOT NULL,
    source       {text} NOT NULL,
    expires_on   {text},
    UNIQUE (list_id, hash)
) {table};

CREATE TABLE blobs (
    hash        {text} PRIMARY KEY,
    size        {int} NOT NULL,            -- before compression
    stored_at   {text} NOT NULL,
    marking     {text} NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis {text} NOT NULL,
    source      {text} NOT NULL,
    expires_on  {text}
) {table};

{postgres}ALTER TABLE lists ADD FOREIGN KEY (current_version) REFERENCES list_versions (id)
{postgres}    DEFERRABLE INITIALLY IMMEDIATE;

-- The original files of a version, in order; the bytes lie compressed in the blob folder.
CREATE TABLE version_files (
    version_id {int} NOT NULL REFERENCES list_versions (id) ON DELETE CASCADE,
    position   {int} NOT NULL,
    name       {text} NOT NULL,
    blob       {text} NOT NULL REFERENCES blobs (hash),
    PRIMARY KEY (version_id, position)
) {keyed table};

-- An entry as one version or several hold it: unchanged entries are kept once.
CREATE TABLE entries (
    id          {identity},
    list_id     {text} NOT NULL REFERENCES lists (id),
    hash        {text} NOT NULL,               -- over the content
    entry_id    {text} NOT NULL,               -- the source's own id
    reference   {text},
    schema      {text} NOT NULL,
    caption     {text} NOT NULL,
    content     {text} NOT NULL,               -- the entry as JSON
    marking     {text} NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis {text} NOT NULL,
    source      {text} NOT NULL,
    expires_on  {text},
    UNIQUE (list_id, hash)
) {table};
CREATE INDEX entries_by_entry_id ON entries (entry_id);
CREATE INDEX entries_by_reference ON entries (reference) WHERE reference IS NOT NULL;

CREATE TABLE version_entries (
    version_id {int} NOT NULL REFERENCES list_versions (id) ON DELETE CASCADE,
    position   {int} NOT NULL,
    entry      {int} NOT NULL REFERENCES entries (id),
    PRIMARY KEY (version_id, position)
) {keyed table};
CREATE INDEX version_entries_by_entry ON version_entries (entry);

CREATE TABLE version_faults (
    version_id  {int} NOT NULL REFERENCES list_versions (id) ON DELETE CASCADE,
    position    {int} NOT NULL,
    fault       {text} NOT NULL,               -- the fault as JSON
    marking     {text} NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis {text} NOT NULL,
    source      {text} NOT NULL,
    expires_on  {text},
    PRIMARY KEY (version_id, position)
) {keyed table};

-- Every try to renew a list and how it ended, refused ones too.
CREATE TABLE import_attempts (
    id          {identity},
    list_id     {text} NOT NULL,
    at          {text} NOT NULL,
    outcome     {text} NOT NULL,               -- imported, unchanged, refused, failed
    detail      {text} NOT NULL,
    marking     {text} NOT NULL DEFAULT '{"tlp":"TLP:AMBER+STRICT"}',
    legal_basis {text} NOT NULL,
    source      {text} NOT NULL,
    expires_on  {text}
) {table};
CREATE INDEX import_attempts_by_list ON import_attempts (list_id, id);

-- What a server said of a file when it was last fetched, for conditional requests.
CREATE TABLE fetches (
    list_id       {text} NOT NULL,
    url           {text} NOT NULL,
    etag          {text},
    last_modified {text},
    blob          {text} NOT NULL REFERENCES blobs (hash),
    fetched_at    {text} NOT NULL,
    PRIMARY KEY (list_id, url)
) {keyed table};

-- Which index file holds which versions. Holds no personal data, so it carries no marking.
CREATE TABLE indexes (
    inputs   {text} PRIMARY KEY,               -- hash over engine, lists, versions and expiries
    file     {text} NOT NULL,                  -- hash and name of the index file
    built_at {text} NOT NULL
) {keyed table};
