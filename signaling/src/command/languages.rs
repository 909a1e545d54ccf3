//! `puente languages check FOLDER`: can these tables stand in for those in the program?

use clap::Subcommand;
use puente_registry::language::Dictionary;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// What to do with tables of languages.
#[derive(Debug, Subcommand)]
pub(crate) enum Languages {
    /// Say whether a folder can be used as PUENTE_LANGUAGES, or what is wrong with it.
    Check {
        /// The folder; what it lacks is taken from the program.
        folder: PathBuf,
    },
}

impl Languages {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Check { folder } = self;
        let dictionary = Dictionary::of_folder(&folder)?;
        let (codes, varieties, names) = dictionary.sizes();
        writeln!(
            stdout(),
            "These tables can be used: {codes} codes, {varieties} varieties, {names} names."
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
