//! Names from lists and subjects as pages show them: isolated from what stands around them, and harmless. What nobody
//! would see, or would take for something else, is marked.

use super::words::Words;
use askama::filters::HtmlSafe;
use node::names::{Piece, pieces};
use std::fmt::{self, Display, Formatter, Write};

/// A name or another value of a record, as safe HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    html: String,
    odd: bool,
}

impl HtmlSafe for Shown {}

impl Display for Shown {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.html)
    }
}

impl Shown {
    /// A text as it may be shown.
    pub fn new(text: &str, words: &Words) -> Self {
        let mut html = String::from("<bdi class=\"name");
        if text.chars().any(|c| matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}')) {
            html.push_str(" arab");
        }
        html.push_str("\">");
        let mut odd = false;
        for piece in pieces(text) {
            odd |= !matches!(piece, Piece::Plain(_));
            match piece {
                Piece::Plain(text) => escape(text, &mut html),
                Piece::Hidden(c) => {
                    let _ = write!(html, "<span class=\"sign\">U+{:04X}</span>", u32::from(c));
                }
                Piece::Foreign(text, script) => {
                    let script = words.say(&format!("script-{}", script.to_lowercase()));
                    html.push_str("<mark title=\"");
                    escape(&script, &mut html);
                    html.push_str("\">");
                    escape(text, &mut html);
                    html.push_str("</mark>");
                }
            }
        }
        html.push_str("</bdi>");
        Self { html, odd }
    }

    /// The name of a file: its ending is no part of the writing around it.
    pub fn file(name: &str, words: &Words) -> Self {
        match name.rsplit_once('.') {
            Some((stem, ending)) if ending.chars().all(|c| c.is_ascii_alphanumeric()) => {
                let stem = Self::new(stem, words);
                Self { html: format!("<bdi>{}.{ending}</bdi>", stem.html), odd: stem.odd }
            }
            _ => Self::new(name, words),
        }
    }

    /// A message of our own, which may set names apart by signs that nobody sees.
    pub fn said(text: &str) -> Self {
        let mut html = String::from("<bdi>");
        escape(text, &mut html);
        html.push_str("</bdi>");
        Self { html, odd: false }
    }

    /// Whether signs or letters in it are not what they seem.
    pub fn is_odd(&self) -> bool {
        self.odd
    }
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::{Catalogue, Language};

    #[track_caller]
    fn check(text: &str, expected: &str, odd: bool) {
        let words = Words::new(Catalogue::new(Language::En), jiff::Timestamp::UNIX_EPOCH);
        let shown = Shown::new(text, &words);
        assert_eq!((shown.to_string().as_str(), shown.is_odd()), (expected, odd), "{text:?}");
    }

    #[test]
    fn nothing_in_a_name_harms_the_page() {
        check(
            "<b>Anna</b> & 'co'",
            "<bdi class=\"name\">&lt;b&gt;Anna&lt;/b&gt; &amp; &#39;co&#39;</bdi>",
            false,
        );
        check("نبیل", "<bdi class=\"name arab\">نبیل</bdi>", false);
        check("a\u{202E}b", "<bdi class=\"name\">a<span class=\"sign\">U+202E</span>b</bdi>", true);
        let words = Words::new(Catalogue::new(Language::En), jiff::Timestamp::UNIX_EPOCH);
        assert!(!Shown::file("паспорт.txt", &words).is_odd());
        assert!(Shown::file("annex\u{202E}txt.exe", &words).is_odd());
        check("Sаlim", "<bdi class=\"name\">S<mark title=\"Cyrillic\">а</mark>lim</bdi>", true);
    }
}
