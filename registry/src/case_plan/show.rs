//! A plan as a coordinator sees it: the timetable, what it breaks, and what became of each request.

use serde::Serialize;

use super::{
    Absence, Interview, Objection, PlanState, Setup, Spot,
    content::{Content, Placed},
    gather::Known,
    objections,
    record::{Made, Record},
};
use crate::{
    error::{Error, Result},
    id::{CasePlanId, HearingId, PlaceId, RequestId},
    place::PlaceKind,
    request::RequestState,
    time::{Instant, Local, Moment},
    word::words,
};

words! {
    /// What a plan breaks.
    pub enum WhatBreaks {
        /// Outside the hours in which interviews are held.
        OutsideHours = "outside_hours",
        /// The interpreter may not interpret for her.
        NotSuited = "not_suited",
        /// The interpreter is not free then.
        InterpreterBusy = "interpreter_busy",
        /// The interpreter would be in both, or has no rest between them.
        InterpreterTwice = "interpreter_twice",
        /// More work for the interpreter that day than is safe.
        TooMuchWork = "too_much_work",
        /// Another number of interpreters than the team rule asks for.
        TeamSize = "team_size",
        /// Another interpreter than in the victim's other interview.
        OtherInterpreter = "other_interpreter",
        /// The same interpreter as a member of the family who is to be kept apart.
        FamilyShares = "family_shares",
        /// The place is not free then.
        PlaceBusy = "place_busy",
        /// Both are in the same place.
        PlaceTwice = "place_twice",
        /// She cannot get there.
        PlaceNotHers = "place_not_hers",
        /// A minor outside a room for children, while there is one she can come to.
        NotForChildren = "not_for_children",
        /// Two interviews of one victim on one day.
        SameDay = "same_day",
        /// The interview has no place in the plan.
        Missing = "missing",
    }
}

/// One thing that a plan breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanObjection {
    /// What.
    pub what: WhatBreaks,
    /// Whose interview.
    pub victim: String,
    /// Which of hers, from 0.
    pub number: i64,
    /// Whose other interview is concerned, too.
    pub other_victim: Option<String>,
    /// Which of hers.
    pub other_number: Option<i64>,
    /// The interpreter's number.
    pub interpreter: Option<i64>,
}

/// A place of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanPlace {
    /// Its id.
    pub id: PlaceId,
    /// Its name.
    pub name: String,
    /// Venue or kit.
    pub kind: PlaceKind,
    /// Whether it is fit for children.
    pub child_friendly: bool,
    /// Whether one gets there without a step.
    pub step_free: bool,
}

/// What the bank has for a victim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VictimPlan {
    /// Her pseudonym.
    pub label: String,
    /// Interpreters in each of her interviews.
    pub seats: usize,
    /// Numbers of those who may interpret for her, who suit her best first.
    pub interpreters: Vec<i64>,
}

/// The request that was made for an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanRequest {
    /// The request.
    pub id: RequestId,
    /// How far it is.
    pub state: RequestState,
    /// Whether it was made for what is planned now.
    pub as_planned: bool,
    /// The hearing, once booked.
    pub hearing: Option<HearingId>,
}

/// An interview in the timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanInterview {
    /// The victim's pseudonym.
    pub victim: String,
    /// Which of hers, from 0.
    pub number: i64,
    /// The start on the plan's clock.
    pub starts: Local,
    /// The end.
    pub ends: Local,
    /// The venue or kit.
    pub place: PlaceId,
    /// The interpreters' numbers, ascending.
    pub interpreters: Vec<i64>,
    /// Put there by a person: stays when the rest is planned anew.
    pub pinned: bool,
    /// Its request, once there is one.
    pub request: Option<PlanRequest>,
}

/// A plan of all interviews of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CasePlan {
    /// Its id.
    pub id: CasePlanId,
    /// How far it is.
    pub state: PlanState,
    /// To be named with the next change: who changed it meanwhile is not overwritten.
    pub version: i64,
    /// Now, on the plan's clock.
    pub now: Moment,
    /// What is to be planned.
    pub setup: Setup,
    /// Who is away.
    pub absences: Vec<Absence>,
    /// The places of the setup.
    pub places: Vec<PlanPlace>,
    /// What the bank has for each victim, in the setup's order.
    pub victims: Vec<VictimPlan>,
    /// The timetable, by victim and number.
    pub interviews: Vec<PlanInterview>,
    /// What it breaks.
    pub objections: Vec<PlanObjection>,
    /// Interviews whose request is missing or was made for something else.
    pub unsent: usize,
}

/// An interview that stands elsewhere than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// The victim's pseudonym.
    pub victim: String,
    /// Which of hers, from 0.
    pub number: i64,
    /// Where it stood; none if it had no place.
    pub from: Option<Spot>,
    /// Where it stands; none if it has no place any more.
    pub to: Option<Spot>,
}

impl CasePlan {
    pub(super) fn of(record: &Record, known: &Known, made: &[Made], now: Instant) -> Result<Self> {
        let setup = &record.content.setup;
        let shown = |placed: &Placed| shown(&record.content, placed, made);
        let interviews: Vec<PlanInterview> =
            record.content.interviews.iter().map(shown).collect::<Result<_>>()?;
        let sent = interviews.iter().filter_map(|one| one.request.as_ref());
        let as_planned = sent.filter(|request| request.as_planned).count();
        let dropped = made.iter().filter(|made| {
            made.stands() && record.content.interview(&made.victim, made.number).is_none()
        });
        Ok(Self {
            id: record.id,
            state: record.state,
            version: record.version,
            now: Moment::at(now, &setup.zone),
            absences: record.content.absences.clone(),
            places: known
                .places
                .iter()
                .map(|place| PlanPlace {
                    id: place.id,
                    name: place.about.name.clone(),
                    kind: place.about.kind,
                    child_friendly: place.about.child_friendly,
                    step_free: place.about.step_free,
                })
                .collect(),
            victims: setup
                .victims
                .iter()
                .zip(&known.case.victims)
                .map(|(given, victim)| {
                    let mut able: Vec<(u16, i64)> = victim
                        .suits
                        .iter()
                        .zip(&known.numbers)
                        .filter_map(|(suits, number)| Some(((*suits)?, *number)))
                        .collect();
                    able.sort_unstable_by_key(|(suits, number)| {
                        (std::cmp::Reverse(*suits), *number)
                    });
                    VictimPlan {
                        label: given.label.clone(),
                        seats: victim.seats,
                        interpreters: able.into_iter().map(|(_, number)| number).collect(),
                    }
                })
                .collect(),
            objections: told(&record.content, known, made, now),
            unsent: interviews.len() - as_planned + dropped.count(),
            interviews,
            setup: setup.clone(),
        })
    }
}

fn shown(content: &Content, placed: &Placed, made: &[Made]) -> Result<PlanInterview> {
    let setup = &content.setup;
    let minutes = setup.victims.iter().find(|victim| victim.label == placed.victim);
    let minutes = minutes.map_or(0, |victim| victim.minutes);
    let starts = placed.spot.starts;
    let end = i64::from(starts.minute_of_day()).saturating_add(minutes);
    let end = i32::try_from(end).unwrap_or(i32::MAX);
    let request =
        made.iter().find(|made| made.victim == placed.victim && made.number == placed.number);
    Ok(PlanInterview {
        victim: placed.victim.clone(),
        number: placed.number,
        starts,
        ends: starts.at_minute(end).map_err(|error| Error::time("starts", &error))?,
        place: placed.spot.place,
        interpreters: placed.spot.interpreters.clone(),
        pinned: placed.pinned,
        request: request.map(|made| PlanRequest {
            id: made.request,
            state: made.state,
            as_planned: made.is_for(content, placed),
            hearing: made.hearing,
        }),
    })
}

/// What a plan breaks, in the words of people. What has begun is nobody's choice any more.
fn told(content: &Content, known: &Known, made: &[Made], now: Instant) -> Vec<PlanObjection> {
    let setup = &content.setup;
    let plan = known.interviews(content);
    let has_begun = |one: &Interview| {
        let local = setup.local(one.start).ok();
        local.and_then(|local| setup.instant(local)).is_some_and(|starts| starts <= now)
    };
    let is_booked = |one: &Interview| {
        let label = setup.victims.get(one.victim).map(|victim| victim.label.as_str());
        made.iter().any(|made| {
            Some(made.victim.as_str()) == label
                && usize::try_from(made.number) == Ok(one.number)
                && made.state == RequestState::Booked
        })
    };
    let over = |at: usize| plan.get(at).is_some_and(|one| has_begun(one) && is_booked(one));
    let of = |at: usize| plan.get(at).map(|one| (one.victim, one.number));
    let line = |what, own: Option<(usize, usize)>, other: Option<(usize, usize)>, who| {
        let named = |(victim, number): (usize, usize)| {
            let label = setup.victims.get(victim)?.label.clone();
            Some((label, i64::try_from(number).unwrap_or(0)))
        };
        let (victim, number) = own.and_then(named)?;
        let (other_victim, other_number) = other.and_then(named).unzip();
        let interpreter = Option::<usize>::and_then(who, |who| known.numbers.get(who).copied());
        Some(PlanObjection { what, victim, number, other_victim, other_number, interpreter })
    };
    use {Objection as O, WhatBreaks as W};
    objections(&known.case, &plan)
        .into_iter()
        .filter_map(|objection| match objection {
            O::InterpreterBusy(at, _) | O::PlaceBusy(at) | O::NotSuited(at, _) if over(at) => None,
            O::OutsideHours(at) => line(W::OutsideHours, of(at), None, None),
            O::NotSuited(at, who) => line(W::NotSuited, of(at), None, Some(who)),
            O::InterpreterBusy(at, who) => line(W::InterpreterBusy, of(at), None, Some(who)),
            O::InterpreterTwice(at, other, who) => {
                line(W::InterpreterTwice, of(at), of(other), Some(who))
            }
            O::TooMuchWork(at, who) => line(W::TooMuchWork, of(at), None, Some(who)),
            O::TeamSize(at) => line(W::TeamSize, of(at), None, None),
            O::OtherInterpreter(at, other) => line(W::OtherInterpreter, of(at), of(other), None),
            O::FamilyShares(at, other, who) => line(W::FamilyShares, of(at), of(other), Some(who)),
            O::PlaceBusy(at) => line(W::PlaceBusy, of(at), None, None),
            O::PlaceTwice(at, other) => line(W::PlaceTwice, of(at), of(other), None),
            O::PlaceNotHers(at) => line(W::PlaceNotHers, of(at), None, None),
            O::NotForChildren(at) => line(W::NotForChildren, of(at), None, None),
            O::SameDay(at, other) => line(W::SameDay, of(at), of(other), None),
            O::Missing(victim, number) => line(W::Missing, Some((victim, number)), None, None),
        })
        .collect()
}

/// What stands elsewhere than before.
pub(super) fn changes(before: &Content, after: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    for victim in &after.setup.victims {
        for number in 0..victim.interviews {
            let spot = |of: &Content| of.interview(&victim.label, number).map(|p| p.spot.clone());
            let (from, to) = (spot(before), spot(after));
            if from != to {
                changes.push(Change { victim: victim.label.clone(), number, from, to });
            }
        }
    }
    changes
}

impl Content {
    /// Takes what the search found. What was pinned stays so.
    pub(super) fn take_plan(&mut self, known: &Known, plan: &[Interview]) -> Result<()> {
        let mut placed = Vec::with_capacity(plan.len());
        for interview in plan {
            let victim = self.setup.victims.get(interview.victim);
            let place = known.places.get(interview.place);
            let (Some(victim), Some(place)) = (victim, place) else { continue };
            let number = i64::try_from(interview.number).unwrap_or(0);
            let starts =
                self.setup.local(interview.start).map_err(|error| Error::time("days", &error))?;
            let who = interview.team.iter().filter_map(|who| known.numbers.get(*who).copied());
            let mut interpreters: Vec<i64> = who.collect();
            interpreters.sort_unstable();
            let spot = Spot { starts, place: place.id, interpreters };
            let was = self.interview(&victim.label, number);
            let pinned = was.is_some_and(|was| was.pinned && was.spot == spot);
            placed.push(Placed { victim: victim.label.clone(), number, spot, pinned });
        }
        self.interviews = placed;
        Ok(())
    }
}
