//! The console without scripts: plain forms do everything.

use super::stage::{Stage, browser};

#[test]
fn without_scripts_forms_do_everything() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let nadia = browser.open();
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    tab.scripts(false);

    // Urdu with Urdu digits, by the settings.
    tab.go(&stage.page("/settings"));
    tab.run("document.querySelector('[name=language][value=ur]').checked = true");
    tab.run("document.querySelector('[name=numerals][value=urdu]').checked = true");
    tab.follow("main form .go");
    assert_eq!(tab.run("document.documentElement.dir"), "rtl");
    tab.go(&stage.page("/alerts"));
    assert!(tab.text(".figure").chars().all(|c| ('۰'..='۹').contains(&c)), "{}", tab.text(".figure"));

    // Nothing chosen is told; one chosen is handed out.
    tab.follow("form[action='/alerts/assign'] button");
    assert_eq!(tab.count(".message.bad"), 1);
    tab.run("document.querySelector('[name=alert]').checked = true");
    tab.follow("form[action='/alerts/assign'] button");
    assert_eq!(tab.count(".message.good"), 1);
    tab.go(&stage.page("/alerts?hands=mine"));
    assert_eq!(tab.count("tbody tr"), 1);

    // A decision without a reason is told as such and keeps its kind.
    tab.follow("tbody th a");
    tab.run("document.querySelector('#reason').required = false");
    tab.run("document.querySelector('[name=kind][value=inconclusive]').checked = true");
    tab.follow("form[data-ctrl-enter] .go");
    assert_eq!(tab.count(".wrong"), 1);
    assert_eq!(tab.run("document.querySelector('[name=kind]:checked').value"), "inconclusive");
    tab.fill("#reason", "شناختی دستاویز پیش نہیں کی گئی۔");
    tab.follow("form[data-ctrl-enter] .go");
    assert_eq!(tab.count(".message.good"), 1);
    assert!(tab.text(".timeline").contains("شناختی دستاویز پیش نہیں کی گئی۔"));

    // A name is screened, and an alert opened, by plain forms.
    tab.go(&stage.page("/screen"));
    tab.fill("#name", "Ruslan Temirgalin");
    tab.follow("main form .go");
    assert!(tab.count("#results article") > 0);
    tab.follow("[formaction='/screen/open']");
    assert_eq!(tab.count(".message.bad"), 1, "purpose and basis are asked for");
    tab.fill("#purpose", "customer due diligence");
    tab.fill("#basis", "Act 12");
    tab.follow("[formaction='/screen/open']");
    assert!(tab.address().contains("/alerts/"), "{}", tab.address());

    // The alert goes into a new case, with a note and a file, by plain forms; the places of a narrow window open by a link.
    tab.fill("#title", "مارچ کی ترسیلات");
    tab.follow("form:has(#title) button");
    assert!(tab.address().contains("/cases/"), "{}", tab.address());
    tab.fill("#text", "شاخ سے فارم طلب کیا گیا۔");
    tab.follow("#note .go");
    assert!(tab.text(".timeline").contains("شاخ سے فارم طلب کیا گیا۔"));
    tab.resize(360, 740);
    let shown = "getComputedStyle(document.querySelector('nav')).display";
    assert_eq!(tab.run(shown), "none");
    tab.run("document.querySelector('.menu').click(); true");
    assert_eq!(tab.run(shown), "block");
    tab.follow("nav a[href='/own-entries']");
    tab.resize(1280, 900);

    // An own entry that says nobody is told as such, and keeps what was written.
    tab.follow("a[href='/own-entries/new']");
    tab.fill("#basis", "Act 12");
    tab.fill("#reason", "عدالتی حکم");
    tab.follow("main form .go");
    assert_eq!(tab.count(".message.bad"), 1);
    assert_eq!(tab.run("document.querySelector('#reason').value"), "عدالتی حکم");
    tab.fill("#name", "تیمور اسلانوف");
    tab.follow("main form .go");
    assert_eq!(tab.count(".message.good"), 1, "{}", tab.text("main"));

    // Many alerts are decided by three plain forms.
    tab.go(&stage.page("/alerts"));
    tab.run("document.querySelector('[name=alert]').checked = true");
    tab.follow("[formaction='/alerts/together']");
    tab.run("document.querySelector('[name=kind][value=inconclusive]').checked = true");
    tab.fill("#reason", "کوائف ناکافی ہیں۔");
    tab.follow("main form .go");
    tab.follow("form[action$='/decide'] .go");
    assert_eq!(tab.count(".message.good"), 1, "{}", tab.text("main"));
}

#[test]
fn without_scripts_a_file_is_sent_watched_and_stopped() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set();
    let nadia = browser.open();
    let mut tab = browser.at(&nadia);
    stage.sign_in(&mut tab, "nadia");
    tab.scripts(false);
    tab.go(&stage.page("/uploads"));

    // What cannot be read is told where the file is chosen.
    tab.fill("#purpose", "new customers");
    tab.fill("#basis", "Act 12");
    stage.bench.write("nothing.csv", "colour,size\nred,4\n");
    tab.choose("#file", &stage.bench.path("nothing.csv"));
    tab.follow("main form .go");
    assert_eq!(tab.count(".message.bad"), 1, "{}", tab.text("main"));
    assert_eq!(tab.run("document.querySelector('#purpose').value"), "new customers");

    let file = "{\"id\": \"F-1\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Zarbaz Khan Dilawari\"], \
                \"birthDate\": [\"1978-04-14\"]}}\n{\"id\": \"F-2\", broken\n\
                {\"id\": \"F-3\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Margaret Whitcombe\"]}}\n";
    stage.bench.write("customers.jsonl", file);
    tab.choose("#file", &stage.bench.path("customers.jsonl"));
    tab.follow("main form .go");
    assert!(tab.address().contains("/uploads/"), "{}", tab.text("main"));
    // Plain refreshing shows its end.
    for _ in 0..100 {
        if tab.text("main .badge").contains("finished") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        tab.leave("location.reload()");
    }
    assert!(tab.text("main .badge").contains("finished"), "{}", tab.text("main"));
    assert_eq!(tab.count("#found"), 1);
    assert!(tab.text("main").contains("Zarbaz Khan Dilawari"), "{}", tab.text("main"));
    assert!(tab.text("main").contains("line \u{2068}2"), "the fault has its line: {}", tab.text("main"));
    assert_eq!(tab.count("form[action$=cancel]"), 0, "what has ended is not stopped");
    let csv = tab.run("fetch(location.pathname + '/results.csv').then(reply => reply.text())");
    let csv = csv.as_str().unwrap();
    assert!(
        csv.starts_with("subject,matched,list,entry,name,score,probability,outcome,alert\nF-1,"),
        "{csv}"
    );
    tab.follow("tbody a[href^='/alerts/']");
    assert!(tab.text("h1").contains("Zarbaz Khan Dilawari"));
}
