//! Rotating the wrapping key, while everything goes on: afterwards no backup that was made before can be opened, and
//! what was erased is in none that can.

use crate::{Node, NodeError, trail};
use access::{Action, Actor};

/// So many data keys are wrapped anew in one transaction: others want to write, too.
const PIECE: usize = 500;

/// A rotation that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// Number of the new wrapping key.
    pub to: i64,
    /// Whether one that was cut off was taken up.
    pub resumed: bool,
    /// Data keys wrapped anew.
    pub rewrapped: u64,
}

impl Node {
    /// Makes a new wrapping key, wraps all data keys under it, and destroys the old one. Cut off, the next one goes
    /// on where it was. `progress` is called with how many are done.
    ///
    /// # Errors
    /// When the actor may not, or the folder of keys or the records cannot be written.
    pub async fn rotate_keys(
        &self,
        actor: &Actor,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Rotated, NodeError> {
        trail::allow_at_node(actor, Action::KeysRotate)?;
        let mut tx = self.store.write("keys.rotate").await?;
        let rotation = tx.begin_rotation().await?;
        self.tell(&mut tx, actor, Action::KeysRotate, None, &[], &("begun", rotation.to)).await?;
        tx.commit().await?;
        let (mut rewrapped, mut after) = (0, None::<String>);
        loop {
            let mut tx = self.store.write("keys.rewrap").await?;
            let piece = tx.rewrap(&rotation, after.as_deref(), PIECE).await?;
            tx.commit().await?;
            let Some((last, count)) = piece else { break };
            rewrapped += count as u64;
            after = Some(last);
            progress(rewrapped);
        }
        let mut tx = self.store.write("keys.rotate").await?;
        tx.end_rotation(&rotation).await?;
        self.tell(&mut tx, actor, Action::KeysRotate, None, &[], &("ended", rotation.to)).await?;
        tx.commit().await?;
        Ok(Rotated { to: rotation.to, resumed: rotation.resumed, rewrapped })
    }
}
