//! The program as an operator meets it: commands, settings, start and end.

use anyhow::{Context, Result, ensure};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

fn puente(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_puente"));
    for (name, _) in std::env::vars() {
        if name.starts_with("PUENTE_") {
            command.env_remove(name);
        }
    }
    command
        .env("PUENTE_DATA", data)
        .env("PUENTE_LISTEN", "127.0.0.1:0")
        .env("PUENTE_MEDIA_ADDRESS", "127.0.0.1")
        .env("PUENTE_MEDIA_PORT", "0")
        .env("PUENTE_MEDIA_WORKERS", "1");
    command
}

fn said(output: &Output) -> String {
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{out}{err}")
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(data: &Path) -> Result<Self> {
        let mut child =
            puente(data).arg("serve").stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut first = String::new();
        BufReader::new(child.stdout.take().context("stdout")?).read_line(&mut first)?;
        let address = first.trim().rsplit("http://").next().unwrap_or_default().to_owned();
        Ok(Self { child, address })
    }

    /// A line that stays open: a stream, or a request.
    fn open(&self, request: &str) -> Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(request.as_bytes())?;
        Ok(stream)
    }

    fn get(&self, path: &str) -> Result<String> {
        let mut answer = String::new();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        self.open(&request)?.read_to_string(&mut answer)?;
        Ok(answer)
    }

    fn end(mut self, signal: &str) -> Result<i32> {
        let pid = self.child.id().to_string();
        ensure!(Command::new("kill").args([signal, &pid]).status()?.success());
        self.child.wait()?.code().context("it ended by itself")
    }
}

#[test]
fn it_serves_until_it_is_asked_to_end_and_starts_again_on_the_same_folder() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for signal in ["-TERM", "-INT"] {
        let server = Server::start(folder.path())?;
        ensure!(server.get("/healthz")?.starts_with("HTTP/1.1 200"));
        ensure!(server.get("/readyz")?.starts_with("HTTP/1.1 200"));
        ensure!(server.get("/metrics")?.contains("puente_media_peers 0"));
        ensure!(server.get("/")?.contains("<html"));
        // A client that never finishes its request does not hold the program back.
        let _slow = server.open("GET /healthz HTTP/1.1\r\nHost:")?;
        ensure!(server.end(signal)? == 0, "{signal} is an orderly end");
    }
    Ok(())
}

#[test]
fn a_sample_bank_is_made_once_and_each_role_gets_a_link() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let first = puente(folder.path()).arg("sample").output()?;
    ensure!(first.status.success(), "{}", said(&first));
    let second = puente(folder.path()).arg("sample").output()?;
    ensure!(second.status.success(), "{}", said(&second));
    let text = said(&second);
    for role in [
        "coordinator",
        "interviewer",
        "clerk",
        "presiding",
        "interpreter",
        "technician",
        "authority",
    ] {
        let line = text.lines().find(|line| line.trim_start().starts_with(role));
        ensure!(line.is_some_and(|line| line.contains("/enter#")), "{role} in {text}");
    }
    ensure!(said(&first).contains("fictitious"));
    let link = puente(folder.path()).args(["link", "101"]).output()?;
    ensure!(said(&link).contains("/enter#"), "{}", said(&link));
    let nobody = puente(folder.path()).args(["link", "9999999"]).output()?;
    ensure!(!nobody.status.success());
    Ok(())
}

#[test]
fn a_mistake_is_told_in_one_sentence() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let unreadable = folder.path().join("none.toml");
    for (name, value, told) in [
        ("PUENTE_LISTEN", "nowhere", "PUENTE_LISTEN"),
        ("PUENTE_LISTN", "127.0.0.1:1", "PUENTE_LISTN"),
        ("PUENTE_TLS_CERT", "cert.pem", "PUENTE_TLS_KEY"),
        ("PUENTE_REDIS_URL", "redis://127.0.0.1:9/", "PUENTE_REDIS_URL"),
        ("PUENTE_DATABASE_URL", "mysql://x", "mysql"),
        ("PUENTE_CONFIG", &unreadable.to_string_lossy(), "PUENTE_CONFIG"),
    ] {
        let output = puente(folder.path()).env(name, value).arg("serve").output()?;
        let text = said(&output);
        ensure!(!output.status.success(), "{name}={value}");
        ensure!(text.contains(told), "{name}={value}: {text}");
        ensure!(text.trim().lines().count() == 1, "{name}={value}: {text}");
    }
    Ok(())
}

#[test]
fn tokens_and_the_description_of_the_api_need_no_server() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let token = puente(folder.path())
        .args(["token", "--room", "plaza", "--peer", "ana", "--role", "publish"])
        .output()?;
    ensure!(token.status.success() && said(&token).trim().split('.').count() == 3);
    let document = puente(folder.path()).arg("openapi").output()?;
    ensure!(said(&document).contains("\"/api/offers/{id}/accept\""));
    let verified = puente(folder.path())
        .args(["verify", "nothing", "--key"])
        .arg(folder.path().join("record-key.pub"))
        .output()?;
    ensure!(!verified.status.success(), "what is not there is not verified");
    let role = puente(folder.path())
        .args(["token", "--room", "a", "--peer", "b", "--role", "owner"])
        .output()?;
    ensure!(!role.status.success());
    Ok(())
}
