//! The daily work beside the queue, clicked through: an analyst puts an alert into a case, an own entry and a
//! suppression are confirmed by a second person, a subject is monitored, many alerts are decided at once.

use super::browser::Tab;
use super::stage::{Stage, browser};

/// An analyst fills every kind of page; their names and addresses for pictures.
pub fn filled(stage: &Stage, tab: &mut Tab<'_>) -> Vec<(&'static str, String)> {
    tab.cookie(&stage.page(""), "entente_look", "en.latin.light");
    let alert = alert_of(stage, tab, 1);
    let case = case_with(stage, tab, &alert);
    let entry = propose_entry(stage, tab);
    let suppression = suppress(stage, tab, 0);
    let subject = monitor(stage, tab);
    let path = |address: &str| address.strip_prefix(&stage.page("")).unwrap().to_owned();
    vec![
        ("today-work", "/".to_owned()),
        ("cases", "/cases".to_owned()),
        ("cases-empty", "/cases?status=closed".to_owned()),
        ("case", path(&case)),
        ("alert-in-case", path(&alert)),
        ("own-entries", "/own-entries".to_owned()),
        ("own-entry-form", "/own-entries/new".to_owned()),
        ("own-entry", path(&entry)),
        ("suppressions", "/suppressions?state=waiting".to_owned()),
        ("suppressions-empty", "/suppressions".to_owned()),
        ("suppression", path(&suppression)),
        ("monitoring", "/monitoring".to_owned()),
        ("monitored", path(&subject)),
    ]
}

/// The address of an alert of the queue by its place, the most probable first.
fn alert_of(stage: &Stage, tab: &mut Tab<'_>, place: usize) -> String {
    tab.go(&stage.page("/alerts?order=probability"));
    let script = format!("document.querySelectorAll('tbody th a')[{place}].href");
    tab.run(&script).as_str().unwrap().to_owned()
}

/// Puts an alert into a new case, with a note and a file; the case's address.
fn case_with(stage: &Stage, tab: &mut Tab<'_>, alert: &str) -> String {
    tab.go(alert);
    tab.fill("#title", "Transfers of March");
    tab.follow("form:has(#title) button");
    assert!(tab.address().starts_with(&stage.page("/cases/")), "{}", tab.address());
    let case = tab.address();
    tab.fill("#text", "The branch was asked for the form that the customer signed.");
    tab.follow("#note .go");
    attach(tab, "паспорт.txt", "a copy of the page with the photograph");
    assert!(tab.text("#files").contains('1'), "{}", tab.text("#files"));
    case
}

/// Adds a file to the case on the page, as the file chooser would.
fn attach(tab: &mut Tab<'_>, name: &str, content: &str) {
    let script = format!(
        "(() => {{ const held = new DataTransfer(); held.items.add(new File([{content:?}], {name:?}, {{type: 'text/plain'}}));
            document.querySelector('#file').files = held.files; return true }})()"
    );
    tab.run(&script);
    tab.follow("form:has(#file) button");
}

/// Proposes an own entry with names in three scripts; its address.
fn propose_entry(stage: &Stage, tab: &mut Tab<'_>) -> String {
    tab.go(&stage.page("/own-entries/new"));
    tab.fill("#name", "Temur Aslanov");
    tab.fill("#aliases", "Темур Асланов\nتیمور اسلانوف");
    tab.fill("#born", "1971-03");
    tab.run("document.querySelector('#nationality1').value = 'uz'");
    tab.fill("#number1", "AB 1234567");
    tab.fill("#basis", "Act 12");
    tab.fill("#reason", "Order 5 of the court of Sample City");
    tab.follow("main form .go");
    assert!(tab.text(".message.good").contains("second person"), "{}", tab.text("main"));
    tab.address()
}

/// A second person approves what waits of a record.
pub fn approve(stage: &Stage, tab: &mut Tab<'_>, record: &str) {
    tab.go(&stage.page(record));
    tab.follow("aside .go");
    assert_eq!(tab.count(".message.good"), 1, "{}", tab.text("main"));
}

/// Proposes another date and one name less for an own entry.
pub fn change(stage: &Stage, tab: &mut Tab<'_>, entry: &str) {
    tab.go(&stage.page(&format!("{entry}/edit")));
    tab.fill("#aliases", "Темур Асланов");
    tab.fill("#born", "1971-03-14");
    tab.fill("#reason", "The day is known now.");
    tab.follow("main form .go");
    assert_eq!(tab.count(".message.good"), 1, "{}", tab.text("main"));
}

/// Decides an alert of the least probable ones a false positive and proposes to silence it; the suppression's address.
fn suppress(stage: &Stage, tab: &mut Tab<'_>, from_last: usize) -> String {
    tab.go(&stage.page("/alerts?order=probability"));
    let script = format!(
        "(rows => rows[rows.length - 1 - {from_last}].href)(document.querySelectorAll('tbody th a'))"
    );
    let alert = tab.run(&script).as_str().unwrap().to_owned();
    tab.go(&alert);
    tab.run("document.querySelector('[name=kind][value=false-positive]').checked = true");
    tab.fill("#reason", "Another birth date, another country.");
    tab.follow("form[data-ctrl-enter] .go");
    tab.fill("#silence1", "The passport was seen; it is another person.");
    tab.follow("form:has(#silence1) button");
    assert!(tab.address().starts_with(&stage.page("/suppressions/")), "{}", tab.address());
    tab.address()
}

/// Registers a subject for monitoring; its address.
fn monitor(stage: &Stage, tab: &mut Tab<'_>) -> String {
    tab.go(&stage.page("/monitoring"));
    tab.fill("#reference", "C-900");
    tab.fill("#name", "Зарбаз Хан Дилавари");
    tab.fill("#born", "1978-04-14");
    tab.fill("#purpose", "customer due diligence");
    tab.fill("#basis", "Act 12");
    tab.follow("form:has(#reference) button");
    assert!(tab.address().starts_with(&stage.page("/monitoring/")), "{}", tab.address());
    tab.address()
}

/// Marks every alert of the queue and goes on to decide them together.
pub fn mark_and_choose(stage: &Stage, tab: &mut Tab<'_>) {
    tab.go(&stage.page("/alerts?order=probability"));
    tab.run("document.querySelectorAll('[name=alert]').forEach(box => { box.checked = true }); true");
    tab.follow("[formaction='/alerts/together']");
}

/// Chooses "false positive", gives a reason and asks what it will come to.
pub fn give_reason(tab: &mut Tab<'_>) {
    tab.run("document.querySelector('[name=kind][value=false-positive]').checked = true");
    tab.fill("#reason", "Checked against the register of births.");
    tab.follow("main form .go");
}

#[test]
fn an_alert_goes_into_a_case_that_is_closed_opened_again_and_taken_out() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let (nadia, omar) = (browser.open(), browser.open());
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    let alert = alert_of(&stage, &mut tab, 0);
    let case = case_with(&stage, &mut tab, &alert);
    assert!(!tab.run("document.title").as_str().unwrap().contains("March"), "no title in the title");

    // The timeline tells who did what.
    let told = tab.text(".timeline");
    for part in [
        "The case was opened",
        "Nadia Example",
        "The branch was asked",
        "паспорт.txt",
        "The alert was opened",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    // A note is corrected by another, not changed.
    tab.follow("a[href$='#note']");
    tab.fill("#text", "The main branch was asked.");
    tab.follow("#note .go");
    assert!(tab.text(".timeline").contains("Correction"), "{}", tab.text(".timeline"));

    // Another alert goes into the same case from its own page, and out again.
    let other = alert_of(&stage, &mut tab, 1);
    tab.go(&other);
    tab.follow("form:has(#into) button");
    assert_eq!(tab.address(), case);
    assert_eq!(tab.count("section[aria-labelledby=alerts] tbody tr"), 2);
    tab.follow("section[aria-labelledby=alerts] tbody tr:last-child button");
    assert!(tab.text(".message.good").contains("taken out"), "{}", tab.text("main"));
    assert_eq!(tab.count("section[aria-labelledby=alerts] tbody tr"), 1);

    // It is handed to a colleague who may work on it, closed with a result, and opened again for a reason.
    tab.run("document.querySelector('#to').value = ''");
    tab.follow("form:has(#to) button");
    assert!(tab.text(".timeline").contains("Assigned to nobody"), "{}", tab.text(".timeline"));
    tab.run("document.querySelector('#reason').required = false");
    tab.follow("form:has(#reason) button");
    assert_eq!(tab.count(".message.bad"), 1, "a case is closed with a result");
    tab.fill("#reason", "Reported to the unit.");
    tab.follow("form:has(#reason) button");
    assert!(tab.text(".message.info").contains("Reported to the unit."));
    assert_eq!(tab.count("#text, #file"), 0, "nothing is written into a closed case");
    tab.go(&stage.page("/cases"));
    assert_eq!(tab.count("tbody tr"), 0);
    tab.go(&stage.page("/cases?status=closed"));
    tab.follow("tbody th a");
    tab.fill("#reason", "A further transfer was found.");
    tab.follow("form:has(#reason) button");
    assert!(tab.text(".timeline").contains("opened again"), "{}", tab.text(".timeline"));

    // An approver takes it out as a bundle, and writes nothing.
    let mut tab = browser.at(&omar);
    stage.sign_in(&mut tab, "omar");
    tab.go(&case);
    assert_eq!(tab.count("main form"), 0);
    let bundle = "fetch(document.querySelector('a[href$=\"/bundle\"]').href)
        .then(answer => answer.headers.get('content-disposition') + answer.headers.get('content-type'))";
    let bundle = tab.run(bundle).as_str().unwrap().to_owned();
    assert!(bundle.starts_with("attachment; filename=\"case-"), "{bundle}");
    let file = "fetch(document.querySelector('section[aria-labelledby=files] tbody a').href).then(answer => answer.text())";
    assert_eq!(tab.run(file), "a copy of the page with the photograph");
}

#[test]
fn own_entries_and_suppressions_take_two_persons() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let (nadia, omar) = (browser.open(), browser.open());
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    let entry = propose_entry(&stage, &mut tab);
    assert_eq!(
        tab.count("[formaction$='/reject'], form[action$='/approve']"),
        0,
        "nobody approves their own"
    );
    let suppression = suppress(&stage, &mut tab, 0);
    assert_eq!(tab.count("form[action$='/approve']"), 0);
    stage.sign_in(&mut browser.at(&omar), "omar");

    // The second person finds what waits from the page of today.
    let mut tab = browser.at(&omar);
    tab.go(&stage.page("/"));
    tab.follow("a[href='/own-entries?desk=finance&state=waiting']");
    tab.follow("tbody th a");
    assert_eq!(tab.address(), entry);
    for part in ["Темур Асланов", "تیمور اسلانوف", "March 1971", "Uzbekistan", "AB 1234567"]
    {
        assert!(tab.text("table").contains(part), "{part} in {}", tab.text("table"));
    }
    tab.fill("aside textarea", "The order was seen.");
    tab.follow("aside .go");
    assert!(tab.text(".head .badge").contains("in force"), "{}", tab.text("main"));
    tab.go(&suppression);
    tab.follow("aside .go");
    assert!(tab.text(".head .badge").contains("in force"), "{}", tab.text("main"));
    tab.go(&stage.page("/suppressions"));
    assert_eq!(tab.count("tbody tr"), 1);

    // A change is shown beside what stands, and a rejection needs a reason.
    let mut tab = browser.at(&nadia);
    tab.go(&entry);
    tab.follow("a[href$='/edit']");
    assert_eq!(tab.run("document.querySelector('#aliases').value"), "Темур Асланов\nتیمور اسلانوف");
    tab.fill("#born", "1971-03-14");
    tab.fill("#reason", "The day is known now.");
    tab.follow("main form .go");
    assert_eq!(tab.count("tr.differs"), 1, "{}", tab.text("table"));
    let mut tab = browser.at(&omar);
    tab.go(&entry);
    tab.follow("aside [formaction$='/reject']");
    assert_eq!(tab.count(".message.bad"), 1);
    tab.fill("aside textarea", "The register says the 15th.");
    tab.follow("aside [formaction$='/reject']");
    assert!(tab.text(".timeline").contains("The register says the 15th."), "{}", tab.text("main"));
    assert!(tab.text(".head .badge").contains("in force"), "what stands goes on standing");

    // One person is enough to look again at a silenced pair.
    let mut tab = browser.at(&nadia);
    tab.go(&suppression);
    tab.fill("#why", "A new passport was shown.");
    tab.follow("form:has(#why) button");
    assert!(tab.text(".timeline").contains("A new passport was shown."), "{}", tab.text("main"));
    tab.go(&stage.page("/suppressions"));
    assert_eq!(tab.count("tbody tr"), 0);
}

#[test]
fn many_alerts_are_decided_with_care_and_subjects_are_found_by_reference() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let nadia = browser.open();
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    mark_and_choose(&stage, &mut tab);
    let all = tab.count("tbody tr");
    assert!(all > 2, "{all} alerts");
    assert_eq!(tab.count("[name=kind][value=true-match], [name=kind][value=freeze]"), 0);
    give_reason(&mut tab);
    let grave = tab.count("section[aria-labelledby=grave] tbody tr");
    let at_once = tab.count("section[aria-labelledby=once] tbody tr");
    assert_eq!(grave + at_once, all);
    assert!(grave > 0 && at_once > 0, "{grave} and {at_once}: both kinds are told apart");

    // Somebody hands one of them out meanwhile: it is left out, and said so.
    let changed = "(async () => {
        const token = document.querySelector('[name=form_token]').value;
        const alert = document.querySelector('section[aria-labelledby=once] tbody a').getAttribute('href');
        const page = await (await fetch(alert)).text();
        const to = new DOMParser().parseFromString(page, 'text/html').querySelector('#to option').value;
        await fetch(alert + '/assign', {method: 'POST', redirect: 'manual', body: new URLSearchParams({form_token: token, to})});
        return true })()";
    tab.run(changed);
    tab.follow("form[action$='/decide'] .go");
    let said = tab.text(".message.good").replace(['\u{2068}', '\u{2069}'], "");
    let (decided, left) = (at_once - 1, 1);
    assert!(said.contains(&format!("{left} alert was left out")), "{said}");
    assert!(said.contains(&format!("{grave} decision")), "{said}");
    assert!(decided == 0 || said.contains(&format!("{decided} alert")), "{said}");
    assert_eq!(tab.count("tbody tr"), 1, "what was left out still waits");

    // Subjects are found by the reference, which stands in no address.
    let subject = monitor(&stage, &mut tab);
    assert!(tab.text("section[aria-labelledby=alerts]").contains("example"), "{}", tab.text("main"));
    tab.go(&stage.page("/monitoring"));
    tab.fill("#wanted", "C-901");
    tab.follow("form:has(#wanted) button");
    assert_eq!(tab.count(".message.bad"), 1);
    tab.fill("#wanted", "C-900");
    tab.follow("form:has(#wanted) button");
    assert_eq!(tab.address(), subject);
    assert!(!tab.address().contains("C-900"));
    tab.follow("form[action$='/end'] button");
    assert!(tab.text(".head .badge").contains("ended"), "{}", tab.text("main"));
}

#[test]
fn clocks_count_where_scripts_run() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let nadia = browser.open();
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    tab.cookie(&stage.page(""), "entente_look", "ur.urdu.light");
    tab.go(&stage.page("/"));
    let first = tab.text("time[data-left]");
    assert!(first.chars().any(|c| ('۰'..='۹').contains(&c)) && first.contains(':'), "{first}");
    tab.wait(&format!("document.querySelector('time[data-left]').innerText !== {first:?}"));
}
