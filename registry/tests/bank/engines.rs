//! Opens an empty bank of its own for each test, on either engine.

use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use puente_registry::{Store, language::Dictionary};
use sqlx::{Connection as _, PgConnection};

/// Makes two tests of `async fn name(store: Store) -> Result<()>`: `name::on_sqlite` and
/// `name::on_postgres`.
macro_rules! on_both_engines {
    ($($test:ident)+) => {$(
        mod $test {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() -> anyhow::Result<()> {
                let folder = tempfile::tempdir()?;
                let store = crate::engines::sqlite(&folder).await?;
                let outcome = super::$test(store.clone()).await;
                store.close().await;
                outcome
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() -> anyhow::Result<()> {
                let database = crate::engines::PostgresDatabase::create().await?;
                let store = database.open().await?;
                let outcome = super::$test(store.clone()).await;
                store.close().await;
                database.remove().await?;
                outcome
            }
        }
    )+};
}
pub(crate) use on_both_engines;

/// A bank in a file of a folder.
pub(crate) async fn sqlite(folder: &tempfile::TempDir) -> Result<Store> {
    let url = sqlite_url(folder);
    Ok(Store::connect(&url, Dictionary::embedded()?).await?)
}

pub(crate) fn sqlite_url(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("bank.sqlite").display())
}

/// A database of one test.
pub(crate) struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    pub(crate) async fn create() -> Result<Self> {
        static COUNTER: OnceLock<std::sync::atomic::AtomicU32> = OnceLock::new();
        let server = std::env::var("PUENTE_TEST_POSTGRES_URL").context(
            "PUENTE_TEST_POSTGRES_URL must name a PostgreSQL server for tests; infra/test starts one",
        )?;
        let number = COUNTER
            .get_or_init(Default::default)
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("puente_test_{}_{number}", std::process::id());
        let mut connection = PgConnection::connect(&server).await?;
        let drop_sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        sqlx::raw_sql(sqlx::AssertSqlSafe(drop_sql)).execute(&mut connection).await?;
        let create = format!("CREATE DATABASE {name}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut connection).await?;
        Ok(Self { server, name })
    }

    /// The address of this database: that of the server with another name.
    pub(crate) fn url(&self) -> Result<String> {
        let (address, query) = match self.server.split_once('?') {
            Some((address, query)) => (address, format!("?{query}")),
            None => (self.server.as_str(), String::new()),
        };
        let (scheme, rest) = address.split_once("://").context("an address with ://")?;
        let host = rest.split('/').next().unwrap_or_default();
        Ok(format!("{scheme}://{host}/{}{query}", self.name))
    }

    pub(crate) async fn open(&self) -> Result<Store> {
        Ok(Store::connect(&self.url()?, Dictionary::embedded()?).await?)
    }

    pub(crate) async fn remove(&self) -> Result<()> {
        let mut connection = PgConnection::connect(&self.server).await?;
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await?;
        Ok(())
    }
}
