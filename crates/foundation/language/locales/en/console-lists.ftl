# The console: lists and the audit log.
console-entries = Entries
console-age = Age
console-age-days =
    { $count ->
        [0] confirmed today
        [one] { $count } day old
       *[other] { $count } days old
    }
console-age-unknown = not known
console-may-grow-days =
    { $count ->
        [one] good for { $count } day
       *[other] good for { $count } days
    }
console-taken-up = Taken up
console-faults = Faults
console-no-lists = There is no list yet
console-no-lists-about = Without a list nothing is screened. Whoever runs the node fetches them with:
console-short-name = Short name
console-authority = Authority
console-last-attempt = Last attempt to renew it
console-what-changed = What changed with the current version
console-cut = The longest parts are cut. The command line shows all of them.
console-one-version = There is only one version; the next one will be compared with it.
console-added-entries =
    { $count ->
        [0] no entry added
        [one] { $count } entry added
       *[other] { $count } entries added
    }
console-removed-entries =
    { $count ->
        [0] no entry removed
        [one] { $count } entry removed
       *[other] { $count } entries removed
    }
console-changed-entries =
    { $count ->
        [0] no entry changed
        [one] { $count } entry changed
       *[other] { $count } entries changed
    }
console-field = Field
console-before = Before
console-after = After
console-versions = Versions
console-version = Version
console-generated = Dated by the authority
console-format = Format
console-current = current
console-no-faults = No fault in the current version
console-severity = What it costs
console-place = Place
console-fault = Fault
console-line =
    { $count ->
        [one] line { $count }
       *[other] line { $count }
    }
console-record-number = record { $record }
list-state-current = current
list-state-too-old = too old
list-state-expired = expired
list-state-missing = never imported
list-state-removed = out of screening
attempt-imported = taken up
attempt-unchanged = unchanged
attempt-refused = kept out
attempt-failed = failed
fault-warning = value in doubt
fault-record = record lost
fault-fatal = reading stopped

console-audit-about = Every act is a leaf of this log. Signed checkpoints make it impossible to change one unnoticed.
console-leaves = Leaves
console-leaves-signed = Under a signed checkpoint
console-signatures = Signatures
console-unsigned-leaves =
    { $count ->
        [one] { $count } leaf is not signed yet
       *[other] { $count } leaves are not signed yet
    }
console-all-signed = every leaf is signed
console-has-copy = a copy of the newest checkpoint lies outside the database
console-no-copy = no copy of the newest checkpoint outside the database
console-log-key = Public key of the log
console-never-signed = The log was never signed. Whoever runs the node signs it with:
console-verification = Verification
console-verify = Verify the whole log
console-not-verified = It was not verified since this instance was started.
console-verified-at = Verified
console-checkpoints = Checkpoints checked
console-log-good = The log is whole: every leaf is what was signed.
console-log-bad = The log is not what was signed. Tell whoever runs the node and keep everything as it is.
console-findings-more = The places are told by:
audit-finding-edited = Leaves say something else than was signed.
audit-finding-deleted = Leaves are gone that others follow.
audit-finding-inserted = Leaves stand among signed ones that nobody signed there.
audit-finding-reordered = Leaves stand in another order than was signed.
audit-finding-truncated = The end of the log is gone.
audit-finding-forked = Two signed checkpoints are not of one history: the key signed two.
audit-finding-changed = Leaves are not those that were signed, and it cannot be told which.
audit-finding-checkpoint = A checkpoint is not one of this log’s.
audit-finding-tile = The leaves are as signed, but a part of the tree above them is missing or changed.
audit-finding-other = Something else does not fit.
