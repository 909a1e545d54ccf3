//! `puente openapi`: prints the description of the API.

use puente::{headers::Transport, openapi::finished, router::documented};
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let document = finished(documented().into_openapi(), Transport::Tls);
    writeln!(stdout(), "{}", serde_json::to_string_pretty(&document)?)?;
    Ok(ExitCode::SUCCESS)
}
