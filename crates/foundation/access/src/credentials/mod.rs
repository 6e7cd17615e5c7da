//! How credentials are made and checked. Random bytes and the time come from the caller; nothing here keeps anything.

mod api_key;
mod lock_out;
mod password;
mod recovery;
mod token;
mod totp;

pub use api_key::{ApiKeyHash, ApiKeySecret};
pub use lock_out::{LockOut, Locked};
pub use password::{Cost, MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARACTERS, PasswordError, PasswordHash};
pub use recovery::{RecoveryCode, RecoveryCodes};
pub use token::{SecretToken, TokenHash};
pub use totp::{TotpError, TotpSecret};
