//! The HTTP API over the use cases of `node`. The only room that sees axum.
//!
//! Nothing here decides anything: a request is authenticated, handed to a use case, and its result shown.
