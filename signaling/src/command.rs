//! The commands of the program, one file each.

mod admin;
mod import;
mod languages;
mod link;
mod openapi;
mod sample;
mod serve;
mod token;
mod verify;

use anyhow::Context;
use clap::Subcommand;
use puente::{clock::Clock, config::Config};
use std::{fs, process::ExitCode};

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve pages, API and media until SIGTERM or Ctrl-C.
    Serve,
    /// Verify a record's folder; needs no server.
    Verify(verify::Verify),
    /// Mint a grant, good for one minute, that lets one WHIP or WHEP client into one room.
    Token(token::Mint),
    /// Name the first administrator of a country and print the link to begin with.
    Admin(admin::Admin),
    /// Fill an empty bank with fictitious people and print one sign-in link for each role.
    Sample,
    /// Print a sign-in link for one person, as an operator hands it out.
    Link(link::Link),
    /// Look at tables of languages that are to stand in for those in the program.
    #[command(subcommand)]
    Languages(languages::Languages),
    /// Import interpreters from a table: all rows or none; `--dry-run` only looks.
    Import(import::Import),
    /// Print the description of the API (OpenAPI).
    Openapi,
}

impl Command {
    /// Does it; an error is for the person at the terminal.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Command::Serve => serve::run(Config::load()?),
            Command::Verify(verify) => verify.run(),
            Command::Token(mint) => mint.run(&Config::load()?),
            Command::Admin(admin) => admin.run(&Config::load()?),
            Command::Sample => sample::run(&Config::load()?),
            Command::Link(link) => link.run(&Config::load()?),
            Command::Languages(languages) => languages.run(),
            Command::Import(import) => import.run(&Config::load()?),
            Command::Openapi => openapi::run(),
        }
    }
}

/// The clock that the configuration asks for.
fn clock(config: &Config) -> anyhow::Result<Clock> {
    match &config.test_now {
        #[cfg(feature = "test-clock")]
        Some(start) => {
            let start = start.parse().context("PUENTE_TEST_NOW is no RFC 3339 instant")?;
            Ok(Clock::starting_at(start))
        }
        _ => Ok(Clock::system()),
    }
}

/// The data folder, made if need be, for this account only.
fn make_data_folder(config: &Config) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data)
        .with_context(|| format!("the data folder {} cannot be made", config.data.display()))
}
