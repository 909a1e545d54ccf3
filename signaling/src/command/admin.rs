//! `puente admin`: the first administrator of a country, by a link that is printed once.

use super::{clock, make_data_folder};
use anyhow::bail;
use clap::Args;
use puente::{app::fresh_rng, config::Config, wire::open_bank};
use puente_registry::{
    Store,
    country::Country,
    id::PersonId,
    person::{Account, AccountRole, NewAccount, PageLanguage},
    ticket::{Purpose, TicketHolder},
    time::Zone,
};
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Who looks after a country's accounts.
#[derive(Debug, Args)]
pub(crate) struct Admin {
    /// Where mail reaches the person; also for sign-in.
    #[arg(long)]
    email: String,
    /// Two letters, for instance GT.
    #[arg(long)]
    country: Country,
    /// Full name; without it the address stands in its place until it is changed.
    #[arg(long)]
    name: Option<String>,
    /// The person's time zone, for instance America/Guatemala; without it the capital's.
    #[arg(long)]
    zone: Option<Zone>,
    /// Language of pages and messages: es, en or fr; without it what most people there read.
    #[arg(long)]
    language: Option<PageLanguage>,
}

impl Admin {
    #[tokio::main]
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        make_data_folder(config)?;
        let now = clock(config)?.now();
        let store = open_bank(config).await?;
        let person = match store.account_of_address(&self.email).await? {
            Some(account) => same_administrator(&account, self.country)?,
            None => self.made(&store, now).await?,
        };
        let holder = TicketHolder::Person(person);
        let ticket = store.issue_ticket(holder, Purpose::Begin, now, &mut fresh_rng()).await?;
        let origin = config.origin(config.listen);
        let mut out = stdout().lock();
        writeln!(out, "Open this link to choose a password; it works once, within 7 days:")?;
        writeln!(out, "{origin}/welcome#{}", ticket.reveal())?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }

    async fn made(
        self,
        store: &Store,
        now: puente_registry::time::Instant,
    ) -> anyhow::Result<PersonId> {
        let zone = match self.zone {
            Some(zone) => zone,
            None => self.country.capital_zone().parse()?,
        };
        let account = NewAccount {
            name: self.name.unwrap_or_else(|| self.email.clone()),
            email: Some(self.email),
            password_phc: None,
            role: AccountRole::Administrator,
            country: self.country,
            zone,
        };
        let language = self.language.unwrap_or_else(|| PageLanguage::usual_in(self.country));
        Ok(store.add_invited(&account, language, now, &mut fresh_rng()).await?)
    }
}

/// Whoever lost the first link gets another; nobody becomes administrator by the way.
fn same_administrator(account: &Account, country: Country) -> anyhow::Result<PersonId> {
    if account.role != AccountRole::Administrator || account.country != country {
        bail!("this address belongs to an account that is no administrator of {country}");
    }
    Ok(account.id)
}
