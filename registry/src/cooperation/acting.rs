//! Acting on a request: one transaction that checks the rule, writes the receipt and moves on.

use rand::rngs::StdRng;

use super::{
    Side,
    act::{Act, Deed, next},
    content::{Content, Fault, faults_in, missing_in, wall_time},
    receipt::{NONE_BEFORE, Receipt, Signed, on_both_clocks},
    request::Case,
    sealed::{Document, DocumentKind},
    sections::CERTIFICATE,
    sha256_hex,
    telling::tell,
};
use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{CooperationId, PersonId},
    person::{Account, AccountRole},
    store::{Store, Tx, on},
    time::{Instant, Moment, Zone},
};

/// Text that goes with an act is at most so long.
const MOST_TEXT: usize = 4_000;
/// A session is at most so long.
const MOST_MINUTES: i64 = 720;

/// What somebody wants to do.
#[derive(Clone)]
pub struct Doing<'a> {
    /// The act; the number in [`Act::Send`] is given by the bank.
    pub act: Act,
    /// With [`Act::Accept`]: the account in the requested country that will do it.
    pub executor: Option<PersonId>,
    /// Signs a hash with the key of the acting country, if it is kept here.
    pub sign: &'a (dyn Fn(&[u8]) -> Option<Vec<u8>> + Sync),
    /// Makes the signed documents that go with the act, from the request as it will be.
    pub documents: &'a (dyn Fn(&Case, Deed) -> Result<Vec<Document>> + Sync),
}

impl std::fmt::Debug for Doing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Doing").field("deed", &self.act.deed()).finish_non_exhaustive()
    }
}

impl Store {
    /// Does something to a request, tells whom it concerns, and gives the request as it is then.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with it, [`Error::NotYours`] for who may see
    /// it and not do this, [`Error::NotNow`] in another state, [`Error::Faults`] for what is
    /// missing, [`Error::NotFound`] where a country has no entry in the directory.
    pub async fn act_on_cooperation(
        &self,
        id: CooperationId,
        me: &Account,
        doing: Doing<'_>,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Case> {
        let mut case = self.cooperation(id).await?;
        let capacities = case.capacities(me);
        if capacities.is_empty() {
            return Err(Error::NotFound("request"));
        }
        let deed = doing.act.deed();
        let side = capacities
            .iter()
            .find(|capacity| capacity.may(deed))
            .map(|capacity| capacity.side())
            .ok_or(Error::NotYours)?;
        let state = next(case.state, deed).ok_or(Error::NotNow("not in this state"))?;
        check(&case.content, &doing.act)?;
        if let Some(executor) = doing.executor {
            self.check_executor(executor, &case).await?;
        }
        let requesting = self.authority(case.requesting, now).await?;
        let requested = self.authority(case.requested, now).await?;
        let zones = [&requesting.about.zone, &requested.about.zone];
        let country = match side {
            Side::Requesting => &requesting,
            Side::Requested => &requested,
        };

        let mut tx = self.begin().await?;
        let act = match doing.act {
            Act::Send { .. } => {
                let reference = number(&mut tx, case.requesting, zones[0], now).await?;
                case.reference = Some(reference.clone());
                Act::Send { reference }
            }
            act => act,
        };
        let was = std::mem::replace(&mut case.state, state);
        let documents = (doing.documents)(&case, deed)?;
        let [at_requesting, at_requested] = on_both_clocks(now, zones);
        let before = case.receipts.last();
        let receipt = Receipt {
            v: 1,
            request: id,
            seq: before.map_or(1, |signed| signed.receipt.seq + 1),
            at_requesting,
            at_requested,
            by: side,
            authority: country.about.name_es.clone(),
            act,
            state,
            sent: case.sent_hash(),
            documents: documents.iter().map(|document| sha256_hex(&document.bytes)).collect(),
            prev: before
                .map_or_else(|| NONE_BEFORE.to_owned(), |last| hex::encode(last.receipt.hash())),
        };
        let signature = (doing.sign)(&receipt.hash()).map(hex::encode);

        let sql = "UPDATE cooperation_request
                   SET state = $2, reference = $3, executor = COALESCE($4, executor), changed = $5
                   WHERE id = $1 AND state = $6 AND revision = $7";
        let moved = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(state).bind(&case.reference).bind(doing.executor).bind(now)
            .bind(was).bind(case.revision)
            .execute(db).await?.rows_affected());
        if moved == 0 {
            return Err(Error::NotNow("somebody else acted first"));
        }
        insert_receipt(&mut tx, &Signed { receipt, signature }).await?;
        for document in &documents {
            insert_document(&mut tx, id, document).await?;
        }
        case.executor = doing.executor.or(case.executor);
        tell(&mut tx, &case, (me.id, side, deed), [&requesting, &requested], now, rng).await?;
        tx.commit().await?;
        self.cooperation(id).await
    }

    /// The account in a country that can carry out requests, by its e-mail address.
    ///
    /// # Errors
    /// [`Error::Invalid`] if nobody there has it.
    pub async fn executor_named(&self, email: &str, country: Country) -> Result<PersonId> {
        let found = self.account_for_sign_in(email).await?;
        found
            .map(|(account, _)| account)
            .filter(|account| account.country == country && carries_out(account.role))
            .map(|account| account.id)
            .ok_or(Error::invalid("executor_email", Why::Unknown))
    }

    async fn check_executor(&self, executor: PersonId, case: &Case) -> Result<()> {
        let account = self.account(executor).await?;
        if account.country == case.requested && carries_out(account.role) {
            Ok(())
        } else {
            Err(Error::invalid("executor_email", Why::Unknown))
        }
    }
}

const fn carries_out(role: AccountRole) -> bool {
    matches!(role, AccountRole::Clerk | AccountRole::Presiding | AccountRole::Coordinator)
}

/// The next number of a country in the year that it has there.
async fn number(tx: &mut Tx, country: Country, zone: &Zone, now: Instant) -> Result<String> {
    let year: i32 = Moment::at(now, zone)
        .local
        .date_text()
        .split('-')
        .next()
        .and_then(|year| year.parse().ok())
        .ok_or(Error::invalid("opening.date", Why::Malformed))?;
    let sql = "INSERT INTO cooperation_number (country, year, last) VALUES ($1, $2, 1)
               ON CONFLICT (country, year) DO UPDATE SET last = cooperation_number.last + 1
               RETURNING last";
    let (last,): (i64,) = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(country).bind(year).fetch_one(db).await?);
    Ok(format!("{country}-{year}-{last:04}"))
}

pub(super) async fn insert_receipt(tx: &mut Tx, signed: &Signed) -> Result<()> {
    let line = String::from_utf8_lossy(&signed.receipt.line()).into_owned();
    let sql = "INSERT INTO cooperation_receipt (request, seq, line, signature)
               VALUES ($1, $2, $3, $4)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(signed.receipt.request).bind(signed.receipt.seq).bind(&line).bind(&signed.signature)
        .execute(db).await.map(drop)?);
    Ok(())
}

pub(super) async fn insert_document(
    tx: &mut Tx,
    id: CooperationId,
    document: &Document,
) -> Result<()> {
    let sql = "INSERT INTO cooperation_document (request, kind, lang, bytes)
               VALUES ($1, $2, $3, $4) ON CONFLICT (request, kind, lang) DO NOTHING";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(document.kind).bind(document.lang).bind(&document.bytes)
        .execute(db).await.map(drop)?);
    Ok(())
}

/// Which document an act is signed with.
#[must_use]
pub const fn document_of(deed: Deed) -> Option<DocumentKind> {
    match deed {
        Deed::Send => Some(DocumentKind::Request),
        Deed::ReturnCertificate => Some(DocumentKind::Certificate),
        _ => None,
    }
}

/// Whether what goes with an act is there and fits.
pub(super) fn check(content: &Content, act: &Act) -> Result<()> {
    let faults = match act {
        Act::Send { .. } => content.missing(),
        Act::Ask { text } | Act::Answer { text } => needed("text", text),
        Act::Withdraw { reason } | Act::Refuse { reason, .. } => needed("reason", reason),
        Act::Accept { executing, conditions } => {
            let mut faults = needed("executing", executing);
            if let Some(conditions) = conditions {
                faults.extend(fits("conditions", conditions));
            }
            faults
        }
        Act::Schedule { starts, minutes, place, .. } => {
            let mut faults = needed("place", place);
            if !(1..=MOST_MINUTES).contains(minutes) {
                faults.push(Fault { path: "minutes".to_owned(), why: Why::TooLong });
            }
            if starts.moment().is_err() {
                faults.push(Fault { path: "starts".to_owned(), why: Why::SkippedByClock });
            }
            faults
        }
        Act::Execute { certificate } => {
            let mut faults = faults_in(&CERTIFICATE, certificate);
            if faults.is_empty() {
                faults = missing_in(&CERTIFICATE, Some(certificate));
            }
            if faults.is_empty() {
                faults.extend(breaks_lie_within(certificate));
            }
            faults
        }
        Act::Receive {} | Act::ReturnCertificate {} | Act::Close {} => Vec::new(),
    };
    if faults.is_empty() { Ok(()) } else { Err(Error::Faults(faults)) }
}

fn needed(path: &str, text: &str) -> Vec<Fault> {
    if text.trim().is_empty() {
        return vec![Fault { path: path.to_owned(), why: Why::Missing }];
    }
    fits(path, text)
}

fn fits(path: &str, text: &str) -> Vec<Fault> {
    let why = if text.chars().count() > MOST_TEXT {
        Why::TooLong
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Why::Malformed
    } else {
        return Vec::new();
    };
    vec![Fault { path: path.to_owned(), why }]
}

/// The end follows the beginning, and every break lies between them.
fn breaks_lie_within(certificate: &serde_json::Value) -> Vec<Fault> {
    let instant = |value: Option<&serde_json::Value>| {
        value.and_then(wall_time).and_then(|time| time.moment().ok()).map(|moment| moment.instant)
    };
    let (began, ended) = (instant(certificate.get("began")), instant(certificate.get("ended")));
    let mut faults = Vec::new();
    if ended <= began {
        faults.push(Fault { path: "certificate.ended".to_owned(), why: Why::Empty });
    }
    let breaks = certificate.get("breaks").and_then(serde_json::Value::as_array);
    for (at, pause) in breaks.into_iter().flatten().enumerate() {
        let (from, until) = (instant(pause.get("from")), instant(pause.get("until")));
        if from < began || ended < until || until < from {
            faults.push(Fault {
                path: format!("certificate.breaks.{at}.from"),
                why: Why::DoesNotFit,
            });
        }
    }
    faults
}
