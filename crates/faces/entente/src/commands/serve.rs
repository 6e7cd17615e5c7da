//! `serve`: the node as a service, until it is told to stop.

use super::output;
use crate::cli::{Home, LogFormat, ServeArgs};
use crate::clock::SystemClock;
use crate::exit::Exit;
use crate::folder;
use anyhow::Context;
use node::FetchSettings;
use node::identity::MadeLink;
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use web::{ServerSettings, TlsFiles};

pub async fn serve(arguments: ServeArgs, data: Home) -> anyhow::Result<Exit> {
    log(&arguments)?;
    let node = folder::open(data).await?;
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
    };
    let first = node.first_link().await?;
    let public = node.access_settings().public_url.clone();
    // Whoever started the program with port 0 reads the address from here. If nobody reads, serving goes on.
    let listening = move |address| {
        let address = format!("{scheme}://{address}");
        let mut text = format!("listening on {address}\n");
        if let Some(link) = first {
            let base = public.map_or(address, String::from);
            text.push_str(&first_steps(&link, &base));
        }
        drop(output::print(&text));
    };
    web::serve(node.clone(), Arc::new(SystemClock), settings, listening, told_to_stop()).await?;
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
