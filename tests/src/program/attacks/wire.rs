//! A client without manners: it sends the bytes it is told to, and says what came back.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

/// So long it waits for a reply.
const PATIENCE: Duration = Duration::from_secs(60);

/// Connects.
pub fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends bytes and reads until the other side closes. A server that closes before it has read everything is not at
/// fault.
pub fn exchange(address: &str, bytes: &[u8]) -> String {
    let mut stream = connect(address);
    let _ = stream.write_all(bytes);
    rest(&mut stream)
}

/// The same, and goes away after a while: what is not answered by then never is.
pub fn exchange_and_leave(address: &str, bytes: &[u8], after: Duration) -> String {
    let mut stream = connect(address);
    let _ = stream.write_all(bytes);
    thread::sleep(after);
    let _ = stream.shutdown(Shutdown::Write);
    rest(&mut stream)
}

/// What the other side says until it closes.
pub fn rest(stream: &mut TcpStream) -> String {
    let mut reply = Vec::new();
    match stream.read_to_end(&mut reply) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("the connection was left open: {error}\n{}", String::from_utf8_lossy(&reply)),
    }
    String::from_utf8_lossy(&reply).into_owned()
}

/// The statuses of the replies, one after another.
pub fn statuses(reply: &str) -> Vec<u16> {
    let heads = reply.split("HTTP/1.1 ").skip(1);
    heads.map(|head| head.get(..3).and_then(|status| status.parse().ok()).unwrap_or(0)).collect()
}
