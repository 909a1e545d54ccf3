//! `puente import FILE`: interpreters from a table, all or none.

use super::{clock, make_data_folder};
use anyhow::Context;
use clap::Args;
use puente::{
    api::interpreters::import::ImportOutcome, app::fresh_rng, config::Config, lang::Lang,
    wire::open_bank,
};
use puente_registry::{
    country::Country,
    import::{TableFormat, Taking},
};
use std::{
    fs,
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// Import interpreters from CSV or JSON (`docs/import.md`).
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A `.csv` or `.json` file.
    file: PathBuf,
    /// The country of the interpreters, two letters.
    #[arg(long)]
    country: Country,
    /// Look at every row, name the wrong ones, change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Import the right rows though others are wrong.
    #[arg(long, conflicts_with = "dry_run")]
    only_right: bool,
    /// The language of the answer: es, en or fr.
    #[arg(long, default_value = "es", value_parser = language)]
    lang: Lang,
}

fn language(tag: &str) -> Result<Lang, String> {
    Lang::named(tag).ok_or_else(|| "es, en or fr".to_owned())
}

impl Import {
    /// Fails when a row is wrong, so that scripts notice.
    #[tokio::main]
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let json = self.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let format = if json { TableFormat::Json } else { TableFormat::Csv };
        let table = fs::read(&self.file)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let taking = match (self.dry_run, self.only_right) {
            (true, _) => Taking::DryRun,
            (false, true) => Taking::OnlyRight,
            (false, false) => Taking::AllOrNone,
        };
        make_data_folder(config)?;
        let now = clock(config)?.now();
        let store = open_bank(config).await?;
        let imported = store
            .import_interpreters(format, &table, self.country, taking, now, &mut fresh_rng())
            .await?;
        store.close().await;
        let all_right = imported.wrong.is_empty();
        let mut out = stdout().lock();
        for line in ImportOutcome::new(imported, self.lang).lines() {
            writeln!(out, "{line}")?;
        }
        Ok(if all_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
