//! What stands around every page: who is here, where one may go, what the last act came to; and how a page is sent.

use super::assets;
use super::cookies::{cookie, set};
use super::look::Look;
use super::name::Shown;
use super::visitor::Visitor;
use super::words::Words;
use crate::state::App;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use model::Desk;
use node::identity::Action;
use node::permissions;

const SAID: &str = "entente_said";

/// How the cookie begins that tells of many decisions.
const MANY: &str = "many";

/// What a page may load and where its forms may go: this program's own files only, and nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The places that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What waits today.
    Today,
    /// The queue and its alerts.
    Queue,
    /// Cases.
    Cases,
    /// Screening one name.
    Screen,
    /// Files that are screened.
    Upload,
    /// Monitored subjects.
    Monitoring,
    /// The party's own entries.
    OwnEntries,
    /// Silenced pairs.
    Suppressions,
    /// The lists.
    Lists,
    /// How well the desk decides.
    Quality,
    /// The audit log.
    Audit,
    /// Accounts, roles, keys.
    Users,
    /// How the console looks.
    Settings,
    /// Somewhere the navigation does not lead.
    Elsewhere,
}

/// A link of the navigation.
pub struct Way {
    /// Where it leads.
    pub address: &'static str,
    /// What it is called.
    pub label: String,
    /// Whether the reader is there.
    pub here: bool,
}

/// Who is here.
pub struct Person {
    /// The person's id, for drafts kept in the browser.
    pub id: String,
    /// The name.
    pub name: Shown,
    /// What forms carry.
    pub form_token: String,
}

/// What stands around every page.
pub struct Frame {
    /// The reader's words.
    pub words: Words,
    /// The theme's name.
    pub theme: &'static str,
    /// Who is here; nobody before signing in.
    pub person: Option<Person>,
    /// Where one may go.
    pub ways: Vec<Way>,
    /// Whether the reader is at the settings.
    pub at_settings: bool,
    /// What the last act came to.
    pub said: Option<String>,
    /// Whether everything here is a demo.
    pub demo: bool,
    /// Where one enters it as somebody else, for whoever is in.
    pub door: Option<String>,
}

impl Frame {
    /// Around a page for nobody in particular.
    pub fn open(app: &App, look: Look, headers: &HeaderMap) -> Self {
        Self::around(look, headers, app.clock.now(), app.demo.is_some())
    }

    fn around(look: Look, headers: &HeaderMap, now: Timestamp, demo: bool) -> Self {
        let words = Words::of(look, now);
        let said = cookie(headers, SAID).and_then(|said| told(said, &words));
        let theme = look.theme.as_str();
        Self { words, theme, person: None, ways: Vec::new(), at_settings: false, said, demo, door: None }
    }

    /// Around a page for somebody.
    pub fn of(visitor: &Visitor, place: Place) -> Self {
        let mut frame = Self::around(visitor.look, &visitor.headers, visitor.now, visitor.door.is_some());
        frame.door.clone_from(&visitor.door);
        frame.ways = ways(visitor, &frame.words, place);
        frame.at_settings = place == Place::Settings;
        frame.person = Some(Person {
            id: visitor.actor().id.to_string(),
            name: Shown::new(&visitor.actor().name, &frame.words),
            form_token: visitor.form_token(),
        });
        frame
    }

    /// The token for forms; empty where nobody is here.
    pub fn form_token(&self) -> &str {
        self.person.as_ref().map_or("", |person| &person.form_token)
    }

    /// Address of the style.
    pub fn style(&self) -> String {
        assets::style()
    }

    /// Address of the script.
    pub fn script(&self) -> String {
        assets::script()
    }

    /// Addresses of the fonts of Urdu pages.
    pub fn fonts(&self) -> Vec<String> {
        assets::fonts()
    }
}

/// Where somebody may go: no link leads to what would be refused.
fn ways(visitor: &Visitor, words: &Words, place: Place) -> Vec<Way> {
    let actor = visitor.actor();
    let somewhere = |action| !permissions::desks(actor, action).is_empty();
    let sees_lists = Desk::ALL.into_iter().any(|desk| permissions::may(actor, Action::ListView, Some(desk)))
        || permissions::may(actor, Action::ListView, None);
    let sees_users = permissions::may(actor, Action::UserView, None);
    let reads_log = permissions::may(actor, Action::AuditRead, None);
    [
        (Place::Today, "/", "console-today", true),
        (Place::Queue, "/alerts", "console-queue", somewhere(Action::AlertView)),
        (Place::Cases, "/cases", "console-cases", somewhere(Action::CaseView)),
        (Place::Screen, "/screen", "console-to-screen", somewhere(Action::ScreeningRun)),
        (Place::Upload, "/uploads", "console-uploads", somewhere(Action::JobView)),
        (Place::Monitoring, "/monitoring", "console-monitoring", somewhere(Action::MonitoringView)),
        (Place::OwnEntries, "/own-entries", "console-own-entries", somewhere(Action::OwnEntryView)),
        (Place::Suppressions, "/suppressions", "console-suppressions", somewhere(Action::SuppressionView)),
        (Place::Lists, "/lists", "console-lists", sees_lists),
        (Place::Quality, "/quality", "console-quality", somewhere(Action::QualityView)),
        (Place::Audit, "/audit", "console-audit", reads_log),
        (Place::Users, "/users", "console-users", sees_users),
    ]
    .into_iter()
    .filter(|(.., allowed)| *allowed)
    .map(|(way, address, key, _)| Way { address, label: words.say(key), here: way == place })
    .collect()
}

/// A page, ready to be sent.
pub fn page(frame: &Frame, template: &impl Template) -> Response {
    page_with(StatusCode::OK, frame, template)
}

/// A page that tells of something by its status too.
pub fn page_with(status: StatusCode, frame: &Frame, template: &impl Template) -> Response {
    let Ok(html) = template.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    guard(headers);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(frame.words.lang()));
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    if frame.said.is_some() {
        set(headers, SAID, "", 0);
    }
    response
}

/// What every page says to browsers.
fn guard(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    // With `no-referrer` browsers would send forms with the origin `null`, which the gate refuses.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
}

/// Onward to another page after an act, where the reader is told what came of it.
pub fn onward(address: &str, said: Said) -> Response {
    let mut response = Redirect::to(address).into_response();
    set(response.headers_mut(), SAID, said.name(), 60);
    response
}

/// The same after many alerts were decided at once: how many stand, wait for a second person, were left out.
pub fn onward_with(address: &str, (decided, proposed, left): (usize, usize, usize)) -> Response {
    let mut response = Redirect::to(address).into_response();
    set(response.headers_mut(), SAID, &format!("{MANY}.{decided}.{proposed}.{left}"), 60);
    response
}

/// What the cookie says, in words. It comes from the browser: what is none of our sayings says nothing.
fn told(said: &str, words: &Words) -> Option<String> {
    let Some((MANY, figures)) = said.split_once('.') else { return said_key(said).map(|key| words.say(key)) };
    let figures: Vec<u32> = figures.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [decided, proposed, left] = figures[..] else { return None };
    let parts = [
        ("console-many-decided", decided),
        ("console-many-proposed", proposed),
        ("console-many-left-out", left),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| words.count(key, count))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

macro_rules! said {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What an act came to, told on the next page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Said {
            $($(#[$doc])* $name,)*
        }

        impl Said {
            fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }

        fn said_key(name: &str) -> Option<&'static str> {
            match name {
                $($text => Some(concat!("console-said-", $text)),)*
                _ => None,
            }
        }
    };
}

said! {
    /// A decision stands.
    Decided = "decided",
    /// A decision waits for a second person.
    Proposed = "proposed",
    /// A proposal was approved.
    Approved = "approved",
    /// A proposal was rejected or taken back.
    Rejected = "rejected",
    /// Alerts were handed out.
    Assigned = "assigned",
    /// Settings are kept.
    Settled = "settled",
    /// A screening opened an alert.
    Opened = "opened",
    /// A screening found nothing that waits.
    NothingOpened = "nothing-opened",
    /// An upload was taken in.
    Uploaded = "uploaded",
    /// An upload was stopped.
    Stopped = "stopped",
    /// A sample was drawn.
    Drawn = "drawn",
    /// A second reviewer said something.
    Reviewed = "reviewed",
    /// A test below the line was run.
    Tested = "tested",
    /// A pair was judged.
    Judged = "judged",
    /// An account was changed.
    UserChanged = "user-changed",
    /// A change of an account waits for a second person.
    UserProposed = "user-proposed",
    /// A change of an account was approved.
    UserApproved = "user-approved",
    /// A change of an account was rejected.
    UserRejected = "user-rejected",
    /// An account was closed.
    UserClosed = "user-closed",
    /// A key was revoked.
    KeyRevoked = "key-revoked",
    /// A webhook was changed or removed.
    NodeSettled = "node-settled",
    /// The log was verified.
    Verified = "verified",
    /// The password was set.
    PasswordSet = "password-set",
    /// The session has ended.
    SignedOut = "signed-out",
    /// A case was opened.
    CaseOpened = "case-opened",
    /// Something was written into a case.
    CaseWritten = "case-written",
    /// A file was added to a case.
    FileAdded = "file-added",
    /// An alert was put into a case.
    PutIntoCase = "put-into-case",
    /// An alert was taken out of a case.
    TakenFromCase = "taken-from-case",
    /// A case was closed.
    CaseClosed = "case-closed",
    /// A case was opened again.
    CaseReopened = "case-reopened",
    /// Something waits for a second person.
    Waits = "waits",
    /// What waited was approved and stands.
    Stands = "stands",
    /// What waited was rejected or taken back.
    TurnedDown = "turned-down",
    /// A suppression was taken back.
    Unsilenced = "unsilenced",
    /// A subject is monitored.
    Registered = "registered",
    /// A subject is monitored, and its first screening opened an alert.
    RegisteredAlerted = "registered-alerted",
    /// The monitoring of a subject was ended.
    MonitoringEnded = "monitoring-ended",
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::{Catalogue, Language};

    #[test]
    fn what_a_cookie_says_is_one_of_our_sayings_or_nothing() {
        let words = Words::new(Catalogue::new(Language::En), Timestamp::UNIX_EPOCH);
        let check = |said: &str, expected: Option<&str>| {
            let told = told(said, &words).map(|text| text.replace(['\u{2068}', '\u{2069}'], ""));
            assert_eq!(told.as_deref(), expected, "{said}");
        };
        check("verified", Some("The audit log was verified; the outcome is shown below."));
        check("many.2.0.1", Some("2 alerts are decided. 1 alert was left out: it changed meanwhile."));
        for nothing in ["", "many", "many.", "many.0.0.0", "many.1.2", "many.1.2.x", "<b>"] {
            check(nothing, None);
        }
    }
}
