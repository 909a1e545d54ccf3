//! From a plan to requests: one for each interview, which holds its place and is offered to the
//! interpreters that are planned before anybody else. What was changed since is asked for anew.

use rand::rngs::StdRng;
use serde::Serialize;

use super::{
    Absence, CasePlan, PlanState, PlanVictim, Setup,
    content::{Content, Placed},
    record::{Made, MadeFor, Record},
};
use crate::{
    error::{Error, Resource, Result, Why},
    hearing::{Kind, ParticipantInput, Role},
    id::{CasePlanId, PersonId, PlaceId, RequestId},
    request::{About, CancelReason, RequestInput},
    store::Store,
    time::{Fold, Instant, Local, WallTime},
    word::words,
};

words! {
    /// Why an interview could not be asked for.
    pub enum WhyNotSent {
        /// Its time has come or passed.
        TooLate = "too_late",
        /// The place was taken meanwhile.
        PlaceTaken = "place_taken",
        /// The interpreters cannot be asked any more; the request waits without them.
        InterpreterGone = "interpreter_gone",
        /// The earlier request's hearing has begun.
        Begun = "begun",
        /// It would be night for somebody.
        Night = "night",
        /// Something else in it cannot be asked for.
        Refused = "refused",
    }
}

/// An interview that could not be asked for as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NotSent {
    /// The victim's pseudonym.
    pub victim: String,
    /// Which of hers, from 0.
    pub number: i64,
    /// Why.
    pub why: WhyNotSent,
}

/// A plan after its requests were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Sent {
    /// The plan.
    pub plan: CasePlan,
    /// Requests that were made.
    pub made: usize,
    /// Earlier requests that were called off.
    pub called_off: usize,
    /// What could not be asked for as planned.
    pub not_sent: Vec<NotSent>,
    /// The requests that were made or called off.
    #[serde(skip)]
    pub touched: Vec<RequestId>,
}

impl Store {
    /// Makes the requests of a plan: for each interview one, unless there is one for just that
    /// already. Requests for what is not planned any more are called off.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`].
    pub async fn send_case_plan(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Sent> {
        let mut record = self.plan_to_change(id, by, version).await?;
        record.state = PlanState::Sent;
        // Whoever sends at the same time comes too late here, before anything is asked.
        self.write_plan(&mut record, now).await?;
        let made = self.made_for_plan(id).await?;
        let (mut count, mut called_off) = (0, 0);
        let (mut not_sent, mut touched) = (Vec::new(), Vec::new());
        let content = &record.content;
        let planned = |made: &Made| content.interviews.iter().any(|one| made.is_for(content, one));
        for earlier in made.iter().filter(|made| made.stands() && !planned(made)) {
            match self.call_off(&record, earlier, now, rng).await {
                Ok(()) => {
                    called_off += 1;
                    touched.push(earlier.request);
                }
                Err(error) => not_sent.push(NotSent {
                    victim: earlier.victim.clone(),
                    number: earlier.number,
                    why: why(error)?,
                }),
            }
        }
        let kept = self.made_for_plan(id).await?;
        for placed in &record.content.interviews {
            let key = (placed.victim.as_str(), placed.number);
            let stands =
                kept.iter().any(|made| (made.victim.as_str(), made.number) == key && made.stands());
            if stands {
                continue;
            }
            match self.ask_for(&record, placed, &mut touched, now, rng).await {
                Ok(()) => count += 1,
                Err(error) => not_sent.push(NotSent {
                    victim: placed.victim.clone(),
                    number: placed.number,
                    why: why(error)?,
                }),
            }
        }
        let plan = self.shown_plan(&record, now).await?;
        Ok(Sent { plan, made: count, called_off, not_sent, touched })
    }

    async fn call_off(
        &self,
        plan: &Record,
        made: &Made,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let reason = Some(CancelReason::Postponed);
        self.cancel_request(made.request, plan.owner, reason, now, rng).await?;
        self.forget_made(plan.id, made).await
    }

    async fn ask_for(
        &self,
        plan: &Record,
        placed: &Placed,
        touched: &mut Vec<RequestId>,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let made_for = plan.content.made_for(placed).ok_or(Error::NotFound("victim"))?;
        let request = self.create_request(plan.owner, &made_for.input, now, rng).await?;
        let key = (placed.victim.as_str(), placed.number);
        self.note_made(plan.id, key, request.id, &made_for).await?;
        touched.push(request.id);
        let mut people = Vec::with_capacity(placed.spot.interpreters.len());
        for number in &placed.spot.interpreters {
            people.push(self.person_numbered(*number).await?);
        }
        self.offer(request.id, plan.owner, 0, &people, now, rng).await.map(drop)
    }
}

/// A refusal in one word; a failure goes on.
fn why(error: Error) -> Result<WhyNotSent> {
    Ok(match error {
        Error::NotFree(Resource::Place(_)) => WhyNotSent::PlaceTaken,
        Error::NotFree(Resource::Interpreter(_)) | Error::Invalid { field: "interpreters", .. } => {
            WhyNotSent::InterpreterGone
        }
        Error::Invalid { why: Why::InThePast, .. } => WhyNotSent::TooLate,
        Error::Invalid { why: Why::InTheNight, .. } => WhyNotSent::Night,
        Error::NotNow(_) => WhyNotSent::Begun,
        Error::Invalid { .. } | Error::NotFound(_) | Error::LanguageGroup(_) => WhyNotSent::Refused,
        failure => return Err(failure),
    })
}

impl Content {
    /// What the request of an interview is made for.
    pub(super) fn made_for(&self, placed: &Placed) -> Option<MadeFor> {
        let setup = &self.setup;
        let victim = setup.victims.iter().find(|victim| victim.label == placed.victim)?;
        let starts = WallTime { local: placed.spot.starts, zone: setup.zone.clone() };
        let input = setup.request_for(victim, starts, Some(placed.spot.place));
        Some(MadeFor { interpreters: placed.spot.interpreters.clone(), input })
    }
}

impl Setup {
    /// What is asked for of one interview.
    pub(super) fn request_for(
        &self,
        victim: &PlanVictim,
        starts: WallTime,
        place: Option<PlaceId>,
    ) -> RequestInput {
        let witness = ParticipantInput {
            role: Role::Witness,
            label: victim.label.clone(),
            languages: vec![victim.language.clone()],
            place,
            person: None,
            address: None,
        };
        RequestInput {
            kind: Kind::Interview,
            languages: [victim.language.clone(), self.language.clone()],
            mode: victim.mode,
            setting: self.setting,
            starts,
            minutes: victim.minutes,
            preferences: victim.preferences.clone(),
            participants: vec![witness],
            case_reference: Some(self.case_reference.clone()),
            about: About {
                victim: Some(victim.label.clone()),
                other_languages: victim.other_languages.clone(),
                minor: victim.minor,
                ..About::default()
            },
            topics: self.topics.clone(),
            legs: Vec::new(),
            team: None,
            fee: None,
            sound_only: false,
        }
    }

    /// The instant of a wall time of the plan.
    pub(super) fn instant(&self, local: Local) -> Option<Instant> {
        WallTime { local, zone: self.zone.clone() }.instant(Fold::Earlier).ok()
    }
}

impl Absence {
    /// From when until when.
    pub(super) fn instants(&self, setup: &Setup) -> Option<(Instant, Instant)> {
        setup.instant(self.from).zip(setup.instant(self.to))
    }
}
