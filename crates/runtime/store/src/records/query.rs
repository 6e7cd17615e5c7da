//! What is looked for: conditions on columns and keys, an order, a page.

use super::{Kind, Spread, Stored};
use crate::seal::Keys;
use crate::{StoreError, Value};
use model::RecordId;

/// Columns that every kind has and that may be asked for.
const COMMON: [&str; 4] = ["id", "expires_on", "legal_basis", "source"];

/// So many records come at once unless told otherwise.
const LIMIT: usize = 50;

/// What is looked for. Columns are those of the kind, and `id`, `expires_on`, `legal_basis`, `source`; ids grow with
/// the time they were made.
#[derive(Clone, Debug)]
pub struct Query {
    conditions: Vec<Condition>,
    order: &'static str,
    descending: bool,
    limit: usize,
    after: Option<Cursor>,
}

#[derive(Clone, Debug)]
enum Condition {
    Compare { column: &'static str, with: &'static str, value: Value },
    Nothing { column: &'static str },
    OneOf { column: &'static str, values: Vec<Value> },
    Key { label: &'static str, values: Vec<String> },
}

/// A part of what was found.
#[derive(Clone, Debug)]
pub struct Page<R> {
    /// The records.
    pub records: Vec<Stored<R>>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<Cursor>,
}

/// A place in an ordered result: it stays good while records come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(super) value: Value,
    pub(super) id: RecordId,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.value {
            Value::Int(number) => write!(out, "{}.i{number}", self.id),
            Value::Text(text) => write!(out, "{}.t{}", self.id, hex::encode(text)),
            Value::Null | Value::Bytes(_) => write!(out, "{}.n", self.id),
        }
    }
}

impl std::str::FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let wrong = || StoreError::Cursor;
        let (id, value) = text.split_once('.').ok_or_else(wrong)?;
        let (kind, value) = value.split_at_checked(1).ok_or_else(wrong)?;
        let value = match kind {
            "i" => Value::Int(value.parse().map_err(|_| wrong())?),
            "t" => {
                let bytes = hex::decode(value).map_err(|_| wrong())?;
                Value::Text(String::from_utf8(bytes).map_err(|_| wrong())?)
            }
            _ => return Err(wrong()),
        };
        Ok(Self { value, id: id.parse().map_err(|_| wrong())? })
    }
}

impl Default for Query {
    fn default() -> Self {
        Self::all()
    }
}

impl Query {
    /// Everything, the oldest first.
    pub fn all() -> Self {
        Self { conditions: Vec::new(), order: "id", descending: false, limit: LIMIT, after: None }
    }

    /// Only where the column has this value.
    #[must_use]
    pub fn is(self, column: &'static str, value: impl Into<Value>) -> Self {
        self.compare(column, "=", value)
    }

    /// Only where the column has one of these values.
    #[must_use]
    pub fn one_of<V: Into<Value>>(self, column: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.with(Condition::OneOf { column, values })
    }

    /// Only where the column holds nothing.
    #[must_use]
    pub fn is_nothing(self, column: &'static str) -> Self {
        self.with(Condition::Nothing { column })
    }

    /// Only where the column is this or more.
    #[must_use]
    pub fn at_least(self, column: &'static str, value: impl Into<Value>) -> Self {
        self.compare(column, ">=", value)
    }

    /// Only where the column is this or less.
    #[must_use]
    pub fn at_most(self, column: &'static str, value: impl Into<Value>) -> Self {
        self.compare(column, "<=", value)
    }

    /// Only where the column is less than this.
    #[must_use]
    pub fn below(self, column: &'static str, value: impl Into<Value>) -> Self {
        self.compare(column, "<", value)
    }

    /// Only records that have this key.
    #[must_use]
    pub fn key(self, label: &'static str, value: impl Into<String>) -> Self {
        self.with(Condition::Key { label, values: vec![value.into()] })
    }

    /// Only records that have one of these keys.
    #[must_use]
    pub fn any_key<V: Into<String>>(self, label: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.with(Condition::Key { label, values })
    }

    /// Smallest value of the column first; the column must never hold nothing.
    #[must_use]
    pub fn ascending(mut self, column: &'static str) -> Self {
        (self.order, self.descending) = (column, false);
        self
    }

    /// Largest value of the column first; the column must never hold nothing.
    #[must_use]
    pub fn descending(mut self, column: &'static str) -> Self {
        (self.order, self.descending) = (column, true);
        self
    }

    /// So many at once.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// From where a former page ended.
    #[must_use]
    pub fn after(mut self, cursor: Option<Cursor>) -> Self {
        self.after = cursor;
        self
    }

    fn compare(self, column: &'static str, with: &'static str, value: impl Into<Value>) -> Self {
        self.with(Condition::Compare { column, with, value: value.into() })
    }

    fn with(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    pub(super) fn wanted(&self) -> usize {
        self.limit
    }

    pub(super) fn order(&self, kind: &Kind) -> Result<&'static str, StoreError> {
        known(kind, self.order)
    }

    /// The order's way as SQL.
    pub(super) fn way(&self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    /// The tables and the conditions as SQL, with the values for it; `r` is the record's table.
    ///
    /// `column` is what else is asked for of each record.
    pub(super) fn filter(&self, kind: &Kind, keys: &Keys, column: &str) -> Result<Filter, StoreError> {
        let spread = self.spread(kind, column);
        let mut from = String::new();
        let mut sql = String::from(" WHERE 1 = 1");
        let mut values = Vec::new();
        for (number, condition) in self.conditions.iter().enumerate() {
            sql.push_str(" AND ");
            match condition {
                Condition::Key { label, values: wanted }
                    if spread.is_some_and(|spread| spread.label == *label) =>
                {
                    let places = places(&mut values, wanted.iter().map(|value| value.as_str().into()));
                    sql.push_str(&format!("r.{label} IN ({places})"));
                }
                Condition::Key { label, values: wanted } => {
                    let hashes = wanted.iter().map(|value| keys.search_hash(kind.name, label, value).into());
                    let places = places(&mut values, hashes);
                    // Few records have a key: a cross join makes SQLite look for those first.
                    from.push_str(&format!(
                        "(SELECT DISTINCT record FROM record_keys WHERE hash IN ({places})) k{number} CROSS JOIN "
                    ));
                    sql.push_str(&format!("r.id = k{number}.record"));
                }
                of_columns => sql.push_str(&of_columns.sql(kind, &mut values)?),
            }
        }
        let table = spread.map_or(kind.table, |spread| spread.table);
        Ok(Filter { from: format!("{from}{table} r"), sql, values })
    }

    /// The conditions on columns as SQL, for those who count what fits several at once; there are no others.
    pub(super) fn columns(&self, kind: &Kind, values: &mut Vec<Value>) -> Result<String, StoreError> {
        let all = self.conditions.iter().map(|condition| condition.sql(kind, values));
        Ok(all.collect::<Result<Vec<_>, _>>()?.join(" AND "))
    }

    /// The table of spread keys, where it has all that is asked for: one key of its label, and columns of its own.
    fn spread(&self, kind: &Kind, column: &str) -> Option<Spread> {
        let spread = kind.spread.filter(|spread| spread.has(column) && spread.has(self.order))?;
        let mut keys = 0;
        for condition in &self.conditions {
            match condition {
                Condition::Key { label, values } if *label == spread.label => {
                    keys += values.len();
                }
                Condition::Key { .. } => {}
                Condition::Compare { column, .. }
                | Condition::Nothing { column }
                | Condition::OneOf { column, .. } => spread.has(column).then_some(())?,
            }
        }
        (keys == 1).then_some(spread)
    }

    /// Order and page as SQL, after the filter.
    pub(super) fn page(&self, kind: &Kind, values: &mut Vec<Value>) -> Result<String, StoreError> {
        let order = self.order(kind)?;
        let (way, beyond) = (self.way(), if self.descending { "<" } else { ">" });
        let mut sql = String::new();
        if let Some(Cursor { value, id }) = &self.after {
            values.extend([value.clone(), (*id).into()]);
            let last = values.len();
            sql = format!(" AND (r.{order}, r.id) {beyond} (${}, ${last})", last - 1);
        }
        values.push((self.limit + 1).into());
        sql.push_str(&format!(" ORDER BY r.{order} {way}, r.id {way} LIMIT ${}", values.len()));
        Ok(sql)
    }
}

impl Condition {
    /// A condition on a column as SQL.
    fn sql(&self, kind: &Kind, values: &mut Vec<Value>) -> Result<String, StoreError> {
        Ok(match self {
            Self::Compare { column, with, value } => {
                values.push(value.clone());
                format!("r.{} {with} ${}", known(kind, column)?, values.len())
            }
            Self::Nothing { column } => format!("r.{} IS NULL", known(kind, column)?),
            Self::OneOf { column, values: wanted } => {
                let places = places(values, wanted.iter().cloned());
                format!("r.{} IN ({places})", known(kind, column)?)
            }
            Self::Key { label, .. } => {
                return Err(StoreError::Column { kind: kind.name, column: (*label).to_owned() });
            }
        })
    }
}

/// What a query asks for, as SQL.
pub(super) struct Filter {
    /// The tables.
    pub(super) from: String,
    /// The conditions, beginning with `WHERE`.
    pub(super) sql: String,
    /// The values.
    pub(super) values: Vec<Value>,
}

fn places(values: &mut Vec<Value>, wanted: impl Iterator<Item = Value>) -> String {
    let begin = values.len();
    values.extend(wanted);
    let places: Vec<String> = (begin + 1..=values.len()).map(|place| format!("${place}")).collect();
    // Nothing is one of none.
    if places.is_empty() { "NULL".to_owned() } else { places.join(", ") }
}

/// A column's name as the kind declares it: nothing else ever gets into a statement.
pub(super) fn known(kind: &Kind, column: &str) -> Result<&'static str, StoreError> {
    let all = kind.columns.iter().copied().chain(COMMON);
    let found = all.into_iter().find(|name| *name == column);
    found.ok_or_else(|| StoreError::Column { kind: kind.name, column: column.to_owned() })
}
