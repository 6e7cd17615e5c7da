//! What is in `deploy/` and what `docs/operations.md` says, held to the program: units that systemd finds good, no secret in
//! a file, a container without rights, and commands that exist.

use crate::program::binary;
use crate::required;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn text(name: &str) -> String {
    fs::read_to_string(project().join(name)).unwrap()
}

/// What a program says, where it is installed.
fn said(command: &mut Command) -> Option<Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("left out, since {:?} does not run: {error}", command.get_program());
            None
        }
    }
}

/// The units in a folder of their own, with a program that exists here.
fn units() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = project().join("deploy/systemd");
    for file in fs::read_dir(&source).unwrap().flatten().map(|file| file.path()) {
        if file.is_file() {
            let unit = fs::read_to_string(&file).unwrap();
            let unit = unit.replace("/usr/local/bin/entente", &binary::path().display().to_string());
            fs::write(folder.path().join(file.file_name().unwrap()), unit).unwrap();
        }
    }
    let shared = "entente-.service.d";
    fs::create_dir(folder.path().join(shared)).unwrap();
    let hardening = format!("{shared}/hardening.conf");
    fs::copy(source.join(&hardening), folder.path().join(&hardening)).unwrap();
    folder
}

#[test]
fn systemd_finds_the_units_good_and_tight() {
    let folder = units();
    let search = format!("{}:", folder.path().display());
    for unit in ["entente-serve.service", "entente-lists.timer", "entente-backup.timer"] {
        let mut verify = Command::new("systemd-analyze");
        verify.args(["verify", "--man=no", unit]).env("SYSTEMD_UNIT_PATH", &search).current_dir(&folder);
        let Some(output) = said(&mut verify) else { return assert!(!required(), "systemd is missing") };
        let complaints = String::from_utf8_lossy(&output.stderr);
        // Other units of this machine are not ours to judge.
        let ours: Vec<&str> = complaints.lines().filter(|line| line.contains("entente")).collect();
        assert!(ours.is_empty(), "{unit}: {complaints}");
    }
    for unit in ["entente-serve.service", "entente-lists.service", "entente-backup.service"] {
        let mut security = Command::new("systemd-analyze");
        // In tenths: 2.0 of 10 is what a service that needs the network can have.
        security.args(["security", "--offline=true", "--threshold=20", unit]);
        security.env("SYSTEMD_UNIT_PATH", &search).current_dir(&folder);
        let Some(output) = said(&mut security) else { return assert!(!required(), "systemd is missing") };
        assert!(output.status.success(), "{unit}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn the_container_has_no_rights_and_says_how_it_is() {
    let file = text("deploy/Dockerfile");
    let last_stage = file.rsplit("\nFROM ").next().unwrap();
    for needed in ["\nUSER 10001:10001\n", "\nHEALTHCHECK ", "\nSTOPSIGNAL SIGTERM\n", "\nENTRYPOINT ["] {
        assert!(last_stage.contains(needed), "{needed:?} is missing");
    }
    // Nothing is fetched that a version does not name, and nothing is run as root after the user is set.
    assert!(!file.contains(":latest") && !file.contains("curl http"));
    let after_user = last_stage.split("\nUSER ").nth(1).unwrap();
    assert!(!after_user.contains("\nRUN "));
    if let Some(output) = said(Command::new("hadolint").arg(project().join("deploy/Dockerfile"))) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn the_compose_file_holds_no_secret() {
    let compose: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text("deploy/compose.yaml")).unwrap();
    let services = compose["services"].as_mapping().unwrap();
    let secrets = compose["secrets"].as_mapping().unwrap();
    for (name, service) in services {
        for (key, value) in service["environment"].as_mapping().unwrap() {
            let (key, value) = (key.as_str().unwrap(), value.as_str().unwrap());
            let secret = key.contains("PASSWORD") || key.contains("KEY") || key == "ENTENTE_POSTGRES";
            assert!(!secret || value.contains("/run/secrets/"), "{name:?}: {key} is not a file");
        }
        for secret in service["secrets"].as_sequence().unwrap() {
            let declared = &secrets[secret]["file"];
            assert!(declared.as_str().unwrap().starts_with("./secrets/"), "{secret:?}");
        }
    }
    let node = &services["node"];
    assert_eq!(node["read_only"], true);
    assert_eq!(node["cap_drop"][0], "ALL");
    assert!(services["database"]["ports"].is_null(), "the database is not reached from outside");
    let ignored = text(".gitignore");
    assert!(
        ignored.lines().any(|line| line == "/deploy/secrets"),
        "secrets must not get into the repository"
    );
}

#[test]
fn every_command_of_the_operations_guide_exists() {
    let units: String = fs::read_dir(project().join("deploy/systemd"))
        .unwrap()
        .flatten()
        .filter_map(|file| fs::read_to_string(file.path()).ok())
        .collect();
    let guide = text("docs/operations.md") + &units.replace("ExecStart=/usr/local/bin/", "\n");
    let mut checked = 0;
    for line in guide.lines().flat_map(|line| line.split("&& ")) {
        let Some(words) = line.trim().strip_prefix("entente ") else { continue };
        let words = words.split_whitespace();
        let command: Vec<&str> =
            words.clone().take_while(|word| word.chars().all(|c| c.is_ascii_lowercase())).collect();
        let help = Command::new(binary::path()).args(&command).arg("--help").output().unwrap();
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(help.contains("Usage: entente"), "{line}: there is no such command");
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{line}: {option} is no option");
        }
        checked += 1;
    }
    assert!(checked > 12, "{checked} commands are too few to be all");
}
