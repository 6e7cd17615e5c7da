//! Signing in: name and password, then the authenticator's code, which is set up first where there is none. Signing
//! out. Choosing a language before anybody is known.

use super::addresses::local;
use super::cookies::{cookie, set};
use super::errors::Failure;
use super::form::{Form, Posted};
use super::frame::{Frame, Said, onward, page_with};
use super::look::Look;
use super::words::Words;
use crate::http::client::Client;
use crate::http::cookie::Cookie;
use crate::http::forged;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use language::Language;
use node::identity::{Enrolling, LoginError, PasswordError, SecondFactor, User};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

/// A login that is half done, for as long as its second step may take.
const TICKET: &str = "entente_ticket";
const TICKET_SECONDS: u32 = 10 * 60;

/// Where to go on afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Onward {
    next: String,
}

impl Onward {
    fn next(&self) -> &str {
        local(&self.next).unwrap_or("/")
    }
}

/// The address for signing in that leads on to another afterwards.
pub fn address_with(next: &str) -> String {
    match local(next).filter(|next| *next != "/") {
        Some(next) => format!("/sign-in?next={}", byte_serialize(next.as_bytes()).collect::<String>()),
        None => "/sign-in".to_owned(),
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    f: Frame,
    title: String,
    next: String,
    login: String,
    languages: Vec<Language>,
    provider: bool,
    trouble: Option<String>,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    f: Frame,
    title: String,
    next: String,
    enrolling: Option<Enrolment>,
    trouble: Option<String>,
}

/// An authenticator to be set up.
struct Enrolment {
    qr: String,
    secret: String,
    uri: String,
}

#[derive(Template)]
#[template(path = "recovery.html")]
struct RecoveryPage {
    f: Frame,
    title: String,
    next: String,
    codes: Vec<String>,
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    f: Frame,
    title: String,
    token: String,
    name: super::name::Shown,
    login: String,
    until: String,
    trouble: Option<String>,
}

/// The first step.
pub async fn first(
    State(app): State<Shared>,
    Query(onward): Query<Onward>,
    look: Look,
    headers: HeaderMap,
) -> Response {
    show_first(&app, look, &headers, onward.next(), "", None)
}

fn show_first(
    app: &App,
    look: Look,
    headers: &HeaderMap,
    next: &str,
    login: &str,
    trouble: Option<(StatusCode, String)>,
) -> Response {
    let f = Frame::open(app, look, headers);
    let status = trouble.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
    let page_of = SignInPage {
        title: f.words.say("console-sign-in"),
        next: next.to_owned(),
        login: login.to_owned(),
        languages: Language::ALL.into_iter().filter(|language| *language != look.language).collect(),
        provider: app.node.access_settings().openid_connect.is_some(),
        trouble: trouble.map(|(_, words)| words),
        f,
    };
    page_with(status, &page_of.f, &page_of)
}

/// Name and password.
pub async fn begin(
    State(app): State<Shared>,
    Client(from): Client,
    uri: Uri,
    look: Look,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    forged::from_here(&app, &uri, &headers).map_err(|_| Failure::Forged)?;
    let next = local(form.text("next")).unwrap_or("/");
    match app.entrance.begin(&app.node, from, form.text("login"), form.text("password")).await {
        Ok(begun) => {
            let address =
                format!("/sign-in/code?next={}", byte_serialize(next.as_bytes()).collect::<String>());
            let mut response = Redirect::to(&address).into_response();
            keep_ticket(&app, response.headers_mut(), &begun.ticket.reveal(), TICKET_SECONDS);
            Ok(response)
        }
        Err(error) => {
            let trouble = told(error, &Words::of(look, app.clock.now()))?;
            Ok(show_first(&app, look, &headers, next, form.text("login"), Some(trouble)))
        }
    }
}

/// The second step.
pub async fn second(
    State(app): State<Shared>,
    Query(onward): Query<Onward>,
    look: Look,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    show_second(&app, look, &headers, onward.next(), None).await
}

async fn show_second(
    app: &App,
    look: Look,
    headers: &HeaderMap,
    next: &str,
    trouble: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let ticket = cookie(headers, TICKET).unwrap_or_default();
    let enrolling = match app.node.begun_login(ticket).await {
        Ok(enrolling) => enrolling.map(Enrolment::new),
        Err(LoginError::Node(error)) => return Err(error.into()),
        Err(_) => return Ok(Redirect::to(&address_with(next)).into_response()),
    };
    let f = Frame::open(app, look, headers);
    let status = trouble.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
    let title = match enrolling {
        Some(_) => f.words.say("console-enrol"),
        None => f.words.say("console-code"),
    };
    let trouble = trouble.map(|(_, words)| words);
    let page_of = CodePage { title, next: next.to_owned(), enrolling, trouble, f };
    Ok(page_with(status, &page_of.f, &page_of))
}

impl Enrolment {
    fn new(enrolling: Enrolling) -> Self {
        let code = QrCode::new(enrolling.uri.as_bytes());
        let qr = code.map(|code| {
            code.render::<svg::Color<'_>>()
                .min_dimensions(200, 200)
                .quiet_zone(false)
                .build()
                .trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>")
                .to_owned()
        });
        let secret: Vec<String> = enrolling
            .secret
            .as_bytes()
            .chunks(4)
            .map(|part| String::from_utf8_lossy(part).into_owned())
            .collect();
        // Longer than a code can hold is no address that an authenticator reads; the secret can still be typed.
        Self { qr: qr.unwrap_or_default(), secret: secret.join(" "), uri: enrolling.uri }
    }
}

/// The authenticator's code, or a recovery code.
pub async fn complete(
    State(app): State<Shared>,
    Client(from): Client,
    uri: Uri,
    look: Look,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    forged::from_here(&app, &uri, &headers).map_err(|_| Failure::Forged)?;
    let next = local(form.text("next")).unwrap_or("/").to_owned();
    let ticket = cookie(&headers, TICKET).unwrap_or_default();
    let typed: String = western(form.text("code"));
    let recovery = form.text("recovery").trim();
    let factor = match recovery.is_empty() {
        true => SecondFactor::Code(&typed),
        false => SecondFactor::Recovery(recovery),
    };
    match app.entrance.complete(&app.node, from, ticket, factor).await {
        Ok(logged_in) => {
            let whole = app.node.access_settings().sessions.rule().whole;
            let session = Cookie::Session.set(&logged_in.token.reveal(), whole.as_secs(), app.secure);
            let mut response = match &logged_in.recovery_codes {
                codes if codes.is_empty() => Redirect::to(&next).into_response(),
                codes => {
                    let f = Frame::open(&app, look, &headers);
                    let title = f.words.say("console-recovery-codes");
                    let page_of = RecoveryPage { title, next, codes: codes.clone(), f };
                    page_with(StatusCode::OK, &page_of.f, &page_of)
                }
            };
            keep_ticket(&app, response.headers_mut(), "", 0);
            response.headers_mut().append(header::SET_COOKIE, session);
            keep_look(&logged_in.user, response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let trouble = told(error, &Words::of(look, app.clock.now()))?;
            show_second(&app, look, &headers, &next, Some(trouble)).await
        }
    }
}

/// Pages look as the account has it, in whichever browser.
pub fn keep_look(user: &User, headers: &mut HeaderMap) {
    if let Some(look) = user.look.as_deref().and_then(Look::parse) {
        look.keep(headers);
    }
}

/// Digits of any of our scripts as an authenticator's code has them.
fn western(text: &str) -> String {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(c as u32 - 0x6F0, 10),
        _ => Some(c).filter(char::is_ascii_digit),
    };
    text.chars().filter_map(digit).collect()
}

/// Ends the session.
pub async fn sign_out(
    State(app): State<Shared>,
    Posted { visitor, .. }: Posted,
) -> Result<Response, Failure> {
    app.node.log_out(&visitor.bearer).await?;
    app.gate.forget_sessions();
    let mut response = onward("/sign-in", Said::SignedOut);
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.clear(app.secure));
    Ok(response)
}

/// Chooses a language before anybody is known.
pub async fn language(
    Path(code): Path<String>,
    Query(onward): Query<Onward>,
    look: Look,
) -> Result<Response, Failure> {
    let language = Language::ALL.into_iter().find(|language| language.code() == code);
    let language = language.ok_or(Failure::NotFound)?;
    let next = onward.next();
    // The way into a demo has a page of its own.
    let back = if next.starts_with("/demo/") { next.to_owned() } else { address_with(next) };
    let mut response = Redirect::to(&back).into_response();
    Look { language, ..look }.keep(response.headers_mut());
    Ok(response)
}

/// A one-time link: whose account it sets up.
pub async fn link(
    State(app): State<Shared>,
    Client(from): Client,
    Path(token): Path<String>,
    look: Look,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    show_link(&app, from, &token, look, &headers, None).await
}

async fn show_link(
    app: &App,
    from: std::net::IpAddr,
    token: &str,
    look: Look,
    headers: &HeaderMap,
    trouble: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let f = Frame::open(app, look, headers);
    if let Err(error) = app.entrance.count(&app.node, from) {
        let trouble = told(error, &f.words)?;
        return Ok(show_first(app, look, headers, "/", "", Some(trouble)));
    }
    let (user, until) = match app.node.link(token).await {
        Ok(found) => found,
        Err(error) => {
            let trouble = told(error, &f.words)?;
            return Ok(show_first(app, look, headers, "/", "", Some(trouble)));
        }
    };
    let status = trouble.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
    let page_of = SetUpPage {
        title: f.words.say("console-set-up"),
        token: token.to_owned(),
        name: super::name::Shown::new(&user.name, &f.words),
        login: user.login,
        until: f.words.moment(until),
        trouble: trouble.map(|(_, words)| words),
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

/// Sets the password of a link's account.
pub async fn set_up(
    State(app): State<Shared>,
    Client(from): Client,
    Path(token): Path<String>,
    uri: Uri,
    look: Look,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    forged::from_here(&app, &uri, &headers).map_err(|_| Failure::Forged)?;
    let words = Words::of(look, app.clock.now());
    let (password, again) = (form.text("password"), form.text("again"));
    if password != again {
        let trouble = (StatusCode::UNPROCESSABLE_ENTITY, words.say("console-trouble-passwords-differ"));
        return show_link(&app, from, &token, look, &headers, Some(trouble)).await;
    }
    match app.node.use_link(&app.entrance, from, &token, password).await {
        Ok(_) => {
            app.gate.forget_sessions();
            Ok(onward("/sign-in", Said::PasswordSet))
        }
        Err(error) => {
            let trouble = told(error, &words)?;
            show_link(&app, from, &token, look, &headers, Some(trouble)).await
        }
    }
}

fn keep_ticket(app: &App, headers: &mut HeaderMap, ticket: &str, seconds: u32) {
    set(headers, TICKET, ticket, seconds);
    if app.secure
        && let Some(value) = headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok())
        && let Ok(value) = format!("{value}; Secure").parse()
    {
        headers.insert(header::SET_COOKIE, value);
    }
}

/// What did not work, with its status and in words.
fn told(error: LoginError, words: &Words) -> Result<(StatusCode, String), Failure> {
    Ok(match error {
        LoginError::Wrong => (StatusCode::UNAUTHORIZED, words.say("console-trouble-login")),
        LoginError::WrongCode => (StatusCode::UNAUTHORIZED, words.say("console-trouble-code")),
        LoginError::NotBegun => (StatusCode::UNAUTHORIZED, words.say("console-trouble-not-begun")),
        LoginError::NoLink => (StatusCode::NOT_FOUND, words.say("console-trouble-no-link")),
        LoginError::TooMany(seconds) => {
            let wait = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(60).max(60));
            let said = words.with("console-trouble-too-many-attempts", "span", &words.span(wait));
            (StatusCode::TOO_MANY_REQUESTS, said)
        }
        LoginError::Password(error) => (StatusCode::UNPROCESSABLE_ENTITY, words.say(password_key(&error))),
        LoginError::Node(error) => return Err(error.into()),
        other => return Err(Failure::Node(other.to_string().into())),
    })
}

fn password_key(error: &PasswordError) -> &'static str {
    match error {
        PasswordError::Short => "console-trouble-password-short",
        PasswordError::Long => "console-trouble-password-long",
        PasswordError::Guessable | PasswordError::Cost(_) => "console-trouble-password-guessable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_may_be_typed_in_any_of_our_digits() {
        for typed in ["123456", " 123 456 ", "۱۲۳۴۵۶", "١٢٣٤٥٦"] {
            assert_eq!(western(typed), "123456", "{typed}");
        }
    }

    #[test]
    fn signing_in_leads_on_to_own_addresses_only() {
        assert_eq!(address_with("/alerts?hands=mine"), "/sign-in?next=%2Falerts%3Fhands%3Dmine");
        assert_eq!(address_with("//evil.example"), "/sign-in");
        assert_eq!(address_with("/"), "/sign-in");
    }
}
