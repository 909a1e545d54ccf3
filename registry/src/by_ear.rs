//! By ear: somebody who cannot name a language hears greetings and touches what they understand.
//! What stays is a language and how sure it is; nothing of who listened or where they come from.

mod likely;

use std::collections::BTreeSet;

pub use likely::{Hints, Likely, likely, next};
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{ByEarId, GreetingId, HearingId, PersonId},
    language::Language,
    login::{Holder, HolderColumns},
    store::{Store, on},
    time::Instant,
    word::words,
};

/// Greetings on one page.
pub const ON_A_PAGE: usize = 6;
/// Nobody listens to more.
const MOST_ANSWERS: usize = 120;
/// Longer than any town's name.
const LONGEST_REGION: usize = 80;

words! {
    /// What somebody said of a greeting.
    pub enum Understood {
        /// "That is my language."
        Yes = "yes",
        /// "Some of it."
        Almost = "almost",
        /// "Nothing."
        No = "no",
    }
}

words! {
    /// How sure a result is, in one word.
    pub enum Certainty {
        /// From 85 percent.
        Sure = "sure",
        /// From 60 percent.
        Likely = "likely",
        /// From 35 percent.
        Possible = "possible",
        /// Below: ask on.
        Weak = "weak",
    }
}

/// What is known beforehand and what was answered so far. Kept nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "country": "GT", "region": "Huehuetenango", "answers": [] }))]
pub struct Listening {
    /// Where the person comes from, if it is known.
    #[serde(default)]
    pub country: Option<Country>,
    /// A region or town, if it is known. It is used for this answer and kept nowhere.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub region: Option<String>,
    /// Each greeting that was heard, once.
    #[serde(default)]
    #[schema(max_items = 120)]
    pub answers: Vec<Heard>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// What was played.
    pub greeting: GreetingId,
    /// What was touched.
    pub understood: Understood,
}

/// What to play next, and how things stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Up to [`ON_A_PAGE`] greetings, likeliest first.
    pub greetings: Vec<(GreetingId, Language)>,
    /// The likeliest so far, once anything was understood.
    pub best: Option<Guess>,
}

/// A language and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// A language or variety that can be booked.
    pub language: Language,
    /// How likely it is this variety.
    pub percent: i32,
    /// How likely it is this or another variety of the same code.
    pub code_percent: i32,
}

/// What somebody understood, as it is kept and named in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ByEar {
    /// Its id.
    pub id: ByEarId,
    /// A language or variety that can be booked.
    pub language: Language,
    /// How likely it is this variety.
    #[sqlx(rename = "confidence")]
    pub percent: i32,
    /// How likely it is this or another variety of the same code.
    #[sqlx(rename = "code_confidence")]
    pub code_percent: i32,
    /// How many greetings were heard.
    pub heard: i32,
    /// When.
    pub made: Instant,
}

impl Certainty {
    /// The word for a percentage.
    #[must_use]
    pub const fn of(percent: i32) -> Self {
        match percent {
            85.. => Self::Sure,
            60..85 => Self::Likely,
            35..60 => Self::Possible,
            _ => Self::Weak,
        }
    }
}

impl Store {
    /// What to play next.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `answers` names a greeting twice or one that nobody may hear.
    pub async fn by_ear_page(&self, listening: &Listening) -> Result<Page> {
        let (greetings, heard) = self.heard(listening).await?;
        let likely = self.likely(&greetings, listening, &heard);
        let next = next(&likely, &heard, ON_A_PAGE)
            .into_iter()
            .filter_map(|language| greetings.iter().find(|(_, l)| *l == language).cloned());
        Ok(Page { greetings: next.collect(), best: guess(&likely, &heard) })
    }

    /// Keeps what was understood.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `answers` as above, or nothing in it was understood.
    pub async fn keep_by_ear(
        &self,
        by: Holder,
        listening: &Listening,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<ByEar> {
        let (greetings, heard) = self.heard(listening).await?;
        let likely = self.likely(&greetings, listening, &heard);
        let guess = guess(&likely, &heard).ok_or(Error::invalid("answers", Why::Missing))?;
        let kept = ByEar {
            id: ByEarId::new(now, rng),
            language: guess.language,
            percent: guess.percent,
            code_percent: guess.code_percent,
            heard: i32::try_from(heard.len()).unwrap_or(i32::MAX),
            made: now,
        };
        let HolderColumns { person, hearing, seat } = by.into();
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO by_ear_result (id, language, confidence, code_confidence, heard,
                       person, hearing, seat, made)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(kept.id).bind(&kept.language).bind(kept.percent).bind(kept.code_percent)
            .bind(kept.heard).bind(person).bind(hearing).bind(seat).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(kept)
    }

    /// A result, for whoever was signed in when it was made, and for the people of the hearing if
    /// that was a seat.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn by_ear(&self, id: ByEarId, reader: Holder) -> Result<ByEar> {
        let sql = "SELECT id, language, confidence, code_confidence, heard, made
                   FROM by_ear_result WHERE id = $1";
        let found: Option<ByEar> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        let found = found.ok_or(Error::NotFound("result"))?;
        let sql = "SELECT person, hearing, seat FROM by_ear_result WHERE id = $1";
        let maker: HolderColumns =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_one(db).await?);
        let within_reach = match (Holder::try_from(maker)?, reader) {
            (maker, reader) if maker == reader => true,
            (Holder::Seat(hearing, _), Holder::Person(person)) => {
                self.sits_in(hearing, person).await?
            }
            _ => false,
        };
        if within_reach { Ok(found) } else { Err(Error::NotFound("result")) }
    }

    async fn sits_in(&self, hearing: HearingId, person: PersonId) -> Result<bool> {
        Ok(self.audience_of_hearing(hearing).await?.contains(&person))
    }

    /// The greetings there are, and what was said of the language of each that was heard.
    async fn heard(
        &self,
        listening: &Listening,
    ) -> Result<(Vec<(GreetingId, Language)>, Vec<(Language, Understood)>)> {
        if listening.answers.len() > MOST_ANSWERS {
            return Err(Error::invalid("answers", Why::TooLong));
        }
        if listening.region.as_ref().is_some_and(|r| r.chars().count() > LONGEST_REGION) {
            return Err(Error::invalid("region", Why::TooLong));
        }
        let greetings = self.approved_greetings().await?;
        let mut once = BTreeSet::new();
        let mut heard = Vec::new();
        for answer in &listening.answers {
            if !once.insert(answer.greeting) {
                return Err(Error::invalid("answers", Why::Repeated));
            }
            let known = greetings.iter().find(|(id, _)| *id == answer.greeting);
            let (_, language) = known.ok_or(Error::invalid("answers", Why::Unknown))?;
            heard.push((language.clone(), answer.understood));
        }
        Ok((greetings, heard))
    }

    fn likely(
        &self,
        greetings: &[(GreetingId, Language)],
        listening: &Listening,
        heard: &[(Language, Understood)],
    ) -> Vec<Likely> {
        let dictionary = self.languages();
        let bookable = |language: &&Language| {
            dictionary.tongue(language).is_some() && !dictionary.must_choose_variety(language)
        };
        let playable = greetings.iter().map(|(_, language)| language).filter(bookable);
        let playable: BTreeSet<Language> = playable.cloned().collect();
        let hints = Hints { country: listening.country, region: listening.region.clone() };
        likely(&dictionary, &playable, &hints, heard)
    }
}

/// The likeliest language once anything was understood.
fn guess(likely: &[Likely], heard: &[(Language, Understood)]) -> Option<Guess> {
    if heard.iter().all(|(_, understood)| *understood == Understood::No) {
        return None;
    }
    let best = likely.first()?;
    let of_code = likely.iter().filter(|one| one.language.code() == best.language.code());
    Some(Guess {
        language: best.language.clone(),
        percent: percent(best.chance),
        code_percent: percent(of_code.map(|one| one.chance).sum()),
    })
}

/// Rounded down, so that nothing is ever quite certain.
#[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
fn percent(chance: f64) -> i32 {
    (chance.clamp(0.0, 0.99) * 100.0).floor() as i32
}
