//! Requests as the bank keeps them: written, read, listed. What is done to one is in `acting`.

use rand::rngs::StdRng;
use serde::Serialize;
use serde_json::Value;

use super::{
    Side, State,
    act::{Act, Capacity, Deed, allowed},
    content::{Content, Fault},
    deadline::{Deadline, Facts, deadline},
    directory::{from_text, to_text},
    form::Section,
    receipt::{Signed, sent_hash},
    sha256_hex,
};
use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{CooperationId, PersonId},
    person::{Account, AccountRole},
    store::{Store, on},
    time::{Instant, WallTime, Zone},
};

/// A request between two countries.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id, the same in every installation.
    pub id: CooperationId,
    /// The country that asks.
    pub requesting: Country,
    /// The country that is asked.
    pub requested: Country,
    /// Its number, once it is sent.
    pub reference: Option<String>,
    /// How far it is.
    pub state: State,
    /// The form.
    pub content: Content,
    /// Counts the changes of the draft.
    pub revision: i64,
    /// Who wrote it, where it was written.
    pub drafter: Option<PersonId>,
    /// Who does it, where it is done.
    pub executor: Option<PersonId>,
    /// SHA-256 of the sealed annex, if there is one.
    pub annex: Option<String>,
    /// The sealed attachments, in order.
    pub attachments: Vec<Attachment>,
    /// What was done so far.
    pub receipts: Vec<Signed>,
    /// When it was last changed.
    pub changed: Instant,
}

/// A sealed attachment, from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Attachment {
    /// Its number, from 1.
    pub number: i64,
    /// Bytes, sealed.
    pub bytes: i64,
    /// SHA-256 of the sealed bytes.
    pub sha256: String,
}

/// A request in a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Line {
    /// Its id.
    pub id: CooperationId,
    /// The country that asks.
    pub requesting: Country,
    /// The country that is asked.
    pub requested: Country,
    /// Its number, once it is sent.
    pub reference: Option<String>,
    /// The requesting authority's own file number, if it is written yet.
    pub own_reference: Option<String>,
    /// How far it is.
    pub state: State,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Of which country the reader is.
    pub side: Side,
    /// What is due, and when.
    pub deadline: Option<Deadline>,
    /// When it was last changed.
    pub changed: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: CooperationId,
    requesting: Country,
    requested: Country,
    reference: Option<String>,
    state: State,
    content: String,
    revision: i64,
    drafter: Option<PersonId>,
    executor: Option<PersonId>,
    annex: Option<Vec<u8>>,
    changed: Instant,
}

const COLUMNS: &str = "SELECT id, requesting, requested, reference, state, content, revision, \
     drafter, executor, annex, changed FROM cooperation_request";

impl Case {
    /// In which capacities an account may deal with it; none means that it does not exist for
    /// that account.
    #[must_use]
    pub fn capacities(&self, me: &Account) -> Vec<Capacity> {
        let mut found = Vec::new();
        let central = me.role == AccountRole::Authority;
        if self.drafter == Some(me.id) && !central {
            found.push(Capacity::RequestingAuthority);
        }
        if central && me.country == self.requesting {
            found.push(Capacity::RequestingCentral);
        }
        if central && me.country == self.requested && !self.receipts.is_empty() {
            let was_sent =
                self.receipts.first().is_some_and(|r| r.receipt.act.deed() == Deed::Send);
            if was_sent {
                found.push(Capacity::RequestedCentral);
            }
        }
        if self.executor == Some(me.id) && !central {
            found.push(Capacity::ExecutingAuthority);
        }
        found
    }

    /// What an account may do now.
    #[must_use]
    pub fn allowed(&self, me: &Account) -> Vec<Deed> {
        let mut deeds: Vec<Deed> = self
            .capacities(me)
            .into_iter()
            .flat_map(|capacity| allowed(self.state, capacity))
            .collect();
        deeds.sort_unstable();
        deeds.dedup();
        deeds
    }

    /// Whether an account may still write the form.
    #[must_use]
    pub fn may_write(&self, me: &Account) -> bool {
        self.state == State::Draft
            && self.capacities(me).iter().any(|c| c.side() == Side::Requesting)
    }

    /// The hash of what is sent with it.
    #[must_use]
    pub fn sent_hash(&self) -> String {
        let mut sealed: Vec<String> = self.annex.iter().cloned().collect();
        sealed.extend(self.attachments.iter().map(|attachment| attachment.sha256.clone()));
        sent_hash([self.requesting, self.requested], &self.content.to_value(), &sealed)
    }

    /// The certificate of taking, once there is one.
    #[must_use]
    pub fn certificate(&self) -> Option<&Value> {
        self.receipts.iter().rev().find_map(|signed| match &signed.receipt.act {
            Act::Execute { certificate } => Some(certificate),
            _ => None,
        })
    }

    /// The day, length and place that were fixed last.
    #[must_use]
    pub fn session(&self) -> Option<(&WallTime, i64, &str)> {
        self.receipts.iter().rev().find_map(|signed| match &signed.receipt.act {
            Act::Schedule { starts, minutes, place, .. } => {
                Some((starts, *minutes, place.as_str()))
            }
            _ => None,
        })
    }

    /// What is due next. The day named in the form ends on the requested country's clock.
    #[must_use]
    pub fn deadline(&self, requested_zone: &Zone, now: Instant) -> Option<Deadline> {
        let since = self.receipts.last().map(|signed| signed.receipt.at_requesting.instant)?;
        let end_of = |day: &str| {
            let midnight = WallTime {
                local: format!("{day}T23:59").parse().ok()?,
                zone: requested_zone.clone(),
            };
            Some(midnight.moment().ok()?.instant)
        };
        let session_ends = self.session().and_then(|(starts, minutes, _)| {
            Some(starts.moment().ok()?.instant.plus_minutes(minutes))
        });
        let facts = Facts {
            state: self.state,
            urgent: self.content.is_urgent(),
            since,
            answer_by: self.content.text("opening", "answer_by").and_then(end_of),
            session_ends,
        };
        deadline(&facts, now)
    }
}

impl Store {
    /// Begins a request of an account's country to another.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the other country is the account's own.
    pub async fn draft_cooperation(
        &self,
        me: &Account,
        requested: Country,
        content: &Content,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Case> {
        if requested == me.country {
            return Err(Error::invalid("requested", Why::DoesNotFit));
        }
        let id = CooperationId::new(now, rng);
        let sql = "INSERT INTO cooperation_request (id, requesting, requested, state, content,
                       revision, drafter, created, changed)
                   VALUES ($1, $2, $3, 'draft', $4, 1, $5, $6, $6)";
        let text = to_text("content", content)?;
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(me.country).bind(requested).bind(&text).bind(me.id).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        self.cooperation(id).await
    }

    /// Writes one part of a draft. Who wrote it meanwhile is not overwritten: `revision` must be
    /// that of the draft that was read.
    ///
    /// # Errors
    /// [`Error::Faults`] for the part, [`Error::NotNow`] once it is sent or was changed.
    pub async fn write_cooperation(
        &self,
        id: CooperationId,
        revision: i64,
        section: &Section,
        part: Value,
        now: Instant,
    ) -> Result<Case> {
        let case = self.cooperation(id).await?;
        let content = case.content.with(section, part).map_err(Error::Faults)?;
        self.check_variety(&content)?;
        let sql = "UPDATE cooperation_request
                   SET content = $2, revision = revision + 1, changed = $4
                   WHERE id = $1 AND revision = $3 AND state = 'draft'";
        let text = to_text("content", &content)?;
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(&text).bind(revision).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("it is sent already, or somebody else changed it"));
        }
        tx.commit().await?;
        self.cooperation(id).await
    }

    fn check_variety(&self, content: &Content) -> Result<()> {
        let Some(variety) = content.text("languages", "variety") else { return Ok(()) };
        let known =
            variety.parse().ok().is_some_and(|code| self.languages().tongue(&code).is_some());
        if known {
            return Ok(());
        }
        let fault = Fault { path: "languages.variety".to_owned(), why: Why::Unknown };
        Err(Error::Faults(vec![fault]))
    }

    /// A request with everything that the bank knows of it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn cooperation(&self, id: CooperationId) -> Result<Case> {
        let sql = format!("{COLUMNS} WHERE id = $1");
        let row: Option<Row> = on!(self.read(), db =>
            sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(id).fetch_optional(db).await?);
        self.case(row.ok_or(Error::NotFound("request"))?).await
    }

    /// What an account sees: what it wrote or carries out, and for a central authority all that
    /// its country sent, drafted or got; the latest changed first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cooperations_of(&self, me: &Account, now: Instant) -> Result<Vec<Line>> {
        let sql = format!(
            "{COLUMNS} WHERE drafter = $1 OR executor = $1
                 OR ($2 AND (requesting = $3 OR requested = $3))
             ORDER BY changed DESC, id DESC"
        );
        let central = me.role == AccountRole::Authority;
        let rows: Vec<Row> = on!(self.read(), db =>
            sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()))
                .bind(me.id).bind(central).bind(me.country).fetch_all(db).await?);
        let zones = self.zones_of_authorities(now).await?;
        let mut lines = Vec::new();
        for row in rows {
            let case = self.case(row).await?;
            let capacities = case.capacities(me);
            let Some(capacity) = capacities.first() else { continue };
            let zone = zones.iter().find(|(country, _)| *country == case.requested);
            lines.push(Line {
                id: case.id,
                requesting: case.requesting,
                requested: case.requested,
                reference: case.reference.clone(),
                own_reference: case.content.text("opening", "own_reference").map(str::to_owned),
                state: case.state,
                urgent: case.content.is_urgent(),
                side: capacity.side(),
                deadline: zone.and_then(|(_, zone)| case.deadline(zone, now)),
                changed: case.changed,
            });
        }
        Ok(lines)
    }

    /// Whom a change of a request concerns: both central authorities here, the one who wrote it
    /// and the one who does it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn audience_of_cooperation(&self, id: CooperationId) -> Result<Vec<PersonId>> {
        let case = self.cooperation(id).await?;
        let mut people = self.people_of_authority(case.requesting).await?;
        if case.state != State::Draft {
            people.extend(self.people_of_authority(case.requested).await?);
        }
        people.extend(case.drafter);
        people.extend(case.executor);
        people.sort_unstable();
        people.dedup();
        Ok(people)
    }

    pub(super) async fn zones_of_authorities(&self, now: Instant) -> Result<Vec<(Country, Zone)>> {
        let all = self.authorities(now).await?;
        Ok(all.into_iter().map(|one| (one.country, one.about.zone)).collect())
    }

    async fn case(&self, row: Row) -> Result<Case> {
        let sql = "SELECT number, sealed FROM cooperation_attachment
                   WHERE request = $1 ORDER BY number";
        let sealed: Vec<(i64, Vec<u8>)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(row.id).fetch_all(db).await?);
        let sql = "SELECT line, signature FROM cooperation_receipt
                   WHERE request = $1 ORDER BY seq";
        let lines: Vec<(String, Option<String>)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(row.id).fetch_all(db).await?);
        let mut receipts = Vec::with_capacity(lines.len());
        for (line, signature) in lines {
            receipts.push(Signed { receipt: from_text("receipt", &line)?, signature });
        }
        Ok(Case {
            id: row.id,
            requesting: row.requesting,
            requested: row.requested,
            reference: row.reference,
            state: row.state,
            content: from_text("content", &row.content)?,
            revision: row.revision,
            drafter: row.drafter,
            executor: row.executor,
            annex: row.annex.as_deref().map(sha256_hex),
            attachments: sealed
                .iter()
                .map(|(number, bytes)| Attachment {
                    number: *number,
                    bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                    sha256: sha256_hex(bytes),
                })
                .collect(),
            receipts,
            changed: row.changed,
        })
    }
}
