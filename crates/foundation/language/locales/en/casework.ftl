# Casework: desks, roles, alerts, decisions, suppressions, cases, own entries, quality.
desk-finance = Terrorist financing
desk-travel = Travellers
desk-content = Online content
desk-review = Threat review
desk-working-group = Working group
desk-exchange = Exchange

role-analyst = Analyst
role-approver = Approver
role-officer = Officer
role-reviewer = Reviewer
role-secretary = Secretary
role-chair = Chair
role-auditor = Auditor
role-administrator = Administrator
role-everywhere = everywhere

alert-status-open = open
alert-status-awaiting-approval = awaiting a second person
alert-status-closed = closed
alert-overdue = overdue
alert-unassigned = not assigned

decision-true-match = True match
decision-false-positive = False positive
decision-inconclusive = Inconclusive
decision-freeze = Freeze
decision-release = Release
decision-true-match-about = The subject is who is listed.
decision-false-positive-about = The subject is somebody else.
decision-inconclusive-about = It cannot be told with what is known.
decision-freeze-about = What is held is frozen, as the law asks.
decision-release-about = What was held is let go.
decision-grave = A second person must approve this decision.
decision-state-final = final
decision-state-proposed = proposed
decision-state-approved = approved
decision-state-rejected = rejected

withdrawal-delisted = off the list
withdrawal-entry-changed = the entry changed and is no longer alike
withdrawal-subject-changed = the subject’s data changed and are no longer alike

suppression = Suppression
suppression-state-proposed = proposed
suppression-state-in-force = in force
suppression-state-rejected = rejected
suppression-state-reopened = ended because data changed
suppression-state-taken-back = taken back
suppression-state-expired = expired
suppression-reopened-subject = The alert is open again because the subject’s data changed.
suppression-reopened-entry = The alert is open again because the entry’s data changed.
suppression-reopened-both = The alert is open again because data changed on both sides.

case-status-open = open
case-status-closed = closed

own-entry-state-proposed = awaiting a second person
own-entry-state-in-force = in force
own-entry-state-rejected = rejected
own-entry-state-removed = removed
own-entry-state-expired = expired

trigger-request = on request
trigger-registration = registration for monitoring
trigger-list-change = change of a list
trigger-own-entry-change = change of an own entry

ownership-half = Owned by half or more by listed subjects
ownership-more-than-half = Owned by more than half by listed subjects
ownership-incomplete = The share of a listed owner is not stated; the sum may be larger.

heading-desk = Desk
heading-status = Status
heading-decision = Decision
heading-analyst = Analyst
heading-assigned = Assigned to
heading-opened = Opened
heading-due = Due
heading-purpose = Purpose
heading-legal-basis = Legal basis
heading-marking = Marking
heading-expiry = Expires
heading-author = Author
heading-approver = Approved by
heading-note = Note
heading-file = File
heading-case = Case

# Notices by e-mail. They name nobody.
notice-subject = Entente: alerts are waiting
notice-opened =
    { $count ->
        [one] { $desk }: { $count } new alert
       *[other] { $desk }: { $count } new alerts
    }
notice-due =
    { $count ->
        [one] { $desk }: { $count } alert must be decided soon
       *[other] { $desk }: { $count } alerts must be decided soon
    }
notice-overdue =
    { $count ->
        [one] { $desk }: the time of { $count } alert is over
       *[other] { $desk }: the time of { $count } alerts is over
    }
notice-where = Sign in to see them: { $address }
notice-why = You receive this because you asked for it. Names are never sent by e-mail.
