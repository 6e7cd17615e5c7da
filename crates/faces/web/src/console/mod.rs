//! The console: pages of this program for people, in three languages. A file for each page, its template beside it;
//! the style is one (`assets/console.css`, shown at `/components`). Nothing here decides anything: a page calls a use
//! case of `node` and shows what comes of it.

mod addresses;
mod alert;
mod assets;
mod audit;
mod cases;
mod components;
mod cookies;
mod demo;
mod draw;
mod errors;
mod explained;
mod file_form;
mod form;
mod frame;
mod lists;
mod look;
mod moments;
mod monitoring;
mod name;
mod own_entries;
mod presence;
mod quality;
mod queue;
mod reviews;
mod screen;
mod settings;
mod sides;
mod sign_in;
mod suppressions;
mod today;
mod together;
mod uploads;
mod users;
mod visitor;
mod words;

pub use errors::nowhere;

use crate::state::Shared;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use node::casework::LARGEST_FILE;
use std::sync::Arc;

/// What the console keeps in memory: nothing that would be missed.
#[derive(Debug, Default)]
pub struct Memory {
    presence: presence::Presence,
    verified: audit::LastVerified,
}

/// All pages. Each asks who reads it ([`visitor::Visitor`]), except those on the way in.
pub fn routes(app: &Shared) -> Router<Shared> {
    pages(app).layer(from_fn_with_state(Arc::clone(app), errors::tell))
}

fn pages(app: &Shared) -> Router<Shared> {
    // A node that is no demo has no such address.
    let door = match app.demo {
        Some(_) => Router::new().route("/demo/{token}", get(demo::door).post(demo::enter)),
        None => Router::new(),
    };
    door.route("/", get(today::today))
        .route("/alerts", get(queue::queue))
        .route("/alerts/assign", post(queue::assign))
        .route("/alerts/{id}", get(alert::alert))
        .route("/alerts/{id}/others", get(alert::others))
        .route("/alerts/{id}/assign", post(alert::assign))
        .route("/alerts/{id}/decide", post(alert::decide))
        .route("/alerts/{id}/decisions/{decision}/approve", post(alert::approve))
        .route("/alerts/{id}/decisions/{decision}/reject", post(alert::reject))
        .route("/alerts/{id}/case", post(cases::put))
        .route("/alerts/{id}/suppressions", post(suppressions::propose))
        .route("/alerts/together", post(together::choose))
        .route("/alerts/together/confirm", post(together::confirm))
        .route("/alerts/together/decide", post(together::decide))
        .merge(case_routes())
        .route("/own-entries", get(own_entries::own_entries).post(own_entries::propose))
        .route("/own-entries/new", get(own_entries::new))
        .route("/own-entries/{id}", get(own_entries::own_entry).post(own_entries::change))
        .route("/own-entries/{id}/edit", get(own_entries::edit))
        .route("/own-entries/{id}/removal", post(own_entries::remove))
        .route("/own-entries/{id}/approve", post(own_entries::approve))
        .route("/own-entries/{id}/reject", post(own_entries::reject))
        .route("/suppressions", get(suppressions::suppressions))
        .route("/suppressions/{id}", get(suppressions::suppression))
        .route("/suppressions/{id}/approve", post(suppressions::approve))
        .route("/suppressions/{id}/reject", post(suppressions::reject))
        .route("/suppressions/{id}/withdraw", post(suppressions::withdraw))
        .route("/monitoring", get(monitoring::monitoring).post(monitoring::register))
        .route("/monitoring/find", post(monitoring::find))
        .route("/monitoring/{id}", get(monitoring::subject))
        .route("/monitoring/{id}/end", post(monitoring::end))
        .route("/screen", get(screen::form).post(screen::look))
        .route("/screen/results", post(screen::live))
        .route("/screen/open", post(screen::open))
        // A file may be as large as the node takes; what reads it keeps to that.
        .route("/uploads", get(uploads::uploads).post(uploads::send).layer(DefaultBodyLimit::disable()))
        .route("/uploads/{id}", get(uploads::upload))
        .route("/uploads/{id}/progress", get(uploads::progress))
        .route("/uploads/{id}/results.csv", get(uploads::csv))
        .route("/uploads/{id}/cancel", post(uploads::cancel))
        .route("/lists", get(lists::lists))
        .route("/lists/{id}", get(lists::list))
        .route("/quality", get(quality::quality))
        .route("/quality/samples", post(quality::draw))
        .route("/quality/reviews/{id}", get(quality::review).post(quality::verdict))
        .route("/quality/tests", post(quality::run))
        .route("/quality/tests/{id}", get(quality::test).post(quality::judge))
        .route("/audit", get(audit::audit))
        .route("/audit/verify", post(audit::verify))
        .route("/users", get(users::users))
        .route("/users/new", get(users::invite).post(users::invited))
        .route("/users/{id}", get(users::user).post(users::change))
        .route("/users/{id}/link", post(users::link))
        .route("/users/{id}/close", post(users::close))
        .route("/users/{id}/approve", post(users::approve))
        .route("/users/{id}/reject", post(users::reject))
        .route("/keys", get(users::keys).post(users::make_key))
        .route("/keys/{id}/rotate", post(users::rotate_key))
        .route("/keys/{id}/revoke", post(users::revoke_key))
        .route("/roles", get(users::roles))
        .route("/webhooks", get(users::webhooks).post(users::add_webhook))
        .route("/webhooks/{id}", post(users::change_webhook))
        .route("/settings", get(settings::settings).post(settings::keep))
        .route("/settings/notices", post(settings::keep_notices))
        .route("/components", get(components::components))
        .route("/sign-in", get(sign_in::first).post(sign_in::begin))
        .route("/sign-in/code", get(sign_in::second).post(sign_in::complete))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/language/{code}", get(sign_in::language))
        .route("/setup/{token}", get(sign_in::link).post(sign_in::set_up))
        .route("/assets/{name}", get(assets::asset))
}

fn case_routes() -> Router<Shared> {
    // A file is larger than other forms; what else is in its form is little.
    let room = DefaultBodyLimit::max(LARGEST_FILE + (64 << 10));
    Router::new()
        .route("/cases", get(cases::cases).post(cases::open))
        .route("/cases/{id}", get(cases::case))
        .route("/cases/{id}/notes", post(cases::note))
        .route("/cases/{id}/files", post(cases::add).layer(room))
        .route("/cases/{id}/files/{file}", get(cases::file))
        .route("/cases/{id}/bundle", get(cases::bundle))
        .route("/cases/{id}/alerts/{alert}/take-out", post(cases::take_out))
        .route("/cases/{id}/assign", post(cases::assign))
        .route("/cases/{id}/rename", post(cases::rename))
        .route("/cases/{id}/close", post(cases::close))
        .route("/cases/{id}/reopen", post(cases::reopen))
}
