//! Which records there are: for each kind its table, and what it is found by.

mod accounts;
mod casework;

pub use casework::millionths;

/// Says how records of a type are kept.
macro_rules! kept {
    ($type:ty, $name:literal in $table:literal, |$record:ident| { $($column:ident: $value:expr),* $(,)? }
        $(keys $keys:expr;)? $(blobs $blobs:expr;)? $(spread $spread:expr;)?) => {
        impl crate::Record for $type {
            const KIND: crate::Kind = crate::Kind {
                name: $name,
                table: $table,
                columns: &[$(stringify!($column)),*],
                spread: [$(Some($spread),)? None][0],
            };

            fn id(&self) -> model::RecordId {
                self.id
            }

            fn envelope(&self) -> &model::Envelope {
                &self.envelope
            }

            fn columns(&self) -> Vec<crate::Value> {
                let $record = self;
                crate::values![$($value),*]
            }

            $(fn keys(&self) -> Vec<(&'static str, String)> {
                let $record = self;
                $keys
            })?

            $(fn blobs(&self) -> Vec<&str> {
                let $record = self;
                $blobs
            })?
        }
    };
}
pub(crate) use kept;
