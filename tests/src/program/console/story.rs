//! What people do, clicked through: an analyst decides with the keyboard, an approver confirms, an auditor verifies; two
//! people on one alert; nothing typed is lost, nothing done twice.

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
    tab.press("j", "KeyJ", 0);
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
    tab.press("1", "Digit1", 0);
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
