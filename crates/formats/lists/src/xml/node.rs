//! One element of a record, with what is in it.

use crate::decode::clean;
use std::borrow::Cow;

/// An element of a record.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    /// Its name without namespace prefix.
    pub(crate) name: &'a str,
    pub(super) attributes: Vec<(Box<str>, Box<str>)>,
    pub(super) text: Cow<'a, str>,
    /// The elements in it.
    pub(crate) children: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    /// Its own text as one clean line.
    pub(crate) fn value(&self) -> String {
        clean(&self.text)
    }

    /// An attribute as one clean line; `None` when absent or empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let value = self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| clean(value))?;
        (!value.is_empty()).then_some(value)
    }

    /// Its attributes in order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(key, value)| (&**key, &**value))
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Node<'a>> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(crate) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node<'a>> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// All nodes at the end of a path of names.
    pub(crate) fn at<'n>(&'n self, path: &'n [&'n str]) -> Box<dyn Iterator<Item = &'n Node<'a>> + 'n> {
        match path {
            [] => Box::new(std::iter::once(self)),
            [first, rest @ ..] => Box::new(self.all(first).flat_map(move |child| child.at(rest))),
        }
    }

    /// The text of the first child of that name; `None` when absent or empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).map(Node::value).filter(|value| !value.is_empty())
    }

    /// Every text in it with the path that leads there, below its own name.
    pub(crate) fn leaves(&self) -> Vec<(String, String)> {
        let mut leaves = Vec::new();
        self.gather(String::new(), &mut leaves);
        leaves
    }

    fn gather(&self, path: String, leaves: &mut Vec<(String, String)>) {
        let path = if path.is_empty() { self.name.to_owned() } else { format!("{path}/{}", self.name) };
        let value = self.value();
        if !value.is_empty() {
            leaves.push((path.clone(), value));
        }
        for (key, value) in self.attributes().filter(|(_, value)| !value.trim().is_empty()) {
            leaves.push((format!("{path}@{key}"), clean(value)));
        }
        for child in &self.children {
            child.gather(path.clone(), leaves);
        }
    }
}
