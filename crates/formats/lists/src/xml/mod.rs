//! Reads an XML list record by record: each record becomes a small tree, everything outside records is passed by.
//! Without DTD, bounded in depth and size. A malformed record is reported and the next one is looked for.

mod node;

pub(crate) use node::Node;

use crate::faults::Faults;
use memchr::memmem;
use model::{Fault, Location};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Elements may nest this deep.
const MAX_DEPTH: usize = 64;
/// One record may hold this many elements.
const MAX_ELEMENTS: usize = 300_000;
/// One element may hold this many bytes of text.
const MAX_TEXT: usize = 256 * 1024;

/// Calls `visit` with the root element (its attributes only), then with every element named in `records`, each with
/// the line it starts on.
pub(crate) fn walk<'a>(
    xml: &'a str,
    records: &'a [&'a str],
    faults: &mut Faults,
    visit: &mut dyn FnMut(u64, Node<'a>, &mut Faults),
) {
    Walker { xml, records, lines: Lines::default(), next: vec![0; records.len()] }.run(faults, visit);
}

struct Walker<'a> {
    xml: &'a str,
    records: &'a [&'a str],
    lines: Lines,
    /// Where each record tag was last found, so that a search never covers the same bytes twice.
    next: Vec<usize>,
}

/// What one pass over the file, from the start or from a record after a fault, ended with.
enum Pass {
    Done,
    /// Start again from this offset.
    Resume(usize),
}

#[derive(Default)]
struct State<'a> {
    root: Option<&'a str>,
    root_closed: bool,
    depth: usize,
    /// Elements of the record that is open, outermost first.
    open: Vec<Node<'a>>,
    record_start: usize,
    elements: usize,
    /// Elements deep inside something that is left out.
    skipping: usize,
}

impl<'a> Walker<'a> {
    fn run(&mut self, faults: &mut Faults, visit: &mut dyn FnMut(u64, Node<'a>, &mut Faults)) {
        let mut state = State::default();
        let mut from = 0;
        while let Pass::Resume(at) = self.pass(from, &mut state, faults, visit) {
            state.open.clear();
            state.skipping = 0;
            from = at;
        }
    }

    fn pass(
        &mut self,
        from: usize,
        state: &mut State<'a>,
        faults: &mut Faults,
        visit: &mut dyn FnMut(u64, Node<'a>, &mut Faults),
    ) -> Pass {
        let mut reader = Reader::from_str(&self.xml[from..]);
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        state.depth = if from == 0 { 0 } else { 2 };
        loop {
            let at = from + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX - from);
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let broken_at = from + usize::try_from(reader.error_position()).unwrap_or_default();
                    return self.recover(broken_at.max(at), &error.to_string(), state, faults);
                }
            };
            match event {
                Event::Start(tag) => {
                    let name = self.tag_name(at);
                    if state.open.first().is_some_and(|record| record.name == name) && state.skipping == 0 {
                        let line = self.lines.at(self.xml, state.record_start);
                        faults.push(Fault::record(Location::line(line), format!("<{name}> is not closed")));
                        return Pass::Resume(at);
                    }
                    self.open(name, &tag, at, state, faults, visit);
                }
                Event::Empty(tag) => {
                    self.open(self.tag_name(at), &tag, at, state, faults, visit);
                    self.close(state, faults, visit);
                }
                Event::End(tag) => {
                    if state.root == Some(local(tag.name().as_ref())) && state.open.is_empty() {
                        state.root_closed = true;
                    }
                    self.close(state, faults, visit);
                }
                Event::Text(text) => self.text(text.into_inner(), at, state, faults),
                Event::CData(text) => self.text(text.into_inner(), at, state, faults),
                Event::GeneralRef(reference) => {
                    let text = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Cow::Owned(c.to_string()),
                        _ => self.entity(&reference.into_inner(), at, state, faults),
                    };
                    self.text(text, at, state, faults);
                }
                Event::DocType(_) => {
                    let line = self.lines.at(self.xml, at);
                    faults.push(
                        Fault::fatal(Location::line(line), "the file declares a document type (DTD)")
                            .remedy("lists have none; fetch the file again from its authority"),
                    );
                    return Pass::Done;
                }
                Event::Eof => {
                    self.check_end(state, faults);
                    return Pass::Done;
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
    }

    fn open(
        &mut self,
        name: &'a str,
        tag: &BytesStart<'_>,
        at: usize,
        state: &mut State<'a>,
        faults: &mut Faults,
        visit: &mut dyn FnMut(u64, Node<'a>, &mut Faults),
    ) {
        state.depth += 1;
        let is_root = state.root.is_none();
        let starts_record = state.open.is_empty() && self.records.contains(&name);
        if state.skipping > 0 || !(is_root || starts_record || !state.open.is_empty()) {
            state.skipping += usize::from(state.skipping > 0);
            return;
        }
        if state.depth > MAX_DEPTH || (!state.open.is_empty() && state.elements >= MAX_ELEMENTS) {
            let what = if state.depth > MAX_DEPTH {
                format!("elements nested more than {MAX_DEPTH} deep were left out")
            } else {
                format!("the record holds more than {MAX_ELEMENTS} elements; the rest was left out")
            };
            faults.warn(Location::line(self.lines.at(self.xml, at)).field(name), what);
            state.skipping = 1;
            return;
        }
        let attributes = self.attributes(tag, at, faults);
        let node = Node { name, attributes, text: Cow::Borrowed(""), children: Vec::new() };
        if is_root {
            state.root = Some(name);
            let line = self.lines.at(self.xml, at);
            if !starts_record {
                visit(line, node, faults);
                return;
            }
        }
        if starts_record {
            state.record_start = at;
            state.elements = 0;
        }
        state.elements += 1;
        state.open.push(node);
    }

    fn close(
        &mut self,
        state: &mut State<'a>,
        faults: &mut Faults,
        visit: &mut dyn FnMut(u64, Node<'a>, &mut Faults),
    ) {
        state.depth = state.depth.saturating_sub(1);
        if state.skipping > 0 {
            state.skipping -= 1;
            return;
        }
        let Some(node) = state.open.pop() else { return };
        match state.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => {
                let line = self.lines.at(self.xml, state.record_start);
                visit(line, node, faults);
            }
        }
    }

    fn text(&mut self, text: Cow<'a, str>, at: usize, state: &mut State<'a>, faults: &mut Faults) {
        if state.skipping > 0 {
            return;
        }
        let Some(node) = state.open.last_mut() else { return };
        if node.text.len() >= MAX_TEXT {
            return;
        }
        if node.text.len() + text.len() > MAX_TEXT {
            let what = format!("text longer than {MAX_TEXT} bytes was cut");
            faults.warn(Location::line(self.lines.at(self.xml, at)).field(node.name), what);
            let end = text.floor_char_boundary(MAX_TEXT - node.text.len());
            node.text.to_mut().push_str(&text[..end]);
            // Full to the brim, so that what follows is left out as well.
            let missing = MAX_TEXT - node.text.len();
            node.text.to_mut().extend(std::iter::repeat_n(' ', missing));
        } else if node.text.is_empty() {
            node.text = text;
        } else {
            node.text.to_mut().push_str(&text);
        }
    }

    fn entity(&mut self, name: &str, at: usize, state: &State<'a>, faults: &mut Faults) -> Cow<'a, str> {
        match name {
            "amp" => "&".into(),
            "lt" => "<".into(),
            "gt" => ">".into(),
            "quot" => "\"".into(),
            "apos" => "'".into(),
            unknown => {
                if !state.open.is_empty() {
                    let line = self.lines.at(self.xml, at);
                    faults.warn(
                        Location::line(line),
                        format!("unknown reference &{unknown}; was kept as written"),
                    );
                }
                Cow::Owned(format!("&{unknown};"))
            }
        }
    }

    fn attributes(
        &mut self,
        tag: &BytesStart<'_>,
        at: usize,
        faults: &mut Faults,
    ) -> Vec<(Box<str>, Box<str>)> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    let line = self.lines.at(self.xml, at);
                    faults.warn(Location::line(line), format!("malformed attribute: {error}"));
                    break;
                }
            };
            let key = local(attribute.key.as_ref());
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_else(|_| {
                faults.warn(
                    Location::line(self.lines.at(self.xml, at)).field(key),
                    "unknown reference in an attribute was kept as written",
                );
                Cow::Owned(attribute.value.to_string())
            });
            let value = &value[..value.floor_char_boundary(MAX_TEXT)];
            attributes.push((key.into(), value.into()));
        }
        attributes
    }

    /// The name in the tag that starts at an offset, without prefix.
    fn tag_name(&self, at: usize) -> &'a str {
        let tag = self.xml[at..].trim_start_matches('<');
        local(tag.split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or_default())
    }

    fn recover(&mut self, at: usize, error: &str, state: &State<'a>, faults: &mut Faults) -> Pass {
        let line = self.lines.at(self.xml, at);
        let what = format!("malformed XML: {error}");
        let inside = !state.open.is_empty();
        let from = if inside { state.record_start + 1 } else { at + 1 };
        match self.next_record(from) {
            Some(next) => {
                let fault = if inside {
                    let start = self.lines.at(self.xml, state.record_start);
                    Fault::record(Location::line(line), what)
                        .remedy(format!("the record that starts on line {start} is lost"))
                } else {
                    Fault::warning(Location::line(line), what).remedy("reading went on with the next record")
                };
                faults.push(fault);
                Pass::Resume(next)
            }
            None => {
                faults.push(
                    Fault::fatal(Location::line(line), what)
                        .remedy("nothing could be read after it; fetch the file again"),
                );
                Pass::Done
            }
        }
    }

    fn next_record(&mut self, from: usize) -> Option<usize> {
        let from = self.xml.ceil_char_boundary(from);
        for (record, next) in self.records.iter().zip(&mut self.next) {
            if *next < from {
                *next = find_tag(self.xml, record, from).unwrap_or(usize::MAX);
            }
        }
        self.next.iter().copied().min().filter(|next| *next < usize::MAX)
    }

    fn check_end(&mut self, state: &State<'a>, faults: &mut Faults) {
        let line = self.lines.at(self.xml, self.xml.len());
        let cut = |what: String| {
            Fault::fatal(Location::line(line), what).remedy("the file is cut short; fetch it again")
        };
        if let Some(record) = state.open.first() {
            faults.push(cut(format!("the file ends inside <{}>", record.name)));
        } else if let Some(root) =
            state.root.filter(|_| !state.root_closed && self.records.iter().all(|r| Some(*r) != state.root))
        {
            faults.push(cut(format!("the file ends before </{root}>")));
        } else if state.root.is_none() {
            faults.push(Fault::fatal(Location::default(), "the file holds no XML element"));
        }
    }
}

fn find_tag(xml: &str, name: &str, from: usize) -> Option<usize> {
    let needle = format!("<{name}");
    let mut from = from;
    loop {
        let at = from + memmem::find(xml.as_bytes().get(from..)?, needle.as_bytes())?;
        let after = xml.as_bytes().get(at + needle.len());
        if after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
            return Some(at);
        }
        from = at + needle.len();
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Line numbers of ascending offsets.
#[derive(Default)]
struct Lines {
    offset: usize,
    newlines: u64,
}

impl Lines {
    fn at(&mut self, text: &str, offset: usize) -> u64 {
        let bytes = text.as_bytes();
        let offset = offset.min(bytes.len());
        if offset >= self.offset {
            self.newlines += memchr::memchr_iter(b'\n', &bytes[self.offset..offset]).count() as u64;
        } else {
            self.newlines -= memchr::memchr_iter(b'\n', &bytes[offset..self.offset]).count() as u64;
        }
        self.offset = offset;
        self.newlines + 1
    }
}
