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
    let home = crate::language::folded(&facts.home);
    let ruled_out = need.preferences.not_from.iter().find(|place| {
        let place = crate::language::folded(place);
        !place.is_empty() && (place == home || place == facts.country.as_str().to_lowercase())
    });
    match ruled_out {
        Some(place) => excludes(Fact::Country, Detail::RuledOut(place.clone())),
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
mod tests {
    use proptest::{option, prelude::*, sample::select};
    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;

    const START: i64 = 1_800_000_000_000_000;

    fn facts() -> impl Strategy<Value = Facts> {
        let zones = ["America/Guatemala", "America/New_York", "America/Vancouver"];
        let class = || option::of(select(Class::ALL));
        let known = (
            select(Country::ALL),
            select(zones.to_vec()),
            select(Gender::ALL),
            [class(), class()],
            select(&["Huehuetenango", "Cobán"][..]),
            option::of(select(&["tzj", "kek"][..])),
            any::<bool>(),
        );
        let vouched = (
            option::of((select(&["a", "b"][..]), select(Level::ALL))),
            option::of(0_i64..3_000_000),
            any::<bool>(),
            0..=1000,
            0_i64..50_000,
        );
        let calendars =
            [Calendar::Free, Calendar::OutsideHours, Calendar::Blocked, Calendar::Booked];
        let time = (0_i64..3_000, select(calendars.to_vec()), 0_i64..400, any::<bool>());
        (known, vouched, time).prop_map(|(known, vouched, time)| {
            let (country, zone, gender, classes, home, other_variety, serves) = known;
            let (recognised, vetted_minutes, trauma_trained, reliability, minutes_worked) = vouched;
            let (notice_minutes, calendar, simultaneous, knows_case) = time;
            let start = Instant::from_micros(START);
            Facts {
                person: PersonId::new(start, &mut StdRng::seed_from_u64(1)),
                number: 101,
                country,
                zone: zone.parse().unwrap(),
                home: home.to_owned(),
                gender,
                classes,
                other_variety: other_variety.map(|language| language.parse().unwrap()),
                serves,
                recognised: recognised.map(|(scheme, level)| (scheme.to_owned(), level)),
                vetted_until: vetted_minutes.map(|minutes| start.plus_minutes(minutes)),
                trauma_trained,
                reliability_permille: reliability,
                minutes_worked,
                notice_minutes,
                calendar,
                simultaneous_minutes_that_day: simultaneous,
                knows_case,
            }
        })
    }

    fn preferences() -> impl Strategy<Value = Preferences> {
        (option::of(select(Gender::ALL)), any::<bool>(), select(&["GT", "coban", "x"][..]))
            .prop_map(|(gender, gender_required, not_from)| Preferences {
                gender,
                gender_required: gender_required && gender.is_some(),
                not_from: vec![not_from.to_owned()],
            })
    }

    fn reasons(preferences: &Preferences, facts: &Facts) -> Vec<Reason> {
        let languages = ["mam-todos-santos".parse().unwrap(), "spa".parse().unwrap()];
        judge(
            &Need {
                languages: &languages,
                mode: Mode::Simultaneous,
                setting: Setting::Hearing,
                starts: Instant::from_micros(START),
                ends: Instant::from_micros(START).plus_minutes(90),
                preferences,
                now: Instant::from_micros(START).plus_minutes(-1_500),
            },
            facts,
        )
    }

    fn excluded(reasons: &[Reason]) -> bool {
        reasons.iter().any(|reason| reason.effect == Effect::Excludes)
    }

    /// `facts` with one fact, the `which`-th, taken from `other`.
    fn with_one_of(facts: &Facts, other: &Facts, which: usize) -> Facts {
        let (mut changed, other) = (facts.clone(), other.clone());
        match which {
            0 => changed.country = other.country,
            1 => changed.zone = other.zone,
            2 => changed.gender = other.gender,
            3 => changed.classes = other.classes,
            4 => changed.serves = other.serves,
            5 => changed.recognised = other.recognised,
            6 => changed.vetted_until = other.vetted_until,
            7 => changed.trauma_trained = other.trauma_trained,
            8 => changed.reliability_permille = other.reliability_permille,
            9 => changed.minutes_worked = other.minutes_worked,
            10 => changed.notice_minutes = other.notice_minutes,
            11 => changed.calendar = other.calendar,
            _ => changed.knows_case = other.knows_case,
        }
        changed
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 2_000,
            max_global_rejects: 100_000,
            ..ProptestConfig::default()
        })]

        #[test]
        fn any_changed_fact_of_a_candidate_changes_a_reason(
            facts in facts(), other in facts(), wishes in preferences(), which in 0_usize..13,
        ) {
            let candidate = Facts {
                serves: true,
                calendar: Calendar::Free,
                simultaneous_minutes_that_day: 0,
                notice_minutes: facts.notice_minutes / 3,
                vetted_until: facts
                    .vetted_until
                    .or(Some(Instant::from_micros(START)))
                    .map(|until| until.plus_minutes(90)),
                ..facts
            };
            let before = reasons(&wishes, &candidate);
            prop_assume!(!excluded(&before));
            let changed = with_one_of(&candidate, &other, which);
            prop_assume!(changed != candidate);
            prop_assert_ne!(before, reasons(&wishes, &changed));
        }

        #[test]
        fn reasons_add_up_and_say_what_they_do(facts in facts(), wishes in preferences()) {
            let reasons = reasons(&wishes, &facts);
            let total = score(&reasons);
            prop_assert!((-0.2..=1.0 + 1e-9).contains(&total), "{}", total);
            prop_assert!(reasons.windows(2).all(|w| w[0].points.abs() >= w[1].points.abs()));
            for reason in &reasons {
                match reason.effect {
                    Effect::Plus => prop_assert!(reason.points >= 0.0),
                    Effect::Minus => prop_assert!(reason.points <= 0.0),
                    Effect::Excludes => prop_assert_eq!(total, 0.0),
                }
            }
        }

        #[test]
        fn who_is_not_free_vetted_or_asked_in_time_is_never_a_candidate(
            facts in facts(), wishes in preferences(),
        ) {
            let vetted = facts.vetted_until
                .is_some_and(|until| until >= Instant::from_micros(START).plus_minutes(90));
            let day = facts.simultaneous_minutes_that_day;
            let fits = facts.serves
                && facts.calendar == Calendar::Free
                && (day == 0 || day + 90 <= SIMULTANEOUS_MINUTES_A_DAY)
                && vetted
                && facts.notice_minutes <= 1_500
                && !(wishes.gender_required && wishes.gender != Some(facts.gender))
                && !wishes.not_from.iter().any(|place| {
                    place == facts.country.as_str()
                        || (place == "coban" && facts.home == "Cobán")
                });
            prop_assert_eq!(fits, !excluded(&reasons(&wishes, &facts)));
        }
    }

    /// Somebody perfect has the whole score, and each fact takes its own part away.
    #[test]
    fn each_fact_weighs_what_the_table_says() {
        let start = Instant::from_micros(START);
        let perfect = Facts {
            person: PersonId::new(start, &mut StdRng::seed_from_u64(1)),
            number: 101,
            country: Country::Gt,
            // 16:00 there, and 02:00 in Guatemala.
            zone: "Asia/Manila".parse().unwrap(),
            home: String::new(),
            gender: Gender::Woman,
            classes: [Some(Class::A), Some(Class::A)],
            other_variety: None,
            serves: true,
            recognised: Some(("a".to_owned(), Level::Certified)),
            vetted_until: Some(start.plus_minutes(1_000)),
            trauma_trained: true,
            reliability_permille: 1000,
            minutes_worked: 0,
            notice_minutes: 0,
            calendar: Calendar::Free,
            simultaneous_minutes_that_day: 0,
            knows_case: true,
        };
        let wishes = Preferences { gender: Some(Gender::Woman), ..Preferences::default() };
        let total = |change: &dyn Fn(&mut Facts)| {
            let mut facts = perfect.clone();
            change(&mut facts);
            score(&reasons(&wishes, &facts))
        };
        let half_worked = |facts: &mut Facts| facts.minutes_worked = 6_000;
        for (left, got) in [
            (1.0, total(&|_| {})),
            (0.70, total(&|facts| facts.recognised = None)),
            (0.85, total(&|facts| facts.recognised = Some(("a".to_owned(), Level::Provisional)))),
            (0.97, total(&|facts| facts.classes = [Some(Class::A), Some(Class::B)])),
            (0.92, total(&|facts| facts.classes = [Some(Class::C), Some(Class::A)])),
            (0.85, total(&|facts| facts.trauma_trained = false)),
            (0.90, total(&|facts| facts.knows_case = false)),
            (0.95, total(&|facts| facts.reliability_permille = 500)),
            (0.95, total(&half_worked)),
            (0.80, total(&|facts| facts.gender = Gender::Man)),
            (0.95, total(&|facts| facts.zone = "America/Guatemala".parse().unwrap())),
        ] {
            assert!((left - got).abs() < 1e-9, "{got} instead of {left}");
        }
    }
}
