# The console: files that are screened.
console-uploads = Upload
console-uploads-title = Screen a file
console-upload = An upload
console-upload-send = Send a file
console-upload-file = File
console-upload-file-about = CSV with a heading, or one JSON object to a line.
console-upload-largest =
    { $count ->
        [one] At most { $count } MiB.
       *[other] At most { $count } MiB.
    }
console-upload-lasting = Numbers last
console-upload-lasting-about = The file’s ids are customer numbers: later screenings find the same subject by them.
console-upload-do = Send and screen
console-upload-about = The file is kept sealed until it is screened, and forgotten part by part. What is not matched leaves no trace but a count.
console-upload-jobs = Uploads of this desk
console-uploads-none = No upload yet
console-uploads-none-about = A file that is sent here is screened while nobody waits; its matches open alerts.
console-upload-sent = Sent
console-upload-rows = Rows
console-upload-screened = Screened
console-upload-matched = With matches
console-upload-alerts = Alerts opened
console-upload-suppressed = Silenced
console-upload-lost = Rows lost
console-upload-lost-about = These rows were not screened. Mend them and send them again.
console-upload-progress = How far it is
console-upload-refresh = Show how far it is now
console-upload-stop = Stop the upload
console-upload-error = The upload was given up. What was screened until then stays.
console-upload-results = What was found
console-upload-csv = Download as CSV
console-upload-nothing-about = No row that was screened so far has a match.
console-upload-outcome = What became of it
console-upload-alert = Alert
console-upload-to-alert = Open the alert
console-upload-pages = Pages of the results
console-job-receiving = arriving
console-job-running = being screened
console-job-finished = finished
console-job-failed = given up
console-job-cancelled = stopped
console-outcome-alerted = alert
console-outcome-known = known true match
console-outcome-suppressed = silenced
console-outcome-gone = no longer listed
console-trouble-no-file = Choose a file first.
console-trouble-file = The file could not be taken in, and nothing of it was kept: { $what }
console-said-uploaded = The file was taken in and is being screened.
console-said-stopped = The upload was stopped. What was found until then stays.
