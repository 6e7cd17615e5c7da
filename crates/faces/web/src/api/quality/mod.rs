//! The quality of decisions and thresholds: figures, samples of decisions for a second look, tests below the line.

mod below_line;
mod figures;
mod samples;

use crate::http::gate::guarded;
use crate::state::Shared;
use node::identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Quality work.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new()
        .routes(routes!(figures::figures))
        .routes(routes!(samples::samples))
        .routes(routes!(samples::reviews))
        .routes(routes!(samples::review))
        .routes(routes!(below_line::tests))
        .routes(routes!(below_line::test));
    let reviewing = OpenApiRouter::new()
        .routes(routes!(samples::draw))
        .routes(routes!(samples::give_verdict))
        .routes(routes!(below_line::run))
        .routes(routes!(below_line::judge));
    guarded(app, Action::QualityView, seeing).merge(guarded(app, Action::QualityReview, reviewing))
}
