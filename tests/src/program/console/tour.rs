//! A tour through the demo: every page as somebody of each role sees it, in every language. What each page is to whoever
//! hears it is kept as a snapshot; the theme does not change it. Pages that the stage of `pages` does not reach are looked
//! at here in every look. What is printed, is printed without what only a screen needs.

use super::axe::Axe;
use super::browser::{Browser, Tab};
use super::demo::Demo;
use super::guide;
use super::pages::{LOOKS, WIDTHS, check};
use super::stage::{browser, folder};
use super::tree::tree;
use crate::required;

/// Pages of the tour: who sees them, what to call them, where they are. What begins with `→` is where the first link that
/// fits leads, from the page behind `@`.
const TOUR: [(&str, &[(&str, &str)]); 4] = [
    (
        "nadia",
        &[
            ("today", "/"),
            ("queue", "/alerts"),
            ("alert", "→tbody th a@/alerts?order=probability"),
            ("cases", "/cases?status=all"),
            ("case", "→tbody th a@/cases?status=all"),
            ("screen", "/screen"),
            ("monitoring", "/monitoring"),
            ("own-entries", "/own-entries"),
            ("own-entry", "→tbody th a@/own-entries"),
            ("own-entry-form", "/own-entries/new"),
            ("suppressions", "/suppressions?state=all"),
            ("suppression", "→tbody th a@/suppressions?state=all"),
            ("uploads", "/uploads"),
            ("upload", "→tbody th a@/uploads"),
            ("lists", "/lists"),
            ("list", "/lists/example-un"),
            ("settings", "/settings"),
            ("keys", "/keys"),
            ("components", "/components"),
        ],
    ),
    (
        "leyla",
        &[
            ("quality", "/quality"),
            ("review", "→tbody a[href^='/quality/reviews']@/quality"),
            ("below", "→a[href^='/quality/tests']@/quality"),
        ],
    ),
    ("farid", &[("audit", "/audit")]),
    (
        "sofia",
        &[
            ("users", "/users"),
            ("invite", "/users/new"),
            ("user", "→tbody th a@/users"),
            ("keys-everybody", "/keys?everybody=1"),
            ("roles", "/roles"),
            ("webhooks", "/webhooks"),
        ],
    ),
];

/// Those that nobody else looks at.
const NEW: [&str; 13] = [
    "uploads",
    "upload",
    "quality",
    "review",
    "below",
    "users",
    "invite",
    "user",
    "keys",
    "keys-everybody",
    "roles",
    "webhooks",
    "door",
];

/// What is drawn by chance stands in the order of its words.
const IN_ORDER: &str = "for (const part of document.querySelectorAll('#reviews, main')) {
    const rows = part.id === 'reviews' ? part.closest('section').querySelectorAll('tbody tr')
        : part.querySelectorAll(':scope > article[id^=pair]');
    const sorted = [...rows].sort((one, other) => one.innerText < other.innerText ? -1 : 1);
    const after = rows[rows.length - 1]?.nextSibling;
    sorted.forEach(row => row.parentElement.insertBefore(row, after ?? null));
} true";

#[test]
fn every_page_is_heard_as_it_is_seen() {
    let Some(mut browser) = browser() else { return };
    let demo = Demo::start();
    let axe = Axe::get();
    assert!(axe.is_some() || !required(), "axe-core cannot be fetched");
    let mut faults = Vec::new();
    for (login, pages) in TOUR {
        let session = browser.open();
        let mut tab = browser.at(&session);
        demo.enter(&mut tab, login);
        if login == "farid" {
            tab.go(&demo.page("/audit"));
            tab.follow("main form button");
        }
        let pages = found(&mut tab, &demo, pages);
        for (name, path) in &pages {
            visit(&mut tab, &demo, axe.as_ref(), (name, path), &mut faults);
        }
    }
    let stranger = browser.open();
    let mut tab = browser.at(&stranger);
    let door = [("door".to_owned(), demo.door().to_owned()), ("sign-in".to_owned(), "/sign-in".to_owned())];
    for (name, path) in &door {
        visit(&mut tab, &demo, axe.as_ref(), (name, path), &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where the pages are.
fn found(tab: &mut Tab<'_>, demo: &Demo, pages: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, path) in pages {
        let path = match path.strip_prefix('→').and_then(|way| way.rsplit_once('@')) {
            Some((link, from)) => {
                tab.go(&demo.page(from));
                tab.run(IN_ORDER);
                let found = tab.run(&format!("document.querySelector({link:?})?.getAttribute('href')"));
                found.as_str().unwrap_or_else(|| panic!("no {link} at {from}")).to_owned()
            }
            None => (*path).to_owned(),
        };
        all.push(((*name).to_owned(), path));
    }
    all
}

fn visit(
    tab: &mut Tab<'_>,
    demo: &Demo,
    axe: Option<&Axe>,
    (name, path): (&str, &str),
    faults: &mut Vec<String>,
) {
    for (language, direction, look) in LOOKS {
        tab.cookie(&demo.page(""), "entente_look", look);
        for (width, pixels, height) in WIDTHS {
            if width == "narrow" && !NEW.contains(&name) {
                continue;
            }
            tab.resize(pixels, height);
            tab.go(&demo.page(path));
            let title = format!("{name}-{look}-{width}");
            if NEW.contains(&name) {
                check(tab, &title, (language, direction), faults);
            }
            if width == "wide" {
                if let Some(axe) = axe.filter(|_| NEW.contains(&name)) {
                    faults.extend(axe.check(tab).into_iter().map(|found| format!("{title}: {found}")));
                }
                tab.run(IN_ORDER);
                if let Some(digits) = look.strip_suffix(".light") {
                    let light = tree(tab);
                    insta::assert_snapshot!(format!("{name}-{language}"), light);
                    guide::picture(tab, name, language);
                    tab.cookie(&demo.page(""), "entente_look", &format!("{digits}.dark"));
                    tab.go(&demo.page(path));
                    tab.run(IN_ORDER);
                    // The settings say which theme is chosen.
                    if tree(tab) != light && name != "settings" {
                        faults.push(format!("{title}: is heard otherwise in the dark theme"));
                    }
                    tab.cookie(&demo.page(""), "entente_look", look);
                }
            }
        }
    }
    tab.resize(1280, 900);
}

#[test]
fn what_is_printed_is_what_was_decided_on() {
    let Some(mut browser) = browser() else { return };
    let demo = Demo::start();
    let session = browser.open();
    printed(&mut browser, &session, &demo);
}

fn printed(browser: &mut Browser, session: &str, demo: &Demo) {
    let mut tab = browser.at(session);
    demo.enter(&mut tab, "nadia");
    for look in ["en.latin.dark", "ur.urdu.light"] {
        tab.cookie(&demo.page(""), "entente_look", look);
        for (name, from) in
            [("alert", "→tbody th a@/alerts?order=probability"), ("upload", "→tbody th a@/uploads")]
        {
            let path = found(&mut tab, demo, &[(name, from)]).remove(0).1;
            tab.go(&demo.page(&path));
            tab.medium("print");
            tab.picture(&folder().join("pictures").join(format!("{name}-{look}-print.png")));
            let shown = |selector: &str| {
                format!(
                    "[...document.querySelectorAll({selector:?})].filter(each => each.checkVisibility()).length"
                )
            };
            for left_out in ["header.bar", "form", "button", "nav.pages", ".skip"] {
                assert_eq!(tab.run(&shown(left_out)), 0, "{left_out} of {name} is printed");
            }
            assert!(tab.run(&shown("h1, .demo")).as_u64().unwrap() >= 2, "what it is, and that it is a demo");
            // Paper is white, whatever the theme.
            let ground = tab.run("getComputedStyle(document.body).backgroundColor");
            assert_eq!(ground, "rgb(255, 255, 255)", "{name} in {look}");
            tab.medium("");
            let paper = tab.paper();
            assert!(paper.starts_with(b"%PDF-") && paper.len() > 10_000, "{} bytes", paper.len());
        }
    }
}
