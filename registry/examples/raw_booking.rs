//! Books hours of one interpreter by SQL alone, past our program: the other process of the test
//! of double booking. `raw_booking URL PERSON START_MICROS`; prints how many were booked and how
//! many refused.
#![expect(clippy::print_stdout, reason = "its output is its result")]

use std::env;

use anyhow::{Context as _, Result, anyhow};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use uuid::Uuid;

const TRIES: usize = 200;
const QUARTER_HOUR_US: i64 = 15 * 60 * 1_000_000;
const INSERT: &str = "INSERT INTO booking (id, interpreter, state, starts, ends)
                      VALUES ($1, $2, 'confirmed', $3, $4)";

/// Tries so many random spans on a connection of either engine; counts booked and refused.
macro_rules! book_at_random {
    ($db:expr, $person:expr, $start:expr) => {{
        let mut rng = StdRng::from_os_rng();
        let (mut booked, mut refused) = (0, 0);
        for _ in 0..TRIES {
            let starts = $start + rng.random_range(0..400) * QUARTER_HOUR_US;
            let ends = starts + rng.random_range(1..8) * QUARTER_HOUR_US;
            let insert = sqlx::query(INSERT).bind(Uuid::from_u128(rng.random())).bind($person);
            match insert.bind(starts).bind(ends).execute(&mut $db).await {
                Ok(_) => booked += 1,
                Err(error) => {
                    let refusal = error.as_database_error().context("no answer")?;
                    // PostgreSQL may also find that the two processes wait for each other.
                    let deadlock = refusal.code().is_some_and(|code| code == "40P01");
                    if !deadlock && !refusal.message().contains("booking_interpreter_overlap") {
                        return Err(error.into());
                    }
                    refused += 1;
                }
            }
        }
        (booked, refused)
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, person, start] = arguments.as_slice() else {
        return Err(anyhow!("raw_booking URL PERSON START_MICROS"));
    };
    let (person, start): (Uuid, i64) = (person.parse()?, start.parse()?);
    let (booked, refused): (usize, usize) = if url.starts_with("sqlite:") {
        let mut db = SqliteConnection::connect(url).await?;
        sqlx::query("PRAGMA busy_timeout = 20000").execute(&mut db).await?;
        book_at_random!(db, person, start)
    } else {
        let mut db = PgConnection::connect(url).await?;
        book_at_random!(db, person, start)
    };
    println!("{booked} {refused}");
    Ok(())
}
