//! What people do, clicked through: an analyst decides with the keyboard, an approver confirms, an auditor verifies; two
//! people on one alert; nothing typed is lost, nothing done twice.

use super::demo::Demo;
use super::stage::{Stage, browser};

#[test]
fn an_analyst_decides_an_approver_confirms_and_an_auditor_verifies() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let (nadia, omar, farid) = (browser.open(), browser.open(), browser.open());
    stage.sign_in(&mut browser.at(&nadia), "nadia");
    stage.sign_in(&mut browser.at(&omar), "omar");

    // Two keys in the queue lead to the first alert; a digit chooses, Control and Enter sign.
    let mut tab = browser.at(&nadia);
    tab.go(&stage.page("/alerts?order=probability"));
    // The keyboard is set to Russian, later to Urdu: keys are those at the place of the letter.
    tab.press("о", "KeyJ", 0);
    assert_eq!(tab.count("tr.here"), 1);
    let name = tab.text("tr.here th");
    tab.leave("document.activeElement.click()");
    assert_eq!(tab.text("h1"), name);
    assert!(!tab.address().contains("Khan") && tab.run("document.title") == "Alert · Entente");
    let alert = tab.address();

    // Two people on one alert see each other.
    let mut tab = browser.at(&omar);
    tab.go(&alert);
    assert!(tab.text("[data-presence]").contains("Nadia Example"));

    let mut tab = browser.at(&nadia);
    tab.press("۱", "Digit1", 0);
    let reason = tab.run("document.querySelector('#reason').value");
    assert!(reason.as_str().unwrap().starts_with("Because "), "{reason}");
    tab.run("window.left = true");
    tab.press("Enter", "Enter", 2);
    tab.wait("window.left === undefined && document.readyState === 'complete'");
    assert!(tab.text(".message.good").contains("second person"), "{}", tab.text("main"));
    assert_eq!(tab.address(), alert);
    // The back button leads back and does nothing again.
    tab.leave("history.back()");
    assert_eq!(tab.count(".timeline li"), 2, "{}", tab.text(".timeline"));

    let mut tab = browser.at(&omar);
    tab.go(&stage.page("/"));
    tab.follow(&format!("a[href='{}']", alert.strip_prefix(&stage.page("")).unwrap()));
    assert!(tab.text("aside section").contains("True match"), "{}", tab.text("aside"));
    tab.fill("aside textarea", "Both passports were seen.");
    tab.follow("aside .go");
    assert!(tab.text(".message.good").contains("approved"));
    assert!(tab.text(".timeline").contains("Both passports were seen."));
    assert!(tab.text(".head .badge").contains("closed"), "{}", tab.text(".head"));

    let mut tab = browser.at(&farid);
    stage.sign_in(&mut tab, "farid");
    tab.follow("nav a[href='/audit']");
    tab.follow("main form button");
    assert!(tab.text("#verified ~ .message").contains("The log is whole"), "{}", tab.text("main"));
    // An auditor decides nothing.
    tab.go(&alert);
    assert_eq!(tab.count("main form"), 0);
    tab.follow(".who button");
    assert!(tab.address().ends_with("/sign-in"));
    tab.go(&alert);
    assert!(tab.address().contains("/sign-in?next="), "{}", tab.address());
}

#[test]
fn nothing_typed_is_lost_and_nothing_is_done_on_what_has_changed() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let nadia = browser.open();
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    tab.go(&stage.page("/alerts"));
    tab.follow("tbody th a");
    let alert = tab.address();

    // Somebody else hands the alert out while the decision is written.
    let assign = "fetch(location.pathname + '/assign', {method: 'POST', redirect: 'manual', body: new URLSearchParams({
        form_token: document.querySelector('[name=form_token]').value,
        to: document.querySelector('#to option').value})}).then(() => true)";
    tab.run(assign);
    tab.run("document.querySelector('[name=kind][value=inconclusive]').checked = true");
    tab.fill("#reason", "The card gives no year of birth.");
    tab.follow("[data-ctrl-enter] .go");
    assert!(tab.text(".message.bad").contains("Somebody changed this alert"), "{}", tab.text("main"));
    assert_eq!(tab.run("document.querySelector('#reason').value"), "The card gives no year of birth.");

    // A draft outlives the page, and goes when its author leaves.
    tab.go(&alert);
    assert_eq!(tab.run("document.querySelector('#reason').value"), "The card gives no year of birth.");
    tab.run("document.querySelector('[name=kind][value=inconclusive]').checked = true");
    tab.follow("[data-ctrl-enter] .go");
    assert!(tab.text(".message.good").contains("made and recorded"), "{}", tab.text("main"));
    assert_eq!(tab.run("Object.keys(localStorage).length"), 0);
    tab.run("localStorage.setItem('draft:somebody:reason', 'x')");
    tab.follow(".who button");
    assert_eq!(tab.run("Object.keys(localStorage).length"), 0);
}

#[test]
fn an_administrator_invites_somebody_who_works_until_the_account_is_closed() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let (sofia, karim, farid) = (browser.open(), browser.open(), browser.open());
    let mut tab = browser.at(&sofia);
    stage.sign_in(&mut tab, "sofia");
    tab.follow("nav a[href='/users']");
    tab.follow("a[href='/users/new']");
    tab.fill("#name", "Karim Example");
    tab.fill("#login", "karim");
    tab.fill("#basis", "Act 12");
    tab.fill("#reason", "Joins the desk on Monday.");
    // Without a role nothing is made, and what was typed is kept.
    tab.follow("main form .go");
    assert!(tab.text(".message.bad").contains("at least one role"), "{}", tab.text("main"));
    assert_eq!(tab.run("document.querySelector('#login').value"), "karim");
    tab.run("document.querySelector('[name=role-analyst][value=finance]').checked = true");
    tab.follow("main form .go");
    let link = tab.text("output.secret");
    assert!(link.contains("/setup/"), "{link}");
    let link = stage.page(&link[link.find("/setup/").unwrap()..]);
    tab.follow("main .go");
    assert!(tab.text("main").contains("Terrorist financing"), "{}", tab.text("main"));
    let account = tab.address();

    // The link was shown once, and is good once.
    tab.leave("history.back()");
    assert_eq!(tab.count("output.secret"), 0, "{}", tab.text("main"));
    let mut tab = browser.at(&karim);
    stage.set_up(&mut tab, &link, "karim");
    assert_eq!(tab.count("nav a[href='/users']"), 0, "an analyst administers nothing");
    tab.go(&stage.page("/alerts"));
    assert!(tab.count("tbody tr") > 0);
    tab.go(&stage.page("/users"));
    assert!(tab.text("main").contains("not open to you"), "{}", tab.text("main"));

    // Karim makes a key for a program; it is shown once.
    tab.go(&stage.page("/keys"));
    tab.fill("#name", "core banking");
    tab.fill("#purpose", "customer screening");
    tab.fill("#basis", "Act 12");
    tab.follow("main form:last-of-type .go");
    assert!(tab.text("output.secret").len() > 40, "{}", tab.text("main"));
    tab.follow("main .go");
    assert!(tab.text("tbody").contains("core banking"), "{}", tab.text("main"));

    // Closed, the account leads nowhere at once, and the auditor finds all of it in a whole log.
    let mut tab = browser.at(&sofia);
    tab.go(&account);
    tab.run("document.querySelector('form[action$=close] [type=checkbox]').checked = true");
    tab.follow("form[action$=close] button");
    assert!(tab.text(".head .badge").contains("closed"), "{}", tab.text("main"));
    let mut tab = browser.at(&karim);
    tab.go(&stage.page("/alerts"));
    assert!(tab.address().contains("/sign-in"), "{}", tab.address());
    let mut tab = browser.at(&farid);
    stage.sign_in(&mut tab, "farid");
    tab.go(&stage.page("/audit"));
    tab.follow("main form button");
    assert!(tab.text("#verified ~ .message").contains("The log is whole"), "{}", tab.text("main"));
    // Nobody changes anything as an auditor.
    tab.go(&account);
    assert_eq!(tab.count("main form"), 0);
}

#[test]
fn a_reviewer_looks_again_and_judges_what_lies_below_the_line() {
    let Some(mut browser) = browser() else { return };
    let demo = Demo::start();
    let leyla = browser.open();
    let mut tab = browser.at(&leyla);
    demo.enter(&mut tab, "leyla");
    tab.follow("nav a[href='/quality']");
    let waiting = tab.count("a[href^='/quality/reviews']");
    tab.follow("a[href^='/quality/reviews']");
    // Nobody in the demo decided this.
    tab.run("document.querySelector('[name=kind][value=release]').checked = true");
    tab.fill("#reason", "The name alone does not hold a payment.");
    tab.follow("[data-ctrl-enter] .go");
    // On to the next that waits.
    assert!(tab.address().contains("/quality/reviews/"), "{}", tab.address());
    assert!(tab.text(".message.good").contains("recorded"), "{}", tab.text("main"));
    tab.go(&demo.page("/quality"));
    assert_eq!(tab.count("a[href^='/quality/reviews']"), waiting - 1);
    assert_ne!(tab.text(".figures div:last-child dd"), "100%", "not all agree any more");

    tab.follow("a[href^='/quality/tests']");
    let waiting = tab.count("article .badge:not(.good)");
    tab.follow("article:has(.badge:not(.good)) button[value=no]");
    assert_eq!(tab.count("article .badge:not(.good)"), waiting - 1);
    // A test of one's own, over names of one's own.
    tab.go(&demo.page("/quality"));
    tab.fill("#names", "Zarbaz Khan Dilawari\nРуслан Темиргалин");
    tab.fill("#basis", "Act 12");
    tab.follow("form[action='/quality/tests'] button");
    assert!(tab.address().contains("/quality/tests/"), "{}", tab.text("main"));
    assert_eq!(tab.text(".figure"), "2");
}
