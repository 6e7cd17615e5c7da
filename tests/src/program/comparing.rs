//! Comparing two names, and files of pairs.

use super::bench::Bench;

#[test]
fn two_names_are_compared_and_explained() {
    let bench = Bench::new();
    let run = bench.run(&["compare", "Nabeel Munir", "نبیل منیر"]).ok();
    run.says("match").says("Nabeel").says("نبیل").says("Arab");
    bench.run(&["compare", "Набиль Мунир", "نبیل منیر", "--language", "ru"]).ok().says("совпадение");
    bench.run(&["compare", "Oleg V. Syromolotov", "Олег Сыромолотов", "--language", "ur"]).ok().says("مطابق");
    let json = bench.run(&["compare", "Oleg Vymyshlenko", "Jane Ordinary", "--format", "json"]).ok().json();
    assert_eq!(json["verdict"], "no-match");
    assert!(json["explanation"]["alignment"].is_array());
}

#[test]
fn words_that_hardly_meet_are_not_said_to_sound_alike() {
    let bench = Bench::new();
    let run = bench.run(&["compare", "Gulnaz Akhtar Shahrezi", "SHAHNAZ AKHTAR GULREZI"]).ok();
    let run = run.says("alike only in part").says("words that met are alike only in part");
    for claimed in ["sounds alike", "widespread"] {
        assert!(!run.stdout.contains(claimed), "{claimed}: {}", run.stdout);
    }
}

#[test]
fn a_comparison_takes_the_schema_into_account() {
    let bench = Bench::new();
    let arguments =
        ["compare", "Primer Trading LLC", "ООО Пример Трейдинг", "--schema", "Company", "--format", "json"];
    assert_eq!(bench.run(&arguments).ok().json()["verdict"], "match");
    bench.run(&["compare", "a", "b", "--schema", "Planet"]).ends_with(2).complains("Person, Organization");
}

const PAIRS: &str = "schema,name1,name2,is_match,category,note\n\
    Person,Oleg Vymyshlenko,Oleg Vymyshlenko,true,same,\"kept, as it is\"\n\
    Person,Oleg Vymyshlenko,Philippa Notareal,false,other,\n\
    Person,,Nobody,false,other,\n\
    Person,Imran Khayal Farzi,عمران خیال فرضی,1,script,\n";

#[test]
fn pairs_get_score_and_verdict_after_their_own_columns() {
    let bench = Bench::new();
    let pairs = bench.write("pairs.csv", PAIRS);
    let run = bench.run(&["compare", "--pairs", &pairs, "--out", "scores.csv"]).ends_with(3);
    let run = run.complains("line 4, name1: there is no name");
    run.says("3 pairs compared, 2 taken for the same").says("precision").says("script");
    let rows = bench.read("scores.csv");
    let rows: Vec<&str> = rows.lines().collect();
    assert_eq!(rows[0], "schema,name1,name2,is_match,category,note,score,verdict");
    assert!(
        rows[1].starts_with("Person,Oleg Vymyshlenko,Oleg Vymyshlenko,true,same,\"kept, as it is\","),
        "{rows:?}"
    );
    let verdicts: Vec<&str> = rows[1..].iter().map(|row| row.rsplit(',').next().unwrap()).collect();
    assert_eq!(verdicts, ["match", "no-match", "", "match"]);
    let score: f64 = rows[1].rsplit(',').nth(1).unwrap().parse().unwrap();
    assert!(score > 0.0);
}

#[test]
fn figures_count_right_and_wrong_verdicts() {
    let bench = Bench::new();
    // Labels are turned round on purpose: one of each kind of mistake.
    let pairs = "schema,name1,name2,is_match\nPerson,Oleg Vymyshlenko,Oleg Vymyshlenko,true\n\
                 Person,Oleg Vymyshlenko,Oleg Vymyshlenko,false\nPerson,Oleg Vymyshlenko,Jane Ordinary,true\n";
    let run =
        bench.run_with_input(&["compare", "--pairs", "-", "--out", "scores.csv"], pairs.as_bytes()).ok();
    let all = run.stdout.lines().find(|line| line.starts_with("all")).unwrap().to_owned();
    let figures: Vec<&str> = all.split_whitespace().collect();
    assert_eq!(figures, ["all", "3", "1", "1", "0", "1", "0.500", "0.500", "0.500"]);
}

#[test]
fn without_labels_or_file_the_rows_go_to_standard_output() {
    let bench = Bench::new();
    let pairs = bench.write("pairs.csv", "name1,name2,schema\nOleg Vymyshlenko,Олег Вымышленко,Person\n");
    let run = bench.run(&["compare", "--pairs", &pairs]).ok();
    assert!(run.stdout.starts_with("name1,name2,schema,score,verdict\nOleg"), "{}", run.stdout);
    assert!(!run.stderr.contains("precision"));
    let other = bench.write("other.csv", "left,right\na,b\n");
    bench.run(&["compare", "--pairs", &other]).ends_with(2).complains("has no column name1");
    bench.run(&["compare", "--pairs", "nowhere.csv"]).ends_with(1).complains("nowhere.csv");
}

#[test]
fn scoring_like_ofac() {
    let bench = Bench::new();
    let arguments =
        ["compare", "Oleg Vymyshlenko", "Oleg Vymyshlenko", "--scoring", "ofac", "--format", "json"];
    assert_eq!(bench.run(&arguments).ok().json()["score"], 100.0);
}
