//! The command line: every command, its options, an example of each.

use crate::commands::user::RoleAt;
use crate::commands::{key, user};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::Timestamp;
use jiff::civil::Date;
use language::Language;
use model::{Desk, RecordId, Schema};
use node::identity::Action;
use node::{ListFormat, OperatingPoint, Scoring};
use std::net::SocketAddr;
use std::path::PathBuf;

/// What `--help` says of exit codes; docs/cli.md says more.
const EXIT_CODES: &str = "\
Exit codes:
  0  all done (alerts or not)
  1  something failed on the way: a file, the network, the data folder
  2  asked for in a way that cannot be: unknown option, list, entry or column
  3  done, but some records of the input were faulty and left out; each is reported on stderr
  4  a new version of a list was refused; the last good one stays in use
  5  `lists status --check`: a list is missing, expired or too old; `audit verify`: the log is not what was signed;
     `audit replay`: the same engine gives something else, or the record was altered; `doctor`: something is broken;
     `statement check`: flags are open
  6  `audit replay`: no comparison of like with like: another engine, erased, or a list purged";

/// Screens people and organisations against designation lists, across writing systems, with every match explained.
#[derive(Debug, Parser)]
#[command(name = "entente", version, max_term_width = 100, after_help = EXIT_CODES, after_long_help = EXIT_CODES)]
#[command(arg_required_else_help = true)]
pub struct Cli {
    /// Where the node lies
    #[command(flatten)]
    pub data: Home,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Where the node lies.
#[derive(Clone, Debug, Args)]
pub struct Home {
    /// Folder with the node's data; by default `entente` in the user's data folder (~/.local/share on Linux)
    #[arg(long = "data", global = true, env = "ENTENTE_DATA", value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Keep the records in PostgreSQL: postgres://USER@HOST/NAME, or @FILE with such an address in it. Keys, files
    /// and the index stay in the data folder
    #[arg(long, global = true, env = "ENTENTE_POSTGRES", value_name = "URL", hide_env_values = true)]
    pub postgres: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show everything once, on fictional lists and customers: no network, no prior step
    #[command(after_help = "Example:\n  entente demo\n  entente demo --keep ./demo-data --language ru")]
    Demo(DemoArgs),
    /// Bring lists in, keep them fresh, look into them
    #[command(subcommand)]
    Lists(ListsCommand),
    /// Screen subjects against lists
    #[command(after_help = "\
Examples:
  entente screen customers.csv
  entente screen customers.csv --map name=Client --map birth-date=#4 --format csv --out alerts.csv
  entente screen - --format jsonl < subjects.jsonl
  entente screen customers.csv --lists-from consolidated.xml --operating-point wide --language ru
  entente screen --explain-threshold")]
    Screen(ScreenArgs),
    /// Compare two names, or many pairs of a file
    #[command(after_help = "\
Examples:
  entente compare 'Nabeel Munir' 'نبیل منیر'
  entente compare 'Example Trading LLC' 'ООО Пример Трейдинг' --schema Company --language ru
  entente compare --pairs pairs.csv --out scores.csv")]
    Compare(CompareArgs),
    /// Statements of a working group: what their language versions do not say alike
    #[command(subcommand, after_help = "Example:\n  entente statement check statement.json --language ru")]
    Statement(StatementCommand),
    /// Accounts: who answers for what is done in this node
    #[command(
        subcommand,
        after_help = "\
Examples:
  entente user add nadia --name 'Nadia Example' --role analyst@finance --basis 'Screening Act, s. 3'
  entente user list"
    )]
    User(UserCommand),
    /// API keys: for programs that ask this node
    #[command(
        subcommand,
        after_help = "\
Examples:
  entente key make --owner nadia --name 'core banking' --desk finance --purpose 'customer screening' \\
      --basis 'Screening Act, s. 3' --until 2027-06-30
  entente key list
  entente key revoke 0199f0aa-0000-7000-8000-000000000000"
    )]
    Key(KeyCommand),
    /// The audit log: sign what was done, and verify that nobody changed it since
    #[command(
        subcommand,
        after_help = "\
Examples:
  entente audit sign > checkpoint-for-the-auditor
  entente audit verify"
    )]
    Audit(AuditCommand),
    /// Back the node up, while it runs: all records and files, without the keys
    #[command(after_help = "Example:\n  entente backup /backups/entente-2026-11-25.backup")]
    Backup {
        /// The file to write
        file: PathBuf,
    },
    /// Restore a backup into an empty place, a folder or a database
    #[command(after_help = "\
Examples:
  entente restore entente.backup --data ./restored --keys /safe/keys
  entente restore entente.backup --data ./restored --keys /safe/keys --postgres @/etc/entente/database")]
    Restore(RestoreArgs),
    /// Look at everything that can be wrong with this node, and say what to do
    #[command(after_help = "\
Examples:
  entente doctor
  entente doctor --tls-cert cert.pem --tls-key key.pem --format json")]
    Doctor(DoctorArgs),
    /// The keys that records are sealed with
    #[command(subcommand, after_help = "Example:\n  entente keys rotate")]
    Keys(KeysCommand),
    /// Run the service: the HTTP API over this node's lists and records
    #[command(after_help = "\
Examples:
  entente serve
  entente serve --demo
  entente serve --data /var/lib/entente --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem
  entente serve --log-format text --log warn")]
    Serve(ServeArgs),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  entente completions bash > /etc/bash_completion.d/entente")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Keep the demo's data in this folder, to try other commands on it with --data
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Language of the reasons: en, ru, ur
    #[arg(long, default_value = "en", value_parser = language)]
    pub language: Language,
}

/// `lists`.
#[derive(Debug, Subcommand)]
pub enum ListsCommand {
    /// Import a list from its file or files, or from one address
    #[command(after_help = "\
Examples:
  entente lists import consolidated.xml
  entente lists import sdn.csv add.csv alt.csv
  entente lists import register.xlsx --mapping register.toml --list national --legal-basis 'Act 12 of 2020'
  entente lists import https://scsanctions.un.org/resources/xml/en/consolidated.xml")]
    Import(ImportArgs),
    /// Renew lists from their authorities' addresses, or from the files that a sources file names
    #[command(after_help = "\
Examples:
  entente lists fetch
  entente lists fetch un-sc ofac-sdn
  entente lists fetch --sources my-sources.toml")]
    Fetch(FetchArgs),
    /// Show how the lists stand: version, age, faults, what to worry about
    #[command(
        after_help = "Examples:\n  entente lists status\n  entente lists status --format json\n  entente lists status --check || alert-someone"
    )]
    Status {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: ShowFormat,
        /// End with exit code 5 when a list is missing, expired or too old
        #[arg(long)]
        check: bool,
    },
    /// Show an entry by its own id or reference
    #[command(
        after_help = "Examples:\n  entente lists show EX-1001\n  entente lists show EX-1001 --list national --format json"
    )]
    Show {
        /// The entry's id or reference
        entry: String,
        /// Only on this list
        #[arg(long, value_name = "ID")]
        list: Option<String>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: ShowFormat,
    },
    /// Show the faults that were found in the current version of a list
    #[command(after_help = "Example:\n  entente lists faults un-sc")]
    Faults {
        /// The list
        list: String,
        /// At most so many
        #[arg(long, default_value_t = 1000, value_name = "N")]
        limit: usize,
    },
    /// Show what changed between two versions of a list; by default the last two
    #[command(
        after_help = "Examples:\n  entente lists diff un-sc\n  entente lists diff un-sc 3f9a0c 81be44 --format json"
    )]
    Diff {
        /// The list
        list: String,
        /// The beginning of the older version's hash
        #[arg(requires = "new")]
        old: Option<String>,
        /// The beginning of the newer version's hash
        new: Option<String>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: ShowFormat,
    },
    /// Take a list out of screening
    #[command(
        after_help = "Examples:\n  entente lists remove national\n  entente lists remove national --purge"
    )]
    Remove {
        /// The list
        list: String,
        /// Erase its versions, entries and original files too; past screenings can then not be replayed
        #[arg(long)]
        purge: bool,
    },
    /// Build the index anew
    #[command(after_help = "Example:\n  entente lists reindex")]
    Reindex,
}

/// `lists import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The files of one list (or several lists, where the formats tell them apart), or one http(s) or file address
    #[arg(required = true, value_name = "FILE|URL")]
    pub files: Vec<String>,
    /// The list; told from the format where it is an official one
    #[arg(long, value_name = "ID")]
    pub list: Option<String>,
    /// The format: un-xml, ofac-csv, ofac-xml, ofac-advanced-xml, eu-xml, hmt-csv, uk-xml, ftm, ftm-delta, mapped
    #[arg(long, value_parser = list_format)]
    pub format: Option<ListFormat>,
    /// Mapping file that says which column is what (national lists)
    #[arg(long, value_name = "M.toml")]
    pub mapping: Option<PathBuf>,
    /// Who publishes a list that no sources file describes
    #[arg(long, value_name = "TEXT")]
    pub authority: Option<String>,
    /// Why a list that no sources file describes may be held and screened against
    #[arg(long, value_name = "TEXT")]
    pub legal_basis: Option<String>,
    /// File that describes lists, beside those known already
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// Rules that are waived
    #[command(flatten)]
    pub accept: AcceptArgs,
    /// Download settings
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// Which rules a person waives.
#[derive(Clone, Copy, Debug, Args)]
pub struct AcceptArgs {
    /// Accept a version that lost more entries than the list's set share
    #[arg(long)]
    pub accept_shrink: bool,
    /// Accept a version of an earlier date than the current one
    #[arg(long)]
    pub accept_older: bool,
    /// Accept a version that is empty or could be read in part only, too
    #[arg(long)]
    pub force: bool,
}

/// Download settings.
#[derive(Clone, Debug, Args)]
pub struct NetworkArgs {
    /// Proxy for downloads
    #[arg(long, env = "HTTPS_PROXY", value_name = "URL", hide_env_values = true)]
    pub proxy: Option<String>,
    /// No download may take longer, in seconds
    #[arg(long, default_value_t = 900, value_name = "SECONDS")]
    pub timeout: u64,
    /// No downloaded file may be larger, in MB
    #[arg(long, default_value_t = 2048, value_name = "MB")]
    pub max_size: u64,
}

/// `lists fetch`.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// The lists; by default those of the sources file, else all that this node holds, else all official ones
    #[arg(value_name = "ID")]
    pub lists: Vec<String>,
    /// File that describes lists, beside those known already
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// Rules that are waived
    #[command(flatten)]
    pub accept: AcceptArgs,
    /// Download settings
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `screen`.
#[derive(Debug, Args)]
pub struct ScreenArgs {
    /// CSV with a header, or FollowTheMoney-shaped JSON lines; `-` is standard input
    #[arg(required_unless_present = "explain_threshold")]
    pub input: Option<String>,
    /// Only against this list (repeatable)
    #[arg(long = "list", value_name = "NAME")]
    pub lists: Vec<String>,
    /// Against the list in this file, without the node's lists (repeatable)
    #[arg(long, value_name = "FILE")]
    pub lists_from: Vec<PathBuf>,
    /// Mapping file for the files of --lists-from
    #[arg(long, value_name = "M.toml", requires = "lists_from")]
    pub mapping: Option<PathBuf>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    pub format: ResultFormat,
    /// How much to find: strict, standard, wide
    #[arg(long, default_value = "standard", value_parser = operating_point)]
    pub operating_point: OperatingPoint,
    /// At most so many matches for one subject
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub top: usize,
    /// Least score of a match, in place of the operating point's
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub min_score: Option<f64>,
    /// How scores are formed: evidence (log-odds), ofac (0 to 100, names alone)
    #[arg(long, default_value = "evidence", value_parser = scoring)]
    pub scoring: Scoring,
    /// Language of the reasons: en, ru, ur
    #[arg(long, value_parser = language)]
    pub language: Option<Language>,
    /// Leave the reasons out: faster, smaller
    #[arg(long)]
    pub no_explain: bool,
    /// Print what the operating points were measured to do, and end if there is no input
    #[arg(long)]
    pub explain_threshold: bool,
    /// Write the results to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What a column holds (repeatable): PROPERTY=COLUMN, a column being a header or # and its number
    #[arg(long = "map", value_name = "PROPERTY=COLUMN")]
    pub columns: Vec<String>,
    /// What subjects are whose rows do not say: Person, Organization, Company, Vessel …
    #[arg(long, value_parser = schema)]
    pub schema: Option<Schema>,
    /// Form of the input, where it is not to be guessed
    #[arg(long, value_enum)]
    pub input_format: Option<InputFormat>,
    /// Encoding of the input, where it is not to be detected: utf-8, utf-16le, windows-1251 …
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Day of the screening, on which listings stand or have expired; by default today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<Date>,
    /// Threads; by default as many as there are cores
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// `user`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account
    #[command(after_help = "\
Examples:
  entente user add nadia --name 'Nadia Example' --role analyst@finance --basis 'Screening Act, s. 3'
  entente user add omar --name 'Omar Example' --role administrator --role auditor --basis 'Screening Act, s. 3'")]
    Add {
        /// Name to log in with: Latin letters, digits and .-_@
        login: String,
        /// Name to show
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Role, at all desks or at some: analyst, officer@travel, auditor@finance+travel
        #[arg(long = "role", value_name = "ROLE[@DESK[+DESK…]]", required = true)]
        roles: Vec<RoleAt>,
        /// Why the account may be held
        #[arg(long, value_name = "TEXT")]
        basis: String,
    },
    /// Show the accounts
    #[command(after_help = "Example:\n  entente user list --format json")]
    List {
        /// How to show them
        #[arg(long, value_enum, default_value_t)]
        format: ShowFormat,
    },
    /// Make a one-time link with which a person sets their password; links made before are good no longer
    #[command(after_help = "\
Examples:
  entente user link nadia
  entente user link nadia --authenticator")]
    Link {
        /// Login of the account
        login: String,
        /// Another authenticator is to be set up: the person lost it and has no recovery code
        #[arg(long)]
        authenticator: bool,
    },
    /// Close an account: nobody acts with it any more, and its keys do nothing
    #[command(after_help = "Example:\n  entente user close nadia")]
    Close {
        /// Its login
        login: String,
    },
}

/// `key`.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it: it is shown once
    #[command(after_help = "\
Example:
  entente key make --owner nadia --name 'core banking' --desk finance --purpose 'customer screening' \\
      --basis 'Screening Act, s. 3' --until 2027-06-30")]
    Make(KeyOrder),
    /// Show the keys, without their secrets
    #[command(after_help = "Example:\n  entente key list --format json")]
    List {
        /// How to show them
        #[arg(long, value_enum, default_value_t)]
        format: ShowFormat,
    },
    /// Revoke a key: within a second it is good for nothing
    #[command(after_help = "Example:\n  entente key revoke 0199f0aa-0000-7000-8000-000000000000")]
    Revoke {
        /// Its id, as `entente key list` shows it
        id: RecordId,
    },
}

/// `key make`.
#[derive(Debug, Args)]
pub struct KeyOrder {
    /// Login of the person who answers for it
    #[arg(long, value_name = "LOGIN")]
    pub owner: String,
    /// What it is for, to tell keys apart
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Desk whose work it does
    #[arg(long, value_name = "DESK", value_parser = user::desk)]
    pub desk: Desk,
    /// Purpose of the screenings made with it
    #[arg(long, value_name = "TEXT")]
    pub purpose: String,
    /// Their legal basis
    #[arg(long, value_name = "TEXT")]
    pub basis: String,
    /// Last day on which it is good
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    /// What it is good for, within what its owner may do; by default screening.run and list.view
    #[arg(long = "scope", value_name = "ACTION", value_parser = key::action)]
    pub scopes: Vec<Action>,
}

/// `audit`.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Sign a checkpoint over all leaves of the log, and print it for others to keep
    #[command(after_help = "Example:\n  entente audit sign > checkpoint-for-the-auditor")]
    Sign,
    /// Verify the whole log: tell edited, deleted, reordered, forked or truncated leaves
    #[command(after_help = "\
Examples:
  entente audit verify
  entente audit verify --key 'entente.log/…+…+…' --checkpoint january.txt --checkpoint february.txt")]
    Verify(AuditVerifyArgs),
    /// Compute an alert's matches anew, against the lists as they were, and compare them with what was kept
    #[command(after_help = "Example:\n  entente audit replay 0199f0aa-0000-7000-8000-000000000000")]
    Replay {
        /// The alert's id
        alert: RecordId,
        /// How to print what it came to
        #[arg(long, value_enum, default_value_t)]
        format: ShowFormat,
    },
    /// Let the log go on under a new name, after the records were set back to an older state
    #[command(after_help = "\
Example:
  entente audit restart --reason 'database recovered to the state of 3 May after a disk fault'")]
    Restart {
        /// What set the records back; the log keeps it
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup
    pub file: PathBuf,
    /// Folder with the keys that it was made under; by default they lie in the data folder already
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
}

/// `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Certificate that is served with, PEM
    #[arg(long, env = "ENTENTE_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key of the certificate, PEM
    #[arg(long, env = "ENTENTE_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub format: ShowFormat,
}

/// `keys`.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a new wrapping key and destroy the old one; backups made before open for nobody any more
    #[command(after_help = "Example:\n  entente keys rotate && entente backup after-rotation.backup")]
    Rotate,
}

/// `audit verify`.
#[derive(Debug, Args)]
pub struct AuditVerifyArgs {
    /// Public key of the log, as `audit sign` prints it, one for each name it had (repeatable); by default those that
    /// this node keeps
    #[arg(long = "key", value_name = "KEY")]
    pub keys: Vec<String>,
    /// Checkpoint that was kept elsewhere (repeatable)
    #[arg(long = "checkpoint", value_name = "FILE")]
    pub checkpoints: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub format: ShowFormat,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Serve a node full of fictional examples, from a temporary folder and to this machine only. One link lets
    /// you in as any of its people; all of it is gone when the program ends. No other data are opened
    #[arg(long, conflicts_with_all = ["tls_cert", "tls_key", "insecure_public"])]
    pub demo: bool,
    /// Hold the demo's clock at this moment: for pictures and tests that come out the same every time
    #[arg(long, hide = true, requires = "demo", value_name = "TIME")]
    pub demo_at: Option<Timestamp>,
    /// Address and port to listen on; port 0 takes a free one, which is printed
    #[arg(long, env = "ENTENTE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Certificate with its chain, PEM
    #[arg(long, env = "ENTENTE_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key of the certificate, PEM
    #[arg(long, env = "ENTENTE_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Speak plain HTTP on an address that others reach: only behind a proxy that speaks TLS
    #[arg(long)]
    pub insecure_public: bool,
    /// Threads that screen; by default as many as there are cores
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Turn requests away that would wait longer than this, in milliseconds
    #[arg(long, default_value_t = 20, value_name = "MS")]
    pub longest_wait: u64,
    /// Fetch lists through this proxy, where a client asks for it
    #[arg(long, env = "HTTPS_PROXY", value_name = "URL")]
    pub proxy: Option<String>,
    /// Sign the audit log so often where something was added, in seconds, and when the service ends; 0 leaves it to
    /// `entente audit sign`
    #[arg(long, env = "ENTENTE_SIGN_EVERY", default_value_t = 60, value_name = "SECONDS")]
    pub sign_every: u64,
    /// How to write the log
    #[arg(long, value_enum, default_value_t, default_value_if("demo", "true", "text"))]
    pub log_format: LogFormat,
    /// What to log: error, warn, info, debug, or by target as in `warn,entente::request=info`
    #[arg(
        long,
        env = "ENTENTE_LOG",
        default_value = "info",
        default_value_if("demo", "true", "warn"),
        value_name = "FILTER"
    )]
    pub log: String,
}

/// How to write the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line
    #[default]
    Json,
    /// For people
    Text,
}

/// `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The two names
    #[arg(num_args = 2, value_name = "NAME", required_unless_present = "pairs", conflicts_with = "pairs")]
    pub names: Vec<String>,
    /// CSV with the columns schema, name1, name2 and, where known, is_match and category; `-` is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub pairs: Option<String>,
    /// Write the rows with score and verdict to this file instead of standard output
    #[arg(long, value_name = "FILE.csv", requires = "pairs")]
    pub out: Option<PathBuf>,
    /// What the two names are names of: Person, Organization, Company, Vessel …
    #[arg(long, default_value = "Person", value_parser = schema)]
    pub schema: Schema,
    /// How scores are formed: evidence (log-odds), ofac (0 to 100, names alone)
    #[arg(long, default_value = "evidence", value_parser = scoring)]
    pub scoring: Scoring,
    /// Language of the explanation: en, ru, ur
    #[arg(long, default_value = "en", value_parser = language)]
    pub language: Language,
    /// How to print the comparison of two names
    #[arg(long, value_enum, default_value_t)]
    pub format: ShowFormat,
}

/// `statement`.
#[derive(Debug, Subcommand)]
pub enum StatementCommand {
    /// Point to what the English, Russian and Urdu texts of each paragraph do not say alike
    #[command(after_help = "Example:\n  entente statement check statement.json --language ru")]
    Check(StatementArgs),
}

/// `statement check`.
#[derive(Debug, Args)]
pub struct StatementArgs {
    /// JSON with the paragraphs, each with id, en, ru and ur; `-` is standard input
    pub file: String,
    /// Language of the findings: en, ru, ur
    #[arg(long, default_value = "en", value_parser = language)]
    pub language: Language,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub format: ShowFormat,
}

/// How to print something that is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
}

/// How to print results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ResultFormat {
    /// Alerts as a table, for people
    #[default]
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line and subject
    Jsonl,
    /// One row a match
    Csv,
}

/// Form of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// Separated values with a header line
    Csv,
    /// One JSON object a line
    Jsonl,
}

fn language(text: &str) -> Result<Language, String> {
    Language::parse(text).map_err(|error| error.to_string())
}

fn operating_point(text: &str) -> Result<OperatingPoint, String> {
    OperatingPoint::parse(text).ok_or_else(|| "use strict, standard or wide".into())
}

fn scoring(text: &str) -> Result<Scoring, String> {
    match text {
        "evidence" => Ok(Scoring::Evidence),
        "ofac" => Ok(Scoring::Ofac),
        _ => Err("use evidence or ofac".into()),
    }
}

fn schema(text: &str) -> Result<Schema, String> {
    let known = || Schema::ALL.map(Schema::as_str).join(", ");
    Schema::parse(text).ok_or_else(|| format!("use one of {}", known()))
}

fn list_format(text: &str) -> Result<ListFormat, String> {
    let known = || ListFormat::ALL.map(ListFormat::as_str).join(", ");
    ListFormat::parse(text).ok_or_else(|| format!("use one of {}", known()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example_and_says_what_it_does() {
        fn check(command: &clap::Command) {
            if command.get_subcommands().next().is_none() {
                let name = command.get_name();
                let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("entente ") && help.contains("Example"), "{name} has no example");
                assert!(help.contains(name), "the example of {name} does not use it");
                assert!(command.get_about().is_some(), "{name} does not say what it does");
            }
            command.get_subcommands().for_each(check);
        }
        Cli::command().get_subcommands().for_each(check);
    }
}
