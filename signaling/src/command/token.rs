//! `puente token`: mints a media grant with this node's key.

use super::{clock, make_data_folder};
use clap::Args;
use puente::{
    config::Config,
    grant::{Grant, GrantRole, Grants},
    keys::NodeKeys,
};
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Whom to let in where.
#[derive(Debug, Args)]
pub(crate) struct Mint {
    /// The room: a hearing's id, or with PUENTE_TEST_ROOMS=1 any name.
    #[arg(long)]
    room: String,
    /// The client's name in a test room, or the number of its seat in a hearing.
    #[arg(long)]
    peer: String,
    /// Whether it sends (WHIP) or receives (WHEP).
    #[arg(long)]
    role: GrantRole,
}

impl Mint {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        make_data_folder(config)?;
        let keys = NodeKeys::open(&config.data)?;
        let grant = Grant { room: self.room, peer: self.peer, role: self.role };
        let token = Grants::new(&keys.grant)?.mint(&grant, clock(config)?.now_s())?;
        writeln!(stdout(), "{token}")?;
        Ok(ExitCode::SUCCESS)
    }
}
