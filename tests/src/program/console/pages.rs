//! Every page × language × theme: nothing that the accessibility checker finds, nothing wider than the window, nothing
//! that the page's own policy stops, within its weight. The pictures lie in `console/pictures` beside the binary.

use super::axe::Axe;
use super::browser::Tab;
use super::stage::{Stage, browser, folder};
use super::work;
use crate::required;

/// A page weighs at most so many bytes, without fonts.
const MOST_BYTES: u64 = 200_000;

/// The looks, as the settings' cookie has them: language, direction, and both with digits and theme.
pub const LOOKS: [(&str, &str, &str); 6] = [
    ("en", "ltr", "en.latin.light"),
    ("ru", "ltr", "ru.latin.light"),
    ("ur", "rtl", "ur.urdu.light"),
    ("en", "ltr", "en.latin.dark"),
    ("ru", "ltr", "ru.latin.dark"),
    ("ur", "rtl", "ur.latin.dark"),
];

/// Widths of windows, by what to call them.
pub const WIDTHS: [(&str, u32, u32); 2] = [("wide", 1280, 900), ("narrow", 360, 740)];

#[test]
fn every_page_is_whole_in_every_language() {
    let Some(mut browser) = browser() else { return };
    let axe = Axe::get();
    if axe.is_none() {
        assert!(!required(), "axe-core cannot be fetched");
        eprintln!("left out: axe-core cannot be fetched");
    }
    let stage = Stage::set();
    let mut faults = Vec::new();

    let nadia = browser.open();
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    tab.go(&stage.page("/alerts?order=probability"));
    let alert = tab.run("document.querySelector('tbody th a').getAttribute('href')");
    let alert = alert.as_str().unwrap().to_owned();
    let hostile = "[...document.querySelectorAll('tbody th a')].find(a => a.querySelector('.sign')).getAttribute('href')";
    let hostile = tab.run(hostile).as_str().unwrap().to_owned();
    let inside = [
        ("today", "/".to_owned()),
        ("queue", "/alerts".to_owned()),
        ("queue-empty", "/alerts?status=closed".to_owned()),
        ("alert", alert),
        ("alert-hostile", hostile),
        ("screen", "/screen".to_owned()),
        ("lists", "/lists".to_owned()),
        ("list", "/lists/example-un".to_owned()),
        ("list-with-faults", "/lists/example-nacta".to_owned()),
        ("settings", "/settings".to_owned()),
        ("components", "/components".to_owned()),
        ("not-allowed", "/audit".to_owned()),
    ];
    look_at(&mut tab, &stage, axe.as_ref(), &inside, &mut faults);
    screened(&mut tab, &stage, axe.as_ref(), &mut faults);
    let work = work::filled(&stage, &mut tab);
    look_at(&mut tab, &stage, axe.as_ref(), &work, &mut faults);
    together(&mut tab, &stage, axe.as_ref(), &mut faults);

    let omar = browser.open();
    let mut tab = browser.at(&omar);
    stage.sign_in(&mut tab, "omar");
    let of = |kind: &str| work.iter().find(|(name, _)| *name == kind).unwrap().1.clone();
    let (entry, case, suppression) = (of("own-entry"), of("case"), of("suppression"));
    work::approve(&stage, &mut tab, &entry);
    work::change(&stage, &mut browser.at(&nadia), &entry);
    let mut tab = browser.at(&omar);
    let approver =
        [("own-entry-changed", entry), ("case-of-another", case), ("suppression-to-approve", suppression)];
    look_at(&mut tab, &stage, axe.as_ref(), &approver, &mut faults);

    let farid = browser.open();
    let mut tab = browser.at(&farid);
    stage.sign_in(&mut tab, "farid");
    tab.go(&stage.page("/audit"));
    tab.follow("main form button");
    look_at(&mut tab, &stage, axe.as_ref(), &[("audit", "/audit".to_owned())], &mut faults);

    // Last, since attempts from one address are counted, and a link that is looked at is one.
    let stranger = browser.open();
    let link = stage.link("omar");
    let open =
        [("sign-in", "/sign-in".to_owned()), ("set-up", link), ("nowhere", "/no/such/page".to_owned())];
    look_at(&mut browser.at(&stranger), &stage, axe.as_ref(), &open, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn look_at(
    tab: &mut Tab<'_>,
    stage: &Stage,
    axe: Option<&Axe>,
    pages: &[(&str, String)],
    faults: &mut Vec<String>,
) {
    for (language, direction, look) in LOOKS {
        tab.cookie(&stage.page(""), "entente_look", look);
        for (name, path) in pages {
            for (width, pixels, height) in WIDTHS {
                tab.resize(pixels, height);
                tab.go(&stage.page(path));
                let title = format!("{name}-{look}-{width}");
                check(tab, &title, (language, direction), faults);
                if let Some(axe) = axe.filter(|_| width == "wide") {
                    let found = axe.check(tab);
                    faults.extend(found.into_iter().map(|found| format!("{title}: {found}")));
                }
            }
        }
    }
    tab.resize(1280, 900);
}

/// The results of screening a name, which have no address of their own.
fn screened(tab: &mut Tab<'_>, stage: &Stage, axe: Option<&Axe>, faults: &mut Vec<String>) {
    for (language, direction, look) in LOOKS {
        tab.cookie(&stage.page(""), "entente_look", look);
        tab.go(&stage.page("/screen"));
        tab.fill("#name", "Зарбаз Хан Дилавари");
        tab.wait("document.querySelector('#results article') !== null");
        tab.fill("#born", "1978-04-14");
        tab.follow("main form .go");
        let title = format!("screened-{look}-wide");
        check(tab, &title, (language, direction), faults);
        assert!(!tab.address().contains('?'), "nothing of a person is in an address: {}", tab.address());
        if let Some(axe) = axe {
            faults.extend(axe.check(tab).into_iter().map(|found| format!("{title}: {found}")));
        }
    }
}

/// Deciding many alerts at once: two pages that have no address of their own.
fn together(tab: &mut Tab<'_>, stage: &Stage, axe: Option<&Axe>, faults: &mut Vec<String>) {
    for (language, direction, look) in LOOKS {
        tab.cookie(&stage.page(""), "entente_look", look);
        for (width, pixels, height) in WIDTHS {
            tab.resize(pixels, height);
            work::mark_and_choose(stage, tab);
            let mut picture = |tab: &mut Tab<'_>, name: &str| {
                let title = format!("{name}-{look}-{width}");
                check(tab, &title, (language, direction), faults);
                if let Some(axe) = axe.filter(|_| width == "wide") {
                    faults.extend(axe.check(tab).into_iter().map(|found| format!("{title}: {found}")));
                }
            };
            picture(tab, "together");
            work::give_reason(tab);
            picture(tab, "together-confirm");
        }
    }
    tab.resize(1280, 900);
}

/// What is wrong with the page that a tab is at; its picture is taken.
pub fn check(tab: &mut Tab<'_>, title: &str, (language, direction): (&str, &str), faults: &mut Vec<String>) {
    let mut fault = |what: String| faults.push(format!("{title}: {what}"));
    // Before the picture: taking it changes the window. A page that comes in two pieces may be drawn in two, where the
    // machine is busy; what shifts by itself shifts every time. What was posted is not asked for again.
    let mut shift = shift_of(tab);
    for _ in 0..2 {
        if shift > 0.0 && !title.starts_with("screened") {
            tab.leave("location.reload()");
            shift = shift_of(tab);
        }
    }
    if shift > 0.0 {
        fault(format!("shifts by {shift}"));
    }
    tab.picture(&folder().join("pictures").join(format!("{title}.png")));
    let root = "document.documentElement";
    if tab.run(&format!("{root}.lang + ' ' + {root}.dir")) != format!("{language} {direction}") {
        fault("is in another language".into());
    }
    let over = tab.run(&format!("{root}.scrollWidth - {root}.clientWidth")).as_i64().unwrap();
    if over > 0 {
        fault(format!("is {over} pixels wider than its window"));
    }
    let weight =
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
        .filter(each => !each.name.endsWith('.woff2')).reduce((sum, each) => sum + each.decodedBodySize, 0)";
    let weight = tab.run(weight).as_u64().unwrap();
    if weight > MOST_BYTES {
        fault(format!("weighs {weight} bytes"));
    }
    // The status of an error page is told as an error of loading.
    let complaints = tab.complaints().into_iter().filter(|said| !said.contains("Failed to load resource"));
    complaints.for_each(&mut fault);
}

/// How much of the page moved while it was drawn, as Chromium counts it.
fn shift_of(tab: &mut Tab<'_>) -> f64 {
    let shift = "new Promise(told => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(each => sum +=
        each.value)).observe({type: 'layout-shift', buffered: true}); setTimeout(() => told(sum), 60) })";
    tab.run(shift).as_f64().unwrap()
}
