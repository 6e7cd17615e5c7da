//! The program as its users meet it: the real binary, real files, real exit codes. All people and organisations are
//! fictional.

mod attacks;
mod bench;
mod binary;
mod commands;
mod comparing;
mod crashes;
mod demo;
mod expiry;
mod fetching;
mod fixtures;
mod importing;
mod looking;
mod screening;
mod server;
mod serving;
