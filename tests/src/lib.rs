//! Acceptance tests over the real binary.
