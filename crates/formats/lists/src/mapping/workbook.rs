//! Excel workbooks as records.

use super::Mapping;
use super::records::{Record, check_columns};
use crate::decode::clean;
use crate::faults::Faults;
use calamine::{Data, Reader, Xlsx};
use model::{Fault, Location};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A workbook may unpack to this much.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// A sheet may spread over this many cells, empty ones between its corners included.
const MAX_CELLS: u64 = 20_000_000;

type Rows = Vec<Vec<String>>;

/// Calls `visit` with every row below the header.
pub(super) fn each(
    mapping: &Mapping,
    bytes: &[u8],
    faults: &mut Faults,
    visit: &mut dyn FnMut(Record, &mut Faults),
) {
    // The workbook reader is not ours and its input is hostile: a panic in it is a fault of the file.
    let rows = catch_unwind(AssertUnwindSafe(|| rows(mapping, bytes)))
        .unwrap_or_else(|_| Err("the workbook is damaged".to_owned()));
    let (first_row, rows) = match rows {
        Ok(rows) => rows,
        Err(what) => {
            faults.push(
                Fault::fatal(Location::default(), what).remedy("save it again as .xlsx, or export it as CSV"),
            );
            return;
        }
    };
    let header = u64::from(mapping.header_row).saturating_sub(1 + first_row);
    let header = usize::try_from(header).unwrap_or(usize::MAX);
    let names: Vec<String> = if mapping.header_row == 0 {
        (1..=rows.first().map_or(0, Vec::len)).map(|n| n.to_string()).collect()
    } else {
        rows.get(header).map(|row| row.iter().map(|cell| clean(cell)).collect()).unwrap_or_default()
    };
    if !check_columns(mapping, &names, faults) {
        return;
    }
    let skipped = if mapping.header_row == 0 { 0 } else { header + 1 };
    for (index, row) in rows.into_iter().enumerate().skip(skipped) {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            let line = first_row + index as u64 + 1;
            visit(Record { line, values: names.iter().cloned().zip(row).collect(), schema: None }, faults);
        }
    }
}

/// The cells of the sheet as text, and how many rows stand empty above them.
fn rows(mapping: &Mapping, bytes: &[u8]) -> Result<(u64, Rows), String> {
    let unpacked = unpacked_size(bytes)?;
    if unpacked > MAX_UNPACKED {
        return Err(format!("the workbook unpacks to more than {} MiB", MAX_UNPACKED / 1024 / 1024));
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| error.to_string())?;
    let sheets = book.sheet_names();
    let sheet = match &mapping.sheet {
        Some(wanted) => sheets
            .iter()
            .find(|name| *name == wanted)
            .ok_or(format!("there is no sheet {wanted:?}; the workbook has {sheets:?}"))?,
        None => sheets.first().ok_or("the workbook has no sheet")?,
    };
    check_extent(&mut book, sheet)?;
    let range = book.worksheet_range(sheet).map_err(|error| error.to_string())?;
    let first_row = range.start().map_or(0, |(row, _)| u64::from(row));
    Ok((first_row, range.rows().map(|row| row.iter().map(cell).collect()).collect()))
}

/// Refuses a sheet whose cells lie so far apart that the empty ones between would fill the memory.
fn check_extent(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<(), String> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        rows = (rows.0.min(row), rows.1.max(row));
        columns = (columns.0.min(column), columns.1.max(column));
    }
    let across = |(first, last): (u32, u32)| u64::from(last.saturating_sub(first)) + 1;
    let count = across(rows) * across(columns);
    if count > MAX_CELLS {
        return Err(format!(
            "the sheet spreads over {} rows and {} columns; more than {MAX_CELLS} cells are not read",
            across(rows),
            across(columns)
        ));
    }
    Ok(())
}

fn unpacked_size(bytes: &[u8]) -> Result<u64, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("not an .xlsx workbook: {error}"))?;
    let mut total = 0u64;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| error.to_string())?;
        total = total.saturating_add(file.size());
    }
    Ok(total)
}

/// Dates as ISO, numbers without a trailing `.0`: document numbers are often typed as numbers.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}
