//! What a booking costs that does not come to be: the notice clock gives each cancellation one of
//! four codes, and the country's fee rule gives each code a share of the fee. A no-show is noted
//! only after a grace, and only if the room's log shows that the other side was there.

use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    hearing::Hearing,
    id::{HearingId, PersonId, RequestId, Seat},
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// Who is answerable.
    pub enum Side {
        /// Whoever asked for the interpreter.
        Requester = "requester",
        /// The interpreter.
        Interpreter = "interpreter",
    }
}

words! {
    /// How a cancellation counts.
    pub enum Code {
        /// In good time.
        Free = "free",
        /// Late.
        Late = "late",
        /// Very late.
        VeryLate = "very_late",
        /// Without a word.
        NoShow = "no_show",
    }
}

/// A country's rule: when a cancellation is late, and what share of the fee is due.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "late_hours": 48, "very_late_hours": 24, "late_percent": 50, "very_late_percent": 100,
    "no_show_percent": 100,
}))]
pub struct FeeRule {
    /// Fewer hours before the start are late.
    #[schema(minimum = 0, maximum = 744)]
    pub late_hours: i32,
    /// Fewer hours before the start are very late.
    #[schema(minimum = 0, maximum = 744)]
    pub very_late_hours: i32,
    /// Due for a late cancellation.
    #[schema(minimum = 0, maximum = 100)]
    pub late_percent: i32,
    /// Due for a very late one.
    #[schema(minimum = 0, maximum = 100)]
    pub very_late_percent: i32,
    /// Due when the requester's side does not come.
    #[schema(minimum = 0, maximum = 100)]
    pub no_show_percent: i32,
}

/// How long one waits before anybody counts as a no-show.
pub const GRACE_MINUTES: i64 = 15;
/// A month ahead at most.
const MOST_HOURS: i32 = 31 * 24;

impl FeeRule {
    /// Where a country has made none: two days, one day, half, all, all.
    pub const USUAL: Self = Self {
        late_hours: 48,
        very_late_hours: 24,
        late_percent: 50,
        very_late_percent: 100,
        no_show_percent: 100,
    };

    /// The code of a cancellation so many minutes before the start.
    #[must_use]
    pub const fn code(&self, notice_minutes: i64) -> Code {
        if notice_minutes < self.very_late_hours as i64 * 60 {
            Code::VeryLate
        } else if notice_minutes < self.late_hours as i64 * 60 {
            Code::Late
        } else {
            Code::Free
        }
    }

    /// The share of the fee that a code makes due.
    #[must_use]
    pub const fn percent(&self, code: Code) -> i32 {
        match code {
            Code::Free => 0,
            Code::Late => self.late_percent,
            Code::VeryLate => self.very_late_percent,
            Code::NoShow => self.no_show_percent,
        }
    }

    fn check(&self) -> Result<()> {
        if !(0..=MOST_HOURS).contains(&self.late_hours) {
            return Err(Error::invalid("late_hours", Why::DoesNotFit));
        }
        if !(0..=self.late_hours).contains(&self.very_late_hours) {
            return Err(Error::invalid("very_late_hours", Why::DoesNotFit));
        }
        for (field, percent) in [
            ("late_percent", self.late_percent),
            ("very_late_percent", self.very_late_percent),
            ("no_show_percent", self.no_show_percent),
        ] {
            if !(0..=100).contains(&percent) {
                return Err(Error::invalid(field, Why::DoesNotFit));
            }
        }
        Ok(())
    }
}

/// One interpreter's booking that did not come to be.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Cancellation {
    /// The hearing.
    pub hearing: HearingId,
    /// The interpreter.
    pub person: PersonId,
    /// Who is answerable.
    pub side: Side,
    /// How it counts.
    pub code: Code,
    /// Share of the fee that is due to the interpreter; never anything for her own side.
    pub percent: i32,
    /// How long it was booked for.
    pub minutes: i64,
    /// How long before the start; negative after it.
    pub notice_minutes: i64,
    /// When.
    pub at: Instant,
}

/// Who was there between the planned start and now, as the room's log shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// The one who is said to be absent.
    pub absent_was_there: bool,
    /// Somebody of the other side.
    pub others_were_there: bool,
}

impl Store {
    /// A country's fee rule; the usual one where it has made none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fee_rule(&self, country: Country) -> Result<FeeRule> {
        let found: Option<FeeRule> =
            on!(self.read(), db => sqlx::query_as(RULE).bind(country).fetch_optional(db).await?);
        Ok(found.unwrap_or(FeeRule::USUAL))
    }

    /// Sets a country's fee rule. What was cancelled before keeps its share.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field.
    pub async fn set_fee_rule(
        &self,
        country: Country,
        rule: &FeeRule,
        by: PersonId,
        now: Instant,
    ) -> Result<()> {
        rule.check()?;
        let sql = "INSERT INTO fee_rule (country, late_hours, very_late_hours, late_percent,
                       very_late_percent, no_show_percent, changed, changed_by)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                   ON CONFLICT (country) DO UPDATE SET late_hours = $2, very_late_hours = $3,
                       late_percent = $4, very_late_percent = $5, no_show_percent = $6,
                       changed = $7, changed_by = $8";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(country).bind(rule.late_hours).bind(rule.very_late_hours)
            .bind(rule.late_percent).bind(rule.very_late_percent).bind(rule.no_show_percent)
            .bind(now).bind(by).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// The bookings of a hearing that did not come to be.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cancellations(&self, hearing: HearingId) -> Result<Vec<Cancellation>> {
        let sql = "SELECT hearing, person, side, code, percent, minutes, notice_minutes, at
                   FROM cancellation WHERE hearing = $1 ORDER BY at, person";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?))
    }

    /// Notes that somebody did not come: an interpreter, or whoever leads (then every
    /// interpreter who was booked is owed). Noting it again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotNow`] within the grace, when the absent one was there after all, or when
    /// nobody of the other side waited; [`Error::Invalid`] `seat` for anybody else's seat.
    pub async fn note_no_show(
        &self,
        hearing: &Hearing,
        seat: Seat,
        presence: Presence,
        now: Instant,
    ) -> Result<()> {
        if now < hearing.starts.instant.plus_minutes(GRACE_MINUTES) {
            return Err(Error::NotNow("the grace is not over"));
        }
        if presence.absent_was_there || !presence.others_were_there {
            return Err(Error::NotNow("the room's log does not show an absence"));
        }
        let absent = hearing.participants.iter().find(|participant| participant.seat == seat);
        let (side, people): (_, Vec<PersonId>) = match absent {
            Some(one) if one.booth.is_some() => {
                (Side::Interpreter, one.person.into_iter().collect())
            }
            Some(one) if one.seat == hearing.lead => {
                let booked = hearing.participants.iter().filter(|p| p.booth.is_some() && !p.ended);
                (Side::Requester, booked.filter_map(|p| p.person).collect())
            }
            _ => return Err(Error::invalid("seat", Why::DoesNotFit)),
        };
        let mut tx = self.begin().await?;
        let rule = rule_in(&mut tx, hearing.country).await?;
        for person in people {
            let one = One { hearing: hearing.id, person, side, code: Code::NoShow };
            note(&mut tx, &one, &rule, now).await?;
        }
        tx.commit().await
    }
}

/// Whose booking was cancelled, and how that counts.
struct One {
    hearing: HearingId,
    person: PersonId,
    side: Side,
    code: Code,
}

/// The requester cancels: every interpreter of the hearing who has not given up her seat gets
/// the code of the notice clock. Without a hearing nobody was booked.
pub(crate) async fn note_cancelled_request(
    tx: &mut Tx,
    request: RequestId,
    now: Instant,
) -> Result<()> {
    let sql = "SELECT p.hearing, p.person FROM participant p JOIN hearing h ON h.id = p.hearing
               WHERE h.request = $1 AND p.booth IS NOT NULL AND p.person IS NOT NULL
                 AND p.ended IS NULL ORDER BY p.seat";
    let people: Vec<(HearingId, PersonId)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
    for (hearing, person) in people {
        note_by_clock(tx, hearing, person, Side::Requester, now).await?;
    }
    Ok(())
}

/// An interpreter gives her booking back. A conflict of interest is nobody's fault: it counts as
/// told in time, whenever it is found out.
pub(crate) async fn note_given_back(
    tx: &mut Tx,
    hearing: HearingId,
    person: PersonId,
    reason: Option<&str>,
    now: Instant,
) -> Result<()> {
    if reason == Some("conflict_of_interest") {
        let one = One { hearing, person, side: Side::Interpreter, code: Code::Free };
        return note(tx, &one, &FeeRule::USUAL, now).await;
    }
    note_by_clock(tx, hearing, person, Side::Interpreter, now).await
}

/// One booking of an interpreter is given up by one side; the notice clock says how it counts.
async fn note_by_clock(
    tx: &mut Tx,
    hearing: HearingId,
    person: PersonId,
    side: Side,
    now: Instant,
) -> Result<()> {
    let sql = "SELECT country, starts FROM hearing WHERE id = $1";
    let (country, starts): (Country, Instant) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_one(db).await?);
    let rule = rule_in(tx, country).await?;
    let code = rule.code(starts.minutes_since(now));
    note(tx, &One { hearing, person, side, code }, &rule, now).await
}

async fn note(tx: &mut Tx, one: &One, rule: &FeeRule, now: Instant) -> Result<()> {
    let sql = "SELECT starts, ends FROM hearing WHERE id = $1";
    let (starts, ends): (Instant, Instant) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(one.hearing).fetch_one(db).await?);
    let percent = match one.side {
        Side::Requester => rule.percent(one.code),
        Side::Interpreter => 0,
    };
    let sql = "INSERT INTO cancellation (hearing, person, side, code, percent, minutes,
                   notice_minutes, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hearing, person) DO NOTHING";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(one.hearing).bind(one.person).bind(one.side).bind(one.code).bind(percent)
        .bind(ends.minutes_since(starts)).bind(starts.minutes_since(now)).bind(now)
        .execute(db).await.map(drop)?);
    Ok(())
}

const RULE: &str = "SELECT late_hours, very_late_hours, late_percent, very_late_percent,
        no_show_percent FROM fee_rule WHERE country = $1";

async fn rule_in(tx: &mut Tx, country: Country) -> Result<FeeRule> {
    let found: Option<FeeRule> =
        on!(tx.conn(), db => sqlx::query_as(RULE).bind(country).fetch_optional(db).await?);
    Ok(found.unwrap_or(FeeRule::USUAL))
}
