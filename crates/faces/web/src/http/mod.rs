//! What all endpoints share: who asks, errors, bounds, admission, the request log.

pub mod admission;
pub mod asked;
pub mod attachment;
pub mod body;
pub mod client;
pub mod cookie;
pub mod csv;
pub mod detail;
pub mod forged;
pub mod fresh;
pub mod gate;
pub mod input;
pub mod keys;
pub mod log;
pub mod methods;
pub mod problem;
pub mod records;
pub mod repeat;
