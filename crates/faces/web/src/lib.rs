//! The HTTP API and the console over the use cases of `node`. The only room that sees axum.
//!
//! Nothing here decides anything: a request is authenticated, handed to a use case, and its result shown. At the
//! root lie the addresses that clients of yente know (`yente`) and the pages for people (`console`); those for programs
//! lie under `/api/v1` (`api`).

mod api;
mod console;
mod http;
mod openapi;
mod routes;
mod server;
mod signing;
mod state;
mod tls;
mod watch;
mod work;
mod yente;

pub use server::{ServeError, ServerSettings, TlsFiles, serve};
pub use tls::Validity;
