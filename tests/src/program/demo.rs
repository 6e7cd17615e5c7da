//! The demo: from nothing to explained alerts, in one command.

use super::bench::Bench;

#[test]
fn the_demo_runs_anywhere_and_alerts_on_the_planted_customers() {
    let bench = Bench::new();
    let run = bench.run(&["demo"]).ok();
    let run = run.says("imported").says("because").says("What to do next").says("entente lists fetch");
    let run = run.says("customers screened");
    assert!(bench.data_files().is_empty(), "the demo leaves nothing behind");
    assert!(run.stdout.lines().count() > 40, "{}", run.stdout);
}

#[test]
fn the_demo_can_be_kept_and_looked_into() {
    let bench = Bench::new();
    bench.run(&["demo", "--keep", "kept", "--language", "ru"]).ok().says("так как").says("--data kept");
    bench.run(&["lists", "status", "--data", "kept"]).ok().says("entries");
    bench.run(&["demo", "--keep", "kept"]).ok().says("unchanged");
}
