//! What is done with a plan: made, set up, planned, changed by hand, planned anew around somebody
//! who is ill.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{
    Absence, CasePlan, Change, Interview, MOST_ABSENCES, PlanState, Setup, Spot,
    content::{Content, Placed},
    gather::Known,
    record::Record,
    show::changes,
    solve,
};
use crate::{
    error::{Error, Result, Why},
    id::{CasePlanId, PersonId, PlaceId},
    place::Place,
    store::Store,
    time::{Instant, Local, WallTime},
};

/// Most interpreters in one interview.
const MOST_TOGETHER: usize = 3;

/// Where a person wants an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewMove {
    /// The victim's pseudonym.
    #[schema(min_length = 1, max_length = 40)]
    pub victim: String,
    /// Which of hers, from 0.
    #[schema(minimum = 0, maximum = 4)]
    pub number: i64,
    /// The start on the plan's clock, at a quarter of an hour.
    pub starts: Local,
    /// One of the plan's places.
    pub place: PlaceId,
    /// The interpreters' numbers; those planned so far, if it is not said.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 3)]
    pub interpreters: Option<Vec<i64>>,
    /// Whether it stays when the rest is planned anew.
    pub pinned: bool,
}

/// A plan after the search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Solved {
    /// The plan.
    pub plan: CasePlan,
    /// What stands elsewhere than before.
    pub changes: Vec<Change>,
}

impl Store {
    /// Makes a plan, with no interview placed yet.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::LanguageGroup`] where a variety must be chosen.
    pub async fn create_case_plan(
        &self,
        by: PersonId,
        setup: &Setup,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<CasePlan> {
        let owner = self.account(by).await?;
        let mut record = Record {
            id: CasePlanId::new(now, rng),
            country: owner.country,
            owner: by,
            state: PlanState::Draft,
            version: 1,
            content: Content { setup: setup.clone(), absences: Vec::new(), interviews: Vec::new() },
        };
        self.check_setup(&record, now).await?;
        self.hide_towns(&mut record.content.setup)?;
        self.insert_plan(&record, now).await?;
        self.shown_plan(&record, now).await
    }

    /// As in a request, no town that a victim wants nobody from can be read in what is kept.
    fn hide_towns(&self, setup: &mut Setup) -> Result<()> {
        for victim in &mut setup.victims {
            victim.preferences = self.with_hidden_towns(&victim.preferences)?;
        }
        Ok(())
    }

    /// A plan of the person's country.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another country's.
    pub async fn case_plan(&self, id: CasePlanId, by: PersonId, now: Instant) -> Result<CasePlan> {
        let record = self.plan_record(id, by).await?;
        self.shown_plan(&record, now).await
    }

    /// Says anew what is to be planned. Interviews that still fit stay where they are.
    ///
    /// # Errors
    /// As [`Store::create_case_plan`]; [`Error::NotFound`], [`Error::NotNow`] once the plan is
    /// closed or somebody else has changed it.
    pub async fn set_up_case_plan(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
        setup: &Setup,
        now: Instant,
    ) -> Result<CasePlan> {
        let mut record = self.plan_to_change(id, by, version).await?;
        record.content.take(setup.clone());
        self.check_setup(&record, now).await?;
        self.hide_towns(&mut record.content.setup)?;
        self.write_plan(&mut record, now).await?;
        self.shown_plan(&record, now).await
    }

    /// Plans all interviews at once. With `afresh` only what a person has pinned and what has
    /// begun stays; without, as little as possible changes.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`].
    pub async fn solve_case_plan(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
        afresh: bool,
        now: Instant,
    ) -> Result<Solved> {
        let mut record = self.plan_to_change(id, by, version).await?;
        let before = record.content.clone();
        let mut known = self.known(&record, now).await?;
        known.case.pinned = pinned(&before, &known, now);
        if !afresh {
            known.case.before = known.interviews(&before);
        }
        // A second of work for a large case: elsewhere than on the threads that answer.
        let case = known.case.clone();
        let plan = tokio::task::spawn_blocking(move || solve(&case))
            .await
            .map_err(|error| Error::Corrupt { what: "case plan", why: error.to_string() })?;
        record.content.take_plan(&known, &plan.interviews)?;
        self.write_plan(&mut record, now).await?;
        let made = self.made_for_plan(id).await?;
        Ok(Solved {
            changes: changes(&before, &record.content),
            plan: CasePlan::of(&record, &known, &made, now)?,
        })
    }

    /// Puts one interview where a person wants it, whatever that breaks: the answer says it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`]; [`Error::Invalid`] for a victim, day, place or
    /// interpreter that there is not.
    pub async fn move_case_interview(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
        wanted: &InterviewMove,
        now: Instant,
    ) -> Result<CasePlan> {
        let mut record = self.plan_to_change(id, by, version).await?;
        let placed = self.placed(&record.content, wanted).await?;
        record.content.put(placed);
        self.write_plan(&mut record, now).await?;
        self.shown_plan(&record, now).await
    }

    /// Says who is away and when. Nothing moves by that; the plan says what it breaks.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`]; [`Error::Invalid`] for an interpreter that there is
    /// not, or a stretch that ends before it begins.
    pub async fn set_case_absences(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
        absences: &[Absence],
        now: Instant,
    ) -> Result<CasePlan> {
        let mut record = self.plan_to_change(id, by, version).await?;
        if absences.len() > MOST_ABSENCES {
            return Err(Error::invalid("absences", Why::TooLong));
        }
        for absence in absences {
            self.check_number(absence.interpreter, "absences.interpreter").await?;
            let (from, to) = absence
                .instants(&record.content.setup)
                .ok_or(Error::invalid("absences.from", Why::SkippedByClock))?;
            if to <= from {
                return Err(Error::invalid("absences.to", Why::Empty));
            }
        }
        record.content.absences = absences.to_vec();
        self.write_plan(&mut record, now).await?;
        self.shown_plan(&record, now).await
    }

    /// Closes a plan: it is kept and changes no more. Its requests go their own way.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`].
    pub async fn close_case_plan(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
        now: Instant,
    ) -> Result<CasePlan> {
        let mut record = self.plan_to_change(id, by, version).await?;
        record.state = PlanState::Closed;
        self.write_plan(&mut record, now).await?;
        self.shown_plan(&record, now).await
    }

    pub(super) async fn shown_plan(&self, record: &Record, now: Instant) -> Result<CasePlan> {
        let known = self.known(record, now).await?;
        let made = self.made_for_plan(record.id).await?;
        CasePlan::of(record, &known, &made, now)
    }

    /// What the bank can refuse: each victim's interviews must be ones that can be asked for, in
    /// places of the plan's country.
    async fn check_setup(&self, record: &Record, now: Instant) -> Result<()> {
        let setup = &record.content.setup;
        setup.check()?;
        self.check_language(&setup.language, "language")?;
        for place in &setup.places {
            let country = self.place(*place).await.map(|Place { about, .. }| about.country);
            match country {
                Ok(country) if country == record.country => {}
                Ok(_) | Err(Error::NotFound(_)) => {
                    return Err(Error::invalid("places", Why::Unknown));
                }
                Err(other) => return Err(other),
            }
        }
        let last = setup.days.last().and_then(|day| day.at_minute(1440).ok());
        if last.and_then(|last| setup.instant(last)).is_none_or(|last| last <= now) {
            return Err(Error::invalid("days", Why::InThePast));
        }
        let owner = self.account(record.owner).await?;
        let noon = setup.days.last().and_then(|day| day.at_minute(720).ok());
        let Some(local) = noon else { return Err(Error::invalid("days", Why::TooLong)) };
        for victim in &setup.victims {
            let starts = WallTime { local, zone: setup.zone.clone() };
            let input = setup.request_for(victim, starts, None);
            input.check(owner.role)?;
            self.check_languages(&input)?;
        }
        Ok(())
    }

    async fn placed(&self, content: &Content, wanted: &InterviewMove) -> Result<Placed> {
        let setup = &content.setup;
        let victim = setup.victims.iter().find(|victim| victim.label == wanted.victim);
        let victim = victim.ok_or(Error::invalid("victim", Why::Unknown))?;
        if !(0..victim.interviews).contains(&wanted.number) {
            return Err(Error::invalid("number", Why::Unknown));
        }
        if setup.cell(wanted.starts).is_none() {
            return Err(Error::invalid("starts", Why::DoesNotFit));
        }
        if !setup.places.contains(&wanted.place) {
            return Err(Error::invalid("place", Why::Unknown));
        }
        let so_far = content.interview(&wanted.victim, wanted.number);
        let mut interpreters = match (&wanted.interpreters, so_far) {
            (Some(numbers), _) => numbers.clone(),
            (None, Some(placed)) => placed.spot.interpreters.clone(),
            (None, None) => return Err(Error::invalid("interpreters", Why::Missing)),
        };
        interpreters.sort_unstable();
        interpreters.dedup();
        if !(1..=MOST_TOGETHER).contains(&interpreters.len()) {
            return Err(Error::invalid("interpreters", Why::DoesNotFit));
        }
        for number in &interpreters {
            self.check_number(*number, "interpreters").await?;
        }
        let spot = Spot { starts: wanted.starts, place: wanted.place, interpreters };
        let (victim, number) = (wanted.victim.clone(), wanted.number);
        Ok(Placed { victim, number, spot, pinned: wanted.pinned })
    }

    async fn check_number(&self, number: i64, field: &'static str) -> Result<()> {
        self.person_numbered(number).await.map(drop).map_err(|error| match error {
            Error::NotFound(_) => Error::invalid(field, Why::Unknown),
            other => other,
        })
    }
}

/// What stays where it is: pinned by a person, or begun.
fn pinned(content: &Content, known: &Known, now: Instant) -> Vec<Interview> {
    let setup = &content.setup;
    let has_begun =
        |placed: &Placed| setup.instant(placed.spot.starts).is_some_and(|starts| starts <= now);
    let stays = content.interviews.iter().filter(|placed| placed.pinned || has_begun(placed));
    stays.filter_map(|placed| known.interview(setup, placed)).collect()
}
