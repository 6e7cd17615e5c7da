//! Data folders that the measured servers run on: lists imported, an account and a key made by the program itself,
//! subjects registered for monitoring. Made once under `target`, and copied for what writes into them.

use super::client::stream;
use super::server::Server;
use super::traffic::lines;
use crate::bench::corpus::{Corpus, Lists};
use crate::project::run;
use anyhow::{Context, Result, bail};
use model::{Entity, Name, Schema, Subject};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A data folder with a key.
pub struct Place {
    /// The program.
    pub program: PathBuf,
    /// The data folder.
    pub folder: PathBuf,
    /// A key that may screen and see lists, alerts and figures.
    pub key: String,
}

impl Place {
    /// The folder of this name, made where it is not there yet.
    pub fn ready(program: &Path, parent: &Path, name: &str, lists: &Lists) -> Result<Self> {
        let folder = parent.join(name);
        let (program, made) = (program.to_owned(), folder.join("bench-key"));
        if let Ok(key) = fs::read_to_string(&made) {
            return Ok(Self { program, folder, key });
        }
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let mut place = Self { program, folder, key: String::new() };
        place.import(lists)?;
        place.key = place.make_key()?;
        fs::write(made, &place.key)?;
        Ok(place)
    }

    /// A copy to write into, in place of any copy before.
    pub fn copy(&self, name: &str) -> Result<Self> {
        let folder = self.folder.with_file_name(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        copy_folder(&self.folder, &folder)?;
        Ok(Self { program: self.program.clone(), folder, key: self.key.clone() })
    }

    /// Imports lists, each from a file of FollowTheMoney that is written for it; the index is built at the end.
    fn import(&self, lists: &Lists) -> Result<()> {
        let mut sources = String::new();
        for (id, entries) in lists {
            let file = format!("{}.json", id.0);
            write_list(&self.folder.join(&file), entries)?;
            sources += &format!(
                "[[list]]\nid = {id:?}\ntitle = {id:?}\nauthority = \"Benchmark\"\nlegal_basis = \"Benchmark\"\n\
                 format = \"ftm\"\nfiles = [{file:?}]\n",
                id = id.0,
            );
        }
        fs::write(self.folder.join("sources.toml"), sources)?;
        run(self.command(&["lists", "fetch"]).args(lists.iter().map(|(id, _)| &id.0)))
    }

    /// Imports one list anew, on another core than the server's and with the lowest standing.
    pub fn renew(&self, list: &str, entries: &[Entity], core: usize) -> Result<Command> {
        write_list(&self.folder.join(format!("{list}.json")), entries)?;
        let mut command = Command::new("taskset");
        command.args(["--cpu-list", &core.to_string(), "nice", "-n", "19"]).arg(&self.program);
        command.args(["lists", "fetch", list, "--data"]).arg(&self.folder);
        Ok(command)
    }

    fn make_key(&self) -> Result<String> {
        let account =
            ["user", "add", "bench", "--name", "Benchmark", "--role", "analyst", "--role", "administrator"];
        run(self.command(&account).args(["--basis", "Benchmark"]))?;
        let mut key =
            self.command(&["key", "make", "--owner", "bench", "--name", "load", "--desk", "finance"]);
        key.args(["--purpose", "benchmark", "--basis", "Benchmark", "--until", "2099-12-31"]);
        for scope in [
            "screening.run",
            "list.view",
            "alert.view",
            "node.view",
            "monitoring.register",
            "monitoring.view",
        ] {
            key.args(["--scope", scope]);
        }
        let output = key.output()?;
        if !output.status.success() {
            bail!("no key could be made: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("ENTENTE_DATA", &self.folder);
        command
    }

    /// Registers subjects for monitoring, where that was not done before.
    pub async fn monitor(&self, subjects: &[Subject], core: usize) -> Result<()> {
        let made = self.folder.join("bench-monitored");
        if fs::read_to_string(&made).is_ok_and(|count| count == subjects.len().to_string()) {
            return Ok(());
        }
        let server = Server::start(self, core).await?;
        let path = "/api/v1/monitored-subjects/stream?until=2099-12-31";
        let reply = stream(server.address, path, &self.key, lines(subjects)).await?;
        if reply.status != 200 {
            bail!("no subjects could be registered: {} {:?}", reply.status, reply.lines);
        }
        Ok(fs::write(made, subjects.len().to_string())?)
    }
}

fn write_list(path: &Path, entries: &[Entity]) -> Result<()> {
    let lines: String = entries.iter().map(|entry| lists::ftm::to_json(entry).to_string() + "\n").collect();
    fs::write(path, lines).with_context(|| format!("cannot write {}", path.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &target)?,
            false => drop(fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}

/// So many people on no list: names put together from those of the unlisted people, birth dates theirs.
pub fn people(corpus: &Corpus, count: usize) -> Result<Vec<Subject>> {
    let unlisted = crate::bench::corpus::negatives_dev(&corpus.shared)?;
    let mut random = fastrand::Rng::with_seed(31);
    let mut people = Vec::with_capacity(count);
    while people.len() < count {
        let [first, second] = [random.usize(..unlisted.len()), random.usize(..unlisted.len())];
        let (given, family) = (words(&unlisted[first].full), words(&unlisted[second].full));
        let (Some(given), Some(family)) = (given.first(), family.last()) else { continue };
        let mut subject = unlisted[second].full.clone();
        subject.id = format!("C-{}", people.len());
        subject.profile.schema = Schema::Person;
        subject.profile.names = vec![Name::primary(format!("{given} {family}"))];
        people.push(subject);
    }
    Ok(people)
}

fn words(subject: &Subject) -> Vec<&str> {
    subject.profile.caption().split_whitespace().collect()
}
