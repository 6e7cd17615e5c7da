//! Listening: where, with or without TLS, with bounds on slow clients, until told to stop.

use crate::http::admission::TurnedAway;
use crate::state::{App, Shared};
use crate::{routes, signing, watch, work};
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder};
use model::Clock;
use node::identity::{DemoDoor, Entrance, Gate};
use node::jobs::Runner;
use node::serving::{ScreeningService, ServiceSettings};
use node::{FetchSettings, Node, NodeError};
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A client must have sent the head of its request by then.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Requests under way may take so long once the program is told to stop.
const STOP_TIME: Duration = Duration::from_secs(20);

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Certificate and key; none is plain HTTP.
    pub tls: Option<TlsFiles>,
    /// Whether plain HTTP may be spoken on an address that others reach.
    pub insecure_public: bool,
    /// Threads that screen.
    pub workers: usize,
    /// Screening is refused when it would wait longer than this.
    pub longest_wait: Duration,
    /// How lists are fetched where a client asks for it.
    pub fetching: FetchSettings,
    /// So often the audit log is signed where something was added; never when there is none.
    pub sign_every: Option<Duration>,
    /// The door of a demo. Only this machine is let near it.
    pub demo: Option<Arc<DemoDoor>>,
}

/// A certificate with its key, both PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate with its chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Others would read and change what is sent.
    #[error(
        "{0} can be reached by others, and keys and names would travel in the clear; give --tls-cert and --tls-key, \
         listen on 127.0.0.1 behind a proxy that speaks TLS, or say --insecure-public"
    )]
    InsecurePublic(SocketAddr),
    /// A demo has a way in without a password.
    #[error(
        "a demo is for this machine only, and {0} can be reached by others; leave --listen out, or listen on 127.0.0.1"
    )]
    PublicDemo(SocketAddr),
    /// The address cannot be had.
    #[error("cannot listen on {0}: {1}; another program may hold the port, name one with --listen")]
    Listen(SocketAddr, #[source] io::Error),
    /// The certificate or its key cannot be used.
    #[error("cannot use the certificate {path}: {error}; both files must be PEM")]
    Tls {
        /// The certificate.
        path: PathBuf,
        /// What is wrong.
        #[source]
        error: io::Error,
    },
    /// The figures cannot be kept.
    #[error("cannot keep metrics: {0}")]
    Metrics(#[from] BuildError),
    /// Something of the node.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// Listening ended by itself.
    #[error("the server stopped: {0}")]
    Stopped(#[source] io::Error),
}

/// Serves until `stop` is ready, then lets what is under way end. `listening` is called with the address once
/// connections are taken.
///
/// # Errors
/// When the address would be unsafe or cannot be had, or the node fails.
pub async fn serve(
    node: Node,
    clock: Arc<dyn Clock>,
    settings: ServerSettings,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    refuse_unsafe(&settings)?;
    let listener = TcpListener::bind(settings.listen)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|error| ServeError::Listen(settings.listen, error))?;
    let address = listener.local_addr().map_err(|error| ServeError::Listen(settings.listen, error))?;
    let tls = match &settings.tls {
        Some(files) => Some(certificate(files).await?),
        None => None,
    };
    let service = Arc::new(ScreeningService::start(
        node.clone(),
        ServiceSettings { workers: settings.workers, longest_wait: settings.longest_wait },
    )?);
    // Whoever says --insecure-public says that a proxy speaks TLS.
    let secure = tls.is_some() || settings.insecure_public || node.access_settings().public_is_secure();
    let app: Shared = Arc::new(App {
        node,
        service,
        gate: Gate::default(),
        entrance: Entrance::default(),
        secure,
        clock,
        fetching: settings.fetching.clone(),
        turned_away: TurnedAway::default(),
        figures: figures()?,
        demo: settings.demo.clone(),
        console: crate::console::Memory::default(),
    });
    app.node.tell_of_start().await?;
    watch::refresh(&app).await;
    let watching = tokio::spawn(watch::watch(Arc::clone(&app)));
    let keeping =
        settings.sign_every.map(|every| tokio::spawn(signing::keep_signed(Arc::clone(&app), every)));
    let runner = Runner::start(&app.node, &app.service, Arc::new(work::told));
    let node = app.node.clone();
    let handle = Handle::new();
    let stopper = handle.clone();
    tokio::spawn(async move {
        stop.await;
        tracing::info!("stopping: waiting for requests under way");
        stopper.graceful_shutdown(Some(STOP_TIME));
    });
    let service = routes::service(app);
    listening(address);
    let result = match tls {
        Some(config) => {
            let acceptor = RustlsAcceptor::new(config).acceptor(NoDelayAcceptor::new());
            let mut server = axum_server::from_tcp(listener).acceptor(acceptor).handle(handle);
            bound_slow_clients(&mut server);
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::from_tcp(listener).acceptor(NoDelayAcceptor::new()).handle(handle);
            bound_slow_clients(&mut server);
            server.serve(service).await
        }
    };
    watching.abort();
    runner.stop().await;
    if let Some(keeping) = keeping {
        keeping.abort();
        signing::sign(&node).await;
    }
    result.map_err(ServeError::Stopped)
}

fn refuse_unsafe(settings: &ServerSettings) -> Result<(), ServeError> {
    let private = settings.listen.ip().is_loopback();
    if settings.demo.is_some() && !private {
        return Err(ServeError::PublicDemo(settings.listen));
    }
    match private || settings.tls.is_some() || settings.insecure_public {
        true => Ok(()),
        false => Err(ServeError::InsecurePublic(settings.listen)),
    }
}

async fn certificate(files: &TlsFiles) -> Result<RustlsConfig, ServeError> {
    RustlsConfig::from_pem_file(&files.certificate, &files.key)
        .await
        .map_err(|error| ServeError::Tls { path: files.certificate.clone(), error })
}

fn bound_slow_clients<A>(server: &mut axum_server::Server<A>) {
    let builder = server.http_builder();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(HEAD_TIME)).max_concurrent_streams(100);
}

/// Where figures are kept. The process has one place for them; a second server in it (a test) uses its own.
fn figures() -> Result<metrics_exporter_prometheus::PrometheusHandle, BuildError> {
    let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
    let recorder = PrometheusBuilder::new().set_buckets(&buckets)?.build_recorder();
    let handle = recorder.handle();
    // Fails only where another server of this process was first.
    let _ = metrics::set_global_recorder(recorder);
    Ok(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_spoken_to_this_machine_only() {
        #[track_caller]
        fn check(listen: &str, tls: bool, insecure_public: bool, allowed: bool) {
            let files = TlsFiles { certificate: "cert.pem".into(), key: "key.pem".into() };
            let settings = ServerSettings {
                listen: listen.parse().unwrap(),
                tls: tls.then_some(files),
                insecure_public,
                workers: 1,
                longest_wait: Duration::from_millis(25),
                fetching: FetchSettings::default(),
                sign_every: None,
                demo: None,
            };
            assert_eq!(refuse_unsafe(&settings).is_ok(), allowed, "{listen} {tls} {insecure_public}");
        }
        check("127.0.0.1:8080", false, false, true);
        check("[::1]:8080", false, false, true);
        check("0.0.0.0:8080", false, false, false);
        check("[::]:8080", false, false, false);
        check("192.0.2.7:8080", false, false, false);
        check("0.0.0.0:8080", true, false, true);
        check("0.0.0.0:8080", false, true, true);
    }
}
