//! What every handler may use: the parts of the running program, put together once in `serve`.

use crate::{
    bus::Bus, clock::Clock, due::Due, grant::Grants, headers::Transport,
    hearing_lease::HearingLeases, limits::Limits, live::Live, media_session::MediaSessions,
    news::News, notices::Notices, outbound::Outbound, password::Passwords, shutdown::Stopping,
    test_room::TestRooms,
};
use metrics_exporter_prometheus::PrometheusHandle;
use puente_registry::{
    Store,
    id::{OfferId, RequestId},
    seal_key::SealKey,
};
use puente_sfu::MediaPlane;
use rand::{SeedableRng, rngs::StdRng};
use std::{path::Path, sync::Arc};

/// The running program. Clones share everything.
#[derive(Clone, Debug)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub media: MediaPlane,
    pub live: Live,
    /// Which hearings this node may run.
    pub leases: HearingLeases,
    pub bus: Arc<dyn Bus>,
    pub news: News,
    /// Wakes what happens by itself.
    pub due: Due,
    pub passwords: Passwords,
    /// Tells people and integrators of what happened.
    pub notices: Notices,
    /// The one way to other people's servers.
    pub outbound: Outbound,
    /// Under which briefings and complaints lie in the bank.
    pub seal_key: Arc<SealKey>,
    pub limits: Arc<Limits>,
    pub grants: Arc<Grants>,
    pub media_sessions: MediaSessions,
    /// None unless the configuration allows test rooms.
    pub test_rooms: Option<TestRooms>,
    /// Our own origin: scheme, host and port, as browsers name it.
    pub origin: Arc<str>,
    /// The folder that holds a folder for each record.
    pub records: Arc<Path>,
    /// The folder that holds a folder for each central authority whose keys are kept here.
    pub authorities: Arc<Path>,
    /// The file of this node's public record key.
    pub record_public_key: Arc<Path>,
    /// What `GET /metrics` shows.
    pub metrics: PrometheusHandle,
    /// Ends answers that would otherwise go on for ever.
    pub stopping: Stopping,
}

impl App {
    /// Whether browsers reach us over TLS, ours or a proxy's.
    pub fn transport(&self) -> Transport {
        if self.origin.starts_with("https://") { Transport::Tls } else { Transport::Plain }
    }

    /// Tells whom a request concerns, and looks whether something is due earlier now.
    pub async fn request_changed(&self, request: RequestId) {
        self.due.look();
        self.news.of_request(request).await;
    }

    /// The same for the request behind an offer.
    pub async fn offer_answered(&self, offer: OfferId) {
        self.due.look();
        self.news.of_offer(offer).await;
    }
}

/// Randomness for one id, token or link, seeded by the operating system.
pub fn fresh_rng() -> StdRng {
    StdRng::from_os_rng()
}
