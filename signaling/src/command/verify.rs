//! `puente verify FOLDER --key FILE`: is this record as it was sealed?

use clap::Args;
use puente::evidence::verify;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// The record, and the key that whoever verifies holds from elsewhere.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The record's folder.
    folder: PathBuf,
    /// The public key of the node that sealed it: hexadecimal or PEM.
    #[arg(long)]
    key: PathBuf,
}

impl Verify {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let report = verify::run(&self.folder, &self.key);
        writeln!(stdout(), "{report}")?;
        Ok(report.verdict().exit_code().into())
    }
}
