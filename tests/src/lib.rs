//! Acceptance tests over the real binary, and the name cases.

#[cfg(test)]
mod deploy;
#[cfg(test)]
mod names;
#[cfg(test)]
mod program;
