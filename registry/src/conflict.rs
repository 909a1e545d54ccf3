//! Conflicts of interest, held only as keyed hashes (requirements 3 and 4).
//!
//! An interpreter declares facts about herself (her village, whom she works for, whom she knows),
//! a requester those about the case. Both are folded, hashed with the bank's secret key and then
//! forgotten; where two hashes meet, the interpreter is no candidate, and all that anybody learns
//! is the kind of fact. Villages and names are few enough to be guessed, so a hash without a key
//! would hide nothing: the key lies apart from the database.
//!
//! For a search: one read of [`Store::conflicts_of`] gives everybody who is ruled out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use aws_lc_rs::hmac;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, Why},
    id::{FactId, PersonId, RequestId},
    language::folded,
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// What a fact is about. All that is ever said of it.
    pub enum FactKind {
        /// A village or neighbourhood: where somebody comes from or has family.
        Village = "village",
        /// An employer.
        Employer = "employer",
        /// A person: victim, accused, witness, or a relative of one.
        Party = "party",
        /// An organisation: one that takes part, or that the interpreter belongs to.
        Organisation = "organisation",
        /// A case by its reference: the interpreter supports, defends or has worked with
        /// somebody in it, so she does not interpret there.
        AdvocateInCase = "advocate_in_case",
    }
}

/// A fact in plain words. It lives for the length of one call and cannot be printed.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainFact {
    /// About what.
    pub kind: FactKind,
    /// The village, the name, the reference.
    #[schema(min_length = 1, max_length = 200)]
    pub text: String,
}

impl fmt::Debug for PlainFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainFact({}, …)", self.kind)
    }
}

/// A fact of which nothing is left but its kind and a keyed hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HashedFact {
    /// About what.
    pub kind: FactKind,
    digest: Vec<u8>,
}

/// The bank's secret key. Whoever has it and the database can test guesses, so it is kept in a
/// file of its own. Never shown by `Debug`.
pub struct ConflictKey(hmac::Key);

impl fmt::Debug for ConflictKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConflictKey(…)")
    }
}

/// The longest fact that is taken.
const LONGEST: usize = 200;
/// Nobody has more, and no case either.
pub const MOST_FACTS: usize = 100;

impl ConflictKey {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The hash of a fact; the same for every spelling that people would call the same.
    ///
    /// # Errors
    /// [`Error::Invalid`] `text` when it is empty or too long.
    pub fn hash(&self, fact: &PlainFact) -> Result<HashedFact> {
        if fact.text.chars().count() > LONGEST {
            return Err(Error::invalid("text", Why::TooLong));
        }
        let text = comparable(fact.kind, &fact.text);
        if text.is_empty() {
            return Err(Error::invalid("text", Why::Missing));
        }
        let mut message = Vec::with_capacity(text.len() + 20);
        message.extend_from_slice(fact.kind.as_str().as_bytes());
        message.push(0);
        message.extend_from_slice(text.as_bytes());
        let digest = hmac::sign(&self.0, &message).as_ref().to_vec();
        Ok(HashedFact { kind: fact.kind, digest })
    }

    /// The hash of a town, in hexadecimal; none of what has no letter or figure.
    pub(crate) fn town(&self, town: &str) -> Option<String> {
        let fact = PlainFact { kind: FactKind::Village, text: town.to_owned() };
        self.hash(&fact).ok().map(|hashed| hex::encode(hashed.digest))
    }

    /// Tells this key from another without giving it away.
    fn fingerprint(&self) -> String {
        hex::encode(&hmac::sign(&self.0, b"puente conflict key").as_ref()[..8])
    }
}

/// What is compared: no case, accents or punctuation; for a person's name no order of words, for a
/// reference no spaces.
fn comparable(kind: FactKind, text: &str) -> String {
    let folded = folded(text);
    match kind {
        FactKind::Party => {
            let mut words: Vec<&str> = folded.split(' ').collect();
            words.sort_unstable();
            words.join(" ")
        }
        FactKind::AdvocateInCase => folded.replace(' ', ""),
        FactKind::Village | FactKind::Employer | FactKind::Organisation => folded,
    }
}

/// The kinds of fact in which a person and a request meet.
#[must_use]
pub fn met(of_person: &[HashedFact], of_request: &[HashedFact]) -> BTreeSet<FactKind> {
    let of_request: BTreeSet<&HashedFact> = of_request.iter().collect();
    of_person.iter().filter(|fact| of_request.contains(fact)).map(|fact| fact.kind).collect()
}

/// A declared fact as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Declared {
    /// To take it back by.
    pub id: FactId,
    /// About what.
    pub kind: FactKind,
    /// When.
    pub declared: Instant,
}

impl Store {
    /// This bank with the key for conflicts of interest. Without one it takes no facts.
    ///
    /// # Errors
    /// [`Error::OtherConflictKey`] if the facts in the bank were hashed with another key: they
    /// would meet nothing, and nobody would notice.
    pub async fn with_conflict_key(mut self, key: ConflictKey) -> Result<Self> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO bank (key, value) VALUES ('conflict_key', $1)
                   ON CONFLICT (key) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(key.fingerprint()).execute(db).await.map(drop)?);
        let sql = "SELECT value FROM bank WHERE key = 'conflict_key'";
        let (known,): (String,) = on!(tx.conn(), db => sqlx::query_as(sql).fetch_one(db).await?);
        if known != key.fingerprint() {
            return Err(Error::OtherConflictKey);
        }
        tx.commit().await?;
        self.set_conflict_key(Arc::new(key));
        Ok(self)
    }

    /// Hashes a fact about an interpreter and keeps the hash. Declaring it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] `text`, [`Error::NotFound`] for somebody who is no interpreter,
    /// [`Error::NotNow`] without a key.
    pub async fn declare(
        &self,
        person: PersonId,
        fact: &PlainFact,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Declared> {
        let hashed = self.key_for_conflicts()?.hash(fact)?;
        let mut tx = self.begin().await?;
        // Takes the interpreter's row, so that two declarations at once cannot pass the limit.
        let sql = "UPDATE interpreter SET number = number WHERE person = $1";
        let found = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).execute(db).await?.rows_affected());
        if found == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        let sql = "SELECT count(*) FROM conflict_fact WHERE person = $1";
        let (count,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
        if usize::try_from(count).is_ok_and(|count| count >= MOST_FACTS) {
            return Err(Error::invalid("facts", Why::TooLong));
        }
        let sql = "INSERT INTO conflict_fact (id, person, kind, digest, declared)
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person, kind, digest) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(FactId::new(now, rng)).bind(person).bind(hashed.kind).bind(&hashed.digest)
            .bind(now).execute(db).await.map(drop)?);
        let sql = "SELECT id, kind, declared FROM conflict_fact
                   WHERE person = $1 AND kind = $2 AND digest = $3";
        let declared = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(person).bind(hashed.kind).bind(&hashed.digest).fetch_one(db).await?);
        tx.commit().await?;
        Ok(declared)
    }

    /// Takes a declared fact back.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn take_back(&self, person: PersonId, fact: FactId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM conflict_fact WHERE id = $1 AND person = $2";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(fact).bind(person).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("fact"));
        }
        tx.commit().await
    }

    /// The kinds of fact an interpreter declared, in the order she did.
    ///
    /// # Errors
    /// What the database says.
    pub async fn facts_of(&self, person: PersonId) -> Result<Vec<Declared>> {
        let sql = "SELECT id, kind, declared FROM conflict_fact WHERE person = $1
                   ORDER BY declared, id";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?))
    }

    /// Replaces the facts of a request, except that its own case reference always stays one.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless `by` made the request, [`Error::Invalid`] `facts` or `text`,
    /// [`Error::NotNow`] without a key.
    pub async fn set_request_facts(
        &self,
        request: RequestId,
        by: PersonId,
        facts: &[PlainFact],
    ) -> Result<()> {
        if facts.len() > MOST_FACTS {
            return Err(Error::invalid("facts", Why::TooLong));
        }
        let key = self.key_for_conflicts()?;
        let hashed = facts.iter().map(|fact| key.hash(fact)).collect::<Result<Vec<_>>>()?;
        let mut tx = self.begin().await?;
        let sql = "SELECT case_reference FROM request WHERE id = $1 AND requester = $2";
        let found: Option<(Option<String>,)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(request).bind(by).fetch_optional(db).await?);
        let (case_reference,) = found.ok_or(Error::NotFound("request"))?;
        let sql = "DELETE FROM request_fact WHERE request = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
        for fact in &hashed {
            insert_request_fact(&mut tx, request, fact).await?;
        }
        self.note_case(&mut tx, request, case_reference.as_deref()).await?;
        tx.commit().await
    }

    /// Makes a request's own case reference a fact of it, so that nobody who is an advocate in
    /// that case is a candidate. Part of making the request.
    pub(crate) async fn note_case(
        &self,
        tx: &mut Tx,
        request: RequestId,
        case_reference: Option<&str>,
    ) -> Result<()> {
        let (Ok(key), Some(text)) = (self.key_for_conflicts(), case_reference) else {
            return Ok(());
        };
        let fact = PlainFact { kind: FactKind::AdvocateInCase, text: text.to_owned() };
        match key.hash(&fact) {
            Ok(fact) => insert_request_fact(tx, request, &fact).await,
            // A reference without a letter or a figure names no case.
            Err(_) => Ok(()),
        }
    }

    /// Everybody whose declared facts meet those of a request, and in which kinds: none of them
    /// is a candidate.
    ///
    /// # Errors
    /// What the database says.
    pub async fn conflicts_of(
        &self,
        request: RequestId,
    ) -> Result<BTreeMap<PersonId, BTreeSet<FactKind>>> {
        let sql = "SELECT c.person, c.kind FROM request_fact r
                   JOIN conflict_fact c ON c.digest = r.digest AND c.kind = r.kind
                   WHERE r.request = $1";
        let rows: Vec<(PersonId, FactKind)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
        let mut conflicts: BTreeMap<PersonId, BTreeSet<FactKind>> = BTreeMap::new();
        for (person, kind) in rows {
            conflicts.entry(person).or_default().insert(kind);
        }
        Ok(conflicts)
    }

    pub(crate) fn key_for_conflicts(&self) -> Result<&ConflictKey> {
        self.conflict_key().ok_or(Error::NotNow("this bank has no key for conflicts of interest"))
    }
}

async fn insert_request_fact(tx: &mut Tx, request: RequestId, fact: &HashedFact) -> Result<()> {
    let sql = "INSERT INTO request_fact (request, kind, digest) VALUES ($1, $2, $3)
               ON CONFLICT (request, kind, digest) DO NOTHING";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(request).bind(fact.kind).bind(&fact.digest).execute(db).await.map(drop)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fact(kind: FactKind, text: &str) -> PlainFact {
        PlainFact { kind, text: text.to_owned() }
    }

    fn hash(key: u8, kind: FactKind, text: &str) -> Result<HashedFact> {
        ConflictKey::new(&[key; 32]).hash(&fact(kind, text))
    }

    #[test]
    fn r04_what_people_call_the_same_meets_and_nothing_else_does() -> Result<()> {
        use FactKind::{AdvocateInCase, Employer, Party, Village};
        for (kind, one, other, same) in [
            (Village, "San Juan Ixcoy", "SAN JUAN IXCÓY ", true),
            (Village, "Todos Santos", "Todos los Santos", false),
            (Party, "Pérez López, Juan", "Juan Perez López", true),
            (Party, "Juan Pérez", "Juan Pérez López", false),
            (Employer, "Café El Sol, S.A.", "cafe el sol s a", true),
            (AdvocateInCase, "MP-001/2026-77", "MP 001 2026 77", true),
            (AdvocateInCase, "MP-001/2026-77", "MP-001/2026-78", false),
        ] {
            let one_hash = hash(1, kind, one)?;
            let met = met(std::slice::from_ref(&one_hash), &[hash(1, kind, other)?]);
            assert_eq!(!met.is_empty(), same, "{one} / {other}");
            assert_ne!(one_hash, hash(2, kind, one)?, "another key, another hash");
        }
        assert_ne!(hash(1, Village, "El Sol")?.digest, hash(1, Employer, "El Sol")?.digest);
        Ok(())
    }

    #[test]
    fn neither_fact_nor_key_can_be_printed() {
        let printed = format!(
            "{:?} {:?}",
            fact(FactKind::Village, "San Juan Ixcoy"),
            ConflictKey::new(&[7; 32])
        );
        assert_eq!(printed, "PlainFact(village, …) ConflictKey(…)");
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_hash(text in ".{0,250}", kind in proptest::sample::select(FactKind::ALL)) {
            if let Ok(hashed) = hash(1, kind, &text) {
                prop_assert_eq!(hashed.digest.len(), 32);
            }
        }
    }
}
