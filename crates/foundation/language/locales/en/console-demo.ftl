# The console: a demo.
console-demo = Demo
console-demo-note = Every list, customer and person here is fictional. All of it is gone when the program ends.
console-demo-change = Go in as somebody else
console-demo-title = Look around in a demo
console-demo-about = This node holds two weeks of fictional work. Choose in whose place you see it; you may come back here and choose another.
console-demo-enter = Go in
console-demo-enter-as = Go in as: { $role }
console-demo-as-analyst = Works the queue. Open an alert, see word by word why it matched, and decide it. Upload a file of customers.
console-demo-as-approver = The second pair of eyes. Two decisions, a suppression and an entry of the party’s own wait for approval.
console-demo-as-reviewer = Looks again at what was decided: figures, second reviews, and what lies just below the threshold.
console-demo-as-auditor = Reads everything and changes nothing. Verify the log: every act of this demo is in it.
console-demo-as-administrator = Runs the node: accounts, roles, keys. Invite somebody; alerts are no business of this role.
