//! `puente sample`: a bank to try things with, and a way in for each role.

use super::{clock, link, make_data_folder};
use anyhow::bail;
use puente::{config::Config, wire::open_bank};
use puente_registry::{
    Store,
    country::Country,
    person::{Account, AccountRole},
    sample,
};
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// The same people every time.
const SEED: u64 = 11;
/// Whose accounts are shown: the country of the first story.
const SHOWN: Country = Country::Gt;

#[tokio::main]
pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    make_data_folder(config)?;
    let now = clock(config)?.now();
    let store = open_bank(config).await?;
    let mut out = stdout().lock();
    if store.is_sample().await? {
        writeln!(out, "The sample bank is there. Everybody in it is fictitious.")?;
    } else if store.has_people().await? {
        bail!("this bank holds people who are no sample; nothing was changed");
    } else {
        sample::fill(&store, now, SEED, |_email| None).await?;
        writeln!(out, "Made a sample bank. Everybody in it is fictitious.")?;
    }
    let origin = config.origin(config.listen);
    writeln!(out, "Sign-in links, each works once within a day:")?;
    for role in AccountRole::ALL {
        if let Some(account) = shown(&store, *role).await? {
            let url = link::for_person(&store, account.id, &origin, now).await?;
            let (role, name, country) = (role.as_str(), &account.name, account.country);
            writeln!(out, "  {role:<12} {name} ({country})  {url}")?;
        }
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn shown(store: &Store, role: AccountRole) -> anyhow::Result<Option<Account>> {
    let mut accounts = store.accounts_with_role(role).await?;
    let at = accounts.iter().position(|account| account.country == SHOWN);
    Ok(at.map(|at| accounts.swap_remove(at)))
}
