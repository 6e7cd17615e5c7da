//! `serve`: the node as a service, until it is told to stop.

use super::furnish::furnish;
use super::output;
use crate::cli::{Home, LogFormat, ServeArgs};
use crate::clock::{DemoClock, SystemClock};
use crate::exit::Exit;
use crate::{examples, folder};
use anyhow::Context;
use model::Clock;
use node::identity::{DemoDoor, MadeLink};
use node::{FetchSettings, Node};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use web::{ServerSettings, TlsFiles};

pub async fn serve(arguments: ServeArgs, data: Home) -> anyhow::Result<Exit> {
    log(&arguments)?;
    if arguments.demo {
        return serve_demo(arguments).await;
    }
    let node = folder::open(data).await?;
    let first = node.first_link().await?;
    let public = node.access_settings().public_url.clone();
    let said = move |address: &str| {
        first.map(|link| first_steps(&link, &public.map_or_else(|| address.to_owned(), String::from)))
    };
    run(arguments, node, Arc::new(SystemClock), None, said).await
}

/// Serves a node that is made for it and goes with it.
async fn serve_demo(arguments: ServeArgs) -> anyhow::Result<Exit> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder for the demo")?;
    let shelf = folder.path().join("examples");
    examples::unpack(&shelf).with_context(|| format!("cannot write to {}", shelf.display()))?;
    eprintln!("making a node of fictional lists, customers and people …");
    let clock = Arc::new(DemoClock::new(arguments.demo_at));
    let mut node = Node::open(folder.path().join("data").as_path(), Arc::<DemoClock>::clone(&clock)).await?;
    let door = furnish(&mut node, &clock, &shelf).await?;
    let steps = demo_steps(&door, &shelf);
    let said = move |address: &str| Some(steps.replace("{address}", address));
    run(arguments, node, clock, Some(door), said).await
}

/// Serves until the process is told to stop. `said` is what to print once the address is known.
async fn run(
    arguments: ServeArgs,
    node: Node,
    clock: Arc<dyn Clock>,
    demo: Option<DemoDoor>,
    said: impl FnOnce(&str) -> Option<String>,
) -> anyhow::Result<Exit> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let scheme = if arguments.tls_cert.is_some() { "https" } else { "http" };
    let settings = ServerSettings {
        listen: arguments.listen,
        tls: arguments
            .tls_cert
            .zip(arguments.tls_key)
            .map(|(certificate, key)| TlsFiles { certificate, key }),
        insecure_public: arguments.insecure_public,
        workers: arguments.workers.unwrap_or_else(cores),
        longest_wait: Duration::from_millis(arguments.longest_wait),
        fetching: FetchSettings {
            proxy: arguments.proxy.filter(|proxy| !proxy.is_empty()),
            ..FetchSettings::default()
        },
        sign_every: (arguments.sign_every > 0).then(|| Duration::from_secs(arguments.sign_every)),
        demo: demo.map(Arc::new),
    };
    // Whoever started the program with port 0 reads the address from here. If nobody reads, serving goes on.
    let listening = move |address| {
        let address = format!("{scheme}://{address}");
        let more = said(&address).unwrap_or_default();
        drop(output::print(&format!("listening on {address}\n{more}")));
    };
    web::serve(node.clone(), clock, settings, listening, told_to_stop()).await?;
    node.close().await;
    Ok(Exit::Done)
}

/// What to do where nobody runs this node yet.
fn first_steps(link: &MadeLink, base: &str) -> String {
    let until = link.until.strftime("%Y-%m-%d %H:%M UTC");
    format!(
        "nobody runs this node yet. Set a password for the account {} once, until {until}, at\n  {}\n",
        link.user.login,
        link.address(base)
    )
}

/// How to look around in a demo.
fn demo_steps(door: &DemoDoor, shelf: &Path) -> String {
    let people: Vec<String> = door
        .people()
        .iter()
        .map(|user| {
            let roles: Vec<&str> = user.grants.iter().map(|grant| grant.role.as_str()).collect();
            format!("  {:<7} {}", user.login, roles.join(", "))
        })
        .collect();
    format!(
        "demo: every list, customer and person here is fictional, and all of it is gone when this program ends. Open\n\
         \x20 {{address}}{}\nand go in as\n{}\nSomething to upload lies in {}\n",
        door.path(),
        people.join("\n"),
        shelf.join("customers").display()
    )
}

fn log(arguments: &ServeArgs) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&arguments.log).with_context(|| {
        format!("--log {:?} is no log filter; use info, or warn,entente::request=info", arguments.log)
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match arguments.log_format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
    Ok(())
}

/// Ready when the process is asked to end: interrupt, or the service manager's terminate.
async fn told_to_stop() {
    let interrupt = async {
        // Without a handler the program can still be ended by force; nothing acknowledged is lost then.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await;
}
