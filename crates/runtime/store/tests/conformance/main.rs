//! What a store must do, run on SQLite and on PostgreSQL alike.

mod backup;
mod killed;
mod lists;
mod postgres;
mod queue;
mod records;
mod rotation;
mod support;
mod upgrade;
mod work;
