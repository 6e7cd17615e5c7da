//! One account: its roles, who approves them, links, closing; and inviting somebody.

use super::grants::{Matrix, grants, in_words};
use super::{OncePage, Tab, refused, state, tabs};
use crate::console::addresses::record;
use crate::console::errors::Failure;
use crate::console::form::{Form, Posted};
use crate::console::frame::{Frame, Place, Said, onward, page_with};
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::queue::Status;
use crate::console::visitor::Visitor;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use model::LegalBasis;
use node::casework::Stored;
use node::identity::{Action, Grant, MadeLink, NewUser, User};
use node::permissions;

#[derive(Template)]
#[template(path = "invite.html")]
struct InvitePage {
    f: Frame,
    title: String,
    tabs: Vec<Tab>,
    login: String,
    name: String,
    subject: String,
    basis: String,
    reason: String,
    provider: bool,
    second_person: bool,
    matrix: Matrix,
    trouble: Option<String>,
}

/// The form for somebody new.
pub async fn invite(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    invitation(&app, &visitor, &Form::default(), None)
}

fn invitation(
    app: &App,
    visitor: &Visitor,
    typed: &Form,
    trouble: Option<String>,
) -> Result<Response, Failure> {
    if !permissions::may(visitor.actor(), Action::UserManage, None) {
        return Err(Failure::NotAllowed);
    }
    let f = Frame::of(visitor, Place::Users);
    let w = &f.words;
    let text = |name: &str| typed.text(name).to_owned();
    let access = app.node.access_settings();
    let page_of = InvitePage {
        title: w.say("console-invite"),
        tabs: tabs(visitor, w, "/users"),
        login: text("login"),
        name: text("name"),
        subject: text("subject"),
        basis: text("basis"),
        reason: text("reason"),
        provider: access.openid_connect.is_some(),
        second_person: access.second_person_for_roles,
        matrix: Matrix::new(&grants(typed), w),
        trouble,
        f,
    };
    Ok(page_with(status(page_of.trouble.as_ref()), &page_of.f, &page_of))
}

fn status(trouble: Option<&String>) -> StatusCode {
    if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

/// Makes an account and shows its link.
pub async fn invited(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let f = Frame::of(&visitor, Place::Users);
    let grants = grants(&form);
    if grants.is_empty() {
        let told = f.words.say("console-trouble-no-role");
        return invitation(&app, &visitor, &form, Some(told));
    }
    let new = NewUser {
        login: form.text("login").to_owned(),
        name: form.text("name").to_owned(),
        grants,
        legal_basis: LegalBasis(form.text("basis").trim().to_owned()),
    };
    let made = app.node.invite(visitor.actor(), new, subject(&form), form.text("reason")).await;
    match made {
        Ok(made) => Ok(link_page(&app, f, &made)),
        Err(error) => {
            let told = refused(error, &f.words)?;
            invitation(&app, &visitor, &form, Some(told))
        }
    }
}

fn subject(form: &Form) -> Option<&str> {
    Some(form.text("subject").trim()).filter(|subject| !subject.is_empty())
}

/// A link, shown once.
fn link_page(app: &App, f: Frame, made: &MadeLink) -> Response {
    let w = &f.words;
    let base = app.node.access_settings().public_url.as_ref().map_or("", |url| url.as_str());
    OncePage {
        title: w.say("console-link"),
        about: w.with("console-link-about", "name", &made.user.name),
        label: w.say("console-link-label"),
        secret: made.address(base),
        until: Some(w.moment(made.until)),
        note: made.user.pending.is_some().then(|| w.say("console-link-pending")),
        back: format!("/users/{}", made.user.id),
        f,
    }
    .answer()
}

/// A change that waits.
struct Pending {
    roles: Vec<String>,
    by: Shown,
    at: Moment,
    reason: String,
    may_approve: bool,
    own: bool,
}

#[derive(Template)]
#[template(path = "user.html")]
struct UserPage {
    f: Frame,
    title: Shown,
    tabs: Vec<Tab>,
    id: String,
    revision: u64,
    login: String,
    state: Status,
    roles: Vec<String>,
    authenticator: bool,
    made: Moment,
    basis: Shown,
    subject: String,
    provider: bool,
    may_manage: bool,
    own: bool,
    second_person: bool,
    pending: Option<Pending>,
    matrix: Matrix,
    reason: String,
    trouble: Option<String>,
}

/// One account.
pub async fn user(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let kept = found(&app, &visitor, &id).await?;
    show(&app, &visitor, &kept, None, None)
}

/// The page of an account; with what was typed where that could not be done.
fn show(
    app: &App,
    visitor: &Visitor,
    kept: &Stored<User>,
    typed: Option<&Form>,
    trouble: Option<String>,
) -> Result<Response, Failure> {
    let f = Frame::of(visitor, Place::Users);
    let w = &f.words;
    let (user, actor) = (&kept.record, visitor.actor());
    let own = actor.person() == Some(user.id);
    let access = app.node.access_settings();
    let chosen: Vec<Grant> = typed.map_or_else(|| user.grants.clone(), grants);
    let pending = user.pending.as_ref().map(|pending| {
        let proposed_it = pending.by().person == actor.person();
        Pending {
            roles: in_words(&pending.what().grants, w),
            by: Shown::new(&pending.by().name, w),
            at: Moment::new(pending.at(), w),
            reason: pending.reason().to_owned(),
            may_approve: permissions::may(actor, Action::UserApprove, None) && !proposed_it && !own,
            own: proposed_it,
        }
    });
    let page_of = UserPage {
        title: Shown::new(&user.name, w),
        tabs: tabs(visitor, w, "/users"),
        id: user.id.to_string(),
        revision: kept.revision,
        login: user.login.clone(),
        state: state(user, w),
        roles: in_words(&user.grants, w),
        authenticator: user.totp.is_some(),
        made: Moment::new(user.created_at, w),
        basis: Shown::new(&user.envelope.legal_basis.0, w),
        subject: user.federated.as_ref().map(|who| who.subject.clone()).unwrap_or_default(),
        provider: access.openid_connect.is_some(),
        may_manage: permissions::may(actor, Action::UserManage, None) && !own && user.closed_at.is_none(),
        own,
        second_person: access.second_person_for_roles,
        pending,
        matrix: Matrix::new(&chosen, w),
        reason: typed.map(|form| form.text("reason").to_owned()).unwrap_or_default(),
        trouble,
        f,
    };
    Ok(page_with(status(page_of.trouble.as_ref()), &page_of.f, &page_of))
}

/// Gives other roles.
pub async fn change(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let user = record(&id)?;
    let wanted = (grants(&form), subject(&form));
    let changed =
        app.node.change_account(visitor.actor(), user, form.revision(), wanted, form.text("reason")).await;
    match changed {
        Ok(kept) => {
            app.gate.forget_sessions();
            let said = if kept.record.pending.is_some() { Said::UserProposed } else { Said::UserChanged };
            Ok(onward(&format!("/users/{id}"), said))
        }
        Err(error) => {
            let told = refused(error, &Frame::of(&visitor, Place::Users).words)?;
            let kept = found(&app, &visitor, &id).await?;
            show(&app, &visitor, &kept, Some(&form), Some(told))
        }
    }
}

/// Makes a link with which the account's person sets a new password.
pub async fn link(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let renew = !form.text("authenticator").is_empty();
    match app.node.link_for(visitor.actor(), record(&id)?, renew).await {
        Ok(made) => Ok(link_page(&app, Frame::of(&visitor, Place::Users), &made)),
        Err(error) => again(&app, &visitor, &id, error).await,
    }
}

/// Closes an account.
pub async fn close(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    match app.node.close_account(visitor.actor(), record(&id)?, form.revision()).await {
        Ok(_) => {
            app.gate.forget_sessions();
            Ok(onward(&format!("/users/{id}"), Said::UserClosed))
        }
        Err(error) => again(&app, &visitor, &id, error).await,
    }
}

/// Approves what waits of an account.
pub async fn approve(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let note = form.written("note");
    match app.node.approve_account(visitor.actor(), record(&id)?, note).await {
        Ok(_) => {
            app.gate.forget_sessions();
            Ok(onward(&format!("/users/{id}"), Said::UserApproved))
        }
        Err(error) => again(&app, &visitor, &id, error).await,
    }
}

/// Rejects what waits, or takes it back.
pub async fn reject(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    match app.node.reject_account(visitor.actor(), record(&id)?, form.text("note")).await {
        Ok(_) => Ok(onward(&format!("/users/{id}"), Said::UserRejected)),
        Err(error) => again(&app, &visitor, &id, error).await,
    }
}

/// The page again, with why nothing was done.
async fn again(app: &App, visitor: &Visitor, id: &str, error: node::NodeError) -> Result<Response, Failure> {
    let told = refused(error, &Frame::of(visitor, Place::Users).words)?;
    let kept = found(app, visitor, id).await?;
    show(app, visitor, &kept, None, Some(told))
}

async fn found(app: &App, visitor: &Visitor, id: &str) -> Result<Stored<User>, Failure> {
    Ok(app.node.account(visitor.actor(), record(id)?).await?)
}
