//! Fills an empty bank by a few statements that both engines understand. Nothing is left to
//! chance: somebody's facts follow from their number.

use anyhow::Result;
use puente_registry::time::Instant;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

/// Languages paired with Spanish, the commonest first; how common falls as one over the rank.
const LANGUAGES: &[&str] = &[
    "eng",
    "hat",
    "kek",
    "fra",
    "quc-santa-cruz",
    "mfs",
    "yua",
    "ase",
    "miq",
    "cab",
    "tzh-oxchuc",
    "nhe",
    "mam-todos-santos",
    "mam-comitancillo",
    "kjb",
    "cak-solola",
    "tzo-chamula",
    "zai",
    "mxv",
    "gym",
    "ncs",
    "ixl-nebaj",
    "bzj",
    "mop",
    "cuk",
    "por",
    "cmn",
    "arb",
    "poh-oriental",
    "tzj-oriental",
];

const COUNTRIES: [(&str, &str); 11] = [
    ("BZ", "America/Belize"),
    ("CA", "America/Toronto"),
    ("CR", "America/Costa_Rica"),
    ("DO", "America/Santo_Domingo"),
    ("GT", "America/Guatemala"),
    ("HN", "America/Tegucigalpa"),
    ("MX", "America/Mexico_City"),
    ("NI", "America/Managua"),
    ("PA", "America/Panama"),
    ("SV", "America/El_Salvador"),
    ("US", "America/New_York"),
];

/// The language of somebody whose lot, out of a thousand, is this.
pub(crate) fn language(lot: u32) -> &'static str {
    let mut language = LANGUAGES[0];
    for (one, upto) in LANGUAGES.iter().zip(upto()) {
        language = one;
        if lot < upto {
            break;
        }
    }
    language
}

/// Up to which lot each language goes.
fn upto() -> Vec<u32> {
    let total: f64 = (1..=LANGUAGES.len()).map(|rank| 1.0 / rank as f64).sum();
    let mut sum = 0.0;
    (1..=LANGUAGES.len())
        .map(|rank| {
            sum += 1.0 / rank as f64;
            (sum / total * 1000.0).ceil() as u32
        })
        .collect()
}

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Connection {
    async fn run(&mut self, sql: &str) -> Result<()> {
        // An id out of a number, as each engine writes it.
        let (before, after) = match self {
            Self::Sqlite(_) => ("unhex(printf('%032x', ", "))"),
            Self::Postgres(_) => ("lpad(to_hex(", "), 32, '0')::uuid"),
        };
        let sql = sql.replace("<<", before).replace(">>", after);
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(db) => sqlx::raw_sql(sql).execute(db).await.map(drop)?,
            Self::Postgres(db) => sqlx::raw_sql(sql).execute(db).await.map(drop)?,
        }
        Ok(())
    }

    async fn is_empty(&mut self) -> Result<bool> {
        let sql = "SELECT count(*) FROM interpreter";
        let (count,): (i64,) = match self {
            Self::Sqlite(db) => sqlx::query_as(sql).fetch_one(db).await?,
            Self::Postgres(db) => sqlx::query_as(sql).fetch_one(db).await?,
        };
        Ok(count == 0)
    }
}

/// Fills a bank unless there is somebody in it.
pub(crate) async fn fill(url: &str, people: i64, now: Instant) -> Result<bool> {
    let mut db = if url.starts_with("sqlite:") {
        Connection::Sqlite(SqliteConnection::connect(url).await?)
    } else {
        Connection::Postgres(PgConnection::connect(url).await?)
    };
    if !db.is_empty().await? {
        return Ok(false);
    }
    match &db {
        Connection::Sqlite(_) => {
            db.run("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000").await?
        }
        // The constraint is checked for all rows at once afterwards.
        Connection::Postgres(_) => {
            db.run(
                "SET synchronous_commit = off; SET maintenance_work_mem = '1GB';
                 ALTER TABLE booking DROP CONSTRAINT booking_interpreter_overlap;
                 ALTER TABLE booking DISABLE TRIGGER USER; ALTER TABLE week_rule DISABLE TRIGGER USER",
            )
            .await?;
        }
    }
    for statement in statements(people, now.as_micros()) {
        db.run(&statement).await?;
    }
    db.run(
        "DELETE FROM person_change;
         UPDATE person_change_floor SET epoch = (SELECT seen FROM person_change_horizon)",
    )
    .await?;
    match &db {
        Connection::Sqlite(_) => db.run("ANALYZE").await?,
        Connection::Postgres(_) => {
            db.run(
                "ALTER TABLE booking ADD CONSTRAINT booking_interpreter_overlap EXCLUDE USING gist
                     (interpreter WITH =, int8range(blocked_from, blocked_until) WITH &&)
                     WHERE (state <> 'cancelled' AND interpreter IS NOT NULL);
                 ALTER TABLE booking ENABLE TRIGGER USER; ALTER TABLE week_rule ENABLE TRIGGER USER",
            )
            .await?;
            db.run("VACUUM").await?;
            db.run("ANALYZE").await?;
        }
    }
    Ok(true)
}

fn statements(people: i64, now: i64) -> Vec<String> {
    let everybody = format!(
        "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {people})"
    );
    let country = choice("i % 11", COUNTRIES.iter().map(|(country, _)| *country));
    let zone = choice("i % 11", COUNTRIES.iter().map(|(_, zone)| *zone));
    let mut language = "CASE".to_owned();
    for (one, upto) in LANGUAGES.iter().zip(upto()) {
        language.push_str(&format!(" WHEN i * 7919 % 1000 < {upto} THEN '{one}'"));
    }
    language.push_str(" ELSE 'tzj-oriental' END");
    let (hour, day) = (3_600_000_000_i64, 86_400_000_000_i64);
    let today = now / day * day;
    let service = |source: &str, target: &str, mode: &str, setting: &str, share: i64| {
        format!(
            "{everybody} INSERT INTO service (source, target, mode, setting, person)
             SELECT {source}, {target}, '{mode}', '{setting}', <<i>> FROM s
             WHERE i * 31 % 100 < {share}"
        )
    };
    let mut statements = vec![
        format!(
            "{everybody} INSERT INTO person (id, name, role, country, zone, created)
             SELECT <<i>>, 'Somebody', 'interpreter', {country}, {zone}, {now} FROM s"
        ),
        format!(
            "{everybody} INSERT INTO interpreter (person, number, gender, home, vetted_until,
                 vetting, trauma_trained, reliability, minutes_worked, notice_minutes)
             SELECT <<i>>, 100 + i, {}, '', {now} + (i * 37 % 1000 - 50) * {day}, 'cleared',
                 i % 5 < 2, 600 + i * 53 % 401, 0, i * 61 % 2000 FROM s",
            choice("i % 3", ["woman", "man", "woman"].into_iter())
        ),
        format!(
            "{everybody} INSERT INTO spoken (person, language, class)
             SELECT <<i>>, {language}, 'A' FROM s"
        ),
        format!(
            "{everybody} INSERT INTO spoken (person, language, class)
             SELECT <<i>>, 'spa', {} FROM s",
            choice("i * 17 % 4", ["A", "B", "B", "C"].into_iter())
        ),
        format!(
            "{everybody} INSERT INTO credential (person, scheme, issuer, valid_until)
             SELECT <<i>>, 'scheme-' || i % 11, 'A school', {now} + (i * 41 % 1000 - 20) * {day}
             FROM s WHERE i * 13 % 10 < 6"
        ),
        format!(
            "{everybody} INSERT INTO calendar (person, number, name, zone)
             SELECT <<i>>, 1, '', {zone} FROM s"
        ),
        // Three stretches a day, but for the last of Sunday.
        format!(
            "{everybody}, r(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM r WHERE n < 19)
             INSERT INTO week_rule (person, calendar, position, day, from_minute, to_minute,
                 purposes, every_weeks)
             SELECT <<i>>, 1, n + 1, n / 3 + 1,
                 CASE n % 3 WHEN 0 THEN 420 + i % 4 * 30 WHEN 1 THEN 780 ELSE 1080 END,
                 CASE n % 3 WHEN 0 THEN 720 + i % 2 * 30 WHEN 1 THEN 960 + i % 5 * 20
                     ELSE 1200 END,
                 31, 1 FROM s, r"
        ),
        // One booking a week, at another hour each time: 60 weeks back, 40 ahead.
        format!(
            "{everybody}, w(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM w WHERE k < 99)
             INSERT INTO booking (id, interpreter, mode, state, starts, ends)
             SELECT <<i * 100 + k>>, <<i>>, 'consecutive', 'confirmed',
                 {today} + ((k - 60) * 7 + (i * 3 + k) % 5) * {day}
                     + (14 + (i * 5 + k * 3) % 9) * {hour},
                 {today} + ((k - 60) * 7 + (i * 3 + k) % 5) * {day}
                     + (15 + (i * 5 + k * 3) % 9) * {hour}
             FROM s, w"
        ),
    ];
    for (source, target) in [(language.as_str(), "'spa'"), ("'spa'", language.as_str())] {
        statements.push(service(source, target, "consecutive", "interview", 90));
        statements.push(service(source, target, "consecutive", "hearing", 60));
        statements.push(service(source, target, "simultaneous", "hearing", 30));
        statements.push(service(source, target, "consecutive", "medical", 40));
    }
    for (scheme, (country, _)) in COUNTRIES.iter().enumerate() {
        for setting in ["interview", "hearing"] {
            for (scheme, level) in [(scheme, "certified"), ((scheme + 4) % 11, "provisional")] {
                statements.push(format!(
                    "INSERT INTO recognition (scheme, country, setting, level)
                     VALUES ('scheme-{scheme}', '{country}', '{setting}', '{level}')"
                ));
            }
        }
    }
    statements
}

/// One of several texts by a number that begins at 0.
fn choice<'a>(number: &str, texts: impl Iterator<Item = &'a str>) -> String {
    let cases: String =
        texts.enumerate().map(|(at, text)| format!(" WHEN {at} THEN '{text}'")).collect();
    format!("CASE {number}{cases} END")
}
