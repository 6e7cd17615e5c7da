//! The program as its users meet it: the real binary, real files, real exit codes. All people and organisations are
//! fictional.

mod bench;
mod binary;
mod commands;
mod comparing;
mod console;
mod crashes;
mod demo;
mod expiry;
mod fetching;
mod fixtures;
mod importing;
mod looking;
mod people;
mod screening;
mod server;
mod serving;
