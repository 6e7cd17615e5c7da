//! Logging in at an OpenID Connect provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1;
//! RFC 7636). Whom the provider vouches for must have an account here: none is made.
//!
//! State, nonce and the PKCE verifier follow from one random secret, which lies in a cookie of the browser that began. So
//! nothing is kept here meanwhile, any instance takes the second step, and no other browser can.

mod http;

use super::login::{Entrance, LoggedIn, LoginError, told};
use super::people::by_subject;
use super::settings::OpenIdSettings;
use crate::{Node, NodeError, off_thread, random};
use access::{SecretToken, User};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use url::Url;

/// Where the provider sends people back, beneath the node's public address.
const BACK: &str = "api/v1/session/oidc/callback";

/// What a provider says of itself is believed for so long when people are sent there; when they come back, it is asked.
const BELIEVED: SignedDuration = SignedDuration::from_mins(10);

/// Signatures that are taken: by keys that only the provider has.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What the provider said of itself, and when.
#[derive(Debug, Default)]
pub struct Believed(Mutex<Option<(Timestamp, CoreProviderMetadata)>>);

/// A login that goes on at the provider.
#[derive(Debug)]
pub struct AtProvider {
    /// Where to send the browser.
    pub address: Url,
    /// What the browser must bring back.
    pub secret: SecretToken,
}

/// What follows from the secret of a login.
struct Bound {
    state: String,
    nonce: Nonce,
    verifier: String,
}

impl Bound {
    fn of(secret: &SecretToken) -> Self {
        let derived = |purpose| secret.derived(purpose).reveal();
        Self {
            state: derived("oidc state"),
            nonce: Nonce::new(derived("oidc nonce")),
            verifier: derived("oidc pkce verifier"),
        }
    }
}

/// This node as the provider knows it.
#[derive(Clone)]
struct Registration {
    settings: OpenIdSettings,
    secret: Option<String>,
    back: RedirectUrl,
}

impl Entrance {
    /// Begins a login at the provider.
    ///
    /// # Errors
    /// When there is none, it does not answer, or too much comes from this address.
    pub async fn begin_at_provider(&self, node: &Node, from: IpAddr) -> Result<AtProvider, LoginError> {
        self.count(node, from)?;
        let here = node.registration()?;
        let metadata = self.metadata(node, &here).await?;
        let secret = SecretToken::new(random());
        let bound = Bound::of(&secret);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(bound.verifier));
        let client =
            CoreClient::from_provider_metadata(metadata, here.id(), None).set_redirect_uri(here.back);
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (state, nonce) = (bound.state, bound.nonce);
        let (address, ..) = client
            .authorize_url(flow, || CsrfToken::new(state), || nonce)
            .add_scopes(here.settings.scopes.into_iter().map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        Ok(AtProvider { address, secret })
    }

    /// Ends a login at the provider: whoever it vouches for is logged in, if they have an account.
    ///
    /// # Errors
    /// When this browser began none, the provider vouches for nobody, or for somebody who has no open account.
    pub async fn complete_at_provider(
        &self,
        node: &Node,
        from: IpAddr,
        secret: &str,
        (state, code): (&str, &str),
    ) -> Result<LoggedIn, LoginError> {
        self.count(node, from)?;
        let here = node.registration()?;
        let bound =
            SecretToken::parse(secret).map(|secret| Bound::of(&secret)).ok_or(LoginError::NotBegun)?;
        if !same(&bound.state, state) {
            return Err(LoginError::NotBegun);
        }
        let (issuer, now) = (here.settings.issuer.clone(), node.clock.now());
        let code = AuthorizationCode::new(code.to_owned());
        match off_thread(move || vouched_for(&here, code, bound, now)).await? {
            Ok(subject) => node.vouched(&issuer, &subject).await,
            Err(error) => {
                node.not_vouched().await?;
                Err(error)
            }
        }
    }

    async fn metadata(&self, node: &Node, here: &Registration) -> Result<CoreProviderMetadata, LoginError> {
        let now = node.clock.now();
        let believed = self.believed.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, metadata)) = believed
            && now.duration_since(at).abs() < BELIEVED
        {
            return Ok(metadata);
        }
        let here = here.clone();
        let metadata = off_thread(move || discover(&here)).await??;
        *self.believed.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, metadata.clone()));
        Ok(metadata)
    }
}

impl Registration {
    fn id(&self) -> ClientId {
        ClientId::new(self.settings.client_id.clone())
    }
}

impl Node {
    /// This node as its provider knows it.
    fn registration(&self) -> Result<Registration, NodeError> {
        let (Some(provider), Some(public)) = (&self.access.openid_connect, &self.access.public_url) else {
            return Err(NodeError::NotFound {
                wanted: "OpenID Connect".into(),
                remedy:
                    "log in with name and password at /api/v1/session; docs/access.md tells how to set a \
                         provider up"
                        .into(),
            });
        };
        let secret = match &provider.client_secret_file {
            Some(file) => {
                let path = self.folder.join(file);
                let text = std::fs::read_to_string(&path).map_err(|error| NodeError::file(&path, error))?;
                Some(text.trim().to_owned())
            }
            None => None,
        };
        let usage = |error: url::ParseError| NodeError::Usage {
            what: format!("public-url cannot be used: {error}"),
            remedy: "docs/access.md describes access.toml".into(),
        };
        let back = RedirectUrl::from_url(public.join(BACK).map_err(usage)?);
        Ok(Registration { settings: provider.clone(), secret, back })
    }

    /// Logs somebody in for whom the provider has vouched.
    async fn vouched(&self, issuer: &str, subject: &str) -> Result<LoggedIn, LoginError> {
        let mut tx = self.store.write("session.open").await?;
        let found = tx.find::<User>(&by_subject(issuer, subject)).await?.map(|stored| stored.record);
        let Some(user) = found.filter(|user| user.is_open(self.clock.now())) else {
            self.tell_named(&mut tx, &self.itself(), told::FAILED, None, &[], &"no account at provider")
                .await?;
            tx.commit().await?;
            return Err(LoginError::Provider {
                told: "the provider knows you, but this node has no open account for you; ask an administrator",
                why: "no account has the subject that the provider vouched for".into(),
            });
        };
        let (token, session) = self.open_session(&mut tx, &user, "provider").await?;
        tx.commit().await?;
        Ok(LoggedIn { token, session, user, recovery_codes: Vec::new() })
    }

    async fn not_vouched(&self) -> Result<(), NodeError> {
        let mut tx = self.store.write("session.fail").await?;
        self.tell_named(&mut tx, &self.itself(), told::FAILED, None, &[], &"provider").await?;
        Ok(tx.commit().await?)
    }
}

/// What the provider says of itself, and its keys.
fn discover(here: &Registration) -> Result<CoreProviderMetadata, LoginError> {
    let agent = http::agent(&here.settings);
    let asked = |request| http::ask(&agent, request);
    let told = "the provider does not answer as it should; try again, or log in with name and password";
    let issuer = IssuerUrl::new(here.settings.issuer.clone()).map_err(|error| failed(told, &error))?;
    CoreProviderMetadata::discover(&issuer, &asked).map_err(|error| failed(told, &error))
}

/// The subject whom the provider vouches for in exchange for a code.
fn vouched_for(
    here: &Registration,
    code: AuthorizationCode,
    bound: Bound,
    now: Timestamp,
) -> Result<String, LoginError> {
    let metadata = discover(here)?;
    let by_form = metadata.token_endpoint_auth_methods_supported().is_some_and(|ways| {
        !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && ways.contains(&CoreClientAuthMethod::ClientSecretPost)
    });
    let secret = here.secret.clone().map(ClientSecret::new);
    let client = CoreClient::from_provider_metadata(metadata, here.id(), secret)
        .set_redirect_uri(here.back.clone())
        .set_auth_type(if by_form { AuthType::RequestBody } else { AuthType::BasicAuth });
    let agent = http::agent(&here.settings);
    let asked = |request| http::ask(&agent, request);
    let answer = client
        .exchange_code(code)
        .map_err(|error| failed(NOT_VOUCHED, &error))?
        .set_pkce_verifier(PkceCodeVerifier::new(bound.verifier))
        .request(&asked)
        .map_err(|error| failed(NOT_VOUCHED, &error))?;
    let token = answer.id_token().ok_or_else(|| LoginError::Provider {
        told: NOT_VOUCHED,
        why: "the provider sent no ID token".into(),
    })?;
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let verifier = client.id_token_verifier().set_time_fn(move || now.into()).set_allowed_algs(SIGNATURES);
    let claims = token.claims(&verifier, &bound.nonce).map_err(|error| failed(NOT_VOUCHED, &error))?;
    Ok(claims.subject().to_string())
}

/// What is told of an answer that does not hold.
const NOT_VOUCHED: &str = "the provider did not vouch for you; begin again at /api/v1/session/oidc/start";

/// An error with all that lies beneath it.
fn failed(told: &'static str, error: &(dyn std::error::Error + 'static)) -> LoginError {
    let mut why = error.to_string();
    let mut beneath = error.source();
    while let Some(source) = beneath {
        why.push_str(": ");
        why.push_str(&source.to_string());
        beneath = source.source();
    }
    LoginError::Provider { told, why }
}

/// Whether two texts are the same, without telling by the time where they differ.
fn same(ours: &str, theirs: &str) -> bool {
    let token = |text: &str| SecretToken::parse(text);
    matches!((token(ours), token(theirs)), (Some(ours), Some(theirs)) if ours.hash().verify(&theirs))
}
