//! Progress for people who watch: on a terminal only, on standard error only.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Read};
use std::time::Duration;

/// A spinner with a text, for work whose length is not known.
pub fn spinner(text: impl Into<String>) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(text.into());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// A bar over the bytes of an input; a spinner where their number is not known.
pub fn bytes(total: Option<u64>) -> ProgressBar {
    match total {
        Some(total) => {
            ProgressBar::new(total).with_style(style("{bar:30} {percent:>3} %  {msg}  {eta} left"))
        }
        None => ProgressBar::new_spinner().with_style(style("{spinner} {binary_bytes} read  {msg}")),
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A reader that moves a bar on.
pub struct Watched<R> {
    inner: R,
    bar: ProgressBar,
}

impl<R> Watched<R> {
    /// Watches a reader.
    pub fn new(inner: R, bar: ProgressBar) -> Self {
        Self { inner, bar }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bar.inc(read as u64);
        Ok(read)
    }
}
