//! Bodies: JSON within bounds, packed or not.

use super::detail::Detail;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::time::Duration;

/// The largest body of a request that is answered at once, packed or unpacked.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// A client must have sent its body by then.
const BODY_TIME: Duration = Duration::from_secs(30);
/// A client must have sent a file by then.
const FILE_TIME: Duration = Duration::from_secs(600);

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not.
    Plain,
    /// gzip.
    Gzip,
}

/// How the body of a request with these headers is packed.
///
/// # Errors
/// The name of a packing that is not known.
pub fn packing(headers: &HeaderMap) -> Result<Packing, String> {
    let named = headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").trim());
    match named {
        None | Some("" | "identity") => Ok(Packing::Plain),
        Some("gzip" | "x-gzip") => Ok(Packing::Gzip),
        Some(other) => Err(other.to_owned()),
    }
}

/// A whole body of JSON, unpacked, within [`LARGEST`].
pub struct JsonBytes(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for JsonBytes {
    type Rejection = Detail;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Detail> {
        let headers = request.headers();
        if let Some(kind) = headers.get(header::CONTENT_TYPE)
            && !kind.to_str().is_ok_and(is_json)
        {
            return Err(Detail::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be JSON; send content-type: application/json",
            ));
        }
        whole(request).await.map(Self)
    }
}

/// The whole body of a request, unpacked, within [`LARGEST`].
///
/// # Errors
/// When it is too large, too slow, or packed in a way that is not known or not true.
pub async fn whole(request: Request) -> Result<Bytes, Detail> {
    let packing = packing(request.headers()).map_err(|name| {
        Detail::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("content-encoding {name:?} is not known; send the body plain or as gzip"),
        )
    })?;
    let packed = packed(request.into_body()).await?;
    match packing {
        Packing::Plain => Ok(packed),
        Packing::Gzip => unpack(&packed),
    }
}

/// The whole body as it came, within [`LARGEST`].
///
/// # Errors
/// When it is too large or too slow.
pub async fn packed(body: Body) -> Result<Bytes, Detail> {
    within(body, LARGEST, BODY_TIME).await
}

/// The whole body of a request as a file, within so many bytes.
///
/// # Errors
/// When it is too large, too slow, or packed.
pub async fn bounded(request: Request, most: usize) -> Result<Bytes, Detail> {
    must_be_plain(request.headers())?;
    within(request.into_body(), most, FILE_TIME).await
}

/// Files are kept as they came: who packs them says so in their names.
///
/// # Errors
/// When a packing is stated.
pub fn must_be_plain(headers: &HeaderMap) -> Result<(), Detail> {
    match packing(headers) {
        Ok(Packing::Plain) => Ok(()),
        _ => {
            let what = "send the file as it is, without content-encoding";
            Err(Detail::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what))
        }
    }
}

async fn within(body: Body, most: usize, time: Duration) -> Result<Bytes, Detail> {
    let slow = |_| {
        let what = format!("the body did not arrive within {} s", time.as_secs());
        Detail::new(StatusCode::REQUEST_TIMEOUT, what)
    };
    // What announces itself as too large need not be waited for.
    if body.size_hint().lower() > most as u64 {
        return Err(too_large_detail(most));
    }
    let read = tokio::time::timeout(time, to_bytes(body, most)).await.map_err(slow)?;
    read.map_err(|error| {
        let too_large = std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("length limit exceeded"));
        match too_large {
            true => too_large_detail(most),
            false => Detail::bad("the body broke off"),
        }
    })
}

fn unpack(packed: &[u8]) -> Result<Bytes, Detail> {
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(packed)
        .take(LARGEST as u64 + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| Detail::bad(format!("the body is not gzip: {error}")))?;
    match unpacked.len() > LARGEST {
        true => Err(too_large_detail(LARGEST)),
        false => Ok(unpacked.into()),
    }
}

fn too_large_detail(most: usize) -> Detail {
    let mib = most / 1024 / 1024;
    let what = format!("the body is larger than {mib} MiB; send long inputs to /api/v1/screenings");
    Detail::new(StatusCode::PAYLOAD_TOO_LARGE, what)
}

/// Whether a content type is that of JSON.
pub fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.ends_with("+json") || kind == "text/json"
}
