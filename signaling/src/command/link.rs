//! `puente link WHO`: a sign-in link for one person.

use super::clock;
use anyhow::Context;
use clap::Args;
use puente::{app::fresh_rng, config::Config, wire::open_bank};
use puente_registry::{Store, id::PersonId, login::Holder, time::Instant};
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Whoever gets the link has a day to use it, once.
const VALID_MINUTES: i64 = 24 * 60;

/// Who signs in.
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// An interpreter's number, or an e-mail address.
    who: String,
}

impl Link {
    #[tokio::main]
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let store = open_bank(config).await?;
        let person = find(&store, &self.who).await?;
        let origin = config.origin(config.listen);
        let url = for_person(&store, person, &origin, clock(config)?.now()).await?;
        writeln!(stdout(), "{url}")?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

async fn find(store: &Store, who: &str) -> anyhow::Result<PersonId> {
    match who.parse() {
        Ok(number) => {
            let person = store.person_numbered(number).await;
            person.with_context(|| format!("there is no interpreter number {number}"))
        }
        Err(_) => {
            let found = store.account_for_sign_in(who).await?;
            let (account, _) = found.with_context(|| format!("nobody has the address {who}"))?;
            Ok(account.id)
        }
    }
}

/// A new link for a person, as an address to open.
pub(super) async fn for_person(
    store: &Store,
    person: PersonId,
    origin: &str,
    now: Instant,
) -> anyhow::Result<String> {
    let until = now.plus_minutes(VALID_MINUTES);
    let holder = Holder::Person(person);
    let token = store.create_link(holder, now, until, now, &mut fresh_rng()).await?;
    Ok(format!("{origin}/enter#{}", token.reveal()))
}
