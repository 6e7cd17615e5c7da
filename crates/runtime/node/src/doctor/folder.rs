//! The data folder: there, its owner's only, with room on the disk.

use super::Check;
use std::path::Path;

/// Less room than this stops imports and backups.
const NEEDED: u64 = 1 << 30;
/// Less room than this will stop them soon.
const COMFORTABLE: u64 = 5 << 30;

/// Who may enter the folder and read the keys.
pub(super) fn check(folder: &Path) -> Check {
    let shown = folder.display().to_string();
    if !folder.is_dir() {
        let remedy = "name the node's folder with --data; any other command makes a new one";
        return Check::broken("folder", format!("there is no folder {shown}"), remedy);
    }
    let open = open_to_others(folder);
    match open.is_empty() {
        true => Check::good("folder", format!("{shown}, for its owner only")),
        false => {
            let remedy = format!("take others' permissions away: chmod -R go-rwx {shown}");
            Check::broken("folder", format!("others may enter or read {}", open.join(", ")), remedy)
        }
    }
}

/// The folder, the folder of keys and its files, as far as others may enter or read them.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt;
    let keys = folder.join("keys");
    let files = std::fs::read_dir(&keys).into_iter().flatten().flatten().map(|file| file.path());
    let all = [folder.to_owned(), keys.clone()].into_iter().chain(files);
    let open = all.filter(|path| path.metadata().is_ok_and(|data| data.permissions().mode() & 0o077 != 0));
    open.map(|path| path.display().to_string()).collect()
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) -> Vec<String> {
    Vec::new()
}

/// Room on the folder's disk.
#[cfg(unix)]
pub(super) fn disk(folder: &Path) -> Option<Check> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    Some(room(free))
}

#[cfg(not(unix))]
pub(super) fn disk(_folder: &Path) -> Option<Check> {
    None
}

#[cfg(unix)]
fn room(free: u64) -> Check {
    let found = format!("{:.1} GiB free", free as f64 / (1u64 << 30) as f64);
    match free {
        0..NEEDED => Check::broken("disk", found, "make room: imports, backups and the database need it"),
        NEEDED..COMFORTABLE => Check::watch("disk", found, "make room before it runs out"),
        _ => Check::good("disk", found),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::Health;
    use super::*;

    #[test]
    fn room_is_judged() {
        for (free, health) in [(5 << 20, Health::Broken), (2 << 30, Health::Watch), (90 << 30, Health::Good)]
        {
            assert_eq!(room(free).health, health, "{free}");
        }
    }
}
