//! What holds for any text: the normaliser never panics, folding twice is folding once, similarity is symmetric and
//! in range, and index and query cannot disagree since both go through `tokenise`.

use proptest::prelude::*;
use text::{
    Listener, MAX_TOKENS, Sounds, Style, dominant_script, fold, similarity, similarity_from, sounds,
    spelling_distance, tokenise,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn folding_is_idempotent(word in "\\PC{0,24}") {
        let once = fold(&word);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn any_text_has_tokens_or_none(name in any::<String>()) {
        for style in [Style::Person, Style::Organisation, Style::Object] {
            let tokens = tokenise(&name, style);
            prop_assert!(tokens.tokens.len() <= MAX_TOKENS);
            prop_assert!(tokens.tokens.iter().all(|token| !token.fold.is_empty()));
            prop_assert_eq!(&tokens, &tokenise(&name, style));
        }
    }

    #[test]
    fn similarity_is_symmetric_and_in_range(a in "\\PC{0,16}", b in "\\PC{0,16}") {
        let sounds = |word: &str| sounds(&fold(word), dominant_script(word));
        let (a, b) = (sounds(&a), sounds(&b));
        let (there, back) = (similarity(&a, &b), similarity(&b, &a));
        prop_assert!((there - back).abs() < 1e-6);
        prop_assert!((0.0..=1.0).contains(&there));
    }

    #[test]
    fn a_listener_hears_what_comparing_tells(
        word in "[a-zA-Z]{0,30}|[sdtkzaehrmnI]{0,8}", vowelless in any::<bool>(),
        others in prop::collection::vec(("[a-zA-Z]{0,30}|[SDTkhzaermnI]{0,8}", any::<bool>()), 0..40),
        least in prop::sample::select(vec![0.0f32, 0.62, 0.84]),
    ) {
        let word = Sounds::from_codes(word.as_bytes(), vowelless);
        let others: Vec<Sounds> =
            others.iter().map(|(codes, vowelless)| Sounds::from_codes(codes.as_bytes(), *vowelless)).collect();
        let told: Vec<f32> = others.iter().map(|other| similarity_from(&word, other, least)).collect();
        let listener = Listener::new(word);
        let mut heard = Vec::new();
        listener.similarities(others.iter().map(|other| (other.codes(), other.vowelless())), least, &mut heard);
        prop_assert_eq!(&heard, &told);
        let one_by_one = others.iter().map(|other| listener.similarity(other.codes(), other.vowelless(), least));
        prop_assert_eq!(one_by_one.collect::<Vec<_>>(), told);
    }

    #[test]
    fn spelling_distance_is_symmetric(a in "\\PC{0,12}", b in "\\PC{0,12}") {
        prop_assert_eq!(spelling_distance(&a, &b, 2), spelling_distance(&b, &a, 2));
    }
}

#[test]
fn every_single_letter_folds_once() {
    for c in (0..=0x10FFFFu32).filter_map(char::from_u32) {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
    }
}

#[track_caller]
fn check(name: &str, style: Style, expected: &str) {
    let tokens: Vec<String> = tokenise(name, style).tokens.into_iter().map(|token| token.fold).collect();
    assert_eq!(tokens.join(" "), expected, "{name}");
}

#[test]
fn compounds_part_alike_however_they_are_written() {
    for name in ["Abdulrahman", "Abdul Rahman", "Abd al-Rahman", "Abdurrahman", "ABDEL RAHMAN"] {
        check(name, Style::Person, "abd rahman");
    }
    check("عبدالرحمن", Style::Person, "عبد رحمن");
    check("عبد الرحمن", Style::Person, "عبد رحمن");
    check("Nuruddin", Style::Person, "nur din");
    check("نورالدین", Style::Person, "نور دين");
    check("Abdullaev", Style::Person, "abdullaev");
}

#[test]
fn small_words_glued_words_and_initials() {
    check("Hamid bin Salim al-Harbani", Style::Person, "hamid salim harbani");
    check("SergeiLavrenko", Style::Person, "sergei lavrenko");
    check("J.-C. Denning", Style::Person, "j c denning");
    check("JC Denning", Style::Person, "j c denning");
    check("Limtied Liabiliyt Company Zarya", Style::Organisation, "llc zarya");
    check("Laticomltd", Style::Organisation, "laticom ltd");
    check("Brigade Forty-Four", Style::Organisation, "brigade 44");
    check("🙂 \u{202e}", Style::Person, "");
}
