//! The briefing of a hearing: terms, names, acronyms, exhibits for sight translation, and the
//! plan. Whoever asked writes it; those who are booked read it from acceptance until the close.
//! Titles and contents are sealed with the installation's key, and wiped with the close.

use rand::rngs::StdRng;
use uuid::Uuid;

use crate::{
    error::{Error, Result, Why},
    hearing::{HearingState, Role},
    id::{BriefingItemId, HearingId, PersonId, RequestId},
    seal_key::SealKey,
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// What a part of a briefing is.
    pub enum Part {
        /// Special terms.
        Terms = "terms",
        /// Names of people and places that will be spoken.
        Names = "names",
        /// Acronyms.
        Acronyms = "acronyms",
        /// A document that will be translated at sight.
        Exhibit = "exhibit",
        /// How it will go.
        Plan = "plan",
    }
}

words! {
    /// In which form it is kept.
    pub enum Form {
        /// Text.
        Text = "text",
        /// A PDF.
        Pdf = "pdf",
        /// A JPEG picture.
        Jpeg = "jpeg",
        /// A PNG picture.
        Png = "png",
    }
}

/// What somebody may do with a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Write and read it: asked for the interpreters, or prepares the hearing.
    Writes,
    /// Read it: is booked.
    Reads,
    /// Was asked and has not accepted.
    NotYet,
    /// It was theirs and is wiped.
    Over,
}

/// Something to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// What it is.
    pub part: Part,
    /// Its form, as its bytes show.
    pub form: Form,
    /// What it is called.
    pub title: String,
    /// The text or the file.
    pub content: Vec<u8>,
}

/// One text or file, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: BriefingItemId,
    /// What it is.
    pub part: Part,
    /// Its form.
    pub form: Form,
    /// What it is called.
    pub title: String,
    /// Its size.
    pub bytes: i64,
}

/// A briefing: that of a request, or of a hearing that was opened without one. Made by
/// [`Store::briefing`], which checks who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Briefing {
    subject: Uuid,
    /// What the one who asked may do.
    pub reach: Reach,
}

/// All files and texts of a briefing together.
pub const MOST_BYTES: i64 = 20 * 1024 * 1024;
/// Texts and files.
const MOST_ITEMS: i64 = 40;
/// Longest title.
const MOST_TITLE: usize = 120;
/// Longest text.
const MOST_TEXT: usize = 40_000;

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: BriefingItemId,
    kind: Part,
    form: Form,
    title: Vec<u8>,
    bytes: i64,
}

impl Store {
    /// The briefing of a request or hearing, by the id of either, and what this person may do
    /// with it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever has nothing to do with it.
    pub async fn briefing(&self, id: Uuid, person: PersonId, now: Instant) -> Result<Briefing> {
        let sql = "SELECT id, request FROM hearing WHERE id = $1 OR request = $1";
        let hearing: Option<(HearingId, Option<RequestId>)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        let request = match hearing {
            Some((_, request)) => request,
            None => Some(RequestId(id)),
        };
        let subject = request.map_or(id, |request| request.0);
        let asked = match request {
            Some(request) => Some(self.request(request).await?),
            None => None,
        };
        let hearing = match hearing {
            Some((hearing, _)) => Some(self.hearing(hearing, now).await?),
            None => None,
        };

        let writes = asked.as_ref().is_some_and(|request| request.requester == person)
            || hearing.as_ref().is_some_and(|hearing| {
                let bench = |p: &crate::hearing::Participant| {
                    matches!(p.role, Role::Interviewer | Role::Presiding | Role::Clerk)
                };
                hearing.opened_by == person
                    || hearing.participants.iter().any(|p| p.person == Some(person) && bench(p))
            });
        let seat = hearing.as_ref().and_then(|hearing| {
            hearing.participants.iter().find(|p| p.person == Some(person) && p.booth.is_some())
        });
        let (accepted, was_asked) = match request {
            Some(request) => self.was_asked(request, person).await?,
            None => (false, false),
        };
        let called = match &hearing {
            Some(hearing) => self.was_called(hearing.id, person).await?,
            None => false,
        };
        let over = hearing.as_ref().is_some_and(|hearing| {
            matches!(hearing.state, HearingState::Closed | HearingState::Cancelled)
        });
        let reach = match seat {
            _ if writes => {
                if over {
                    Reach::Over
                } else {
                    Reach::Writes
                }
            }
            Some(seat) if seat.ended || over => Reach::Over,
            Some(_) => Reach::Reads,
            None if accepted => {
                if over {
                    Reach::Over
                } else {
                    Reach::Reads
                }
            }
            None if was_asked || called => Reach::NotYet,
            None => return Err(Error::NotFound("briefing")),
        };
        Ok(Briefing { subject, reach })
    }

    /// Whether an interpreter has accepted a request, and whether she was asked at all.
    async fn was_asked(&self, request: RequestId, person: PersonId) -> Result<(bool, bool)> {
        let sql = "SELECT state FROM offer WHERE request = $1 AND person = $2";
        let states: Vec<(String,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(request).bind(person).fetch_all(db).await?);
        Ok((states.iter().any(|(state,)| state == "accepted"), !states.is_empty()))
    }

    /// Adds a text or file.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, or `content` once the briefing would grow too large;
    /// [`Error::NotNow`] unless the briefing may be written.
    pub async fn add_to_briefing(
        &self,
        briefing: &Briefing,
        item: &NewItem,
        key: &SealKey,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<BriefingItemId> {
        may_write(briefing)?;
        let title = item.title.trim();
        if title.is_empty() {
            return Err(Error::invalid("title", Why::Missing));
        }
        if title.chars().count() > MOST_TITLE {
            return Err(Error::invalid("title", Why::TooLong));
        }
        if item.content.is_empty() {
            return Err(Error::invalid("content", Why::Missing));
        }
        if item.form == Form::Text && item.content.len() > MOST_TEXT {
            return Err(Error::invalid("content", Why::TooLong));
        }
        let id = BriefingItemId::new(now, rng);
        let about = id.0.as_bytes();
        let sealed_title = key.seal(about, title.as_bytes(), rng)?;
        let sealed = key.seal(about, &item.content, rng)?;
        let bytes = i64::try_from(item.content.len()).unwrap_or(i64::MAX);
        let mut tx = self.begin().await?;
        // The request's or hearing's row makes two who add at once wait for each other.
        for sql in [
            "UPDATE request SET created = created WHERE id = $1",
            "UPDATE hearing SET created = created WHERE id = $1",
        ] {
            on!(tx.conn(), db =>
                sqlx::query(sql).bind(briefing.subject).execute(db).await.map(drop)?);
        }
        let sql = "SELECT count(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM briefing_item
                   WHERE subject = $1";
        let (items, sum): (i64, i64) = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(briefing.subject).fetch_one(db).await?);
        if items >= MOST_ITEMS || sum.saturating_add(bytes) > MOST_BYTES {
            return Err(Error::invalid("content", Why::TooLong));
        }
        let sql = "INSERT INTO briefing_item (id, subject, kind, form, title, content, bytes,
                       created)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(briefing.subject).bind(item.part).bind(item.form)
            .bind(sealed_title.as_slice()).bind(sealed.as_slice()).bind(bytes).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(id)
    }

    /// What is in a briefing, in the order in which it was added.
    ///
    /// # Errors
    /// What the database says, [`Error::Corrupt`] under another key.
    pub async fn briefing_items(&self, briefing: &Briefing, key: &SealKey) -> Result<Vec<Item>> {
        let sql = "SELECT id, kind, form, title, bytes FROM briefing_item
                   WHERE subject = $1 ORDER BY created, id";
        let rows: Vec<ItemRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(briefing.subject).fetch_all(db).await?);
        rows.into_iter().map(|row| shown(row, key)).collect()
    }

    /// One text or file with its content.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless it is in this briefing.
    pub async fn briefing_item(
        &self,
        briefing: &Briefing,
        id: BriefingItemId,
        key: &SealKey,
    ) -> Result<(Item, Vec<u8>)> {
        let sql = "SELECT id, kind, form, title, bytes FROM briefing_item
                   WHERE id = $1 AND subject = $2";
        let row: Option<ItemRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(id).bind(briefing.subject).fetch_optional(db).await?);
        let item = shown(row.ok_or(Error::NotFound("briefing item"))?, key)?;
        let sql = "SELECT content FROM briefing_item WHERE id = $1";
        let (sealed,): (Vec<u8>,) =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_one(db).await?);
        Ok((item, key.open(id.0.as_bytes(), &sealed)?))
    }

    /// Takes a text or file out.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless it is in this briefing, [`Error::NotNow`] unless the briefing
    /// may be written.
    pub async fn remove_from_briefing(
        &self,
        briefing: &Briefing,
        id: BriefingItemId,
    ) -> Result<()> {
        may_write(briefing)?;
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM briefing_item WHERE id = $1 AND subject = $2";
        let gone = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(briefing.subject).execute(db).await?.rows_affected());
        if gone == 0 {
            return Err(Error::NotFound("briefing item"));
        }
        tx.commit().await
    }
}

/// A hearing is closed: its briefing is no more.
pub(crate) async fn wipe_briefing(tx: &mut Tx, hearing: HearingId) -> Result<()> {
    let sql = "DELETE FROM briefing_item
               WHERE subject = $1 OR subject = (SELECT request FROM hearing WHERE id = $1)";
    on!(tx.conn(), db => sqlx::query(sql).bind(hearing).execute(db).await.map(drop)?);
    Ok(())
}

fn may_write(briefing: &Briefing) -> Result<()> {
    match briefing.reach {
        Reach::Writes => Ok(()),
        _ => Err(Error::NotNow("this briefing is not theirs to write")),
    }
}

fn shown(row: ItemRow, key: &SealKey) -> Result<Item> {
    let title = key.open(row.id.0.as_bytes(), &row.title)?;
    Ok(Item {
        id: row.id,
        part: row.kind,
        form: row.form,
        title: String::from_utf8_lossy(&title).into_owned(),
        bytes: row.bytes,
    })
}
