//! Who may do what: roles, Cedar policies, four-eyes types, and how credentials are made and checked.
//!
//! Pure: random bytes and the time are arguments.
