//! A client for one kept-alive connection, HTTP/1.1, that costs as little as it can: requests are bytes that were
//! written beforehand, and of a reply only its head is looked at. A full client would be the bottleneck at ten times
//! what the server can do.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Most headers of a reply.
const HEADERS: usize = 32;

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What a reply's head says.
#[derive(Clone, Copy, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Whether it says when to ask again.
    pub retry_after: bool,
    /// Where the body ends in what was read.
    end: usize,
    /// Where it begins.
    begin: usize,
}

/// A request for JSON, as bytes.
pub fn request(method: &str, path: &str, key: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("the server takes no connection")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(1 << 16) })
    }

    /// Sends a request and reads the whole reply.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Reply> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(reply) = head(&self.buffer)?
                && self.buffer.len() >= reply.end
            {
                return Ok(reply);
            }
        }
    }

    /// The body of the last reply.
    pub fn body(&self, reply: Reply) -> &[u8] {
        &self.buffer[reply.begin..reply.end]
    }
}

/// The head of a reply; none while it is not whole.
fn head(bytes: &[u8]) -> Result<Option<Reply>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(begin) = response.parse(bytes)? else { return Ok(None) };
    let header = |name: &str| {
        response
            .headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value)
    };
    let length: usize = match header("content-length") {
        Some(length) => std::str::from_utf8(length)?.parse()?,
        None => bail!("a reply of unknown length"),
    };
    let status = response.code.context("a reply without a status")?;
    Ok(Some(Reply { status, retry_after: header("retry-after").is_some(), begin, end: begin + length }))
}

/// What came of a body that was sent while the reply was read.
pub struct Streamed {
    /// The status.
    pub status: u16,
    /// The reply's lines.
    pub lines: Vec<String>,
}

/// Sends a long body and reads the reply meanwhile, on a connection of its own.
pub async fn stream(address: SocketAddr, path: &str, key: &str, body: Vec<u8>) -> Result<Streamed> {
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    let (mut reader, mut writer) = stream.split();
    let mut reply = Vec::new();
    tokio::try_join!(writer.write_all(&body), reader.read_to_end(&mut reply))?;
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(begin) = response.parse(&reply)? else { bail!("a reply without a head") };
    let status = response.code.context("a reply without a status")?;
    let chunked = response.headers.iter().any(|header| header.name.eq_ignore_ascii_case("transfer-encoding"));
    let body = if chunked { unchunked(&reply[begin..])? } else { reply[begin..].to_vec() };
    let lines = String::from_utf8(body)?.lines().map(str::to_owned).collect();
    Ok(Streamed { status, lines })
}

/// A body put together from its chunks.
fn unchunked(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let Ok(httparse::Status::Complete((head, size))) = httparse::parse_chunk_size(rest) else {
            bail!("the reply broke off");
        };
        if size == 0 {
            return Ok(body);
        }
        let end = head + size as usize;
        body.extend(rest.get(head..end).context("the reply broke off")?);
        rest = rest.get(end + 2..).context("the reply broke off")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_when_it_is_whole() {
        let text = b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}";
        for end in 0..text.len() - 2 {
            assert!(head(&text[..end]).unwrap().is_none(), "{end}");
        }
        let reply = head(text).unwrap().unwrap();
        assert_eq!((reply.status, reply.retry_after, reply.end), (503, true, text.len()));
        assert!(head(b"HTTP/1.1 200 OK\r\n\r\n").is_err(), "a reply of unknown length");
    }

    #[test]
    fn chunks_are_put_together() {
        assert_eq!(unchunked(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap(), b"abcde");
        assert!(unchunked(b"3\r\nab").is_err());
    }
}
