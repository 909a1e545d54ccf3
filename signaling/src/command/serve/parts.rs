//! The parts of a running server: the only place that names a concrete bus and puts the bank, the
//! media plane, the recorder and the running hearings together.

use super::{clock, open_bank};
use crate::{
    app::App,
    bus::{Bus, local::LocalBus, redis::RedisBus},
    clock::Clock,
    config::Config,
    grant::Grants,
    keys::NodeKeys,
    limits::{Allowances, Limits},
    live::{self, Live},
    news::News,
    password::Passwords,
    shutdown::Stopping,
    test_room::TestRooms,
};
use anyhow::Context;
use governor::clock::DefaultClock;
use metrics_exporter_prometheus::PrometheusBuilder;
use puente_sfu::{
    MediaConfig, MediaPlane,
    record::{Arrival, RecordKey, Recorder, RecorderConfig},
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::Instant,
};

/// Puts everything together.
pub(super) async fn assemble(
    config: &Config,
    origin: &str,
    stopping: Stopping,
) -> anyhow::Result<App> {
    let clock = clock(config)?;
    let keys = NodeKeys::open(&config.data)?;
    let store = open_bank(config).await?;
    let bus = bus(config).await?;

    let record_key = Arc::new(RecordKey::new(keys.record.clone())?);
    let recorder =
        Recorder::start(RecorderConfig { key: record_key.clone(), clock: arrivals(clock) })?;
    let (media, notices) = MediaPlane::start(MediaConfig {
        bind: any_address_like(&config.media.advertise),
        first_port: config.media.first_port,
        workers: config.media.workers,
        advertise: config.media.advertise.clone(),
        recorder: Some(recorder.clone()),
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
    Ok(App {
        news: News::new(store.clone(), bus.clone()),
        live: Live::start(deps, notices),
        grants: Arc::new(Grants::new(&keys.grant)?),
        passwords: Passwords::new()?,
        limits: Arc::new(Limits::new(Allowances::default(), DefaultClock::default())),
        media_sessions: Default::default(),
        metrics: PrometheusBuilder::new().install_recorder().context("metrics")?,
        origin: origin.into(),
        records: config.records().into(),
        store,
        clock,
        media,
        bus,
        test_rooms,
        stopping,
    })
}

async fn bus(config: &Config) -> anyhow::Result<Arc<dyn Bus>> {
    Ok(match &config.redis_url {
        None => Arc::new(LocalBus::default()),
        Some(url) => Arc::new(
            RedisBus::connect(url).await.context("PUENTE_REDIS_URL: the bus cannot be reached")?,
        ),
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

/// The recorder's clock: monotonic since the start, and the wall's.
fn arrivals(clock: Clock) -> puente_sfu::record::Clock {
    let start = Instant::now();
    Arc::new(move || Arrival {
        monotonic_ns: u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX),
        utc_ns: u64::try_from(clock.now_us().max(0)).unwrap_or(0).saturating_mul(1_000),
    })
}
