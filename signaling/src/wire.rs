//! Puts the parts of a running server together: the only file that names a concrete bus and knows
//! the bank, the media plane, the recorder and the running hearings at once.

use crate::{
    app::App,
    bus::{Bus, BusError, NodeName, local::LocalBus, redis::RedisBus},
    clock::Clock,
    config::Config,
    due::Due,
    grant::{GrantError, Grants},
    hearing_lease::HearingLeases,
    keys::{self, KeyError, NodeKeys, RECORD_PUBLIC_KEY},
    limits::{Allowances, Limits},
    live::{self, Live},
    media_session::MediaSessions,
    news::News,
    notices::{Notices, NoticesError},
    outbound::{Outbound, OutboundError, Reach},
    password::{PasswordError, Passwords},
    shutdown::Stopping,
    test_room::TestRooms,
};
use governor::clock::DefaultClock;
use metrics_exporter_prometheus::PrometheusHandle;
use puente_registry::{Store, language::Dictionary};
use puente_sfu::{
    MediaConfig, MediaPlane, StartError,
    record::{Arrival, RecordError, RecordKey, Recorder, RecorderConfig},
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::{Duration, Instant},
};

/// So often a node looks for varieties that were added at another one.
const VARIETIES_EVERY: Duration = Duration::from_secs(10);

/// Which part could not be started.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    #[error("the node's keys")]
    Keys(#[from] KeyError),
    #[error("the bank cannot be opened")]
    Bank(#[from] puente_registry::Error),
    #[error("PUENTE_REDIS_URL: the bus cannot be reached")]
    Bus(#[from] BusError),
    #[error("the recorder cannot be started")]
    Recorder(#[from] RecordError),
    #[error("the media plane cannot be started")]
    Media(#[from] StartError),
    #[error("the grant key")]
    Grant(#[from] GrantError),
    #[error("passwords cannot be checked")]
    Password(#[from] PasswordError),
    #[error("notices")]
    Notices(#[from] NoticesError),
    #[error("the client for other servers")]
    Outbound(#[from] OutboundError),
}

/// What `assemble` does not make itself.
#[derive(Debug)]
pub struct Given {
    pub clock: Clock,
    /// Our own origin, as browsers name it.
    pub origin: String,
    pub metrics: PrometheusHandle,
    pub stopping: Stopping,
}

/// Opens the bank that the configuration names.
///
/// # Errors
/// What the bank says; never its address, which may hold a password.
pub async fn open_bank(config: &Config) -> Result<Store, puente_registry::Error> {
    let languages = match &config.languages {
        None => Dictionary::embedded()?,
        Some(folder) => Dictionary::of_folder(folder)?,
    };
    Store::connect(&config.database_url, languages).await
}

/// Puts everything together; the media ports are open when this returns.
///
/// # Errors
/// Names the part that could not be started.
pub async fn assemble(config: &Config, given: Given) -> Result<App, AssembleError> {
    let Given { clock, origin, metrics, stopping } = given;
    let keys = NodeKeys::open(&config.data)?;
    let store =
        open_bank(config).await?.with_conflict_key(keys::conflict_key(&config.data)?).await?;
    tokio::spawn(follow_varieties(store.clone()));
    tokio::spawn(warm_up(store.clone(), clock));
    let bus = bus(config).await?;

    let record_key = Arc::new(RecordKey::new(keys.record.clone())?);
    let arrivals = arrivals(clock);
    let recorder =
        Recorder::start(RecorderConfig { key: record_key.clone(), clock: arrivals.clone() })?;
    let (media, notices) = MediaPlane::start(MediaConfig {
        bind: any_address_like(&config.media.advertise),
        first_port: config.media.first_port,
        workers: config.media.workers,
        advertise: config.media.advertise.clone(),
        recorder: Some(recorder.clone()),
        clock: arrivals,
    })?;
    let test_rooms = config.test_rooms.then(|| TestRooms::new(media.clone()));
    let notices = match &test_rooms {
        Some(rooms) => rooms.follow(notices),
        None => notices,
    };
    let deps = live::Deps {
        store: store.clone(),
        media: media.clone(),
        recorder,
        record_key,
        clock,
        records: config.records(),
        instance: uuid::Uuid::new_v4().to_string(),
    };
    let live = Live::start(deps, notices);
    let node = NodeName(keys.node_name());
    let news = News::new(store.clone(), bus.clone());
    let reach = if config.outbound_private { Reach::Private } else { Reach::Public };
    let outbound = Outbound::new(reach)?;
    let origin: Arc<str> = origin.into();
    let people =
        Notices::new(&config.notices, store.clone(), clock, outbound.clone(), origin.clone())
            .await?;
    let limits = Arc::new(Limits::new(Allowances::default(), DefaultClock::default()));
    tokio::spawn(limits.clone().forget_rested_for_ever());
    Ok(App {
        due: Due::start(store.clone(), clock, news.clone(), stopping.clone()),
        leases: HearingLeases::new(bus.clone(), node, live.clone(), news.clone()),
        news,
        live,
        grants: Arc::new(Grants::new(&keys.grant)?),
        passwords: Passwords::new()?,
        notices: people,
        outbound,
        seal_key: Arc::new(keys::seal_key(&config.data)?),
        limits,
        media_sessions: MediaSessions::default(),
        origin,
        records: config.records().into(),
        authorities: config.data.join("authorities").into(),
        record_public_key: config.data.join(RECORD_PUBLIC_KEY).into(),
        store,
        clock,
        media,
        bus,
        test_rooms,
        metrics,
        stopping,
    })
}

/// Reads the bank into memory before anybody searches; who comes earlier waits for the same.
async fn warm_up(store: Store, clock: Clock) {
    if let Err(error) = store.warm_up(clock.now()).await {
        tracing::warn!(%error, "the bank cannot be read into memory; the first search reads it");
    }
}

/// Takes over the varieties that a country has added at another node.
async fn follow_varieties(store: Store) {
    let mut every = tokio::time::interval(VARIETIES_EVERY);
    loop {
        every.tick().await;
        if let Err(error) = store.refresh_varieties().await {
            tracing::warn!(%error, "the varieties of countries cannot be read");
        }
    }
}

async fn bus(config: &Config) -> Result<Arc<dyn Bus>, BusError> {
    Ok(match &config.redis_url {
        None => Arc::new(LocalBus::default()),
        Some(url) => Arc::new(RedisBus::connect(url).await?),
    })
}

/// All of IPv4, or all of IPv6 when a browser is told an IPv6 address (Linux then takes both).
fn any_address_like(advertise: &[IpAddr]) -> IpAddr {
    if advertise.iter().any(IpAddr::is_ipv6) {
        Ipv6Addr::UNSPECIFIED.into()
    } else {
        Ipv4Addr::UNSPECIFIED.into()
    }
}

/// The clock of the media and of the recorder: monotonic since the start, and the wall's.
fn arrivals(clock: Clock) -> puente_sfu::record::Clock {
    let start = Instant::now();
    Arc::new(move || Arrival {
        monotonic_ns: u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX),
        utc_ns: u64::try_from(clock.now_us()).unwrap_or(0).saturating_mul(1_000),
    })
}
