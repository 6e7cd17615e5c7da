# Screening: verdicts, operating points, how tokens met, the parts of an explanation.
verdict-match = match
verdict-no-match = no match

operating-point-strict = strict
operating-point-standard = standard
operating-point-wide = wide
operating-point-strict-about = Fewest false alarms; distant spellings are missed.
operating-point-standard-about = The default: few false alarms, most spellings found.
operating-point-wide-about = Finds the most; expect many alerts to clear.

scoring-evidence = evidence (log-odds)
scoring-ofac = OFAC-compatible (0 to 100)

link-same = same letters
link-spelling = spelling differs
link-sound = sounds alike
link-transliteration = same in another script
link-equivalent = forms of one name
link-partial = alike only in part
link-nickname = short or pet form
link-initial = initial
link-joined = written together or apart
link-legal-form = same legal form or title
link-missing = only on one side

# One row of the alignment in words.
link-row = { $subject } — { $entry }: { $kind }
link-row-scripts = { $subject } ({ $subject-script }) — { $entry } ({ $entry-script }): { $kind }
link-row-subject-only = { $subject }: only in the subject’s name
link-row-entry-only = { $entry }: only in the entry’s name

part-name-evidence = name evidence
part-corroboration = corroboration
part-alignment = how the names met
part-total = total

heading-subject = subject
heading-subject-name = subject’s name
heading-entry = entry
heading-entry-name = entry’s name
heading-list = list
heading-list-version = list version
heading-engine = engine
heading-schema = kind
heading-score = score
heading-probability = probability
heading-verdict = verdict
heading-reason = reason
heading-feature = finding
heading-contribution = contribution
heading-how = how they met
heading-script = script
heading-similarity = similarity
heading-operating-point = operating point
heading-threshold = threshold
heading-false-alarms = false alarms
heading-recall = recall

score = score { $score }
probability = probability { $probability }
score-and-probability = score { $score }, probability { $probability }
contributions-sum = The contributions add up to the score.
decision-is-yours = This is a finding, not a decision: a person decides.

reason = matches { $entry } because { $reasons }
reason-against = but { $reasons }
same-words = the same words: { $words }
reason-none = no name of { $subject } is near any name of { $entry }
