//! Acceptance tests over the real binary, and the name cases.

#[cfg(test)]
mod deploy;
#[cfg(test)]
mod names;
#[cfg(test)]
mod program;

/// Whether all that tests need must be there: `ENTENTE_REQUIRE_SHARED=1` leaves nothing out.
#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "whoever runs the tests says what must be there")]
fn required() -> bool {
    std::env::var("ENTENTE_REQUIRE_SHARED").is_ok_and(|value| value == "1")
}
