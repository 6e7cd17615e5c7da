//! This program's own addresses: how the node is, screenings that open alerts, and the alerts with their decisions.

pub mod alerts;
pub mod health;
pub mod screenings;

mod views;
