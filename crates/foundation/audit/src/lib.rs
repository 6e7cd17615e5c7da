//! The append-only log: leaves, tiles, signed checkpoints, proofs, and their verification. An auditor can run it alone.
//!
//! Pure: where tiles are kept, and the signing key, are arguments.
