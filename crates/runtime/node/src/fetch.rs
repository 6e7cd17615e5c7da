//! Lists from their authorities: conditional requests, bounded in size and time, over http(s) and from files.

use crate::guard::{Guarded, is_internal};
use crate::import::{Acceptance, ImportOutcome, ImportRequest, Renewal, record_of};
use crate::reading::ListInput;
use crate::{Node, NodeError, Source, off_thread, trail};
use access::{Action, Actor};
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;
use store::{AttemptOutcome, FetchState, VersionRecord};
use ureq::http::{Response, StatusCode, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

/// So many redirects are followed.
const REDIRECTS: usize = 5;

/// Bounds of a download.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// No file may be larger.
    pub max_bytes: u64,
    /// No connection may take longer to open.
    pub connect_timeout: Duration,
    /// No download may take longer.
    pub timeout: Duration,
    /// The proxy to go through.
    pub proxy: Option<String>,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            max_bytes: 2 << 30,
            connect_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(15 * 60),
            proxy: None,
        }
    }
}

/// What a server answered.
enum Answer {
    NotModified,
    File { bytes: Vec<u8>, etag: Option<String>, last_modified: Option<String> },
}

/// A file as it came, and how to ask for it next time.
struct Download {
    url: String,
    file: ListInput,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Node {
    /// [`Self::fetch_by`], asked for at the terminal.
    ///
    /// # Errors
    /// When the list is not configured, a download fails, or the rules keep the files out; then the last good
    /// version stays.
    pub async fn fetch(
        &self,
        list: &str,
        settings: &FetchSettings,
        accept: Acceptance,
    ) -> Result<ImportOutcome, NodeError> {
        self.fetch_by(&self.itself(), list, settings, accept).await
    }

    /// Renews a configured list from its addresses or files. A server that says "not modified" confirms the current
    /// version without a download.
    ///
    /// # Errors
    /// When the actor may not, the list is not configured, a download fails, or the rules keep the files out; then
    /// the last good version stays.
    pub async fn fetch_by(
        &self,
        actor: &Actor,
        list: &str,
        settings: &FetchSettings,
        accept: Acceptance,
    ) -> Result<ImportOutcome, NodeError> {
        trail::allow_at_node(actor, Action::ListImport)?;
        let source = match self.sources.get(list) {
            Some(source) => source.clone(),
            None => self
                .stored_source(list)
                .await?
                .ok_or_else(|| NodeError::UnknownList { list: list.to_owned() })?,
        };
        if source.config.urls.is_empty() {
            return self.import_configured_files(actor, &source, accept).await;
        }
        let current = self.current(&source.config.id).await?;
        match self.download(&source, settings, current.is_some()).await {
            Ok(Some(downloads)) => self.import_downloads(actor, &source, downloads, accept).await,
            Ok(None) => self.confirm(actor, &source, current).await,
            Err(error) => {
                let record = record_of(&source)?;
                self.note_failure(actor, &record, AttemptOutcome::Failed, error.to_string()).await?;
                Err(error)
            }
        }
    }

    /// Fetches one address as a file of a list, unconditionally.
    ///
    /// # Errors
    /// When it cannot be fetched.
    pub async fn fetch_file(&self, url: &str, settings: &FetchSettings) -> Result<ListInput, NodeError> {
        match request(url, settings, None).await? {
            Answer::File { bytes, .. } => Ok(ListInput { name: file_name(url), bytes }),
            Answer::NotModified => Err(failed(url, "the server says that nothing changed, unasked")),
        }
    }

    async fn import_configured_files(
        &self,
        actor: &Actor,
        source: &Source,
        accept: Acceptance,
    ) -> Result<ImportOutcome, NodeError> {
        let config = &source.config;
        if config.files.is_empty() {
            return Err(NodeError::Usage {
                what: format!("list {} is configured without an address", config.id),
                remedy: "add urls to its sources file, or import its file with `entente lists import`".into(),
            });
        }
        let files = config.files.iter().map(|file| {
            let read = ListInput::read(&source.folder.join(file));
            read.map_err(|error| failed(file, error.to_string()))
        });
        let request = ImportRequest {
            files: files.collect::<Result<_, _>>()?,
            origin: config.files.join(" "),
            list: Some(config.id.0.clone()),
            accept,
            ..ImportRequest::default()
        };
        self.import_by(actor, request).await
    }

    async fn confirm(
        &self,
        actor: &Actor,
        source: &Source,
        current: Option<VersionRecord>,
    ) -> Result<ImportOutcome, NodeError> {
        let id = &source.config.id;
        let version = current.ok_or_else(|| NodeError::UnknownList { list: id.0.clone() })?;
        self.keep_version(actor, &record_of(source)?, &version, (true, "not modified")).await?;
        Ok(ImportOutcome {
            list: id.clone(),
            title: source.config.title.clone(),
            renewal: Renewal::Unchanged,
            version,
            faults: Vec::new(),
        })
    }

    async fn import_downloads(
        &self,
        actor: &Actor,
        source: &Source,
        downloads: Vec<Download>,
        accept: Acceptance,
    ) -> Result<ImportOutcome, NodeError> {
        let request = ImportRequest {
            files: downloads.iter().map(|download| download.file.clone()).collect(),
            origin: source.config.urls.join(" "),
            list: Some(source.config.id.0.clone()),
            format: Some(source.config.format),
            accept,
            confirmed: true,
            ..ImportRequest::default()
        };
        let outcome = self.import_by(actor, request).await?;
        // Only now: had the rules kept the files out, the next fetch must see them again.
        for download in downloads {
            let envelope = record_of(source)?.envelope;
            let blob = self.store.put_blob(&download.file.bytes, self.clock.now(), &envelope).await?;
            let state = FetchState {
                etag: download.etag,
                last_modified: download.last_modified,
                blob,
                fetched_at: self.clock.now(),
            };
            self.store.put_fetch_state(&source.config.id, &download.url, &state).await?;
        }
        Ok(outcome)
    }

    /// All files of a list; `None` when none has changed.
    async fn download(
        &self,
        source: &Source,
        settings: &FetchSettings,
        conditional: bool,
    ) -> Result<Option<Vec<Download>>, NodeError> {
        let mut downloads = Vec::new();
        let mut any_changed = false;
        for url in &source.config.urls {
            let known = match conditional {
                true => self.store.fetch_state(&source.config.id, url).await?,
                false => None,
            };
            // What the server is asked to leave out must be here.
            let held = match known {
                Some(state) => self.store.blob(&state.blob).await.ok().map(|bytes| (bytes, state)),
                None => None,
            };
            let answer = request(url, settings, held.as_ref().map(|(_, state)| state.clone())).await?;
            let (bytes, etag, last_modified) = match (answer, held) {
                (Answer::File { bytes, etag, last_modified }, _) => {
                    any_changed = true;
                    (bytes, etag, last_modified)
                }
                (Answer::NotModified, Some((bytes, state))) => (bytes, state.etag, state.last_modified),
                (Answer::NotModified, None) => {
                    return Err(failed(url, "the server says that nothing changed, unasked"));
                }
            };
            let file = ListInput { name: file_name(url), bytes };
            downloads.push(Download { url: url.clone(), file, etag, last_modified });
        }
        Ok(any_changed.then_some(downloads))
    }
}

/// Asks for one address, only when it changed since `known`.
async fn request(
    url: &str,
    settings: &FetchSettings,
    known: Option<FetchState>,
) -> Result<Answer, NodeError> {
    let address = Url::parse(url).map_err(|error| NodeError::Usage {
        what: format!("{url:?} is no address: {error}"),
        remedy: "give an http, https or file address".into(),
    })?;
    match address.scheme() {
        "file" => {
            let path: PathBuf = address.to_file_path().map_err(|()| NodeError::Usage {
                what: format!("{url} is no file of this machine"),
                remedy: "write file:///PATH".into(),
            })?;
            let bytes = ListInput::read(&path).map_err(|error| failed(url, error.to_string()))?.bytes;
            Ok(Answer::File { bytes, etag: None, last_modified: None })
        }
        "http" | "https" => {
            let (url, settings) = (url.to_owned(), settings.clone());
            off_thread(move || ask_server(&url, &settings, known)).await?
        }
        other => Err(NodeError::Usage {
            what: format!("{other} addresses are not fetched"),
            remedy: "give an http, https or file address".into(),
        }),
    }
}

fn ask_server(url: &str, settings: &FetchSettings, known: Option<FetchState>) -> Result<Answer, NodeError> {
    let proxy = settings.proxy.as_deref().map(ureq::Proxy::new).transpose();
    let proxy = proxy.map_err(|error| failed(url, format!("the proxy address is wrong: {error}")))?;
    let guard = guard(url, proxy.is_some());
    let config = Agent::config_builder()
        .http_status_as_error(false)
        // Redirects are followed here, one by one: see `redirected`.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .timeout_connect(Some(settings.connect_timeout))
        .timeout_global(Some(settings.timeout))
        .user_agent(concat!("entente/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
    let remedy = "check the address and the network; the last good version stays in use";
    let mut address = Url::parse(url).map_err(|error| failed(url, error.to_string()))?;
    for _ in 0..=REDIRECTS {
        let mut request = agent.get(address.as_str());
        if let Some(known) = &known {
            if let Some(etag) = &known.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(date) = &known.last_modified {
                request = request.header(header::IF_MODIFIED_SINCE, date);
            }
        }
        let response = request.call().map_err(|error| failed(url, format!("{error}; {remedy}")))?;
        match response.status() {
            StatusCode::NOT_MODIFIED => return Ok(Answer::NotModified),
            status if status.is_success() => return read_body(url, settings, response),
            status if status.is_redirection() => {
                let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
                address = redirected(&address, to.unwrap_or_default())
                    .map_err(|what| failed(url, format!("{what}; {remedy}")))?;
            }
            status => return Err(failed(url, format!("the server answered {status}; {remedy}"))),
        }
    }
    Err(failed(url, format!("more than {REDIRECTS} redirects; {remedy}")))
}

/// The configured host may lie anywhere; where it sends us on to must be outside, unless all of it is inside. Behind a
/// proxy, names are the proxy's to resolve.
fn guard(url: &str, proxy: bool) -> Guarded {
    match Url::parse(url) {
        Ok(address) if !proxy && !is_internal(&address) => {
            Guarded::outside_and(address.host_str().unwrap_or_default())
        }
        _ => Guarded::anywhere(),
    }
}

/// Where a redirect leads. A list's server may move its file, but not send us from TLS to plain HTTP, to a file, or
/// from outside into this machine or its network.
fn redirected(from: &Url, to: &str) -> Result<Url, String> {
    let address = from.join(to).map_err(|error| format!("the server redirects to {to:?}: {error}"))?;
    let refused = |why: &str| Err(format!("the server redirects to {address}, {why}"));
    match (from.scheme(), address.scheme()) {
        ("https", "http") => refused("which is not encrypted"),
        (_, "http" | "https") if is_internal(&address) && !is_internal(from) => {
            refused("which is an address inside this network")
        }
        (_, "http" | "https") => Ok(address),
        _ => refused("which is no http or https address"),
    }
}

fn read_body(url: &str, settings: &FetchSettings, mut response: Response<Body>) -> Result<Answer, NodeError> {
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (etag, last_modified) = (header(header::ETAG), header(header::LAST_MODIFIED));
    let too_large = || {
        let what =
            format!("the file is larger than {} bytes; check the address, or allow more", settings.max_bytes);
        failed(url, what)
    };
    let announced = header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > settings.max_bytes) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there is more than allowed.
    let body = response.body_mut().with_config().limit(u64::MAX).reader();
    body.take(settings.max_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(url, format!("the download broke off: {error}; try again")))?;
    if bytes.len() as u64 > settings.max_bytes {
        return Err(too_large());
    }
    Ok(Answer::File { bytes, etag, last_modified })
}

fn failed(url: &str, what: impl Into<String>) -> NodeError {
    NodeError::Fetch { url: url.to_owned(), what: what.into() }
}

/// The last part of the path.
fn file_name(url: &str) -> String {
    let address = Url::parse(url).ok();
    let last = address.as_ref().and_then(|address| address.path_segments()?.rfind(|part| !part.is_empty()));
    last.unwrap_or("download").to_owned()
}
