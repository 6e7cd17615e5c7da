//! The console in a real browser over the real program: every page in every language, light and dark, with pictures to
//! look at; what people do, clicked through; the same without scripts. Left out with a notice where there is no
//! Chromium, unless `ENTENTE_REQUIRE_SHARED=1` says that this is a failure.

mod axe;
mod browser;
mod demo;
mod guide;
mod pages;
mod plain;
mod stage;
mod story;
mod tour;
mod tree;
mod work;
