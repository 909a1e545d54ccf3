//! How something happens in a hearing: it is decided, stored, and only then has an effect on
//! who hears whom; then everybody is told.

use super::media::Purpose;
use super::message::{Because, ToClient};
use super::room::{Media, Room};
use crate::lang::Words;
use crate::problem::{Kind, Problem};
use puente_hearing::event::HearingEvent;
use puente_hearing::log::{Entry, LogError, VERSION};
use puente_hearing::wiring::Source;
use puente_hearing::{Act, Refusal, Seat, decide, wiring};
use puente_sfu::record::RecordError;
use puente_sfu::{Notice, PeerId, Route, Tap, WireChange, WireError};

/// Why something could not happen.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("the event cannot be stored: {0}")]
    Store(#[source] puente_registry::Error),
    #[error("the event cannot be encoded: {0}")]
    Log(#[from] LogError),
    #[error("the media plane does not follow: {0}")]
    Media(#[source] WireError),
    #[error("the record cannot be written: {0}")]
    Record(#[source] RecordError),
}

impl Failure {
    pub(super) fn into_problem(self) -> Problem {
        Problem::internal(&self)
    }
}

/// A refusal as a problem.
pub(super) fn problem(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NotYours | Refusal::NotYoursAndNoted(_) => Kind::NotYours.into(),
        Refusal::NotNow => Kind::NotNow.into(),
        Refusal::Invalid { field, why } => Problem::invalid(*field, Words::new(*why, *why, *why)),
    }
}

/// Whose seat an event ends.
fn withdrawn(event: &HearingEvent) -> Option<Seat> {
    match event {
        HearingEvent::InterpreterWithdrew { seat, .. } => Some(*seat),
        _ => None,
    }
}

impl Room {
    /// A person acts.
    pub(super) async fn act(&mut self, seat: Seat, act: &Act) -> Result<(), Problem> {
        let events = match decide(&self.log.state, seat, act) {
            Ok(events) => events,
            Err(refusal) => {
                if let Refusal::NotYoursAndNoted(event) = &refusal {
                    let noted = self.happen(Some(seat), vec![(**event).clone()]).await;
                    self.log_failure(noted);
                }
                return Err(problem(&refusal));
            }
        };
        let withdrawn: Vec<Seat> = events.iter().filter_map(withdrawn).collect();
        self.happen(Some(seat), events).await.map_err(Failure::into_problem)?;
        for seat in withdrawn {
            self.end_seat(seat, Because::Withdrawn).await;
            self.catch_up().await;
        }
        match act {
            Act::Remove { seat: who } => self.end_seat(*who, Because::Removed).await,
            Act::GoOffRecord {} => {
                let noted = self.note_record().await;
                self.log_failure(noted);
            }
            _ => {}
        }
        Ok(())
    }

    /// Stores the events one by one, each before its effect, and tells everybody.
    pub(super) async fn happen(
        &mut self,
        by: Option<Seat>,
        events: Vec<HearingEvent>,
    ) -> Result<(), Failure> {
        if events.is_empty() {
            return Ok(());
        }
        let first = self.entries.len();
        for event in events {
            if event == HearingEvent::Closed {
                self.note_end_of_record().await?;
            }
            self.store(by, event).await?;
            // It has happened, whatever the media plane or the disk say; the views tell the truth.
            let rewired = self.rewire().await;
            self.log_failure(rewired);
        }
        self.note_vacancies().await;
        self.tell_all(first);
        Ok(())
    }

    async fn store(&mut self, by: Option<Seat>, event: HearingEvent) -> Result<(), Failure> {
        let at_us = self.deps.clock.now_us();
        let line = self.log.line_for(at_us, by, event.clone())?;
        let seq = self.log.next_seq;
        super::store_line(&self.deps.store, self.id, seq, &line).await.map_err(Failure::Store)?;
        let (hearing, prev) = (self.log.hearing.clone(), self.log.head.clone());
        self.log.accept(&line, &event);
        self.setup.seat_new(&event);
        self.entries.push(Entry { at_us, by, event, hearing, prev, seq, v: VERSION });
        Ok(())
    }

    /// Makes the media plane follow the state. What ends, ends before anything begins.
    async fn rewire(&mut self) -> Result<(), Failure> {
        self.wiring = wiring(&self.log.state);
        let routes = self.connections.follow(&self.wiring);
        let recorded = self.wiring.recorded.clone();
        let stopped = self.recording.stop_all_but(&recorded);
        let taps = stopped.into_iter().filter_map(|source| self.tap(source)).collect();
        self.wire(routes, taps).await?;
        let started = self.recording.start_all_of(&recorded, &self.log.state).await;
        let started = started.map_err(Failure::Record)?;
        let taps = started.into_iter().filter_map(|(source, _)| self.tap(source)).collect();
        self.wire(Vec::new(), taps).await
    }

    async fn wire(&self, routes: Vec<Route>, taps: Vec<Tap>) -> Result<(), Failure> {
        if routes.is_empty() && taps.is_empty() {
            return Ok(());
        }
        let change = WireChange { routes, taps };
        match self.deps.media.wire(self.media_room, change).await {
            // A peer is gone and its notice is on the way; the rest of the change is applied.
            Ok(()) | Err(WireError::NoSlot(_) | WireError::NoSource(_)) => Ok(()),
            Err(error) => Err(Failure::Media(error)),
        }
    }

    /// The tap of a source as it should be now, if its device is connected.
    fn tap(&self, source: Source) -> Option<Tap> {
        let track = self.recording.track_of(source);
        self.connections.source(source).map(|source| Tap { source, track })
    }

    /// A page, or a WHIP or WHEP client, joins the media for a seat that is in the room.
    pub(super) async fn join(
        &mut self,
        seat: Seat,
        sdp: String,
        purpose: Purpose,
    ) -> Result<Media, Problem> {
        let person = self.log.state.person(seat).ok_or(Kind::NotYours)?;
        if !person.is_present() {
            return Err(Kind::NotNow.into());
        }
        let endpoint = person.endpoint;
        if self.log.state.endpoints.get(&endpoint).is_none_or(|e| e.principal != seat) {
            return Err(Kind::NotYours.into());
        }
        let joined = self
            .deps
            .media
            .join(self.media_room, sdp)
            .await
            .map_err(|e| super::join_problem(&e))?;
        let replaced = self.connections.join(endpoint, &joined, purpose);
        let mut routes = self.connections.follow(&self.wiring);
        routes.extend(self.connections.routes_from(endpoint));
        let tapped: Vec<_> = self.recording.tapped().iter().copied().collect();
        let taps = tapped
            .into_iter()
            .filter(|source| source.endpoint == endpoint)
            .filter_map(|source| self.tap(source))
            .collect();
        self.wire(routes, taps).await.map_err(Failure::into_problem)?;
        for old in replaced.peers {
            self.deps.media.leave(old).await;
        }
        if replaced.page && purpose != Purpose::Both {
            self.send(seat, ToClient::MediaElsewhere);
        }
        Ok(Media { peer: joined.peer, answer: joined.answer })
    }

    /// An ICE restart of the seat's connection; `None` if there is none any more.
    pub(super) async fn restart(&mut self, seat: Seat, sdp: String) -> Option<String> {
        let endpoint = self.log.state.person(seat)?.endpoint;
        let peer = *self.connections.peers_of(endpoint).first()?;
        self.deps.media.restart(peer, sdp).await.ok()
    }

    /// A WHIP or WHEP client has ended its own connection: its seat's page takes over again.
    pub(super) async fn hang_up(&mut self, peer: PeerId) {
        self.lose_media(peer);
        self.deps.media.leave(peer).await;
        self.tell_wired();
    }

    /// A connection is gone; the seat's page makes a new one.
    fn lose_media(&mut self, peer: PeerId) {
        let Some(endpoint) = self.connections.lose(peer) else { return };
        let principal = self.log.state.endpoints.get(&endpoint).map(|e| e.principal);
        if let Some(seat) = principal {
            self.send(seat, ToClient::MediaLost);
        }
    }

    /// The seat's device is gone, with its connections.
    pub(super) async fn drop_media(&mut self, seat: Seat) {
        let Some(person) = self.log.state.person(seat) else { return };
        for peer in self.connections.peers_of(person.endpoint) {
            self.connections.lose(peer);
            self.deps.media.leave(peer).await;
        }
    }

    /// The media plane reports.
    pub(super) async fn notice(&mut self, notice: Notice) {
        match notice {
            Notice::Connected { .. } => {}
            Notice::Lost { peer, .. } => self.lose_media(peer),
            Notice::Speaking { peers, .. } => {
                let endpoints = peers.iter().filter_map(|p| self.connections.endpoint_of(*p));
                self.speaking = endpoints.collect();
                let heard = self.floor_language_heard();
                let noted = self.happen(None, heard.into_iter().collect()).await;
                self.log_failure(noted);
                self.tell_speaking();
            }
        }
    }

    /// Who speaks on the floor decides its language, unless the lead has set it: the speaker's
    /// own, or what a consecutive interpreter renders into.
    fn floor_language_heard(&self) -> Option<HearingEvent> {
        let state = &self.log.state;
        if !state.phase.is_testimony() || state.floor_language_set.is_some() {
            return None;
        }
        let (speaker, language) = self.speaking.iter().find_map(|endpoint| {
            let seat = state.endpoints.get(endpoint)?.principal;
            let person = state.person(seat)?;
            if !person.is_present() || state.in_sidebar(seat) {
                return None;
            }
            let rendering = state.booth_of(seat).filter(|(_, b)| b.active == Some(seat));
            let language = match rendering {
                Some((_, booth)) if booth.output().is_none() => Some(booth.target_language()),
                Some(_) => None,
                None if person.role.speaks_on_floor() => person.floor_language.as_ref(),
                None => None,
            }?;
            Some((seat, language.clone()))
        })?;
        (state.floor_language_heard.as_ref() != Some(&language))
            .then_some(HearingEvent::FloorLanguageHeard { language, speaker })
    }

    /// Binds what was recorded so far into the minutes.
    pub(super) async fn note_record(&mut self) -> Result<(), Failure> {
        let heads = self.recording.heads().await.map_err(Failure::Record)?;
        let last = self.entries.iter().rev().find_map(|entry| match &entry.event {
            HearingEvent::RecordNoted { heads } => Some(heads),
            _ => None,
        });
        if heads.is_empty() || last == Some(&heads) {
            return Ok(());
        }
        self.happen_alone(HearingEvent::RecordNoted { heads }).await
    }

    async fn note_end_of_record(&mut self) -> Result<(), Failure> {
        let heads = self.recording.close().await.map_err(Failure::Record)?;
        if heads.is_empty() {
            return Ok(());
        }
        self.store(None, HearingEvent::RecordNoted { heads }).await
    }

    async fn happen_alone(&mut self, event: HearingEvent) -> Result<(), Failure> {
        let first = self.entries.len();
        self.store(None, event).await?;
        self.tell_all(first);
        Ok(())
    }
}
