//! Who fits a request and why: hard filters first, then a score whose parts are its reasons.
//! Pure; `search` gathers the facts.

use crate::{
    country::Country,
    id::PersonId,
    interpreter::{Class, Gender, Level, Mode, Setting},
    language::Language,
    request::Preferences,
    team::SIMULTANEOUS_MINUTES_A_DAY,
    time::{Instant, Local, Moment, Zone},
    word::words,
};

words! {
    /// The fact a reason is about.
    pub enum Fact {
        /// How well the very variety is mastered.
        Variety = "variety",
        /// A credential that the requesting country recognises.
        Credential = "credential",
        /// Training to work with traumatised people.
        TraumaTraining = "trauma_training",
        /// The victim's wish for a woman or a man.
        Gender = "gender",
        /// What hour it will be for the interpreter.
        LocalHour = "local_hour",
        /// How much work they had lately: who had less comes first.
        Fairness = "fairness",
        /// How much of the accepted work was kept.
        Reliability = "reliability",
        /// Whether they already worked on this case.
        Continuity = "continuity",
        /// Whether they are free.
        Free = "free",
        /// Whether they do this pair, both ways, in this mode and setting.
        Language = "language",
        /// Whether their vetting holds on that day.
        Vetting = "vetting",
        /// Where they come from.
        Country = "country",
        /// Whether they are asked in time.
        Notice = "notice",
    }
}

words! {
    /// What a reason does.
    pub enum Effect {
        /// Speaks for them, or passes a filter.
        Plus = "plus",
        /// Speaks against them.
        Minus = "minus",
        /// Rules them out.
        Excludes = "excludes",
    }
}

/// The fact itself, to be put into words by the front door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Masters this variety so well.
    Masters(Language, Class),
    /// Speaks another variety of the same language, not this one.
    OtherVariety(Language),
    /// Does not serve the pair both ways in this mode and setting.
    NotServed,
    /// Holds this credential, which the requesting country takes as that.
    Recognised(String, Level),
    /// Holds none that the requesting country recognises.
    NotRecognised,
    /// Trained, or not.
    TraumaTrained(bool),
    /// The interpreter's gender.
    Gender(Gender),
    /// When it starts, on the interpreter's clock.
    StartsAt(Local),
    /// Minutes worked in the last twelve months.
    MinutesWorked(i64),
    /// Share of work kept, 0–1000.
    KeptPermille(i32),
    /// Worked on the case before, or not.
    KnowsCase(bool),
    /// Free all the time.
    Free,
    /// Outside the weekly hours.
    OutsideHours,
    /// The hours are closed.
    Blocked,
    /// Booked.
    Booked,
    /// With this there would be more simultaneous work that day than is safe; minutes so far.
    DailyLimit(i64),
    /// Vetted until then.
    VettedUntil(Moment),
    /// The vetting ends before the hearing does.
    VettingEnds(Moment),
    /// Never vetted.
    NotVetted,
    /// Lives and works there.
    From(Country),
    /// Comes from a place the victim ruled out.
    RuledOut(String),
    /// Minutes of notice wanted, and given.
    Notice(i64, i64),
}

/// One reason for a place in the list, or for not being in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// About what.
    pub fact: Fact,
    /// What it does.
    pub effect: Effect,
    /// The fact itself.
    pub detail: Detail,
    /// Its part of the score.
    pub points: f64,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Need<'a> {
    /// The pair.
    pub languages: &'a [Language; 2],
    /// How.
    pub mode: Mode,
    /// Where.
    pub setting: Setting,
    /// From.
    pub starts: Instant,
    /// Until.
    pub ends: Instant,
    /// The victim's wishes.
    pub preferences: &'a Preferences,
    /// When it is asked.
    pub now: Instant,
}

/// Why time is not free, or that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// Free.
    Free,
    /// Outside the weekly hours.
    OutsideHours,
    /// Closed by the interpreter.
    Blocked,
    /// Booked.
    Booked,
}

/// What is known of one interpreter for one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Who.
    pub person: PersonId,
    /// The number shown.
    pub number: i64,
    /// Where they live and work.
    pub country: Country,
    /// Their clock.
    pub zone: Zone,
    /// Home town or community.
    pub home: String,
    /// Gender.
    pub gender: Gender,
    /// Mastery of the two languages asked for; none where they do not speak it.
    pub classes: [Option<Class>; 2],
    /// Another variety of the first or second language that they speak instead.
    pub other_variety: Option<Language>,
    /// Whether they serve the pair both ways in this mode and setting.
    pub serves: bool,
    /// The best credential that the requesting country recognises and that holds on that day.
    pub recognised: Option<(String, Level)>,
    /// Until when they are vetted.
    pub vetted_until: Option<Instant>,
    /// Training.
    pub trauma_trained: bool,
    /// Share of work kept, 0–1000.
    pub reliability_permille: i32,
    /// Minutes worked in the last twelve months.
    pub minutes_worked: i64,
    /// Notice wanted, in minutes.
    pub notice_minutes: i64,
    /// Their calendar at that time.
    pub calendar: Calendar,
    /// Simultaneous work already booked on that day of theirs, in minutes.
    pub simultaneous_minutes_that_day: i64,
    /// Whether they worked on the case before.
    pub knows_case: bool,
}

/// Weights of the score; they sum to 1.
mod weight {
    pub(super) const CREDENTIAL: f64 = 0.30;
    pub(super) const VARIETY: f64 = 0.20;
    pub(super) const TRAUMA_TRAINING: f64 = 0.15;
    pub(super) const CONTINUITY: f64 = 0.10;
    pub(super) const RELIABILITY: f64 = 0.10;
    pub(super) const FAIRNESS: f64 = 0.10;
    pub(super) const LOCAL_HOUR: f64 = 0.05;
    /// Taken off when a preferred, not required, gender is not met: as much as trauma training
    /// and local hour together, so that a trained person at noon does not outweigh the wish.
    pub(super) const GENDER_NOT_MET: f64 = -0.20;
}

/// Yearly minutes at which fairness has fallen to one half.
const HALF_FAIRNESS_MINUTES: f64 = 6_000.0;

/// All reasons for one interpreter, the strongest first. If one excludes, only those that
/// exclude are given.
#[must_use]
pub fn judge(need: &Need<'_>, facts: &Facts) -> Vec<Reason> {
    let mut reasons = filters(need, facts);
    if reasons.iter().any(|reason| reason.effect == Effect::Excludes) {
        reasons.retain(|reason| reason.effect == Effect::Excludes);
        return reasons;
    }
    reasons.splice(0..0, scores(need, facts));
    reasons.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    reasons
}

/// The sum of the reasons' points.
#[must_use]
pub fn score(reasons: &[Reason]) -> f64 {
    reasons.iter().map(|reason| reason.points).sum()
}

/// Language, time, vetting, notice, the victim's conditions.
fn filters(need: &Need<'_>, facts: &Facts) -> Vec<Reason> {
    let language = match (&facts.other_variety, facts.serves) {
        (_, true) => None,
        (Some(other), false) => Some(Detail::OtherVariety(other.clone())),
        (None, false) => Some(Detail::NotServed),
    };
    let mut reasons: Vec<Reason> =
        language.map(|detail| excludes(Fact::Language, detail)).into_iter().collect();
    reasons.push(free(need, facts));
    reasons.push(vetting(need, facts));
    reasons.push(country(need, facts));
    let given = need.starts.minutes_since(need.now);
    let notice = Detail::Notice(facts.notice_minutes, given);
    reasons.push(if facts.notice_minutes <= given {
        passes(Fact::Notice, notice)
    } else {
        excludes(Fact::Notice, notice)
    });
    reasons.push(gender(need, facts));
    reasons
}

fn gender(need: &Need<'_>, facts: &Facts) -> Reason {
    let detail = Detail::Gender(facts.gender);
    match need.preferences.gender {
        Some(wanted) if wanted != facts.gender && need.preferences.gender_required => {
            excludes(Fact::Gender, detail)
        }
        Some(wanted) if wanted != facts.gender => Reason {
            fact: Fact::Gender,
            effect: Effect::Minus,
            detail,
            points: weight::GENDER_NOT_MET,
        },
        _ => passes(Fact::Gender, detail),
    }
}

fn free(need: &Need<'_>, facts: &Facts) -> Reason {
    match facts.calendar {
        Calendar::OutsideHours => return excludes(Fact::Free, Detail::OutsideHours),
        Calendar::Blocked => return excludes(Fact::Free, Detail::Blocked),
        Calendar::Booked => return excludes(Fact::Free, Detail::Booked),
        Calendar::Free => {}
    }
    let minutes = need.ends.minutes_since(need.starts);
    let so_far = facts.simultaneous_minutes_that_day;
    if need.mode == Mode::Simultaneous
        && so_far > 0
        && so_far + minutes > SIMULTANEOUS_MINUTES_A_DAY
    {
        return excludes(Fact::Free, Detail::DailyLimit(so_far));
    }
    passes(Fact::Free, Detail::Free)
}

fn vetting(need: &Need<'_>, facts: &Facts) -> Reason {
    match facts.vetted_until {
        None => excludes(Fact::Vetting, Detail::NotVetted),
        Some(until) => {
            let moment = Moment::at(until, &facts.zone);
            if until < need.ends {
                excludes(Fact::Vetting, Detail::VettingEnds(moment))
            } else {
                passes(Fact::Vetting, Detail::VettedUntil(moment))
            }
        }
    }
}

fn country(need: &Need<'_>, facts: &Facts) -> Reason {
    match need.preferences.ruled_out(&facts.home, facts.country) {
        Some(place) => excludes(Fact::Country, Detail::RuledOut(place.to_owned())),
        None => passes(Fact::Country, Detail::From(facts.country)),
    }
}

/// The parts of the score.
fn scores(need: &Need<'_>, facts: &Facts) -> Vec<Reason> {
    let mut reasons = vec![
        weighed(Fact::Credential, weight::CREDENTIAL, credential(facts)),
        weighed(
            Fact::TraumaTraining,
            weight::TRAUMA_TRAINING,
            (f64::from(facts.trauma_trained), Detail::TraumaTrained(facts.trauma_trained)),
        ),
        weighed(
            Fact::Continuity,
            weight::CONTINUITY,
            (f64::from(facts.knows_case), Detail::KnowsCase(facts.knows_case)),
        ),
        weighed(
            Fact::Reliability,
            weight::RELIABILITY,
            (
                f64::from(facts.reliability_permille) / 1000.0,
                Detail::KeptPermille(facts.reliability_permille),
            ),
        ),
        weighed(Fact::Fairness, weight::FAIRNESS, fairness(facts)),
        weighed(Fact::LocalHour, weight::LOCAL_HOUR, local_hour(need, facts)),
    ];
    for (language, class) in need.languages.iter().zip(facts.classes) {
        if let Some(class) = class {
            let share = match class {
                Class::A => 1.0,
                Class::B => 0.7,
                Class::C => 0.2,
            };
            let detail = Detail::Masters(language.clone(), class);
            reasons.push(weighed(Fact::Variety, weight::VARIETY / 2.0, (share, detail)));
        }
    }
    reasons
}

fn credential(facts: &Facts) -> (f64, Detail) {
    match &facts.recognised {
        Some((scheme, level)) => {
            let share = match level {
                Level::Certified => 1.0,
                Level::Provisional => 0.5,
            };
            (share, Detail::Recognised(scheme.clone(), *level))
        }
        None => (0.0, Detail::NotRecognised),
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of one year fit a float exactly")]
fn fairness(facts: &Facts) -> (f64, Detail) {
    let minutes = facts.minutes_worked;
    let share = HALF_FAIRNESS_MINUTES / (HALF_FAIRNESS_MINUTES + minutes as f64);
    (share, Detail::MinutesWorked(minutes))
}

/// Office hours are best, early morning and evening half as good, night counts nothing.
fn local_hour(need: &Need<'_>, facts: &Facts) -> (f64, Detail) {
    let start = Moment::at(need.starts, &facts.zone).local;
    let share = match start.minute_of_day() / 60 {
        8..18 => 1.0,
        7 | 18..21 => 0.5,
        _ => 0.0,
    };
    (share, Detail::StartsAt(start))
}

fn weighed(fact: Fact, weight: f64, (share, detail): (f64, Detail)) -> Reason {
    let effect = if share > 0.0 { Effect::Plus } else { Effect::Minus };
    Reason { fact, effect, detail, points: weight * share }
}

const fn passes(fact: Fact, detail: Detail) -> Reason {
    Reason { fact, effect: Effect::Plus, detail, points: 0.0 }
}

const fn excludes(fact: Fact, detail: Detail) -> Reason {
    Reason { fact, effect: Effect::Excludes, detail, points: 0.0 }
}

#[cfg(test)]
mod tests;
