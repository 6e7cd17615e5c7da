//! Fetching: conditional, bounded, and never at the cost of the last good version.

use super::bench::Bench;
use super::fixtures::{file, person, ten_people};
use super::server::{Behaviour, Server};

fn with_server() -> (Bench, Server) {
    let bench = Bench::new();
    let server = Server::start(Behaviour::Serve(file(&ten_people())));
    let sources = format!(
        "[[list]]\nid = \"national\"\ntitle = \"Register\"\nauthority = \"Ministry of Examples\"\n\
         legal_basis = \"Act 12\"\nformat = \"ftm\"\nurls = [\"{}\"]\nmarking = {{ tlp = \"TLP:GREEN\" }}\n",
        server.url("national.json")
    );
    bench.write("data/sources.toml", sources);
    (bench, server)
}

#[test]
fn a_list_is_fetched_and_then_only_when_it_changed() {
    let (bench, server) = with_server();
    bench.run(&["lists", "fetch", "national"]).ok().says("national: imported 10 entries");
    assert!(!server.requests()[0].contains("if-none-match"));
    let first = bench.status("national");
    assert_eq!(first["marking"], "TLP:GREEN");

    bench.run(&["lists", "fetch", "national"]).ok().says("unchanged, 10 entries");
    let asked = &server.requests()[0];
    assert!(
        asked.contains("if-none-match: \"") && asked.contains("if-modified-since: wed, 01 apr"),
        "{asked}"
    );
    let second = bench.status("national");
    assert_eq!(first["current"], second["current"]);
    assert!(second["confirmed_at"].as_str() > first["confirmed_at"].as_str(), "the version was confirmed");

    let mut people = ten_people();
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    server.behave(Behaviour::Serve(file(&people)));
    // Without a name, what the node holds is fetched.
    bench.run(&["lists", "fetch"]).ok().says("imported 11 entries (1 added, 0 removed, 0 changed)");
}

#[test]
fn a_server_that_fails_costs_nothing() {
    let (bench, server) = with_server();
    bench.run(&["lists", "fetch", "national"]).ok();
    let mut people = ten_people();
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    for (behaviour, code, complaint) in [
        (Behaviour::Fail(404), 1, "404"),
        (Behaviour::Fail(503), 1, "503"),
        (Behaviour::BreakOff(file(&people)), 1, "cannot fetch"),
        (Behaviour::Serve("<html><body>Please accept our cookies</body></html>".into()), 4, "national"),
        (Behaviour::Serve(String::new()), 4, "holds no entry"),
        (Behaviour::Serve(file(&ten_people()[..4])), 4, "60 % fewer"),
    ] {
        server.behave(behaviour.clone());
        bench.run(&["lists", "fetch", "national"]).ends_with(code).complains(complaint);
        assert_eq!(bench.entries("national"), 10, "{behaviour:?}");
        assert_ne!(bench.status("national")["last_attempt"]["outcome"], "imported");
    }
    // A refused file is asked for again without conditions, so that nothing hides it.
    server.requests();
    server.behave(Behaviour::Serve(file(&ten_people()[..4])));
    bench.run(&["lists", "fetch", "national", "--accept-shrink"]).ok().says("imported 4 entries");
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let (bench, _server) = with_server();
    let sources = bench.read("data/sources.toml").replace("127.0.0.1:", "127.0.0.1:1");
    // Port numbers beyond the last one are no address, so a closed port is named outright.
    let start = sources.find("http://").unwrap();
    let end = start + sources[start..].find("/national").unwrap();
    let closed = format!("{}http://127.0.0.1:9{}", &sources[..start], &sources[end..]);
    bench.write("data/sources.toml", closed);
    let run = bench.run(&["lists", "fetch", "national"]).ends_with(1);
    run.complains("cannot fetch http://127.0.0.1:9/national.json");
    assert_eq!(bench.status("national")["state"], "missing");
}

#[test]
fn a_file_that_is_too_large_is_not_read_to_its_end() {
    let (bench, server) = with_server();
    server.behave(Behaviour::Serve("x".repeat(3_000_000)));
    bench
        .run(&["lists", "fetch", "national", "--max-size", "1"])
        .ends_with(1)
        .complains("larger than 1000000 bytes");
}

#[test]
fn an_address_is_imported_like_a_file() {
    let (bench, server) = with_server();
    bench.run(&["lists", "import", &server.url("national.json")]).ok().says("national: imported 10 entries");
    let other = server.url("other.json");
    bench.run(&["lists", "import", &other]).ends_with(2).complains("--list ID");
    bench.run(&["lists", "import", &other, "--list", "other", "--legal-basis", "Act 13"]).ok();

    let path = bench.path("on-disk.json");
    std::fs::write(&path, file(&ten_people())).unwrap();
    let address = format!("file://{}", path.display());
    bench.run(&["lists", "import", &address, "--list", "third", "--legal-basis", "Act 14"]).ok();
    bench.run(&["lists", "import", "ftp://example.org/list.xml"]).ends_with(2).complains("ftp addresses");
}

#[test]
fn a_list_without_configuration_cannot_be_fetched() {
    let bench = Bench::new();
    bench.run(&["lists", "fetch", "nowhere"]).ends_with(2).complains("there is no list nowhere");
    bench.import("national", &file(&ten_people()), &[]).ok();
    bench.run(&["lists", "fetch", "national"]).ends_with(2).complains("without an address");
    let sources = bench.write("sources.toml", "[[list]]\nid = \"x\"\n");
    bench.run(&["lists", "fetch", "--sources", &sources]).ends_with(1).complains("sources.toml");
}
