//! What the log and the figures are told of the work that waits: jobs, the node's own duties, deliveries. Nobody is
//! named.

use node::jobs::Note;

/// Tells the log and the figures.
pub fn told(note: Note) {
    match note {
        Note::Retried { job, attempt, error } => {
            metrics::counter!("entente_job_parts_retried_total").increment(1);
            tracing::warn!(%job, attempt, %error, "a part of a job failed and is tried again");
        }
        Note::GaveUp { job, error } => {
            metrics::counter!("entente_jobs_failed_total").increment(1);
            tracing::error!(%job, %error, "a job was given up");
        }
        Note::Did { duty, outcome } => {
            metrics::counter!("entente_duties_total", "duty" => duty).increment(1);
            tracing::info!(duty, %outcome, "done at its time");
        }
        Note::Undelivered { delivery, last, error } => {
            let what = if last { "given-up" } else { "retried" };
            metrics::counter!("entente_undelivered_total", "then" => what).increment(1);
            tracing::warn!(%delivery, last, %error, "a delivery failed");
        }
        Note::Trouble { error } => tracing::error!(%error, "what waits could not be worked on"),
    }
}
