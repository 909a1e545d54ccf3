//! The configuration: environment `PUENTE_*` over a TOML file over defaults.
//!
//! `PUENTE_CONFIG` names the TOML file; without it `puente.toml` is read if it is there. Keys are
//! the same in both: `PUENTE_MEDIA_PORT=40000` is `media_port = 40000`.

mod media_address;

use crate::telemetry::LogFormat;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

const PREFIX: &str = "PUENTE_";
const FILE_VARIABLE: &str = "PUENTE_CONFIG";
const DEFAULT_FILE: &str = "puente.toml";
/// Read by tests only; a server that inherits them from a test's shell is not misconfigured.
const OF_TESTS: [&str; 2] = ["test_redis_url", "test_database_url"];

/// Everything that can be set, with its final value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Keys, database, recordings.
    pub data: PathBuf,
    /// `sqlite:FILE` or `postgres://…`.
    pub database_url: String,
    /// `redis://…`; none keeps the bus inside the process.
    pub redis_url: Option<String>,
    /// Where HTTP is answered.
    pub listen: SocketAddr,
    /// How browsers reach us: scheme, host and port, without a path.
    pub public_url: Option<String>,
    pub media: Media,
    pub tls: Option<Tls>,
    /// Anyone with a grant may open a room in which everybody hears and sees everybody.
    pub test_rooms: bool,
    /// Webhooks, calendars and push services may be in the same network.
    pub outbound_private: bool,
    /// A folder whose tables of languages stand in for those in the program.
    pub languages: Option<PathBuf>,
    /// How people are told of things.
    pub notices: Notices,
    /// An instant (RFC 3339) at which the process's clock starts; only in test builds.
    pub test_now: Option<String>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// A filter for the log, such as `info,puente=debug`.
    pub log: Option<String>,
    pub log_format: LogFormat,
}

/// The ways to people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// The mail server; none sends no mail.
    pub mail: Option<Mail>,
    /// The gateway for text messages; none sends none.
    pub sms: Option<Sms>,
}

/// A mail server, and in whose name mail is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// `smtps://USER:PASSWORD@HOST`, `smtp://HOST:25`, `smtp://HOST:587?tls=required`.
    pub smtp_url: String,
    /// `Puente <puente@example.org>`.
    pub from: String,
}

/// A gateway for text messages, and what signs the requests to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    pub url: String,
    pub secret: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sms").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Where media packets arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The addresses that browsers are told to send to.
    pub advertise: Vec<IpAddr>,
    /// UDP port of the first worker; the others follow it.
    pub first_port: u16,
    pub workers: usize,
}

/// The certificate and key of HTTPS, both PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// The same, flat, as the environment and the file write it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    data: PathBuf,
    database_url: Option<String>,
    redis_url: Option<String>,
    listen: SocketAddr,
    public_url: Option<String>,
    media_address: Option<OneOrMore>,
    media_port: u16,
    media_workers: Option<usize>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    #[serde(deserialize_with = "figment::util::bool_from_str_or_int")]
    test_rooms: bool,
    #[serde(deserialize_with = "figment::util::bool_from_str_or_int")]
    outbound_private: bool,
    languages: Option<PathBuf>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    sms_url: Option<String>,
    sms_secret: Option<String>,
    test_now: Option<String>,
    trusted_proxies: OneOrMore,
    log: Option<String>,
    #[serde(default, skip_serializing)]
    log_format: LogFormat,
}

/// `a` or `a,b` in the environment, a string or a list in the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Why the configuration cannot be used, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Unknown key or value of the wrong kind.
    #[error("{0}")]
    Unreadable(String),
    /// A value that cannot be used.
    #[error("{key} cannot be {value:?}: {why}")]
    Value { key: &'static str, value: String, why: &'static str },
    /// Both or neither.
    #[error("PUENTE_TLS_CERT and PUENTE_TLS_KEY go together: set both or neither")]
    HalfTls,
    /// Both or neither.
    #[error("{0} and {1} go together: set both or neither")]
    Half(&'static str, &'static str),
    /// A release that is told to move its clock.
    #[error("PUENTE_TEST_NOW is for test builds (cargo build --features test-clock) only")]
    NoTestClock,
}

impl Config {
    /// Reads the environment and the file.
    ///
    /// # Errors
    /// One sentence that names the key and says what is wrong.
    pub fn load() -> Result<Self, ConfigError> {
        let file = std::env::var_os(FILE_VARIABLE).map(PathBuf::from);
        let toml = match &file {
            Some(named) if !named.is_file() => {
                return Err(ConfigError::Value {
                    key: FILE_VARIABLE,
                    value: named.display().to_string(),
                    why: "there is no such file",
                });
            }
            Some(named) => Toml::file(named),
            None => Toml::file(DEFAULT_FILE),
        };
        let environment = Env::prefixed(PREFIX)
            .ignore(&["config"])
            .filter(|key| !OF_TESTS.iter().any(|ours| key.as_str().eq_ignore_ascii_case(ours)));
        Self::from_figment(
            Figment::from(Serialized::defaults(Keys::default())).merge(toml).merge(environment),
        )
    }

    /// The origin that browsers must name: scheme, host and port. `bound` is where we listen.
    pub fn origin(&self, bound: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.tls.is_some() => format!("https://{bound}"),
            None => format!("http://{bound}"),
        }
    }

    /// Recordings, one folder for each hearing.
    pub fn records(&self) -> PathBuf {
        self.data.join("records")
    }

    fn from_figment(figment: Figment) -> Result<Self, ConfigError> {
        let keys: Keys = figment.extract().map_err(|error| plain(&error))?;
        if keys.test_now.is_some() && !cfg!(feature = "test-clock") {
            return Err(ConfigError::NoTestClock);
        }
        let tls = match (keys.tls_cert, keys.tls_key) {
            (Some(certificate), Some(key)) => Some(Tls { certificate, key }),
            (None, None) => None,
            _ => return Err(ConfigError::HalfTls),
        };
        let media = Media {
            advertise: match keys.media_address {
                Some(addresses) => addresses.addresses("PUENTE_MEDIA_ADDRESS")?,
                None => vec![media_address::primary()],
            },
            first_port: keys.media_port,
            workers: match keys.media_workers {
                Some(0) => {
                    return Err(ConfigError::Value {
                        key: "PUENTE_MEDIA_WORKERS",
                        value: "0".into(),
                        why: "somebody must carry the media",
                    });
                }
                Some(workers) => workers,
                None => std::thread::available_parallelism().map_or(1, usize::from),
            },
        };
        Ok(Self {
            database_url: keys.database_url.unwrap_or_else(|| sqlite_in(&keys.data)),
            redis_url: keys.redis_url,
            listen: keys.listen,
            public_url: keys.public_url.map(origin_only).transpose()?,
            media,
            tls,
            test_rooms: keys.test_rooms,
            outbound_private: keys.outbound_private,
            languages: keys.languages,
            notices: Notices {
                mail: both(
                    ("PUENTE_SMTP_URL", keys.smtp_url),
                    ("PUENTE_MAIL_FROM", keys.mail_from),
                )?
                .map(|(smtp_url, from)| Mail { smtp_url, from }),
                sms: both(
                    ("PUENTE_SMS_URL", keys.sms_url),
                    ("PUENTE_SMS_SECRET", keys.sms_secret),
                )?
                .map(|(url, secret)| Sms { url, secret }),
            },
            test_now: keys.test_now,
            trusted_proxies: keys.trusted_proxies.addresses("PUENTE_TRUSTED_PROXIES")?,
            log: keys.log,
            log_format: keys.log_format,
            data: keys.data,
        })
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            data: PathBuf::from("var"),
            database_url: None,
            redis_url: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            media_address: None,
            media_port: 40_000,
            media_workers: None,
            tls_cert: None,
            tls_key: None,
            test_rooms: false,
            outbound_private: false,
            languages: None,
            smtp_url: None,
            mail_from: None,
            sms_url: None,
            sms_secret: None,
            test_now: None,
            trusted_proxies: OneOrMore::More(Vec::new()),
            log: None,
            log_format: LogFormat::Text,
        }
    }
}

impl OneOrMore {
    fn addresses(self, key: &'static str) -> Result<Vec<IpAddr>, ConfigError> {
        let texts = match self {
            Self::One(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
            Self::More(texts) => texts,
        };
        let parse = |text: String| {
            text.parse().map_err(|_| ConfigError::Value {
                key,
                value: text,
                why: "it takes IP addresses, separated by commas",
            })
        };
        texts.into_iter().filter(|text| !text.is_empty()).map(parse).collect()
    }
}

/// Two settings of which neither makes sense alone.
fn both(
    (first, one): (&'static str, Option<String>),
    (second, other): (&'static str, Option<String>),
) -> Result<Option<(String, String)>, ConfigError> {
    match (one, other) {
        (Some(one), Some(other)) => Ok(Some((one, other))),
        (None, None) => Ok(None),
        _ => Err(ConfigError::Half(first, second)),
    }
}

fn sqlite_in(data: &Path) -> String {
    format!("sqlite:{}", data.join("puente.sqlite").display())
}

/// Scheme, host and port; a path or a trailing slash has no place in an origin.
fn origin_only(url: String) -> Result<String, ConfigError> {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(trimmed.to_lowercase())
        }
        _ => Err(ConfigError::Value {
            key: "PUENTE_PUBLIC_URL",
            value: url,
            why: "it takes a scheme, a host and perhaps a port, such as https://puente.example",
        }),
    }
}

/// The first complaint as one sentence, with the key as the environment writes it.
fn plain(error: &figment::Error) -> ConfigError {
    use figment::error::Kind;
    let key = |path: &str| format!("{PREFIX}{}", path.to_uppercase());
    ConfigError::Unreadable(match &error.kind {
        Kind::UnknownField(name, known) => {
            let names: Vec<String> = known.iter().map(|name| key(name)).collect();
            format!("there is no setting {}; there are {}", key(name), names.join(", "))
        }
        _ => format!("{} cannot be used: {error}", key(&error.path.join("."))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_toml(text: &str) -> Result<Config, ConfigError> {
        Config::from_figment(
            Figment::from(Serialized::defaults(Keys::default())).merge(Toml::string(text)),
        )
    }

    #[test]
    fn without_any_setting_a_laptop_can_serve() {
        let config = from_toml("").unwrap();
        assert_eq!(config.database_url, "sqlite:var/puente.sqlite");
        assert_eq!(config.origin(config.listen), "http://127.0.0.1:8080");
        assert!(config.media.workers >= 1);
        assert_eq!(config.media.advertise.len(), 1);
        assert!(!config.test_rooms);
    }

    #[test]
    fn each_mistake_is_one_sentence_that_names_the_key() {
        for (text, names) in [
            ("tls_crt = 'x'", "PUENTE_TLS_CRT"),
            ("listen = 'nowhere'", "PUENTE_LISTEN"),
            ("media_port = 'x'", "PUENTE_MEDIA_PORT"),
            ("media_workers = 0", "PUENTE_MEDIA_WORKERS"),
            ("media_address = 'example.org'", "PUENTE_MEDIA_ADDRESS"),
            ("tls_cert = 'x'", "PUENTE_TLS_KEY"),
            ("smtp_url = 'smtp://x'", "PUENTE_MAIL_FROM"),
            ("sms_secret = 'x'", "PUENTE_SMS_URL"),
            ("public_url = 'puente.example/x'", "PUENTE_PUBLIC_URL"),
        ] {
            let sentence = from_toml(text).unwrap_err().to_string();
            assert!(sentence.contains(names), "{text}: {sentence}");
            assert!(!sentence.contains('\n'), "{sentence}");
        }
    }

    #[test]
    fn several_addresses_may_stand_in_one_value_or_in_a_list() {
        let one = from_toml("media_address = '192.0.2.1, 2001:db8::1'").unwrap();
        let list = from_toml("media_address = ['192.0.2.1', '2001:db8::1']").unwrap();
        assert_eq!(one.media.advertise, list.media.advertise);
        assert_eq!(one.media.advertise.len(), 2);
    }

    #[test]
    fn only_a_test_build_moves_the_clock() {
        let moved = from_toml("test_now = '2026-11-25T16:00:00Z'");
        assert_eq!(moved.is_ok(), cfg!(feature = "test-clock"));
    }
}
