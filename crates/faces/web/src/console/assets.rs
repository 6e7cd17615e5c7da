//! Files that pages refer to: style, script, fonts. Each has the hash of its content in its name and may be kept by
//! browsers for ever; a new content is a new name.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A file as it is given out.
struct Asset {
    /// Its name with the hash in it.
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Asset {
    fn new(name: &str, kind: &'static str, bytes: Vec<u8>) -> Self {
        let hash = hex::encode(&Sha256::digest(&bytes)[..8]);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Self { name: format!("{stem}-{hash}.{ending}"), kind, bytes }
    }
}

/// The style, the script, and what the style refers to.
struct Assets {
    style: Asset,
    script: Asset,
    fonts: Vec<Asset>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    const FONT: &str = "font/woff2";
    let fonts = [
        ("nastaliq-400.woff2", &include_bytes!("assets/nastaliq-400.woff2")[..]),
        ("nastaliq-700.woff2", &include_bytes!("assets/nastaliq-700.woff2")[..]),
    ];
    let mut style = include_str!("assets/console.css").to_owned();
    let fonts: Vec<Asset> = fonts
        .into_iter()
        .map(|(name, bytes)| {
            let font = Asset::new(name, FONT, bytes.to_vec());
            style = style.replace(name, &font.name);
            font
        })
        .collect();
    Assets {
        style: Asset::new("console.css", "text/css; charset=utf-8", style.into_bytes()),
        script: Asset::new(
            "console.js",
            "text/javascript; charset=utf-8",
            include_str!("assets/console.js").as_bytes().to_vec(),
        ),
        fonts,
    }
});

/// The address of the style.
pub fn style() -> String {
    format!("/assets/{}", ASSETS.style.name)
}

/// The address of the script.
pub fn script() -> String {
    format!("/assets/{}", ASSETS.script.name)
}

/// The addresses of the fonts that Urdu pages are set in, to be fetched early.
pub fn fonts() -> Vec<String> {
    ASSETS.fonts.iter().map(|font| format!("/assets/{}", font.name)).collect()
}

/// Gives a file out.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let assets = &*ASSETS;
    let mut all = [&assets.style, &assets.script].into_iter().chain(&assets.fonts);
    let Some(asset) = all.find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", asset.name);
    let kept = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, asset.kind)], asset.bytes.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_refers_to_fonts_by_their_hashed_names() {
        let style = String::from_utf8(ASSETS.style.bytes.clone()).unwrap();
        for font in &ASSETS.fonts {
            assert!(style.contains(&font.name), "{}", font.name);
        }
        assert!(!style.contains("nastaliq-400.woff2"));
    }
}
