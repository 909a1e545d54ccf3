//! The store: one set of tables in SQLite or PostgreSQL, and `on!`, which runs one SQL text on
//! either.
//!
//! Reading: `on!(store.read(), db => sqlx::query…fetch_all(db).await?)`.
//! Writing: `let mut tx = store.begin().await?; on!(tx.conn(), db => …); tx.commit().await?`.
//! SQLite has one writer, whose transactions take the lock when they begin, so none is refused
//! half-way; readers never wait for it.

use std::{str::FromStr as _, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use sqlx::{
    Connection as _, Executor as _, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection,
    SqlitePool, Transaction,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    conflict::ConflictKey,
    error::{Error, Result},
    index::Index,
    language::{AddedVariety, Dictionary},
};

/// The bank's tables and its dictionary of languages. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
    languages: Arc<Languages>,
    conflict_key: Option<Arc<ConflictKey>>,
    index: Arc<Index>,
}

/// The dictionary that the program came with, and the same with what countries have added.
#[derive(Debug)]
struct Languages {
    given: Arc<Dictionary>,
    added: ArcSwap<Vec<AddedVariety>>,
    current: ArcSwap<Dictionary>,
}

#[derive(Debug, Clone)]
enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// One of the two engines, with what is needed to speak to it.
#[derive(Debug)]
pub(crate) enum Engine<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A write in progress; dropped without [`Tx::commit`] it never happened.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one piece of code on whichever engine is there, with `db` as sqlx's executor.
macro_rules! on {
    ($engine:expr, $db:ident => $code:expr) => {
        match $engine {
            $crate::store::Engine::Sqlite($db) => $code,
            $crate::store::Engine::Postgres($db) => $code,
        }
    };
}
pub(crate) use on;

/// A connection that was used so lately is taken to be alive.
const TRUSTED_FOR: Duration = Duration::from_secs(2);

impl Store {
    /// Opens the bank and brings its tables up to date. `url` is `sqlite:FILE` (made if missing)
    /// or `postgres://USER@HOST/NAME`.
    ///
    /// # Errors
    /// [`Error::DatabaseUrl`], or what the database says.
    pub async fn connect(url: &str, languages: Dictionary) -> Result<Self> {
        let refused = |_| Error::DatabaseUrl(url.to_owned());
        let pools = if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = sqlx::postgres::PgConnectOptions::from_str(url).map_err(refused)?;
            let pool = PgPoolOptions::new()
                .max_connections(16)
                // Asking a connection each time whether it lives would double every way.
                .test_before_acquire(false)
                .before_acquire(|connection, of| {
                    Box::pin(async move {
                        if of.idle_for > TRUSTED_FOR {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
                // Compiling a query takes longer than any of ours runs.
                .after_connect(|connection, _| {
                    Box::pin(async move { connection.execute("SET jit = off").await.map(drop) })
                })
                .connect_with(options)
                .await?;
            sqlx::migrate!("migrations/postgres").run(&pool).await?;
            Pools::Postgres(pool)
        } else if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(refused)?;
            let (writer, readers) = open_sqlite(options).await?;
            sqlx::migrate!("migrations/sqlite").run(&writer).await?;
            Pools::Sqlite { writer, readers }
        } else {
            return Err(Error::DatabaseUrl(url.to_owned()));
        };
        let given = Arc::new(languages);
        let (added, current) = (ArcSwap::default(), ArcSwap::new(given.clone()));
        let languages = Arc::new(Languages { given, added, current });
        let store = Self { pools, languages, conflict_key: None, index: Arc::default() };
        store.refresh_varieties().await?;
        Ok(store)
    }

    /// The dictionary of languages as it is now. It changes when a country adds a variety: keep
    /// it for one answer only.
    #[must_use]
    pub fn languages(&self) -> Arc<Dictionary> {
        self.languages.current.load_full()
    }

    /// Puts these varieties, and no others, beside those that the program came with.
    pub(crate) fn take_varieties(&self, added: Vec<AddedVariety>) {
        let languages = &*self.languages;
        if **languages.added.load() == added {
            return;
        }
        languages.current.store(match added.as_slice() {
            [] => languages.given.clone(),
            added => Arc::new(languages.given.with_varieties(added)),
        });
        languages.added.store(Arc::new(added));
    }

    /// The bank in memory, for searches.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// `sqlite` or `postgres`.
    #[must_use]
    pub const fn engine(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres(_) => "postgres",
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ping(&self) -> Result<()> {
        on!(self.read(), db => sqlx::query("SELECT 1").execute(db).await.map(drop)?);
        Ok(())
    }

    /// Waits for what is running and closes every connection.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) fn conflict_key(&self) -> Option<&ConflictKey> {
        self.conflict_key.as_deref()
    }

    pub(crate) fn set_conflict_key(&mut self, key: Arc<ConflictKey>) {
        self.conflict_key = Some(key);
        // What was read without the key has no hashes.
        self.index = Arc::default();
    }

    pub(crate) const fn read(&self) -> Engine<&SqlitePool, &PgPool> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => Engine::Sqlite(readers),
            Pools::Postgres(pool) => Engine::Postgres(pool),
        }
    }

    pub(crate) async fn begin(&self) -> Result<Tx> {
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }
}

impl Tx {
    pub(crate) fn conn(&mut self) -> Engine<&mut SqliteConnection, &mut PgConnection> {
        match self {
            Self::Sqlite(tx) => Engine::Sqlite(&mut **tx),
            Self::Postgres(tx) => Engine::Postgres(&mut **tx),
        }
    }

    pub(crate) async fn commit(self) -> Result<()> {
        Ok(match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }?)
    }
}

/// One writer and several readers on the same file, in write-ahead mode.
async fn open_sqlite(options: SqliteConnectOptions) -> Result<(SqlitePool, SqlitePool)> {
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10))
        .pragma("cache_size", "-16384") // 16 MB a connection: a search looks at many people
        .foreign_keys(true);
    // A file does not hang up.
    let pool = || SqlitePoolOptions::new().test_before_acquire(false);
    let writer = pool().max_connections(1).connect_with(options.clone()).await?;
    let readers = pool().max_connections(8).connect_with(options).await?;
    Ok((writer, readers))
}

/// Whether the database refused a row because of the named constraint (PostgreSQL) or because
/// of a message that contains the name (SQLite names the trigger's message or the columns).
pub(crate) fn refused_by(error: &sqlx::Error, constraint: &str, columns: &str) -> bool {
    error.as_database_error().is_some_and(|refusal| {
        refusal.constraint() == Some(constraint)
            || refusal.message().contains(constraint)
            || (!columns.is_empty() && refusal.message().ends_with(columns))
    })
}
