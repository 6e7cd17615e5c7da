//! How writing systems meet: one normaliser for index and query, tokens with roles, sounds, romanisation,
//! consonant skeletons, tables of equivalent forms and of how common names are. Pure; knows nothing of lists.

mod clean;
mod columns;
mod forms;
mod legal;
mod letters;
mod listener;
mod ordinals;
mod particles;
mod romanise;
mod script;
mod similarity;
mod sound;
mod spelling;
mod tokens;

pub use clean::{fold, is_invisible, visible};
pub use forms::{
    Shared, class_key, classes, commonness, fold_key, is_known_name, shared, skeleton_commonness,
    skeleton_key, stable_hash,
};
pub use legal::{legal_generic, word_class};
pub use listener::Listener;
pub use romanise::{romanise, romanise_as};
pub use script::{Script, dominant_script, script_of};
pub use similarity::{similarity, similarity_from, sounds_close};
pub use sound::{MAX_SOUNDS, Skeleton, Sounds, open_classes, skeleton, sounds};
pub use spelling::{LONGEST_SPELLING, spelling_distance};
pub use tokens::{MAX_TOKENS, Role, Style, Token, Tokens, names_an_organisation, tokenise, words};
