//! This program's own addresses: so far those that tell how the node is.

pub mod health;
