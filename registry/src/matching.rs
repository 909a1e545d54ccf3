//! Who fits a request and why: hard filters first, then a score whose parts are its reasons.
//! Pure; `search` gathers the facts.

use crate::{
    availability::calendar::WhyBusy,
    conflict::FactKind,
    country::Country,
    id::{OrganisationId, PersonId},
    interpreter::{Class, Gender, Level, Mode, Setting},
    language::Language,
    request::Preferences,
    time::{Instant, Local, Moment, Zone},
    weights::Weights,
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
        /// Training to interpret for children.
        ChildTraining = "child_training",
        /// Whether they have to do with the case or with anybody in it.
        Conflict = "conflict",
        /// The victim's wish for a woman or a man.
        Gender = "gender",
        /// What hour it will be for the interpreter.
        LocalHour = "local_hour",
        /// How much work they had lately: who had less comes first.
        Fairness = "fairness",
        /// How much of the accepted work was kept.
        Reliability = "reliability",
        /// Whether they already worked for this victim, or on this case.
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
        /// Whether they are a Deaf interpreter, where one is asked for.
        Deaf = "deaf_interpreter",
        /// Whether they work for the organisation that is asked for.
        Organisation = "organisation",
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

words! {
    /// What an interpreter has done on the case so far.
    pub enum Continuity {
        /// Nothing.
        None = "none",
        /// Interpreted for others of the case.
        Case = "case",
        /// Interpreted for this victim, who should meet the same person again.
        Victim = "victim",
        /// The victim asked for the same person again.
        Wished = "wished",
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
    /// Their gender, and the one that is preferred.
    OtherGender(Gender, Gender),
    /// When it starts, on the interpreter's clock.
    StartsAt(Local),
    /// Minutes worked in the last twelve months.
    MinutesWorked(i64),
    /// Share of work kept, 0–1000.
    KeptPermille(i32),
    /// Worked for this victim or on the case before, or not.
    Continuity(Continuity),
    /// The victim asked for somebody else.
    NotAgain,
    /// Free all the time.
    Free,
    /// Outside the weekly hours.
    OutsideHours,
    /// The hours are closed.
    Blocked,
    /// Booked.
    Booked,
    /// Taken in a calendar that they keep elsewhere.
    BusyElsewhere,
    /// A holiday where they live.
    Holiday,
    /// They work then, but not in this setting.
    OtherPurpose,
    /// It would be night for them.
    Night,
    /// They want no more work on one day; minutes so far.
    DailyMost(u32),
    /// With this there would be more simultaneous work that day than is safe; minutes so far.
    DailyLimit(u32),
    /// Trained to interpret for children, or not.
    ChildTrained(bool),
    /// A fact about them and one about the case are the same; no more than the kind is known.
    Conflict(FactKind),
    /// Vetted until then.
    VettedUntil(Moment),
    /// The vetting ends before the hearing does.
    VettingEnds(Moment),
    /// Never vetted.
    NotVetted,
    /// Lives and works there.
    From(Country),
    /// Lives in a country the victim ruled out.
    RuledOut(Country),
    /// Comes from a town the victim ruled out; which one is written nowhere.
    TownRuledOut,
    /// A Deaf interpreter, or not.
    Deaf(bool),
    /// Works for the organisation that is asked for, or not.
    OfOrganisation(bool),
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
    /// What counts how much in the requesting country.
    pub weights: &'a Weights,
    /// Whether a child is to be heard.
    pub child: bool,
    /// Whether the requesting country takes nobody there without a credential it recognises.
    pub recognised_only: bool,
    /// When it is asked.
    pub now: Instant,
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
    /// Whether they come from a town that the victim wants nobody from.
    pub comes_from_ruled_out_town: bool,
    /// Gender.
    pub gender: Gender,
    /// A Deaf interpreter.
    pub deaf: bool,
    /// The organisation they interpret for.
    pub organisation: Option<OrganisationId>,
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
    /// Training to work with traumatised people that holds then.
    pub trauma_trained: bool,
    /// Training to interpret for children that holds then.
    pub child_trained: bool,
    /// Share of work kept, 0–1000.
    pub reliability_permille: i32,
    /// Minutes worked in the last twelve months.
    pub minutes_worked: i64,
    /// Notice wanted, in minutes.
    pub notice_minutes: i64,
    /// Why they are not free then, if they are not.
    pub busy: Option<WhyBusy>,
    /// What kinds of facts about them and about the case are the same.
    pub conflicts: Vec<FactKind>,
    /// What they did on the case before.
    pub continuity: Continuity,
    /// Whether the victim asked not to meet them again.
    pub not_again: bool,
}

/// Taken off when a preferred, not required, gender is not met: as much as trauma training and
/// local hour together usually weigh, so that a trained person at noon does not outweigh the wish.
const GENDER_NOT_MET: f64 = -0.20;

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

/// What an interpreter's facts are worth for a request, were they to fit: the sum of the points of
/// [`judge`]'s reasons.
#[must_use]
pub fn score(need: &Need<'_>, facts: &Facts) -> f64 {
    Shares::of(need, facts).score(need.weights)
}

/// How much of each weight somebody earns, 0–1; two for the two languages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shares {
    pub(crate) credential: f64,
    pub(crate) trauma_training: f64,
    pub(crate) continuity: f64,
    pub(crate) reliability: f64,
    pub(crate) fairness: f64,
    pub(crate) local_hour: f64,
    pub(crate) mastery: [f64; 2],
    /// Whether a preferred gender is not met.
    pub(crate) gender_not_met: bool,
}

impl Shares {
    fn of(need: &Need<'_>, facts: &Facts) -> Self {
        let start = Moment::at(need.starts, &facts.zone).local;
        Self {
            credential: credential_share(facts.recognised.as_ref().map(|(_, level)| *level)),
            trauma_training: f64::from(facts.trauma_trained),
            continuity: continuity_share(facts.continuity),
            reliability: reliability_share(facts.reliability_permille),
            fairness: fairness_share(facts.minutes_worked),
            local_hour: hour_share(start.minute_of_day()),
            mastery: facts.classes.map(mastery_share),
            gender_not_met: need.preferences.gender.is_some_and(|wanted| wanted != facts.gender),
        }
    }

    /// The score. Always added in this order, so that equal facts give equal bits.
    pub(crate) fn score(&self, weights: &Weights) -> f64 {
        let share = |permille, share| weighed_share(permille, share);
        share(weights.credential, self.credential)
            + share(weights.trauma_training, self.trauma_training)
            + share(weights.continuity, self.continuity)
            + share(weights.reliability, self.reliability)
            + share(weights.fairness, self.fairness)
            + share(weights.local_hour, self.local_hour)
            + share(weights.variety, self.mastery[0]) / 2.0
            + share(weights.variety, self.mastery[1]) / 2.0
            + if self.gender_not_met { GENDER_NOT_MET } else { 0.0 }
    }
}

/// A credential's share of its weight.
pub(crate) const fn credential_share(level: Option<Level>) -> f64 {
    match level {
        Some(Level::Certified) => 1.0,
        Some(Level::Provisional) => 0.5,
        None => 0.0,
    }
}

/// Who knows the victim has all of it, who knows the case half.
pub(crate) const fn continuity_share(continuity: Continuity) -> f64 {
    match continuity {
        Continuity::Wished | Continuity::Victim => 1.0,
        Continuity::Case => 0.5,
        Continuity::None => 0.0,
    }
}

pub(crate) fn reliability_share(permille: i32) -> f64 {
    f64::from(permille) / 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "minutes of one year fit a float exactly")]
pub(crate) fn fairness_share(minutes: i64) -> f64 {
    HALF_FAIRNESS_MINUTES / (HALF_FAIRNESS_MINUTES + minutes as f64)
}

/// Office hours are best, early morning and evening half as good, night counts nothing.
pub(crate) const fn hour_share(minute_of_day: i32) -> f64 {
    match minute_of_day / 60 {
        8..18 => 1.0,
        7 | 18..21 => 0.5,
        _ => 0.0,
    }
}

pub(crate) const fn mastery_share(class: Option<Class>) -> f64 {
    match class {
        Some(Class::A) => 1.0,
        Some(Class::B) => 0.7,
        Some(Class::C) => 0.2,
        None => 0.0,
    }
}

fn weighed_share(permille: i64, share: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    let weight = permille as f64 / 1000.0;
    weight * share
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
    reasons.push(free(facts));
    reasons.extend(
        facts.conflicts.iter().map(|kind| excludes(Fact::Conflict, Detail::Conflict(*kind))),
    );
    if facts.not_again {
        reasons.push(excludes(Fact::Continuity, Detail::NotAgain));
    }
    if need.preferences.deaf_interpreter {
        reasons.push(filtered(facts.deaf, Fact::Deaf, Detail::Deaf(facts.deaf)));
    }
    if let Some(organisation) = need.preferences.organisation {
        let works_there = facts.organisation == Some(organisation);
        let detail = Detail::OfOrganisation(works_there);
        reasons.push(filtered(works_there, Fact::Organisation, detail));
    }
    if need.recognised_only && facts.recognised.is_none() {
        reasons.push(excludes(Fact::Credential, Detail::NotRecognised));
    }
    if need.child {
        let detail = Detail::ChildTrained(facts.child_trained);
        reasons.push(filtered(facts.child_trained, Fact::ChildTraining, detail));
    }
    reasons.push(vetting(need, facts));
    reasons.push(country(need, facts));
    let given = need.starts.minutes_since(need.now);
    let notice = Detail::Notice(facts.notice_minutes, given);
    reasons.push(filtered(facts.notice_minutes <= given, Fact::Notice, notice));
    reasons.push(gender(need, facts));
    reasons
}

fn gender(need: &Need<'_>, facts: &Facts) -> Reason {
    let Some(wanted) = need.preferences.gender.filter(|wanted| *wanted != facts.gender) else {
        return passes(Fact::Gender, Detail::Gender(facts.gender));
    };
    let detail = Detail::OtherGender(facts.gender, wanted);
    if need.preferences.gender_required {
        return excludes(Fact::Gender, detail);
    }
    Reason { fact: Fact::Gender, effect: Effect::Minus, detail, points: GENDER_NOT_MET }
}

fn free(facts: &Facts) -> Reason {
    let Some(why) = facts.busy else { return passes(Fact::Free, Detail::Free) };
    let detail = match why {
        WhyBusy::Booked => Detail::Booked,
        WhyBusy::Closed => Detail::Blocked,
        WhyBusy::BusyElsewhere => Detail::BusyElsewhere,
        WhyBusy::Holiday => Detail::Holiday,
        WhyBusy::OtherPurpose => Detail::OtherPurpose,
        WhyBusy::OutsideHours => Detail::OutsideHours,
        WhyBusy::Night => Detail::Night,
        WhyBusy::DailyMost(minutes) => Detail::DailyMost(minutes),
        WhyBusy::SimultaneousMost(minutes) => Detail::DailyLimit(minutes),
    };
    excludes(Fact::Free, detail)
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
    if need.preferences.rules_out(facts.country) {
        excludes(Fact::Country, Detail::RuledOut(facts.country))
    } else if facts.comes_from_ruled_out_town {
        excludes(Fact::Country, Detail::TownRuledOut)
    } else {
        passes(Fact::Country, Detail::From(facts.country))
    }
}

/// The parts of the score.
fn scores(need: &Need<'_>, facts: &Facts) -> Vec<Reason> {
    let (shares, weights) = (Shares::of(need, facts), need.weights);
    let credential = match &facts.recognised {
        Some((scheme, level)) => Detail::Recognised(scheme.clone(), *level),
        None => Detail::NotRecognised,
    };
    let starts_at = Detail::StartsAt(Moment::at(need.starts, &facts.zone).local);
    let mut reasons = vec![
        weighed(Fact::Credential, weights.credential, shares.credential, credential),
        weighed(
            Fact::TraumaTraining,
            weights.trauma_training,
            shares.trauma_training,
            Detail::TraumaTrained(facts.trauma_trained),
        ),
        weighed(
            Fact::Continuity,
            weights.continuity,
            shares.continuity,
            Detail::Continuity(facts.continuity),
        ),
        weighed(
            Fact::Reliability,
            weights.reliability,
            shares.reliability,
            Detail::KeptPermille(facts.reliability_permille),
        ),
        weighed(
            Fact::Fairness,
            weights.fairness,
            shares.fairness,
            Detail::MinutesWorked(facts.minutes_worked),
        ),
        weighed(Fact::LocalHour, weights.local_hour, shares.local_hour, starts_at),
    ];
    for ((language, class), share) in need.languages.iter().zip(facts.classes).zip(shares.mastery) {
        if let Some(class) = class {
            let detail = Detail::Masters(language.clone(), class);
            let mut reason = weighed(Fact::Variety, weights.variety, share, detail);
            reason.points /= 2.0;
            reasons.push(reason);
        }
    }
    reasons
}

fn weighed(fact: Fact, permille: i64, share: f64, detail: Detail) -> Reason {
    let effect = if share > 0.0 { Effect::Plus } else { Effect::Minus };
    Reason { fact, effect, detail, points: weighed_share(permille, share) }
}

fn filtered(fits: bool, fact: Fact, detail: Detail) -> Reason {
    if fits { passes(fact, detail) } else { excludes(fact, detail) }
}

const fn passes(fact: Fact, detail: Detail) -> Reason {
    Reason { fact, effect: Effect::Plus, detail, points: 0.0 }
}

const fn excludes(fact: Fact, detail: Detail) -> Reason {
    Reason { fact, effect: Effect::Excludes, detail, points: 0.0 }
}

#[cfg(test)]
mod tests;
