# The console: what stands around every page, errors, today, the queue.
console-skip = Skip to the content
console-navigation = Main navigation
console-today = Today
console-queue = Queue
console-screen = Screen a name
console-lists = Lists
console-audit = Audit log
console-settings = Settings
console-sign-out = Sign out
console-components = Components
console-utc = All times are in Coordinated Universal Time (UTC).
console-to-start = To the start page
console-try-again = Or try again in a moment.
console-pages = Pages of the queue

console-moment = { $day }, { $time }
console-just-now = less than a minute ago
console-ago = { $span } ago
console-due-in = due in { $span }
console-overdue-by = overdue by { $span }
span-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
span-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
span-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

console-said-decided = The decision is made and recorded.
console-said-proposed = The decision is proposed. It takes effect when a second person approves it.
console-said-approved = The decision is approved and in effect.
console-said-rejected = The proposal is withdrawn; the alert is open again.
console-said-assigned = The alerts are assigned.
console-said-settled = The settings are kept.
console-said-opened = The screening opened this alert.
console-said-nothing-opened = The screening is recorded. It opened no alert.
console-said-verified = The audit log was verified; the outcome is shown below.
console-said-password-set = The password is set. Sign in with it now.
console-said-signed-out = You have signed out.

console-error-no-session = Your session has ended
console-error-no-session-about = Sign in again. What you were writing is kept in this browser.
console-error-not-found = This page is not here
console-error-not-found-about = The address leads nowhere, or the record is not one of your desk. Check the address, or go on from the start page.
console-error-not-allowed = This is not open to you
console-error-not-allowed-about = Your roles do not include it. Whoever administers this node can tell you who may.
console-error-forged = This form is no longer good
console-error-forged-about = It was made for another session, or by another site. Nothing was changed. Open the page again and send the form from there.
console-error-unreadable = What was sent cannot be read
console-error-unreadable-about = Nothing was changed. Go back, check the form and send it again.
console-error-busy = The node cannot screen at this moment
console-error-busy-about = It is at its limit, or no list is ready to screen against. Nothing was changed.
console-error-node = The node could not do this
console-error-node-about = The reason stands in the node’s log; tell whoever runs it. What was not confirmed to you was not done.

console-trouble-changed = Somebody changed this alert while you were looking at it. It is shown as it is now; what you wrote is kept. Decide anew.
console-trouble-settled = This was settled meanwhile. It is shown as it is now.
console-trouble-too-many = These are more alerts than may be changed at once. Choose fewer.
console-trouble-none-chosen = Nothing is chosen. Mark at least one.
console-trouble-no-reason = Give a reason in words; it is kept with the decision.
console-trouble-no-kind = Choose a decision.
console-trouble-same-person = Whoever proposed a decision cannot approve it. Another person must.

console-since = What changed since you were here { $moment }
console-opened-since =
    { $count ->
        [0] no alert was opened
        [one] { $count } alert was opened
       *[other] { $count } alerts were opened
    }
console-closed-since =
    { $count ->
        [0] none was closed
        [one] { $count } was closed
       *[other] { $count } were closed
    }
console-new-versions =
    { $count ->
        [one] { $count } list has a new version:
       *[other] { $count } lists have new versions:
    }
console-no-new-versions = no list has a new version
console-next-due = Due next
console-in-your-hands = In your hands
console-awaiting-second = Awaiting a second person
console-own-proposal = your own proposal
console-nothing-open = Nothing waits for a decision.
console-nothing-yours = Nothing is assigned to you.
console-nothing-awaits = No proposal waits.
console-all-lists = All lists
console-lists-current =
    { $count ->
        [one] { $count } list is current
       *[other] { $count } lists are current
    }
console-lists-attention =
    { $count ->
        [one] { $count } list needs attention
       *[other] { $count } lists need attention
    }

console-figure-open = Open
console-figure-mine = In your hands
console-figure-unassigned = Not assigned
console-figure-awaiting = Awaiting approval
console-figure-soon = Due within four hours
console-figure-overdue = Overdue

console-filters = Which alerts are shown
console-list = List
console-order = Order
console-order-due = What is due first
console-order-probability = The most probable first
console-order-latest = The latest first
console-late-only = Overdue only
console-show = Show
console-every-list = Every list
console-anybody = Anybody
console-mine = Me
console-nobody = Nobody
console-somebody = somebody whose account is gone
console-hand-chosen = Assign those chosen to
console-hand-to = Assign to
console-hand = Assign
console-to-me = Me
console-to-nobody = Nobody
console-choose-all = Choose all on this page
console-and-more =
    { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }
console-best-match = Best match
console-queue-empty = Nothing here
console-queue-empty-about = No alert fits this choice. Choose another, or come back when a screening opens one.
console-first-page = First page
console-next-page = Next page
console-keys-walk = up and down the rows
console-keys-open = open
console-keys-choose = choose
