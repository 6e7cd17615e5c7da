//! What others are told: signed requests to webhooks, and e-mail to the node's own people. Both are off until somebody
//! turns them on, and neither says who a subject is: they carry ids, counts and addresses.

mod clocks;
mod deliver;
mod digest;
mod mail;
mod sign;
mod webhooks;

pub use clocks::{CLOCK_DUE, CLOCK_OVERDUE};
pub use digest::NewNotices;
pub use store::{Delivery, DeliveryState, NoticeChoice, Webhook};
pub(crate) use webhooks::MOST as MOST_WEBHOOKS;
pub use webhooks::{EVENTS, NewWebhook};
