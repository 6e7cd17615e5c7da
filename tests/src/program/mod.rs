//! The program as its users meet it: the real binary, real files, real exit codes. All people and organisations are
//! fictional.

mod api;
mod attacks;
mod bench;
pub mod binary;
mod commands;
mod comparing;
mod console;
mod crashes;
mod demo;
mod doctoring;
mod expiry;
mod fetching;
mod fixtures;
mod importing;
mod instances;
mod jobs;
mod looking;
mod notices;
mod operating;
mod people;
#[path = "../../../crates/runtime/store/tests/conformance/postgres.rs"]
mod postgres;
mod replaying;
mod rights;
mod screening;
mod server;
mod service;
mod serving;
mod stating;
