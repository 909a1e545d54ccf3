//! From the bank to a [`Case`]: who may interpret for each victim and how well, who is free when,
//! and which places are. All of it is what a search for one interview would find: language,
//! vetting, credentials, training for children, wishes, conflicts of interest, notice, calendars
//! with their limits and nights.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::{
    CELL_MINUTES, Case, Cells, DAY_CELLS, Helper, Interview, Room, Setup, Victim,
    content::{Content, Placed, at_cell},
    record::Record,
};
use crate::{
    availability::{calendar::Calendar, purpose::Purposes},
    conflict::FactKind,
    error::{Error, Result},
    facility::Facility,
    id::{PersonId, PlaceId},
    index::{Member, Register},
    interpreter::Channel,
    matching::Continuity,
    place::{Place, PlaceKind, PlaceState},
    request::RequestInput,
    search::{Circumstances, Search},
    store::{Store, on},
    team::{SIMULTANEOUS_MINUTES_A_DAY, seats, team_rule},
    time::{Instant, WallTime},
};

/// So many of the best are planned with for each victim.
const MOST_HELPERS: usize = 16;
/// Among so many they are looked for.
const MOST_LOOKED_AT: usize = 200;
/// Most work on one day for who has set no limit, in minutes.
const USUAL_MINUTES_A_DAY: u32 = 360;

/// A case with what its indices stand for.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) case: Case,
    /// The interpreters' numbers.
    pub(super) numbers: Vec<i64>,
    /// The venues and kits.
    pub(super) places: Vec<Place>,
}

impl Known {
    /// An interview as the core knows it; none if the plan does not know its victim or place.
    pub(super) fn interview(&self, setup: &Setup, placed: &Placed) -> Option<Interview> {
        let who = |number: &i64| self.numbers.iter().position(|known| known == number);
        let mut team: Vec<usize> = placed.spot.interpreters.iter().filter_map(who).collect();
        team.sort_unstable();
        Some(Interview {
            victim: setup.victims.iter().position(|victim| victim.label == placed.victim)?,
            number: usize::try_from(placed.number).ok()?,
            team,
            place: self.places.iter().position(|place| place.id == placed.spot.place)?,
            start: setup.cell(placed.spot.starts)?,
        })
    }

    pub(super) fn interviews(&self, content: &Content) -> Vec<Interview> {
        let known = |placed| self.interview(&content.setup, placed);
        content.interviews.iter().filter_map(known).collect()
    }
}

/// Time of this plan's own requests: to the plan it is free.
#[derive(Debug, Default)]
struct Own(BTreeMap<PersonId, Vec<(Instant, Instant)>>);

/// A victim's interview as it is searched for.
struct Asked {
    input: RequestInput,
    circumstances: Circumstances,
}

impl Store {
    /// The case of a plan as the bank is now.
    pub(super) async fn known(&self, plan: &Record, now: Instant) -> Result<Known> {
        let setup = &plan.content.setup;
        let frame = Frame::of(setup, now);
        let places = self.plan_places(setup).await?;
        let mut rooms = Vec::with_capacity(places.len());
        for place in &places {
            let taken = self.place_taken(plan, place.id, &frame).await?;
            // A kit is not bound to the hours of the facility where it is kept.
            let facility = match place.facility {
                Some(id) if place.about.kind == PlaceKind::Venue => Some(self.facility(id).await?),
                _ => None,
            };
            rooms.push(frame.room(place, facility.as_ref(), &taken));
        }
        let own = self.own_bookings(plan).await?;
        let conflicts = self.conflicts_of_case(plan).await?;
        let mut asked = Vec::with_capacity(setup.victims.len());
        for victim in &setup.victims {
            let input = setup.request_for(victim, frame.last_start(setup)?, None);
            let mut circumstances = self.circumstances_in_case(&input).await?;
            circumstances.conflicts.clone_from(&conflicts);
            asked.push(Asked { input, circumstances });
        }
        let mut named = Vec::new();
        for number in numbers_in(&plan.content) {
            named.push(self.person_numbered(number).await?);
        }
        self.refresh_index(now).await?;
        let gathering =
            Gathering { register: &self.index().read(), plan, frame: &frame, own: &own, now };
        Ok(gathering.known(&asked, &named, rooms, places))
    }

    async fn plan_places(&self, setup: &Setup) -> Result<Vec<Place>> {
        let mut places = Vec::with_capacity(setup.places.len());
        for place in &setup.places {
            places.push(self.place(*place).await?);
        }
        Ok(places)
    }

    /// When a place is held or booked by others than this plan.
    async fn place_taken(
        &self,
        plan: &Record,
        place: PlaceId,
        frame: &Frame,
    ) -> Result<Vec<(Instant, Instant)>> {
        let (from, until) = frame.reach();
        let sql = "SELECT b.starts, b.ends FROM booking b
                   WHERE b.place = $1 AND b.state <> 'cancelled' AND b.starts < $3 AND $2 < b.ends
                     AND NOT EXISTS (SELECT 1 FROM case_plan_request c
                         WHERE c.plan = $4 AND c.request = b.request)";
        Ok(on!(self.read(), db => sqlx::query_as(sql)
            .bind(place).bind(from).bind(until).bind(plan.id).fetch_all(db).await?))
    }

    async fn own_bookings(&self, plan: &Record) -> Result<Own> {
        let sql = "SELECT b.interpreter, b.starts, b.ends FROM case_plan_request c
                   JOIN booking b ON b.request = c.request
                   WHERE c.plan = $1 AND b.interpreter IS NOT NULL AND b.state <> 'cancelled'";
        let rows: Vec<(PersonId, Instant, Instant)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(plan.id).fetch_all(db).await?);
        let mut own = Own::default();
        for (person, starts, ends) in rows {
            own.0.entry(person).or_default().push((starts, ends));
        }
        Ok(own)
    }

    /// Whom a fact stated with any request of the case rules out.
    async fn conflicts_of_case(
        &self,
        plan: &Record,
    ) -> Result<BTreeMap<PersonId, BTreeSet<FactKind>>> {
        let sql = "SELECT DISTINCT c.person, c.kind FROM request q
                   JOIN request_fact r ON r.request = q.id
                   JOIN conflict_fact c ON c.digest = r.digest AND c.kind = r.kind
                   WHERE q.case_reference = $1 AND q.country = $2";
        let rows: Vec<(PersonId, FactKind)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(&plan.content.setup.case_reference).bind(plan.country).fetch_all(db).await?);
        let mut conflicts: BTreeMap<PersonId, BTreeSet<FactKind>> = BTreeMap::new();
        for (person, kind) in rows {
            conflicts.entry(person).or_default().insert(kind);
        }
        Ok(conflicts)
    }
}

/// The interpreters that a plan names.
fn numbers_in(content: &Content) -> BTreeSet<i64> {
    let planned = content.interviews.iter().flat_map(|one| &one.spot.interpreters);
    planned.chain(content.absences.iter().map(|one| &one.interpreter)).copied().collect()
}

/// The cells of a plan's hours with their instants. Those of a skipped hour are not there.
struct Frame {
    days: usize,
    open: Vec<(usize, Instant, Instant)>,
    now: Instant,
}

impl Frame {
    fn of(setup: &Setup, now: Instant) -> Self {
        let mut open = Vec::new();
        let first = usize::from(setup.from.minute()).div_ceil(CELL);
        let last = usize::from(setup.to.minute()) / CELL;
        for (index, day) in setup.days.iter().enumerate() {
            let instant = |cell: usize| {
                let wall = WallTime { local: at_cell(*day, cell).ok()?, zone: setup.zone.clone() };
                Some(wall.moment().ok()?.instant)
            };
            for cell in first..last {
                let cells = instant(cell).zip(instant(cell + 1));
                if let Some((from, until)) = cells.filter(|(from, until)| from < until) {
                    open.push((index * DAY_CELLS + cell, from, until));
                }
            }
        }
        Self { days: setup.days.len(), open, now }
    }

    fn cells(&self, open: impl Fn(Instant, Instant) -> bool) -> Cells {
        let mut cells = Cells::none(self.days * DAY_CELLS);
        for (cell, from, until) in &self.open {
            if open(*from, *until) {
                cells.add(*cell, *cell + 1);
            }
        }
        cells
    }

    /// From the first to the last instant.
    fn reach(&self) -> (Instant, Instant) {
        let first = self.open.first().map_or(self.now, |(_, from, _)| *from);
        (first, self.open.last().map_or(first, |(_, _, until)| *until))
    }

    fn first_of_day(&self, day: usize) -> Option<Instant> {
        self.open.iter().find(|(cell, ..)| cell / DAY_CELLS == day).map(|(_, from, _)| *from)
    }

    fn last_start(&self, setup: &Setup) -> Result<WallTime> {
        let cell = self.open.last().map_or(0, |(cell, ..)| *cell);
        let local = setup.local(cell).map_err(|error| Error::time("days", &error))?;
        Ok(WallTime { local, zone: setup.zone.clone() })
    }

    /// A search for the last interview of the plan: who may interpret then may before, but for
    /// the notice.
    fn search<'a>(&self, plan: &Record, asked: &'a Asked, now: Instant) -> Search<'a> {
        let (first, last) = self.reach();
        let starts = self.open.last().map_or(first, |(_, from, _)| *from);
        let Asked { input, circumstances } = asked;
        Search { input, country: plan.country, starts, ends: last, asked: now, circumstances }
    }

    fn room(
        &self,
        place: &Place,
        facility: Option<&Facility>,
        taken: &[(Instant, Instant)],
    ) -> Room {
        let fit_for_use = matches!(place.state, PlaceState::Ready | PlaceState::Out);
        let free = self.cells(|from, until| {
            fit_for_use
                && from >= self.now
                && facility.is_none_or(|facility| facility.is_open(from, until))
                && !taken.iter().any(|(starts, ends)| *starts < until && from < *ends)
        });
        Room { free, child_friendly: place.about.child_friendly }
    }
}

const CELL: usize = 15;
const _: () = assert!(CELL_MINUTES == 15);

/// What is gathered from.
struct Gathering<'a> {
    register: &'a Register,
    plan: &'a Record,
    frame: &'a Frame,
    own: &'a Own,
    now: Instant,
}

impl Gathering<'_> {
    fn known(
        &self,
        asked: &[Asked],
        named: &[PersonId],
        rooms: Vec<Room>,
        places: Vec<Place>,
    ) -> Known {
        let setup = &self.plan.content.setup;
        let ranked: Vec<BTreeMap<u32, u16>> = asked.iter().map(|one| self.ranked(one)).collect();
        let simultaneous: BTreeSet<u32> = asked
            .iter()
            .zip(&ranked)
            .filter(|(one, _)| one.input.mode.channel() == Channel::Simultaneous)
            .flat_map(|(_, ranked)| ranked.keys().copied())
            .collect();
        let named: BTreeSet<u32> =
            named.iter().filter_map(|person| self.register.slot(*person)).collect();
        let mut helpers: BTreeMap<u32, Helper> = BTreeMap::new();
        for slot in &named {
            helpers.extend(self.helper(*slot, &simultaneous).map(|helper| (*slot, helper)));
        }
        let has_time = |helper: &Helper| helper.free.has_any(0, setup.days.len() * DAY_CELLS);
        for ranked in &ranked {
            let mut chosen = 0;
            for slot in best_first(ranked) {
                if let Entry::Vacant(entry) = helpers.entry(slot)
                    && let Some(helper) = self.helper(slot, &simultaneous)
                {
                    entry.insert(helper);
                }
                chosen += usize::from(helpers.get(&slot).is_some_and(has_time));
                if chosen == MOST_HELPERS {
                    break;
                }
            }
        }
        helpers.retain(|slot, helper| named.contains(slot) || has_time(helper));
        let (slots, helpers): (Vec<u32>, Vec<Helper>) = helpers.into_iter().unzip();
        let number = |slot: &u32| self.register.member(*slot).map_or(0, |member| member.number);
        let numbers = slots.iter().map(number).collect();
        let victims = setup.victims.iter().zip(&ranked).map(|(victim, ranked)| {
            let rule = team_rule(victim.mode, setup.setting, victim.minutes, self.plan.country);
            let step_free = |place: &Place| !victim.step_free || place.about.step_free;
            Victim {
                minor: victim.minor.is_some(),
                interviews: usize::try_from(victim.interviews).unwrap_or(1),
                cells: usize::try_from(victim.minutes / CELL_MINUTES).unwrap_or(1),
                seats: usize::try_from(seats(rule)).unwrap_or(1),
                suits: slots.iter().map(|slot| ranked.get(slot).copied()).collect(),
                apart: self.family(victim.apart.as_deref()),
                places: (0..)
                    .zip(&places)
                    .filter(|(_, p)| step_free(p))
                    .map(|(at, _)| at)
                    .collect(),
            }
        });
        let case = Case {
            days: setup.days.len(),
            hours: self.frame.cells(|_, _| true),
            victims: victims.collect(),
            interpreters: helpers,
            places: rooms,
            rest_cells: usize::try_from(setup.rest_minutes).unwrap_or(0).div_ceil(CELL),
            before: Vec::new(),
            pinned: Vec::new(),
        };
        Known { case, numbers, places }
    }

    /// Those of one word have one number.
    fn family(&self, word: Option<&str>) -> Option<u32> {
        let victims = &self.plan.content.setup.victims;
        let first = victims.iter().position(|one| one.apart.as_deref() == word);
        word.and(first).and_then(|at| u32::try_from(at).ok())
    }

    /// Everybody who may interpret for a victim, with how well they suit her, 0–1000.
    fn ranked(&self, asked: &Asked) -> BTreeMap<u32, u16> {
        let search = self.frame.search(self.plan, asked, self.now);
        let question = search.question(self.register, search.need(self.register));
        let Some(work) = question.work() else { return BTreeMap::new() };
        let serving = self.register.serving(work).iter().filter_map(|slot| {
            let member = self.register.member(*slot)?;
            let knows = asked.circumstances.continuity.get(&member.person).copied();
            question.would_fit(self.register, member).then(|| {
                let points = permille(question.score(self.register, member));
                (*slot, if knows >= Some(Continuity::Victim) { 1000 } else { points.min(990) })
            })
        });
        serving.collect()
    }

    fn helper(&self, slot: u32, simultaneous: &BTreeSet<u32>) -> Option<Helper> {
        let member = self.register.member(slot)?;
        let setting = self.plan.content.setup.setting;
        let (plain, child) = (Purposes::needed(setting, false), Purposes::needed(setting, true));
        let left = |day| self.cells_left(member, day, simultaneous.contains(&slot));
        Some(Helper {
            free: self.free(member, plain),
            free_for_children: self.free(member, child),
            day_cells: (0..self.frame.days).map(left).collect(),
        })
    }

    fn free(&self, member: &Member, purposes: Purposes) -> Cells {
        let Some(calendar) = &member.calendar else { return self.frame.cells(|_, _| false) };
        let earliest = self.now.plus_minutes(member.notice_minutes);
        let own = self.own.0.get(&member.person).map_or(&[][..], Vec::as_slice);
        let (before, after) = calendar.clear_minutes();
        let is_own = |from: Instant, until: Instant| {
            own.iter().any(|(starts, ends)| {
                starts.plus_minutes(-before) < until && from < ends.plus_minutes(after)
            })
        };
        let setup = &self.plan.content.setup;
        let away: Vec<(Instant, Instant)> = self
            .plan
            .content
            .absences
            .iter()
            .filter(|absence| absence.interpreter == member.number)
            .filter_map(|absence| absence.instants(setup))
            .collect();
        self.frame.cells(|from, until| {
            let away = away.iter().any(|(starts, ends)| *starts < until && from < *ends);
            let free = || from >= earliest && calendar.free(from, until, purposes).is_ok();
            !away && (is_own(from, until) || free())
        })
    }

    /// Cells of work that somebody still takes on a day.
    fn cells_left(&self, member: &Member, day: usize, simultaneous: bool) -> usize {
        let begins = self.frame.first_of_day(day).zip(member.calendar.as_ref());
        let Some((begins, calendar)) = begins else { return 0 };
        let minutes = minutes_left(calendar, begins, simultaneous) + self.own_minutes(member, day);
        usize::try_from(minutes / 15).unwrap_or(0)
    }

    /// What this plan itself has booked of somebody on a day.
    fn own_minutes(&self, member: &Member, day: usize) -> u32 {
        let begins = self.frame.first_of_day(day);
        let ends = self.frame.open.iter().rfind(|(cell, ..)| cell / DAY_CELLS == day);
        let Some((begins, (_, _, ends))) = begins.zip(ends) else { return 0 };
        let own = self.own.0.get(&member.person).map_or(&[][..], Vec::as_slice);
        let that_day = own.iter().filter(|(starts, _)| begins <= *starts && starts < ends);
        let minutes: i64 = that_day.map(|(starts, ends)| ends.minutes_since(*starts)).sum();
        u32::try_from(minutes).unwrap_or(0)
    }
}

fn minutes_left(calendar: &Calendar, day: Instant, simultaneous: bool) -> u32 {
    let wanted = calendar.minutes_left_that_day(day);
    let booked = calendar.booked_minutes_that_day(day, false);
    let usual = wanted.unwrap_or_else(|| USUAL_MINUTES_A_DAY.saturating_sub(booked));
    if simultaneous {
        let safe = u32::try_from(SIMULTANEOUS_MINUTES_A_DAY).unwrap_or(0);
        usual.min(safe.saturating_sub(calendar.booked_minutes_that_day(day, true)))
    } else {
        usual
    }
}

/// The slots of the best, as far as anybody is looked at.
fn best_first(ranked: &BTreeMap<u32, u16>) -> impl Iterator<Item = u32> + use<> {
    let mut order: Vec<(u16, u32)> = ranked.iter().map(|(slot, suits)| (*suits, *slot)).collect();
    order.sort_unstable_by_key(|(suits, slot)| (std::cmp::Reverse(*suits), *slot));
    order.truncate(MOST_LOOKED_AT);
    order.into_iter().map(|(_, slot)| slot)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nothing and a thousand"
)]
fn permille(score: f64) -> u16 {
    (score * 1000.0).clamp(0.0, 1000.0) as u16
}
