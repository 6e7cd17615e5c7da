# The console: cases, own entries, suppressions, monitoring, many alerts decided at once.
console-to-screen = Screen
console-cases = Cases
console-own-entries = Own entries
console-suppressions = Suppressions
console-monitoring = Monitoring
console-menu = Menu

console-all = all
console-filter = What is shown
console-alerts = Alerts
console-when = When
console-size = Size
console-size-bytes = { $size } B
console-size-kilobytes = { $size } kB
console-size-megabytes = { $size } MB
console-last-day = Last day
console-days-left =
    { $count ->
        [0] the last day is today
        [one] { $count } day left
       *[other] { $count } days left
    }
console-none-chosen = not stated
console-ending-soon = ending soon
console-awaiting-approval = awaiting a second person
console-propose = Propose
console-second-person = It takes effect when a second person approves it.
console-nobody-yet = nobody yet

console-said-case-opened = The case is open.
console-said-case-written = The case is written down.
console-said-file-added = The file is in the case.
console-said-put-into-case = The alert is in this case.
console-said-taken-from-case = The alert is taken out of the case. It stays in the queue.
console-said-case-closed = The case is closed.
console-said-case-reopened = The case is open again.
console-said-waits = It is proposed. It takes effect when a second person approves it.
console-said-stands = It is approved and in effect.
console-said-turned-down = The proposal is turned down; nothing has changed.
console-said-unsilenced = The suppression is taken back: the pair is alerted again.
console-said-registered = The subject is monitored. Its first screening opened no alert.
console-said-registered-alerted = The subject is monitored. Its first screening opened the alert below.
console-said-monitoring-ended = Monitoring of this subject has ended.

console-trouble-record-changed = Somebody changed this while you were looking at it. It is shown as it is now; what you wrote is kept. Look again.
console-trouble-last-day = Choose a last day from today on that is not later than the rules allow.
console-trouble-no-basis = State the legal basis; what has none is not kept.
console-trouble-no-title = Say in a few words what the case is about.
console-trouble-no-note = Write some words first.
console-trouble-empty-file = Choose a file that is not empty.
console-trouble-large-file = The file is too large. Add a smaller one.
console-trouble-no-reference = State the reference by which the subject is known to you for good.
console-trouble-not-monitored = No subject with this reference is monitored at this desk.
console-trouble-unread-entry = Something that was entered cannot be read. Check the date and the numbers.
console-trouble-all-changed = Everything that was chosen has changed or is decided meanwhile. It is shown as it is now.

console-figure-own-cases = Your open cases
console-figure-cases = Open cases
console-figure-own-entries = Own entries to approve
console-figure-suppressions = Suppressions to approve
console-figure-ending = Suppressions ending soon
console-figure-monitored = Subjects monitored
console-beside-alerts = Beside the alerts

console-count-cases =
    { $count ->
        [0] no case
        [one] { $count } case
       *[other] { $count } cases
    }
console-cases-empty-about = No case fits this choice. A case gathers alerts, notes and files that belong together.
console-new-case = New case
console-open-case = Open case
console-open-case-do = Open the case
console-case-title = What it is about
console-case-title-about = In a few words, without names of persons.
console-opened-by = Opened by
console-case-assigned = Assigned to
console-case-opened = Opened
console-case-unassigned = nobody
console-case-result = Result
console-new-note = New note
console-note-stays = A note is never changed; a later one may correct it.
console-write-note = Write the note
console-correct-note = Correct a note
console-corrects = This corrects:
console-case-no-alerts = No alert in this case
console-case-no-alerts-about = An alert is put into a case from its own page.
console-take-out = Take out
console-count-files =
    { $count ->
        [0] No file
        [one] { $count } file
       *[other] { $count } files
    }
console-case-no-files = No file in this case
console-added-by = Added by
console-add-file = Add a file
console-add-file-do = Add
console-add-file-about = At most { $size }. It is kept sealed, and who opens it is in the audit log.
console-close-case = Close the case
console-close-case-do = Close it
console-close-case-about = What the work came to. Nothing is written into a closed case.
console-reopen-case = Open the case again
console-reopen-case-do = Open it again
console-rename-case = Change the title
console-export-case = Take the case out
console-export-case-about = One ZIP file with alerts, decisions, notes and files, and a list of their hashes. That you took it is in the audit log.
console-in-no-case = in no case
console-put-into-case = Put into a case
console-put-elsewhere = Put into another case
console-put = Put into it

console-step-opened = The case was opened
console-step-closed = The case was closed
console-step-reopened = The case was opened again
console-step-note = Note
console-step-correction = Correction
console-step-file = File added
console-step-took = Alert put into the case
console-step-let-go = Alert taken out of the case
console-step-assigned = Assigned
console-step-unassigned = Assigned to nobody
console-step-renamed = Title changed; it was

console-own-entry = Own entry
console-own-entries-about = What this party lists itself. Nothing stands here that two persons did not approve, and nothing stands for ever.
console-own-entries-empty-about = There is no own entry of this kind.
console-count-own-entries =
    { $count ->
        [0] no own entry
        [one] { $count } own entry
       *[other] { $count } own entries
    }
console-last-change = Last change
console-own-new = New own entry
console-own-change = Change of the entry
console-own-change-do = Propose a change
console-own-removal = Removal of the entry
console-own-removal-do = Propose removal
console-own-removal-about = The entry stands until a second person approves its removal.
console-own-removal-waits = It is proposed to remove this entry. Until a second person approves, it stands.
console-own-content = What the entry says
console-own-entry-id = Id on the list
console-as-it-stands = As it stands
console-as-it-stood = As it last stood
console-as-proposed = As proposed
console-difference = Difference
console-changed = changed
console-own-form-about = Enter what identifies the subject. The more there is, the fewer others will be taken for it.
console-aliases = Other names
console-one-a-line = One on a line, in any script.
console-more-names = Former names and weak aliases
console-former-names = Former names
console-weak-names = Weak aliases
console-weak-names-about = Nicknames that many people bear. One on a line.
console-born-partial-about = { $day }, or only { $month } or 1971.
console-number-kind = Kind of number
console-own-until-about = At most three years from now; it can be proposed again.

console-count-suppressions =
    { $count ->
        [0] no suppression
        [one] { $count } suppression
       *[other] { $count } suppressions
    }
console-suppressions-empty-about = A suppression is proposed on the page of an alert that was decided a false positive.
console-what-is-silenced = What is silenced
console-rests-on = Rests on
console-rests-on-alert = the decision of this alert
console-fingerprint = Fingerprint
console-fingerprint-about = A number made of the subject’s data. It changes when these data change; then the pair is alerted again.
console-silence = A false positive for good
console-silence-about = While a suppression is in force, this subject and this entry are not alerted again. It ends by itself when data of either side change.
console-silence-do = Propose a suppression
console-unsilence = Take the suppression back
console-unsilence-do = Take it back
console-unsilence-about = One person is enough to look again.

console-monitoring-about = Registered subjects are screened again whenever a list changes.
console-last-screened = Last screened
console-never = never
console-lists-behind = Lists whose changes are on their way
console-find = Find
console-register = Register a subject
console-register-do = Register and screen
console-register-about = The subject is screened at once, and again whenever a list changes.
console-reference-lasts = A customer number, say. It must last: the subject is known by it.
console-last-day-monitored = Last day of monitoring
console-count-subjects =
    { $count ->
        [0] no subject
        [one] { $count } subject
       *[other] { $count } subjects
    }
console-monitoring-empty-about = Nobody is monitored at this desk. Register a subject above, or many of them by the API.
console-their-reference = Reference
console-registered = Registered
console-monitored = monitored
console-monitoring-ended = ended
console-monitored-subject = Monitored subject
console-monitored-no-alerts-about = No list has had an entry near enough.
console-data-screened = The data that are screened
console-changes-brought = What changes of lists brought
console-no-changes = No change of a list has concerned anybody yet
console-no-changes-about = When one does, it stands here with the alerts that it opened.
console-trigger = Set off by
console-subjects-screened = Subjects looked at
console-alerts-opened = Alerts opened
console-silenced-matches = Silenced
console-reach = How far each list has come
console-reached = arrived
console-on-its-way = on its way
console-end-monitoring = End monitoring
console-end-monitoring-do = End it
console-end-monitoring-about = The subject is screened no more. Its alerts stay as they are.

console-together = Decide together
console-together-do = Decide those chosen
console-together-about = One decision and one reason for all of them. Nobody is called a true match, or frozen, in this way.
console-together-reason-about = It is kept with each decision.
console-together-next = See what it will come to
console-together-confirm = What it will come to
console-together-decide =
    { $count ->
        [one] Decide { $count } alert
       *[other] Decide { $count } alerts
    }
console-together-back = Back
console-decided-at-once =
    { $count ->
        [0] none decided at once
        [one] { $count } decided at once
       *[other] { $count } decided at once
    }
console-will-wait =
    { $count ->
        [one] { $count } will wait for a second person
       *[other] { $count } will wait for a second person
    }
console-count-left-out =
    { $count ->
        [one] { $count } is left out
       *[other] { $count } are left out
    }
console-left-changed = changed since you saw it
console-left-nothing-open = has nothing left to decide
console-left-other-desk = belongs to another desk
console-many-decided =
    { $count ->
        [one] { $count } alert is decided.
       *[other] { $count } alerts are decided.
    }
console-many-proposed =
    { $count ->
        [one] { $count } decision waits for a second person.
       *[other] { $count } decisions wait for a second person.
    }
console-many-left-out =
    { $count ->
        [one] { $count } alert was left out: it changed meanwhile.
       *[other] { $count } alerts were left out: they changed meanwhile.
    }
