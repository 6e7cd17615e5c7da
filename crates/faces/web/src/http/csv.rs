//! Lists as CSV, for auditors and spreadsheets: all records that a filter finds, page after page, with what a
//! spreadsheet would run as a formula made harmless.

use super::problem::Problem;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use node::NodeError;
use node::casework::Cursor;
use node::report::csv_rows;
use std::io;
use tokio::sync::mpsc::channel;
use tokio_stream::wrappers::ReceiverStream;

/// Records read at once.
pub const PAGE: usize = 500;

/// Pages that wait for the client.
const WAITING: usize = 2;

/// A page as rows, and where the next begins.
pub type Rows<C = Cursor> = (Vec<Vec<String>>, Option<C>);

/// Whether CSV is asked for: by `format=csv` in the query, or by `Accept: text/csv`.
///
/// # Errors
/// When the format is not known.
pub fn wanted(headers: &HeaderMap, format: Option<&str>) -> Result<bool, Problem> {
    match format {
        Some("csv") => Ok(true),
        Some("json") => Ok(false),
        Some(other) => Err(Problem::usage(format!("there is no format {other:?}; choose json or csv"))),
        None => {
            let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
            let kind = accepted.split(',').next().unwrap_or("").split(';').next().unwrap_or("");
            Ok(kind.trim().eq_ignore_ascii_case("text/csv"))
        }
    }
}

/// All pages as one file. What goes wrong on the first page is a problem; later, the answer breaks off.
///
/// # Errors
/// When the first page cannot be read.
pub async fn export<C, Page, Read>(name: &str, columns: &[&str], mut read: Read) -> Result<Response, Problem>
where
    C: Send + 'static,
    Page: Future<Output = Result<Rows<C>, NodeError>> + Send,
    Read: FnMut(Option<C>) -> Page + Send + 'static,
{
    let (rows, mut next) = read(None).await?;
    let head = vec![columns.iter().map(|column| (*column).to_owned()).collect()];
    let mut text = csv_rows(&head);
    text.extend(csv_rows(&rows));
    let (out, pages) = channel::<io::Result<Bytes>>(WAITING);
    tokio::spawn(async move {
        let mut page = Ok(Bytes::from(text));
        loop {
            let broken = page.is_err();
            if out.send(page).await.is_err() || broken {
                return;
            }
            let Some(cursor) = next.take() else { return };
            page = match read(Some(cursor)).await {
                Ok((rows, following)) => {
                    next = following;
                    Ok(csv_rows(&rows).into())
                }
                Err(error) => {
                    tracing::error!(%error, "a file of records broke off");
                    Err(io::Error::other("the records cannot be read"))
                }
            };
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(pages))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn csv_is_asked_for_in_the_query_or_by_accept() {
        #[track_caller]
        fn check(accept: Option<&'static str>, format: Option<&str>, expected: Option<bool>) {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            }
            assert_eq!(wanted(&headers, format).ok(), expected, "{accept:?} {format:?}");
        }
        check(None, None, Some(false));
        check(Some("*/*"), None, Some(false));
        check(Some("Text/CSV; q=1, */*"), None, Some(true));
        check(Some("text/csv"), Some("json"), Some(false));
        check(None, Some("csv"), Some(true));
        check(None, Some("xls"), None);
    }
}
