//! The HTTP API held to its own document by schemathesis: requests that the document allows and such that it does not,
//! against a running server over the example lists. No answer may be a server's fault, and every answer must be as
//! described. Made of fixed seeds, so that a second run asks the same.

use crate::project::{Project, run};
use crate::python;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What is installed from PyPI; change it and the environment is made anew.
const PACKAGE: &str = "schemathesis==4.32.5";

/// Seconds that all of it may take.
const TIME: &str = "110";

/// What schemathesis is taught: the forms of bodies that it does not know.
const HOOKS: &str = include_str!("api_hooks.py");

/// What every answer is held to.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,allow_header_conformance,unsupported_method";

/// Runs schemathesis against the server that cargo built.
pub fn check(project: &Project) -> Result<()> {
    run(&mut project.cargo(&["build", "--package", "entente"]))?;
    let programs = std::env::current_exe()?.parent().context("xtask lies in a folder")?.to_owned();
    let environment = programs.with_file_name("schemathesis");
    let tool = python::environment(&environment, &[PACKAGE])?.join("schemathesis");
    let node = Node::made(&project.root, programs.join("entente"), environment.join("node"))?;
    let mut server = node.serve()?;
    fs::write(environment.join("api_hooks.py"), HOOKS)?;
    let document = format!("http://{}/api/openapi.json", server.address);
    let checked = run(Command::new(tool)
        .current_dir(&environment)
        .envs([("SCHEMATHESIS_HOOKS", "api_hooks.py"), ("PYTHONPATH", ".")])
        .args(["run", &document, "--header", &format!("Authorization: Bearer {}", node.key)])
        .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--seed", "7"])
        .args(["--max-time", TIME, "--request-timeout", "10", "--continue-on-failure", "--no-color"])
        .args(["--suppress-health-check", "all", "--warnings", "off", "--output-sanitize", "true"]));
    if let Some(status) = server.process.try_wait()? {
        bail!("the server ended meanwhile ({status}); {} says why", node.folder.join("log").display());
    }
    checked
}

/// A node over the example lists, with a key that may do all that its desk's work needs.
struct Node {
    program: PathBuf,
    folder: PathBuf,
    key: String,
}

impl Node {
    fn made(root: &Path, program: PathBuf, folder: PathBuf) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let mut node = Self { program, folder, key: String::new() };
        run(node.command(&["demo", "--keep"]).arg(&node.folder).stdout(Stdio::null()))?;
        let account = ["user", "add", "tester", "--name", "Tester", "--basis", "a test"];
        let roles = ["analyst", "approver", "officer", "reviewer", "auditor", "administrator"];
        run(node.command(&account).args(roles.iter().flat_map(|role| ["--role", role])))?;
        let key = [
            "key",
            "make",
            "--owner",
            "tester",
            "--name",
            "test",
            "--desk",
            "finance",
            "--purpose",
            "a test",
        ];
        let output = node
            .command(&key)
            .args(["--basis", "a test", "--until", "2099-12-31"])
            .args(scopes(root)?.iter().flat_map(|action| ["--scope", action]))
            .output()?;
        if !output.status.success() {
            bail!("no key could be made: {}", String::from_utf8_lossy(&output.stderr));
        }
        node.key = String::from_utf8(output.stdout)?.trim().to_owned();
        Ok(node)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("ENTENTE_DATA", &self.folder).current_dir(parent(&self.folder));
        command
    }

    fn serve(&self) -> Result<Server> {
        let mut process = self
            .command(&["serve", "--listen", "127.0.0.1:0", "--longest-wait", "10000", "--log", "warn"])
            .stdout(Stdio::piped())
            .stderr(fs::File::create(self.folder.join("log"))?)
            .spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("standard output is piped")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_default().to_owned();
        Ok(Server { process, address })
    }
}

/// What the key may do: everything but taking lists away, after which nothing would be left to screen against.
fn scopes(root: &Path) -> Result<Vec<String>> {
    let mut all = actions(root)?;
    all.retain(|action| action != "list.manage");
    Ok(all)
}

/// All actions, by the schema that policies are written against.
fn actions(root: &Path) -> Result<Vec<String>> {
    let schema = fs::read_to_string(root.join("crates/foundation/access/policies/entente.cedarschema"))?;
    let named = schema.split('"').filter(|word| {
        word.contains('.')
            && word.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '.' | '-'))
    });
    Ok(named.map(str::to_owned).collect())
}

fn parent(folder: &Path) -> &Path {
    folder.parent().unwrap_or(folder)
}

/// A running server, ended when this is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
