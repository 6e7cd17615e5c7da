//! What a client sends as a stream that threads read: of any size, never held as a whole, unpacked within bounds.

use crate::http::body::Packing;
use axum::body::{Body, Bytes};
use flate2::read::MultiGzDecoder;
use std::io::{self, Error, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::{Stream, StreamExt};

/// Pieces of the body that wait to be read.
const WAITING: usize = 8;

/// A client that sends nothing for so long, while it may, has gone.
const SILENCE: Duration = Duration::from_secs(60);

/// A packed body may unpack to so much, whatever it is packed in, and beyond that to so many times its size: JSON
/// lines pack to a tenth or a fiftieth, only what was made to harm packs to a thousandth.
const FREE: u64 = 64 << 20;
const RATIO: u64 = 200;

/// What a thread reads: the body, unpacked.
pub struct Input {
    inner: Unpacked,
    read: Arc<AtomicU64>,
}

enum Unpacked {
    Plain(Pieces),
    Gzip(Box<MultiGzDecoder<Pieces>>),
}

/// How much of an input was read so far.
#[derive(Clone)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Bytes, unpacked.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Takes the body in as it is read, and no faster.
pub fn arriving(body: Body) -> Pieces {
    let (sender, pieces) = pieces();
    tokio::spawn(feed(body.into_data_stream(), sender));
    pieces
}

impl Input {
    /// Unpacks what arrives. Waits for the first of it where it is packed, so call it on a thread that may wait.
    pub fn unpacked(pieces: Pieces, packing: Packing) -> (Self, Meter) {
        let inner = match packing {
            Packing::Plain => Unpacked::Plain(pieces),
            Packing::Gzip => Unpacked::Gzip(Box::new(MultiGzDecoder::new(pieces))),
        };
        let read = Arc::new(AtomicU64::new(0));
        (Self { inner, read: Arc::clone(&read) }, Meter(read))
    }
}

/// Pieces that are still to come, and what brings them.
pub fn pieces() -> (Sender<io::Result<Bytes>>, Pieces) {
    let (sender, receiver) = channel(WAITING);
    (sender, Pieces::of(receiver))
}

/// Hands the pieces of a body on as they arrive, until it ends or nobody takes them.
pub async fn feed<E>(
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    pieces: Sender<io::Result<Bytes>>,
) {
    loop {
        let piece = match tokio::time::timeout(SILENCE, body.next()).await {
            Ok(None) => return,
            Ok(Some(Ok(piece))) => Ok(piece),
            Ok(Some(Err(_))) => {
                Err(Error::new(ErrorKind::UnexpectedEof, "the body broke off; send it again"))
            }
            Err(_) => {
                let what = format!("nothing came for {} s; send the body again", SILENCE.as_secs());
                Err(Error::new(ErrorKind::TimedOut, what))
            }
        };
        let broken = piece.is_err();
        if pieces.send(piece).await.is_err() || broken {
            return;
        }
    }
}

impl Read for Input {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let (read, packed) = match &mut self.inner {
            Unpacked::Plain(pieces) => (pieces.read(out)?, None),
            Unpacked::Gzip(decoder) => {
                let read = decoder.read(out).map_err(not_gzip)?;
                (read, Some(decoder.get_ref().taken))
            }
        };
        let all = self.read.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
        match packed {
            Some(packed) if all > FREE.max(packed.saturating_mul(RATIO)) => {
                let what = format!(
                    "the body unpacks to more than {RATIO} times its size; send it plain, or in several screenings"
                );
                Err(Error::new(ErrorKind::InvalidData, what))
            }
            _ => Ok(read),
        }
    }
}

/// What the decoder says of bytes that are no gzip; what befell the body itself is said as it is.
fn not_gzip(error: Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
            Error::new(ErrorKind::InvalidData, format!("the body is not gzip: {error}"))
        }
        _ => error,
    }
}

/// The pieces of a body, read by a thread that waits for them.
pub struct Pieces {
    receiver: Receiver<io::Result<Bytes>>,
    piece: Bytes,
    taken: u64,
}

impl Pieces {
    fn of(receiver: Receiver<io::Result<Bytes>>) -> Self {
        Self { receiver, piece: Bytes::new(), taken: 0 }
    }
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.receiver.blocking_recv() {
                None => return Ok(0),
                Some(piece) => self.piece = piece?,
            }
        }
        let now = self.piece.split_to(out.len().min(self.piece.len()));
        out[..now.len()].copy_from_slice(&now);
        self.taken += now.len() as u64;
        Ok(now.len())
    }
}

/// An input that ends in an error where it is larger than it may be.
pub struct Bounded<R> {
    input: R,
    left: u64,
    most: u64,
}

impl<R> Bounded<R> {
    /// At most so many MiB.
    pub fn new(input: R, most: u64) -> Self {
        Self { input, left: most << 20, most }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => {
                let what = format!(
                    "the body is larger than {} MiB; send it in parts, or stream it to /api/v1/screenings",
                    self.most
                );
                Err(Error::new(ErrorKind::FileTooLarge, what))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads a body that comes in pieces of so many bytes.
    fn read(body: &[u8], piece: usize, packing: Packing) -> io::Result<u64> {
        let (sender, receiver) = channel(body.len() / piece + 1);
        for piece in body.chunks(piece) {
            sender.try_send(Ok(Bytes::copy_from_slice(piece))).unwrap();
        }
        drop(sender);
        let (mut input, meter) = Input::unpacked(Pieces::of(receiver), packing);
        let mut out = Vec::new();
        let copied = input.read_to_end(&mut out);
        copied.map(|_| meter.bytes())
    }

    #[test]
    fn bodies_are_read_plain_and_packed() {
        let text = "{\"id\": \"a\"}\n".repeat(1000);
        assert_eq!(read(text.as_bytes(), 7, Packing::Plain).unwrap(), text.len() as u64);
        assert_eq!(read(&packed(text.as_bytes()), 7, Packing::Gzip).unwrap(), text.len() as u64);
        let two = [packed(b"a"), packed(b"b")].concat();
        assert_eq!(read(&two, 1000, Packing::Gzip).unwrap(), 2, "members follow each other");
    }

    #[test]
    fn what_is_not_gzip_or_unpacks_without_end_is_refused() {
        let error = read(b"{\"id\": \"a\"}", 4, Packing::Gzip).unwrap_err();
        assert!(error.to_string().contains("not gzip"), "{error}");
        let cut = packed(b"something to read");
        assert!(read(&cut[..cut.len() - 9], 4, Packing::Gzip).is_err(), "a body that is cut off");
        let bomb = packed(&vec![b' '; FREE as usize + (1 << 20)]);
        let error = read(&bomb, 1 << 16, Packing::Gzip).unwrap_err();
        assert!(error.to_string().contains("200 times"), "{error}");
    }
}
