//! Finding interpreters for a request: `asked` reads the request with all that belongs to it,
//! `index` knows everybody, and `matching` judges.

mod asked;
mod instead;

pub(crate) use asked::{Asked, Circumstances, Topics};
use futures::try_join;
pub(crate) use instead::later_starts;
pub use instead::{Instead, Way};

use crate::{
    country::Country,
    error::{Error, Result},
    id::{PersonId, RequestId},
    index::{Member, Question, Register},
    interpreter::Gender,
    language::Language,
    matching::{Effect, Facts, Need, Reason, judge},
    request::{Leg, Request, RequestInput, Waves},
    store::Store,
    team::TeamRule,
    time::{Instant, Moment},
};

/// An interpreter who fits, without the name.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// To be asked by.
    pub person: PersonId,
    /// Shown instead of the name.
    pub number: i64,
    /// 1 is the best.
    pub rank: usize,
    /// The sum of the reasons' points.
    pub score: f64,
    /// Where they work.
    pub country: Country,
    /// Own statement.
    pub gender: Gender,
    /// The start on their clock.
    pub local_time: Moment,
    /// Why they are where they are, the strongest reason first.
    pub reasons: Vec<Reason>,
}

/// An interpreter of the language who does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Excluded {
    /// Shown instead of the name.
    pub number: i64,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// What a request makes of one interpreter.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Who.
    pub person: PersonId,
    /// Shown instead of the name.
    pub number: i64,
    /// Whether they could be asked.
    pub fits: bool,
    /// Why, or why not.
    pub reasons: Vec<Reason>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidates {
    /// Interpreters needed.
    pub seats: i32,
    /// Why a team is needed.
    pub team_rule: Option<TeamRule>,
    /// Those who fit: who knows the victim first, then the best, at most [`MOST_SHOWN`].
    pub candidates: Vec<Candidate>,
    /// Those who would stand among them and do not fit, by number, at most [`MOST_SHOWN`]; where
    /// few fit, also some who nearly serve the pair.
    pub excluded: Vec<Excluded>,
    /// Where fewer fit than are needed, or all were asked in vain: each way out that was tried and
    /// leads to somebody.
    pub instead: Option<Vec<Instead>>,
}

/// As many as a person can look through; those not shown are worse.
pub const MOST_SHOWN: usize = 100;

/// Near misses of each pair of languages, by number.
const MOST_NEAR_MISSES: usize = 50;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search<'a> {
    pub(crate) input: &'a RequestInput,
    /// The country that asks.
    pub(crate) country: Country,
    pub(crate) starts: Instant,
    pub(crate) ends: Instant,
    /// When they are asked, which must not be too late for them.
    pub(crate) asked: Instant,
    pub(crate) circumstances: &'a Circumstances,
}

impl<'a> Search<'a> {
    /// For a leg of a request; `input` is what is asked for in that leg.
    pub(crate) const fn of(asked: &'a Asked, input: &'a RequestInput, now: Instant) -> Self {
        Self {
            input,
            country: asked.country,
            starts: asked.starts.instant,
            ends: asked.ends,
            asked: now,
            circumstances: &asked.circumstances,
        }
    }

    pub(crate) fn need<'b>(&self, register: &'b Register) -> Need<'b>
    where
        'a: 'b,
    {
        Need {
            languages: &self.input.languages,
            mode: self.input.mode,
            setting: self.input.setting,
            starts: self.starts,
            ends: self.ends,
            preferences: &self.input.preferences,
            weights: register.weights(self.country),
            child: self.input.about.minor.is_some(),
            recognised_only: register.recognised_only(self.country, self.input.setting),
            now: self.asked,
        }
    }

    pub(crate) fn question<'b>(&self, register: &Register, need: Need<'b>) -> Question<'b>
    where
        'a: 'b,
    {
        Question::new(register, need, self.country, self.circumstances)
    }
}

impl Store {
    /// Who fits a leg of a request and who does not, each with the reasons.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Invalid`] `leg`.
    pub async fn candidates(
        &self,
        request: RequestId,
        leg: i32,
        now: Instant,
    ) -> Result<Candidates> {
        let asked = self.asked_now(request, now).await?;
        let leg = asked.leg(leg)?;
        let input = asked.input.for_leg(leg);
        let search = Search::of(&asked, &input, now);
        let register = self.index().read();
        let (candidates, excluded) = self.found(&register, &search);
        let seats = usize::try_from(leg.seats).unwrap_or(1);
        let nobody_answered = asked.waves == Some(Waves::Exhausted);
        let instead = if candidates.len() < seats || nobody_answered {
            Some(self.instead(&register, &search, &asked.starts, seats)?)
        } else {
            None
        };
        let Asked { seats, team_rule, .. } = asked;
        Ok(Candidates { seats, team_rule, candidates, excluded, instead })
    }

    /// What a leg of a request makes of anybody in the bank, by number.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the request or the number, [`Error::Invalid`] `leg`.
    pub async fn why(
        &self,
        request: RequestId,
        leg: i32,
        number: i64,
        now: Instant,
    ) -> Result<Judged> {
        let asked = self.asked_now(request, now).await?;
        let person = self.person_numbered(number).await?;
        let judged = self.judged(&asked, asked.leg(leg)?, &[person], now);
        judged.into_iter().next().ok_or(Error::NotFound("interpreter"))
    }

    /// The best who fit a leg, at most [`MOST_SHOWN`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn fit_for(
        &self,
        request: &Request,
        leg: &Leg,
        now: Instant,
    ) -> Result<Vec<Candidate>> {
        let asked = self.asked_now(request.id, now).await?;
        let input = asked.input.for_leg(leg);
        Ok(self.found(&self.index().read(), &Search::of(&asked, &input, now)).0)
    }

    /// What a leg of a request makes of each of these people, in their order.
    pub(crate) async fn fit_among(
        &self,
        request: &Request,
        leg: &Leg,
        people: &[PersonId],
        now: Instant,
    ) -> Result<Vec<Judged>> {
        let asked = self.asked_now(request.id, now).await?;
        Ok(self.judged(&asked, leg, people, now))
    }

    /// A request as a search sees it, and the index as true as it is.
    pub(crate) async fn asked_now(&self, request: RequestId, now: Instant) -> Result<Asked> {
        let (asked, ()) = try_join!(self.asked(request), self.refresh_index(now))?;
        Ok(asked)
    }

    /// The best who fit, and those who would stand among them but do not.
    pub(crate) fn found(
        &self,
        register: &Register,
        search: &Search<'_>,
    ) -> (Vec<Candidate>, Vec<Excluded>) {
        let need = search.need(register);
        let question = search.question(register, need.clone());
        let found = question.ask(register, MOST_SHOWN);

        let mut candidates = Vec::with_capacity(found.fit.len());
        for (rank, (score, slot)) in (1..).zip(&found.fit) {
            let Some(facts) = facts_of(&question, register, *slot) else { continue };
            candidates.push(Candidate {
                person: facts.person,
                number: facts.number,
                rank,
                score: *score,
                country: facts.country,
                gender: facts.gender,
                local_time: Moment::at(search.starts, &facts.zone),
                reasons: judge(&need, &facts),
            });
        }
        let mut excluded: Vec<(u32, Option<Language>)> =
            found.excluded.into_iter().map(|slot| (slot, None)).collect();
        if candidates.len() < MOST_SHOWN {
            let siblings =
                search.input.languages.each_ref().map(|one| self.languages().siblings(one));
            excluded.extend(question.near_misses(register, siblings, MOST_NEAR_MISSES));
            excluded.truncate(MOST_SHOWN);
        }
        let mut excluded: Vec<Excluded> = excluded
            .into_iter()
            .filter_map(|(slot, other_variety)| {
                let facts = facts_of(&question, register, slot)?;
                let facts = Facts { other_variety, ..facts };
                Some(Excluded { number: facts.number, reasons: judge(&need, &facts) })
            })
            .collect();
        excluded.sort_by_key(|one| one.number);
        (candidates, excluded)
    }

    fn judged(&self, asked: &Asked, leg: &Leg, people: &[PersonId], now: Instant) -> Vec<Judged> {
        let input = asked.input.for_leg(leg);
        let search = Search::of(asked, &input, now);
        let register = self.index().read();
        let need = search.need(&register);
        let question = search.question(&register, need.clone());
        let [a, b] = search.input.languages.each_ref().map(|one| self.languages().siblings(one));
        let judged = people.iter().filter_map(|person| {
            let slot = register.slot(*person)?;
            let mut facts = facts_of(&question, &register, slot)?;
            let speaks = |language: &&Language| {
                let member = register.member(slot);
                let number = register.language(language);
                member.zip(number).is_some_and(|(member, number)| member.class(number).is_some())
            };
            facts.other_variety = a.iter().chain(&b).find(speaks).cloned();
            let reasons = judge(&need, &facts);
            Some(Judged {
                person: *person,
                number: facts.number,
                fits: reasons.iter().all(|reason| reason.effect != Effect::Excludes),
                reasons,
            })
        });
        judged.collect()
    }
}

fn facts_of(question: &Question<'_>, register: &Register, slot: u32) -> Option<Facts> {
    let member: &Member = register.member(slot)?;
    question.facts(register, member)
}
