//! Expands the compressed tables of `resources/` so that the program can look things up without loading them.

use std::path::Path;
use std::{env, fs};

#[allow(clippy::disallowed_methods, reason = "cargo tells a build script by the environment where to write")]
fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for table in ["name_forms", "commonness"] {
        let source = format!("resources/{table}.bin.z");
        println!("cargo::rerun-if-changed={source}");
        let packed = fs::read(&source).unwrap_or_else(|fault| panic!("{source}: {fault}"));
        let rows = miniz_oxide::inflate::decompress_to_vec_zlib(&packed)
            .unwrap_or_else(|fault| panic!("{source}: {fault}"));
        fs::write(Path::new(&out).join(format!("{table}.bin")), unsplit(&rows))
            .expect("OUT_DIR can be written");
    }
}

/// The packed table holds all first columns as differences, then all second columns, byte by byte apart; this
/// lays the rows together again.
fn unsplit(planes: &[u8]) -> Vec<u8> {
    let count = planes.len() / 8;
    let column = |plane: usize, row: usize| {
        let byte = |n: usize| planes[(plane * 4 + n) * count + row];
        u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])
    };
    let mut rows = Vec::with_capacity(planes.len());
    let mut hash = 0u32;
    for row in 0..count {
        hash = hash.wrapping_add(column(0, row));
        rows.extend_from_slice(&hash.to_le_bytes());
        rows.extend_from_slice(&column(1, row).to_le_bytes());
    }
    rows
}
