//! Lists and their versions: how they stand, what changed, new versions by file or from the authority, and the end of a
//! list.

mod look;
mod renew;
mod upload;
mod views;

use crate::http::gate::guarded;
use crate::state::Shared;
use axum::extract::DefaultBodyLimit;
use node::identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Lists and what is done with them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let looking = OpenApiRouter::new()
        .routes(routes!(look::lists))
        .routes(routes!(look::list))
        .routes(routes!(look::versions))
        .routes(routes!(look::version))
        .routes(routes!(look::faults))
        .routes(routes!(look::diff));
    // A list is larger than other bodies: `upload` has bounds of its own.
    let importing = OpenApiRouter::new()
        .routes(routes!(renew::import))
        .layer(DefaultBodyLimit::disable())
        .routes(routes!(renew::fetch));
    let managing = OpenApiRouter::new().routes(routes!(renew::remove));
    guarded(app, Action::ListView, looking).merge(guarded(app, Action::ListImport, importing)).merge(guarded(
        app,
        Action::ListManage,
        managing,
    ))
}
