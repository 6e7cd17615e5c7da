//! One message to an SMTP server.

use crate::{MailSettings, MailTls};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, Message, SmtpTransport, Transport};
use std::path::Path;
use std::time::Duration;
use store::Delivery;

/// A server must have taken the message by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether a text is an e-mail address.
pub(super) fn is_address(text: &str) -> bool {
    text.trim().parse::<Address>().is_ok()
}

/// Sends one message.
///
/// # Errors
/// Why it was not sent, in words.
pub(super) fn send(settings: &MailSettings, folder: &Path, delivery: &Delivery) -> Result<(), String> {
    let text = |name: &str| delivery.payload[name].as_str().unwrap_or_default().to_owned();
    let generated =
        HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into());
    let message = Message::builder()
        .from(settings.from.parse().map_err(|error| format!("mail.from in node.toml: {error}"))?)
        .to(delivery.to.parse().map_err(|error| format!("the address: {error}"))?)
        .subject(text("subject"))
        .header(ContentType::TEXT_PLAIN)
        .raw_header(generated)
        .body(text("text"))
        .map_err(|error| error.to_string())?;
    let sent = transport(settings, folder)?.send(&message);
    sent.map(|_| ()).map_err(|error| format!("{}: {error}", settings.server))
}

fn transport(settings: &MailSettings, folder: &Path) -> Result<SmtpTransport, String> {
    let server = settings.server.as_str();
    let builder = match settings.tls {
        MailTls::Implicit => SmtpTransport::relay(server).map_err(|error| error.to_string())?,
        MailTls::Starttls => SmtpTransport::starttls_relay(server).map_err(|error| error.to_string())?,
        MailTls::None if ["127.0.0.1", "::1", "localhost"].contains(&server) => {
            SmtpTransport::builder_dangerous(server)
        }
        MailTls::None => {
            return Err("mail.tls in node.toml is none, which is for a server on this machine only".into());
        }
    };
    let builder = settings.port.into_iter().fold(builder, |builder, port| builder.port(port));
    let builder = match (&settings.user, &settings.password_file) {
        (Some(user), Some(file)) => {
            let path = folder.join(file);
            let password =
                std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            builder.credentials(Credentials::new(user.clone(), password.trim_end().to_owned()))
        }
        _ => builder,
    };
    Ok(builder.timeout(Some(PATIENCE)).build())
}
