//! Conflicts of interest: found by keyed hashes, and not a word of a fact is anywhere in the bank.

use anyhow::{Context as _, Result};
use puente_registry::{
    Error, Store,
    conflict::{ConflictKey, FactKind, PlainFact},
    id::PersonId,
    request::RequestInput,
};
use sqlx::Row as _;

use crate::{
    engines::{PostgresDatabase, on_both_engines, sqlite},
    people::{interpreters, interview, interviewer, now, rng},
};

const VILLAGE: &str = "Aldea Xemamatzé";
const CASE: &str = "MP-2026/Z-4471";

fn key() -> ConflictKey {
    ConflictKey::new(&[7; 32])
}

fn fact(kind: FactKind, text: &str) -> PlainFact {
    PlainFact { kind, text: text.to_owned() }
}

async fn declare(store: &Store, person: PersonId, kind: FactKind, text: &str) -> Result<()> {
    store.declare(person, &fact(kind, text), now()?, &mut rng()).await?;
    Ok(())
}

fn in_the_case() -> Result<RequestInput> {
    Ok(RequestInput { case_reference: Some("mp 2026 z 4471".to_owned()), ..interview()? })
}

/// Declares and asks, so that somebody is ruled out for a village and somebody as an advocate.
async fn two_conflicts(store: &Store) -> Result<()> {
    let people = interpreters(store, 3).await?;
    declare(store, people[0], FactKind::Village, VILLAGE).await?;
    declare(store, people[1], FactKind::AdvocateInCase, CASE).await?;
    declare(store, people[2], FactKind::Employer, VILLAGE).await?;
    let by = interviewer(store, "elena@example.org").await?;
    let request = store.create_request(by, &in_the_case()?, now()?, &mut rng()).await?.id;
    let facts = [fact(FactKind::Village, "ALDEA XEMAMATZE"), fact(FactKind::Party, "Ana Prueba")];
    store.set_request_facts(request, by, &facts).await?;
    let conflicts = store.conflicts_of(request).await?;
    assert_eq!(conflicts.len(), 2, "another kind with the same words is no conflict");
    assert!(conflicts[&people[0]].iter().eq(&[FactKind::Village]));
    assert!(conflicts[&people[1]].iter().eq(&[FactKind::AdvocateInCase]));
    Ok(())
}

async fn r03_whoever_is_an_advocate_in_the_case_is_known_from_the_moment_of_the_request(
    store: Store,
) -> Result<()> {
    let store = store.with_conflict_key(key()).await?;
    let people = interpreters(&store, 2).await?;
    declare(&store, people[1], FactKind::AdvocateInCase, CASE).await?;
    let by = interviewer(&store, "elena@example.org").await?;
    let request = store.create_request(by, &in_the_case()?, now()?, &mut rng()).await?.id;
    let kinds = |person| async move {
        anyhow::Ok(store.conflicts_of(request).await?.remove(&person).unwrap_or_default())
    };
    assert!(kinds.clone()(people[1]).await?.contains(&FactKind::AdvocateInCase));
    assert!(kinds(people[0]).await?.is_empty());
    Ok(())
}

async fn r03_replacing_the_facts_of_a_request_keeps_its_case_among_them(
    store: Store,
) -> Result<()> {
    let store = store.with_conflict_key(key()).await?;
    two_conflicts(&store).await?;
    let by = interviewer(&store, "other@example.org").await?;
    let request = store.create_request(by, &in_the_case()?, now()?, &mut rng()).await?.id;
    store.set_request_facts(request, by, &[]).await?;
    assert_eq!(store.conflicts_of(request).await?.len(), 1);
    Ok(())
}

async fn r04_an_interpreter_sees_kinds_and_dates_and_takes_facts_back(store: Store) -> Result<()> {
    let store = store.with_conflict_key(key()).await?;
    let people = interpreters(&store, 2).await?;
    for spelling in [VILLAGE, "aldea xemamatze", "ALDEA  XEMAMATZÉ!"] {
        declare(&store, people[0], FactKind::Village, spelling).await?;
    }
    let declared = store.facts_of(people[0]).await?;
    assert_eq!(declared.len(), 1, "the same fact once");
    let strangers = store.take_back(people[1], declared[0].id).await;
    assert!(matches!(strangers, Err(Error::NotFound(_))), "somebody else's does not exist");
    store.take_back(people[0], declared[0].id).await?;
    assert_eq!(store.facts_of(people[0]).await?, []);
    Ok(())
}

async fn facts_of_a_request_are_its_makers_business(store: Store) -> Result<()> {
    let store = store.with_conflict_key(key()).await?;
    let by = interviewer(&store, "elena@example.org").await?;
    let other = interviewer(&store, "other@example.org").await?;
    let request = store.create_request(by, &interview()?, now()?, &mut rng()).await?.id;
    let facts = [fact(FactKind::Village, VILLAGE)];
    let refused = store.set_request_facts(request, other, &facts).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
    let empty = store.set_request_facts(request, by, &[fact(FactKind::Village, " ¡! ")]).await;
    assert!(matches!(empty, Err(Error::Invalid { field: "text", .. })));
    Ok(())
}

async fn a_bank_without_the_key_takes_no_facts_and_refuses_another_key(store: Store) -> Result<()> {
    let people = interpreters(&store, 1).await?;
    assert!(declare(&store, people[0], FactKind::Village, VILLAGE).await.is_err());
    let with_key = store.clone().with_conflict_key(key()).await?;
    declare(&with_key, people[0], FactKind::Village, VILLAGE).await?;
    store.clone().with_conflict_key(key()).await.context("the same key again")?;
    let other = store.clone().with_conflict_key(ConflictKey::new(&[8; 32])).await;
    assert!(matches!(other, Err(Error::OtherConflictKey)));
    Ok(())
}

on_both_engines! {
    r03_whoever_is_an_advocate_in_the_case_is_known_from_the_moment_of_the_request
    r03_replacing_the_facts_of_a_request_keeps_its_case_among_them
    r04_an_interpreter_sees_kinds_and_dates_and_takes_facts_back
    facts_of_a_request_are_its_makers_business
    a_bank_without_the_key_takes_no_facts_and_refuses_another_key
}

/// What may not be found, in any spelling that could have been stored.
fn tells(haystack: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(haystack).to_lowercase();
    let hex_of = |word: &str| hex::encode(word);
    ["xemamatz", "z-4471", "z4471", "ana prueba", "prueba ana"]
        .into_iter()
        .find(|word| text.contains(word) || text.contains(&hex_of(word)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r04_no_plain_fact_is_in_the_file_of_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = sqlite(&folder).await?.with_conflict_key(key()).await?;
    two_conflicts(&store).await?;
    let mut read = 0;
    // Once with the write-ahead log beside it, once after everything is in the file.
    for closed in [false, true] {
        if closed {
            store.close().await;
        }
        for entry in std::fs::read_dir(folder.path())? {
            let bytes = std::fs::read(entry?.path())?;
            read += bytes.len();
            assert_eq!(tells(&bytes), None, "closed: {closed}");
        }
    }
    assert!(read > 100_000, "the files were read");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r04_no_plain_fact_is_in_any_row_of_postgresql() -> Result<()> {
    let database = PostgresDatabase::create().await?;
    let store = database.open().await?.with_conflict_key(key()).await?;
    two_conflicts(&store).await?;
    store.close().await;
    let pool = sqlx::PgPool::connect(&database.url()?).await?;
    let tables = sqlx::query(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    )
    .fetch_all(&pool)
    .await?;
    let mut facts = 0;
    for table in tables {
        let table: String = table.get(0);
        let sql = format!("SELECT row_to_json(t)::text FROM \"{table}\" t");
        for row in sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await? {
            let row: String = row.get(0);
            facts += usize::from(table == "conflict_fact" || table == "request_fact");
            assert_eq!(tells(row.as_bytes()), None, "{table}");
        }
    }
    assert_eq!(facts, 3 + 3, "hashes are there");
    pool.close().await;
    database.remove().await
}
