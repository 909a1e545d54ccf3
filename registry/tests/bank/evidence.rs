//! The stored event log and the catalogue of records.

use anyhow::{Result, ensure};
use puente_registry::{
    Error, Store, event_log::StoredEvent, evidence::Record, hearing::HearingInput, id::HearingId,
};

use crate::{
    engines::{PostgresDatabase, on_both_engines, sqlite, sqlite_url},
    people::{GUATEMALA, interviewer, now, rng, wall},
};

async fn hearing(store: &Store, local: &str) -> Result<HearingId> {
    let email = format!("{}@example.org", local.replace(':', "-"));
    let opener = interviewer(store, &email).await?;
    let input = HearingInput {
        kind: puente_registry::hearing::Kind::Interview,
        starts: wall(local, GUATEMALA)?,
        minutes: 60,
        participants: vec![],
        booths: vec![],
    };
    Ok(store.open_hearing(opener, &input, now()?, &mut rng()).await?)
}

fn event(seq: i64) -> StoredEvent {
    let bytes = format!("{{\"event\":\"é{seq}\"}}").into_bytes();
    let fill = u8::try_from(seq % 256).unwrap_or_default();
    StoredEvent { seq, bytes, hash: [fill; 32] }
}

async fn append(store: &Store, hearing: HearingId, event: &StoredEvent) -> Result<(), Error> {
    store.append_event(hearing, event.seq, &event.bytes, &event.hash).await
}

async fn events_come_back_in_order_and_byte_for_byte(store: Store) -> Result<()> {
    let one = hearing(&store, "2026-11-25T10:00").await?;
    let other = hearing(&store, "2026-11-25T12:00").await?;
    for seq in 1..=300 {
        append(&store, one, &event(seq)).await?;
    }
    append(&store, other, &event(1)).await?;
    let all: Vec<StoredEvent> = (1..=300).map(event).collect();
    assert_eq!(store.events(one, 1).await?, all);
    assert_eq!(store.events(one, 299).await?, all[298..]);
    assert_eq!(store.events(one, 301).await?, vec![]);
    assert_eq!(store.events(other, 1).await?, vec![event(1)]);
    Ok(())
}

async fn an_event_that_does_not_follow_is_refused(store: Store) -> Result<()> {
    let id = hearing(&store, "2026-11-25T10:00").await?;
    for seq in [0, 2, -1] {
        let refusal = append(&store, id, &event(seq)).await;
        ensure!(matches!(refusal, Err(Error::OutOfSequence { last: 0, .. })), "{refusal:?}");
    }
    append(&store, id, &event(1)).await?;
    for seq in [1, 3] {
        let refusal = append(&store, id, &event(seq)).await;
        ensure!(matches!(refusal, Err(Error::OutOfSequence { last: 1, .. })), "{refusal:?}");
    }
    let nowhere = HearingId::new(now()?, &mut rng());
    ensure!(append(&store, nowhere, &event(1)).await.is_err());
    Ok(())
}

async fn of_two_writers_one_is_told_so(store: Store) -> Result<()> {
    let id = hearing(&store, "2026-11-25T10:00").await?;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8_u8 {
        let store = store.clone();
        writers.spawn(async move { store.append_event(id, 1, &[writer], &[writer; 32]).await });
    }
    let mut written = 0;
    while let Some(outcome) = writers.join_next().await {
        match outcome? {
            Ok(()) => written += 1,
            Err(Error::OutOfSequence { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    assert_eq!((written, store.events(id, 1).await?.len()), (1, 1));
    Ok(())
}

async fn a_record_is_catalogued_once_and_never_replaced(store: Store) -> Result<()> {
    let id = hearing(&store, "2026-11-25T10:00").await?;
    let record = Record {
        hearing: id,
        folder: "2026-11-25-a".to_owned(),
        manifest_hash: [7; 32],
        sealed_at: now()?,
    };
    ensure!(!store.hearing(id, now()?).await?.has_record);
    store.add_record(&record).await?;
    store.add_record(&record).await?;
    assert_eq!(store.records(id).await?, vec![record.clone()]);
    ensure!(store.hearing(id, now()?).await?.has_record);
    let forged = Record { manifest_hash: [8; 32], ..record.clone() };
    ensure!(matches!(store.add_record(&forged).await, Err(Error::NotNow(_))));
    assert_eq!(store.records(id).await?, vec![record]);
    Ok(())
}

/// What was said stays said, also for raw SQL.
macro_rules! forge_by_sql {
    ($db:expr) => {
        for sql in [
            "UPDATE hearing_event SET hash = bytes",
            "UPDATE hearing_event SET seq = 5",
            "DELETE FROM hearing_event",
        ] {
            let outcome = sqlx::query(sql).execute(&mut $db).await;
            let refusal = outcome.err().map(|e| e.to_string()).unwrap_or_default();
            assert!(refusal.contains("hearing_event_stays"), "{sql}: {refusal:?}");
        }
    };
}

#[tokio::test]
async fn stored_events_cannot_be_changed_by_sql_on_sqlite() -> Result<()> {
    use sqlx::Connection as _;
    let folder = tempfile::tempdir()?;
    let store = sqlite(&folder).await?;
    append(&store, hearing(&store, "2026-11-25T10:00").await?, &event(1)).await?;
    let mut db = sqlx::SqliteConnection::connect(&sqlite_url(&folder)).await?;
    forge_by_sql!(db);
    store.close().await;
    Ok(())
}

#[tokio::test]
async fn stored_events_cannot_be_changed_by_sql_on_postgres() -> Result<()> {
    use sqlx::Connection as _;
    let database = PostgresDatabase::create().await?;
    let store = database.open().await?;
    append(&store, hearing(&store, "2026-11-25T10:00").await?, &event(1)).await?;
    let mut db = sqlx::PgConnection::connect(&database.url()?).await?;
    forge_by_sql!(db);
    db.close().await?;
    store.close().await;
    database.remove().await
}

/// A bank closed and opened again has everything, and its tables are not made twice.
#[tokio::test]
async fn a_bank_opened_again_has_everything() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = sqlite(&folder).await?;
    let id = hearing(&store, "2026-11-25T10:00").await?;
    append(&store, id, &event(1)).await?;
    store.close().await;
    let store = sqlite(&folder).await?;
    assert_eq!(store.events(id, 1).await?, vec![event(1)]);
    append(&store, id, &event(2)).await?;
    store.close().await;
    Ok(())
}

on_both_engines! {
    events_come_back_in_order_and_byte_for_byte
    an_event_that_does_not_follow_is_refused
    of_two_writers_one_is_told_so
    a_record_is_catalogued_once_and_never_replaced
}
