//! Finding interpreters for a request: `facts` gathers what is known of all who serve the pair,
//! `near` of some who nearly do, and `matching` judges each.

mod facts;
mod near;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{PersonId, RequestId},
    interpreter::Gender,
    matching::{Effect, Need, Reason, judge, score},
    request::{Leg, Request, RequestInput},
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

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidates {
    /// Interpreters needed.
    pub seats: i32,
    /// Why a team is needed.
    pub team_rule: Option<TeamRule>,
    /// Those who fit, best first, at most [`MOST_SHOWN`].
    pub candidates: Vec<Candidate>,
    /// Those who do not, by number, at most [`MOST_SHOWN`].
    pub excluded: Vec<Excluded>,
}

/// As many as a person can look through; those not shown are worse.
pub const MOST_SHOWN: usize = 100;

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
        let request = self.request(request).await?;
        let country = self.account(request.requester).await?.country;
        let asked = request.legs.iter().find(|one| one.leg == leg);
        let input = request.input.for_leg(asked.ok_or(Error::invalid("leg", Why::Unknown))?);
        let (mut candidates, mut excluded) =
            self.search(&input, country, request.starts.instant, request.ends.instant, now).await?;
        candidates.truncate(MOST_SHOWN);
        excluded.truncate(MOST_SHOWN);
        Ok(Candidates { seats: request.seats, team_rule: request.team_rule, candidates, excluded })
    }

    /// Everybody who fits a leg, best first.
    pub(crate) async fn fit_for(
        &self,
        request: &Request,
        leg: &Leg,
        now: Instant,
    ) -> Result<Vec<Candidate>> {
        let country = self.account(request.requester).await?.country;
        let (starts, ends) = (request.starts.instant, request.ends.instant);
        let input = request.input.for_leg(leg);
        let (mut fit, _) = self.search(&input, country, starts, ends, now).await?;
        let conflicts = self.conflicts_of(request.id).await?;
        fit.retain(|candidate| !conflicts.contains_key(&candidate.person));
        Ok(fit)
    }

    /// Everybody who fits, best first, and everybody who does not.
    pub(crate) async fn search(
        &self,
        input: &RequestInput,
        country: Country,
        starts: Instant,
        ends: Instant,
        now: Instant,
    ) -> Result<(Vec<Candidate>, Vec<Excluded>)> {
        let need = Need {
            languages: &input.languages,
            mode: input.mode,
            setting: input.setting,
            starts,
            ends,
            preferences: &input.preferences,
            now,
        };
        let mut candidates = Vec::new();
        let mut excluded = Vec::new();
        let mut all = self.facts_of_serving(input, country, starts, ends).await?;
        all.append(&mut self.facts_of_near_misses(input, &all).await?);
        for facts in all {
            let reasons = judge(&need, &facts);
            if reasons.iter().any(|reason| reason.effect == Effect::Excludes) {
                excluded.push(Excluded { number: facts.number, reasons });
            } else {
                candidates.push(Candidate {
                    person: facts.person,
                    number: facts.number,
                    rank: 0,
                    score: score(&reasons),
                    country: facts.country,
                    gender: facts.gender,
                    local_time: Moment::at(starts, &facts.zone),
                    reasons,
                });
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        for (rank, candidate) in (1..).zip(&mut candidates) {
            candidate.rank = rank;
        }
        excluded.sort_by_key(|one| one.number);
        Ok((candidates, excluded))
    }
}
