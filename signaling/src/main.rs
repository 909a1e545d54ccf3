//! The program `puente`: reads the command line and runs one command.

mod command;

use clap::Parser;
use command::Command;
use std::{
    io::{Write, stderr},
    process::ExitCode,
};

/// Interpreter bank and remote testimony for eleven countries.
///
/// Settings come from the environment (PUENTE_*), over the TOML file that PUENTE_CONFIG names, over
/// defaults. The most important: PUENTE_DATA (folder, ./var), PUENTE_DATABASE_URL, PUENTE_REDIS_URL,
/// PUENTE_LISTEN (127.0.0.1:8080), PUENTE_PUBLIC_URL, PUENTE_MEDIA_ADDRESS, PUENTE_MEDIA_PORT (UDP,
/// one port for each worker from there on), PUENTE_MEDIA_WORKERS, PUENTE_TLS_CERT and
/// PUENTE_TLS_KEY, PUENTE_TRUSTED_PROXIES, PUENTE_TEST_ROOMS, PUENTE_LANGUAGES (folder of tables that
/// stand in for those in the program), PUENTE_SMTP_URL and PUENTE_MAIL_FROM, PUENTE_SMS_URL and
/// PUENTE_SMS_SECRET, PUENTE_OUTBOUND_PRIVATE.
#[derive(Parser)]
#[command(name = "puente", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    run(Arguments::parse()).unwrap_or_else(|error| {
        // Nothing is left to do if even this cannot be said.
        let _ = writeln!(stderr(), "puente: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // One crypto provider for everything, before anything asks for one.
    let installed = rustls::crypto::aws_lc_rs::default_provider().install_default();
    installed.map_err(|_| anyhow::anyhow!("another crypto provider is installed already"))?;
    let installed = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
    installed.map_err(|_| anyhow::anyhow!("another token crypto is installed already"))?;
    arguments.command.run()
}
