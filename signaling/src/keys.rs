//! The node's own keys: files made on first run that only this account can read.

use aws_lc_rs::{
    rand,
    signature::{Ed25519KeyPair, KeyPair},
};
use puente_registry::{conflict::ConflictKey, seal_key::SealKey};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Signs the records of hearings held on this node.
const RECORD_KEY: &str = "record-key.pk8";
/// The public half, for `puente verify --key`: 64 hexadecimal digits.
pub const RECORD_PUBLIC_KEY: &str = "record-key.pub";
/// Hashes facts about conflicts of interest. The same on every node of a bank: whoever adds a node
/// copies this file, and the bank refuses another.
const CONFLICT_KEY: &str = "conflict-key";
/// Signs media grants.
const GRANT_KEY: &str = "grant-key.pk8";

/// Seals briefings and complaints in the bank. The nodes of one installation need the same file:
/// who adds a node copies it there.
const INSTALLATION_KEY: &str = "installation.key";

/// The keys of one node.
#[derive(Clone, Debug)]
pub struct NodeKeys {
    /// Signs records.
    pub record: Arc<Ed25519KeyPair>,
    /// Signs media grants.
    pub grant: Arc<Ed25519KeyPair>,
}

/// Why the keys are not there.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("key file {path}")]
    File { path: PathBuf, source: io::Error },
    /// The file does not hold an Ed25519 key (PKCS#8, RFC 8410).
    #[error("{0} does not hold an Ed25519 key")]
    NotAKey(PathBuf),
    /// The file does not hold 32 bytes.
    #[error("{0} does not hold a key of 32 bytes")]
    NotASealKey(PathBuf),
    /// The file does not hold 64 hexadecimal digits.
    #[error("{0} does not hold a secret of 64 hexadecimal digits")]
    NotASecret(PathBuf),
    /// The machine gave no randomness.
    #[error("no key could be made: no randomness from the system")]
    NoRandomness,
}

impl NodeKeys {
    /// The keys in a folder, made there on first run.
    ///
    /// # Errors
    /// When a file cannot be read, made or understood. A damaged key is never replaced.
    pub fn open(folder: &Path) -> Result<Self, KeyError> {
        let record = open_or_make(&folder.join(RECORD_KEY))?;
        let public = format!("{}\n", hex::encode(record.public_key().as_ref()));
        let path = folder.join(RECORD_PUBLIC_KEY);
        if fs::read_to_string(&path).ok().as_deref() != Some(&public) {
            fs::write(&path, &public).map_err(|source| KeyError::File { path, source })?;
        }
        let grant = open_or_make(&folder.join(GRANT_KEY))?;
        Ok(Self { record: Arc::new(record), grant: Arc::new(grant) })
    }

    /// A name for this node that stays the same over restarts: 16 hexadecimal digits of its
    /// public record key.
    pub fn node_name(&self) -> String {
        hex::encode(&self.record.public_key().as_ref()[..8])
    }
}

fn open_or_make(path: &Path) -> Result<Ed25519KeyPair, KeyError> {
    let at = |source| KeyError::File { path: path.to_owned(), source };
    if !path.exists() {
        make(path)?;
    }
    let bytes = fs::read(path).map_err(at)?;
    Ed25519KeyPair::from_pkcs8(&bytes).map_err(|_| KeyError::NotAKey(path.to_owned()))
}

/// The installation's key, made on first run.
///
/// # Errors
/// When the file cannot be read, made or understood. A damaged key is never replaced.
pub fn seal_key(folder: &Path) -> Result<SealKey, KeyError> {
    let path = folder.join(INSTALLATION_KEY);
    let at = |source| KeyError::File { path: path.clone(), source };
    if !path.exists() {
        let mut bytes = [0; SealKey::BYTES];
        rand::fill(&mut bytes).map_err(|_| KeyError::NoRandomness)?;
        let mut name = [0; 8];
        rand::fill(&mut name).map_err(|_| KeyError::NoRandomness)?;
        place(&path, &hex::encode(name), &bytes)?;
    }
    SealKey::new(&fs::read(&path).map_err(at)?).map_err(|_| KeyError::NotASealKey(path.clone()))
}

/// The bank's key for conflicts of interest, made in the folder on first run.
///
/// # Errors
/// As [`NodeKeys::open`].
pub fn conflict_key(folder: &Path) -> Result<ConflictKey, KeyError> {
    let path = folder.join(CONFLICT_KEY);
    let at = |source| KeyError::File { path: path.clone(), source };
    if !path.exists() {
        let mut secret = [0; 32];
        rand::fill(&mut secret).map_err(|_| KeyError::NoRandomness)?;
        let text = format!("{}\n", hex::encode(secret));
        place(&path, &hex::encode(&secret[..8]), text.as_bytes())?;
    }
    let text = fs::read_to_string(&path).map_err(at)?;
    let mut secret = [0; 32];
    hex::decode_to_slice(text.trim(), &mut secret)
        .map_err(|_| KeyError::NotASecret(path.clone()))?;
    Ok(ConflictKey::new(&secret))
}

/// Makes a key under another name first and links it into place, so that two processes which
/// start together agree on one key and neither reads half a file.
fn make(path: &Path) -> Result<(), KeyError> {
    let key = Ed25519KeyPair::generate().map_err(|_| KeyError::NoRandomness)?;
    let pkcs8 = key.to_pkcs8().map_err(|_| KeyError::NoRandomness)?;
    place(path, &hex::encode(&key.public_key().as_ref()[..8]), pkcs8.as_ref())
}

/// Writes a key under a name of its own and links it into place.
fn place(path: &Path, own_name: &str, key: &[u8]) -> Result<(), KeyError> {
    let at = |source| KeyError::File { path: path.to_owned(), source };
    let draft = path.with_extension(format!("{own_name}.draft"));
    let mut file = private_file(&draft).map_err(at)?;
    file.write_all(key).and_then(|()| file.sync_all()).map_err(at)?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft).map_err(at)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(at(error)),
        _ => Ok(()),
    }
}

fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_are_made_once_privately_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let first = NodeKeys::open(folder.path()).unwrap();
        let second = NodeKeys::open(folder.path()).unwrap();
        assert_eq!(first.record.public_key().as_ref(), second.record.public_key().as_ref());
        assert_ne!(first.record.public_key().as_ref(), first.grant.public_key().as_ref());
        for name in [RECORD_KEY, GRANT_KEY] {
            let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        let public = fs::read_to_string(folder.path().join(RECORD_PUBLIC_KEY)).unwrap();
        assert_eq!(public.trim(), hex::encode(first.record.public_key().as_ref()));
        assert_eq!(first.node_name(), &public[..16]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "no draft is left");
    }

    #[test]
    fn a_damaged_key_is_refused_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(RECORD_KEY), b"damaged").unwrap();
        assert!(matches!(NodeKeys::open(folder.path()), Err(KeyError::NotAKey(_))));
        assert_eq!(fs::read(folder.path().join(RECORD_KEY)).unwrap(), b"damaged");
    }

    #[test]
    fn the_key_for_conflicts_is_made_once_privately_and_a_damaged_one_stays() {
        use puente_registry::conflict::{FactKind, PlainFact};
        let folder = tempfile::tempdir().unwrap();
        let fact = PlainFact { kind: FactKind::Village, text: "San Juan".to_owned() };
        let hash = || conflict_key(folder.path()).unwrap().hash(&fact).unwrap();
        assert_eq!(hash(), hash());
        let path = folder.path().join(CONFLICT_KEY);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let elsewhere = tempfile::tempdir().unwrap();
        assert_ne!(conflict_key(elsewhere.path()).unwrap().hash(&fact).unwrap(), hash());
        fs::write(&path, "damaged").unwrap();
        assert!(matches!(conflict_key(folder.path()), Err(KeyError::NotASecret(_))));
        assert_eq!(fs::read(&path).unwrap(), b"damaged");
    }

    #[test]
    fn many_first_runs_at_once_agree_on_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| open_or_make(&folder.path().join(GRANT_KEY)).unwrap()))
                .collect();
            runs.into_iter()
                .map(|run| hex::encode(run.join().unwrap().public_key().as_ref()))
                .collect()
        });
        assert!(names.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
