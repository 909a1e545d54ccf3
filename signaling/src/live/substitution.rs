//! A free place in a booth: the bank is told of it and finds somebody, and the room seats her.
//!
//! The log says who withdrew, the bank who steps in. Each is told of the other again and again,
//! so that neither a crash between the two nor a call that was accepted on another node is lost.

use super::Live;
use super::happen::Failure;
use super::opening::{Conditions, participant, same_word, seat};
use super::room::Room;
use crate::app::fresh_rng;
use crate::problem::Problem;
use puente_hearing::Seat;
use puente_hearing::event::HearingEvent;
use puente_registry::hearing::{Hearing, Participant};
use puente_registry::time::Instant;
use puente_registry::vacancy::Vacancy;
use std::collections::BTreeSet;

/// Why a substitute could not be seated; the next look tries again.
#[derive(Debug, thiserror::Error)]
enum SeatingError {
    #[error("the bank does not answer: {0}")]
    Bank(#[from] puente_registry::Error),
    #[error("{0}")]
    Word(#[from] serde_json::Error),
    #[error("{0}")]
    Opening(#[from] super::opening::OpeningError),
    #[error("{0}")]
    Happen(#[from] Failure),
}

impl Room {
    /// Tells the bank of places that are free and seats those who have stepped in.
    pub(super) async fn catch_up(&mut self) {
        if self.log.state.vacancies.is_empty() {
            return;
        }
        if let Err(error) = self.try_catch_up().await {
            tracing::warn!(hearing.id = %self.id, %error, "a substitute is not seated yet");
        }
    }

    async fn try_catch_up(&mut self) -> Result<(), SeatingError> {
        self.tell_bank().await?;
        let now = Instant::from_micros(self.deps.clock.now_us());
        for vacancy in self.deps.store.vacancies(self.id).await? {
            self.seat_substitute(&vacancy, now).await?;
        }
        Ok(())
    }

    /// The bank knows of a free place before any page does.
    pub(super) async fn note_vacancies(&mut self) {
        if let Err(error) = self.tell_bank().await {
            tracing::warn!(hearing.id = %self.id, %error, "the bank does not know of a free place");
        }
    }

    async fn tell_bank(&mut self) -> Result<(), SeatingError> {
        let now = Instant::from_micros(self.deps.clock.now_us());
        let during = self.log.state.has_begun;
        for (seat, vacancy) in self.log.state.vacancies.clone() {
            if !self.vacated.contains(&seat) {
                let (bank_seat, why) = (bank_seat(seat), same_word(&vacancy.why)?);
                let mut rng = fresh_rng();
                self.deps.store.vacate(self.id, bank_seat, why, during, now, &mut rng).await?;
                self.vacated.insert(seat);
            }
        }
        Ok(())
    }

    async fn seat_substitute(
        &mut self,
        vacancy: &Vacancy,
        now: Instant,
    ) -> Result<(), SeatingError> {
        let old = seat(vacancy.seat)?;
        let Some(new_seat) = vacancy.new_seat else { return Ok(()) };
        if !self.log.state.vacancies.contains_key(&old) {
            return Ok(());
        }
        let hearing = self.deps.store.hearing(self.id, now).await?;
        let is_new = |p: &&Participant| p.seat == new_seat;
        let Some(found) = hearing.participants.iter().find(is_new) else { return Ok(()) };
        let new = participant(found)?;
        let qualified = self.deps.store.qualifications(&hearing).await?;
        let voir_dire = qualified.iter().any(|one| one.seat == new_seat && one.needs_voir_dire());
        let during = self.log.state.has_begun;
        let event = HearingEvent::InterpreterSubstituted { old, new, during, voir_dire };
        Ok(self.happen(None, vec![event]).await?)
    }
}

impl Live {
    /// What the bank knows of the seats of a hearing that is about to open.
    pub(super) async fn conditions_of(&self, hearing: &Hearing) -> Result<Conditions, Problem> {
        let store = &self.deps().store;
        let qualified = store.qualifications(hearing).await?;
        let provisional = qualified.iter().filter(|one| one.needs_voir_dire());
        let seats = |seats: Vec<puente_registry::id::Seat>| {
            let seats = seats.into_iter().map(seat).collect::<Result<BTreeSet<_>, _>>();
            seats.map_err(|error| Problem::internal(&error))
        };
        Ok(Conditions {
            voir_dire: seats(provisional.map(|one| one.seat).collect())?,
            unseen: seats(store.unseen_seats(hearing).await?)?,
        })
    }
}

/// The bank's name of a seat of the hearing.
fn bank_seat(seat: Seat) -> puente_registry::id::Seat {
    puente_registry::id::Seat(i32::from(seat.0))
}
