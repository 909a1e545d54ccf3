//! What a plan breaks. A coordinator may break it knowingly; nobody does unknowingly.

use super::{Case, DAY_CELLS, Interview, Victim};

/// One thing that breaks, with the interviews it concerns (their index in the plan).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objection {
    /// Outside the hours in which interviews are held.
    OutsideHours(usize),
    /// The interpreter may not interpret for her.
    NotSuited(usize, usize),
    /// The interpreter is not free then.
    InterpreterBusy(usize, usize),
    /// The interpreter would be in both, or has no rest between them.
    InterpreterTwice(usize, usize, usize),
    /// More work for the interpreter that day than is safe.
    TooMuchWork(usize, usize),
    /// Another number of interpreters than the team rule asks for.
    TeamSize(usize),
    /// Another interpreter than in the victim's other interview.
    OtherInterpreter(usize, usize),
    /// The same interpreter as a member of the family who is to be kept apart.
    FamilyShares(usize, usize, usize),
    /// The place is not free then.
    PlaceBusy(usize),
    /// Both are in the same place.
    PlaceTwice(usize, usize),
    /// She cannot come there.
    PlaceNotHers(usize),
    /// A minor outside a room for children, while there is one she can come to.
    NotForChildren(usize),
    /// Two interviews of one victim on one day.
    SameDay(usize, usize),
    /// A victim misses an interview: victim and number.
    Missing(usize, usize),
}

/// Everything that a plan breaks, in order.
#[must_use]
pub fn objections(case: &Case, plan: &[Interview]) -> Vec<Objection> {
    let mut found = Vec::new();
    for (at, interview) in plan.iter().enumerate() {
        if let Some(victim) = case.victims.get(interview.victim) {
            alone(case, victim, at, interview, &mut found);
            let later = plan.iter().enumerate().skip(at + 1);
            for (other_at, other) in later {
                together(case, victim, (at, interview), (other_at, other), &mut found);
            }
            too_much_work(case, plan, at, interview, &mut found);
        }
    }
    for (index, victim) in case.victims.iter().enumerate() {
        for number in 0..victim.interviews {
            if !plan.iter().any(|i| i.victim == index && i.number == number) {
                found.push(Objection::Missing(index, number));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The places where a victim may be interviewed: rooms for children for minors, if she can come
/// to any.
pub(super) fn places_for(case: &Case, victim: &Victim) -> Vec<usize> {
    let for_children = |place: &usize| case.places.get(*place).is_some_and(|p| p.child_friendly);
    if victim.minor && victim.places.iter().any(for_children) {
        victim.places.iter().copied().filter(|place| for_children(place)).collect()
    } else {
        victim.places.clone()
    }
}

fn alone(
    case: &Case,
    victim: &Victim,
    at: usize,
    interview: &Interview,
    found: &mut Vec<Objection>,
) {
    let (start, end) = (interview.start, interview.start + victim.cells);
    if !case.hours.has_all(start, end) || end > case.days * DAY_CELLS {
        found.push(Objection::OutsideHours(at));
    }
    if interview.team.len() != victim.seats {
        found.push(Objection::TeamSize(at));
    }
    for who in &interview.team {
        if victim.suits.get(*who).copied().flatten().is_none() {
            found.push(Objection::NotSuited(at, *who));
        }
        let free = |one: &super::Helper| one.free_for(victim).has_all(start, end);
        if !case.interpreters.get(*who).is_some_and(free) {
            found.push(Objection::InterpreterBusy(at, *who));
        }
    }
    if !case.places.get(interview.place).is_some_and(|place| place.free.has_all(start, end)) {
        found.push(Objection::PlaceBusy(at));
    }
    if !victim.places.contains(&interview.place) {
        found.push(Objection::PlaceNotHers(at));
    } else if !places_for(case, victim).contains(&interview.place) {
        found.push(Objection::NotForChildren(at));
    }
}

fn together(
    case: &Case,
    victim: &Victim,
    (at, one): (usize, &Interview),
    (other_at, other): (usize, &Interview),
    found: &mut Vec<Objection>,
) {
    let Some(other_victim) = case.victims.get(other.victim) else { return };
    let (end, other_end) = (one.start + victim.cells, other.start + other_victim.cells);
    let apart = |gap: usize| end + gap <= other.start || other_end + gap <= one.start;
    if one.place == other.place && !apart(0) {
        found.push(Objection::PlaceTwice(at, other_at));
    }
    for who in one.team.iter().filter(|who| other.team.contains(who)) {
        if !apart(case.rest_cells) {
            found.push(Objection::InterpreterTwice(at, other_at, *who));
        }
        let kept_apart = victim.apart.is_some() && victim.apart == other_victim.apart;
        if kept_apart && one.victim != other.victim {
            found.push(Objection::FamilyShares(at, other_at, *who));
        }
    }
    if one.victim == other.victim {
        if one.start / DAY_CELLS == other.start / DAY_CELLS {
            found.push(Objection::SameDay(at, other_at));
        }
        if one.team != other.team {
            found.push(Objection::OtherInterpreter(at, other_at));
        }
    }
}

fn too_much_work(
    case: &Case,
    plan: &[Interview],
    at: usize,
    interview: &Interview,
    found: &mut Vec<Objection>,
) {
    let day = interview.start / DAY_CELLS;
    for who in &interview.team {
        let that_day: usize = plan
            .iter()
            .filter(|other| other.start / DAY_CELLS == day && other.team.contains(who))
            .filter_map(|other| case.victims.get(other.victim))
            .map(|victim| victim.cells)
            .sum();
        if case.interpreters.get(*who).is_some_and(|one| that_day > one.most_on(day)) {
            found.push(Objection::TooMuchWork(at, *who));
        }
    }
}
