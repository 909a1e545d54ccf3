//! Requests between countries over HTTP: from the draft to the certificate, on paper and sealed.

use crate::stage::{Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::http::{Method, header};
use puente_registry::{cooperation::sections::REQUEST, country::Country, person::AccountRole};
use serde_json::{Value, json};
use std::process::Command;
use uuid::Uuid;

const FILLED: &str = include_str!("../../../registry/src/sample/cooperation_request.json");
/// What no database and no document may hold in the clear.
const NAME: &str = "Nombre Que Nadie Debe Leer";

/// An authority's entry in the directory, as its country writes it.
pub(crate) fn authority(country: &str) -> Value {
    let zone = if country == "CR" { "America/Costa_Rica" } else { "America/Mexico_City" };
    json!({
        "name_es": format!("Autoridad central de muestra ({country})"),
        "name_en": format!("Sample central authority ({country})"),
        "name_fr": format!("Autorité centrale d’exemple ({country})"),
        "treaties": ["UNTOC"], "address": "Calle 1", "mail": "a@puente.test", "phone": "+1 555",
        "languages": ["es"], "hours": "9–15", "zone": zone, "source": "",
    })
}

pub(crate) fn officer(from: &str, until: &str) -> Value {
    json!({
        "name": "Persona de Enlace", "post": "Enlace", "mail": "", "phone": "",
        "from": from, "until": until, "deputy": "Suplente", "deputy_mail": "",
    })
}

/// A file with nothing in it.
pub(crate) fn empty_package() -> Value {
    json!({
        "form": "puente.cooperation.1", "id": Uuid::from_u128(7), "requesting": "MX",
        "requested": "CR", "content": {}, "annex": null, "attachments": [], "receipts": [],
        "documents": [],
    })
}

/// Two central authorities with entries and keys.
struct Two<'a> {
    mexico: Caller<'a>,
    costa_rica: Caller<'a>,
}

impl<'a> Two<'a> {
    async fn open(stage: &'a Stage) -> Result<Self> {
        let mexico = stage.person(AccountRole::Authority, Country::Mx).await?;
        let costa_rica = stage.person(AccountRole::Authority, Country::Cr).await?;
        for (who, country) in [(&mexico, "MX"), (&costa_rica, "CR")] {
            let path = format!("/api/cooperation/directory/{country}");
            put(who, &path, &authority(country)).await?;
            who.post(&format!("{path}/keys"), &json!({})).await?.expect(200)?;
        }
        Ok(Self { mexico, costa_rica })
    }
}

async fn put(who: &Caller<'_>, path: &str, body: &Value) -> Result<Value> {
    let answer = who.call(Method::PUT, path, Some(body)).await?;
    ensure!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.body);
    Ok(answer.body)
}

async fn act(who: &Caller<'_>, id: &str, act: Value) -> Result<Value> {
    Ok(who.post(&format!("/api/cooperation/{id}/acts"), &act).await?.expect(200)?.body)
}

/// A clerk's draft, filled in part by part as the page does.
async fn draft(clerk: &Caller<'_>) -> Result<String> {
    let begun = clerk.post("/api/cooperation", &json!({ "requested": "CR" })).await?;
    let mut view = begun.expect(201)?.body;
    let id = view["id"].as_str().context("an id")?.to_owned();
    let filled: Value = serde_json::from_str(FILLED)?;
    for section in REQUEST {
        let body = json!({ "revision": view["revision"], "part": filled[section.key] });
        let path = format!("/api/cooperation/{id}/sections/{}", section.key);
        view = put(clerk, &path, &body).await?;
    }
    ensure!(view["missing"] == json!([]), "{}", view["missing"]);
    ensure!(view["allowed"] == json!([]), "a clerk sends nothing abroad: {}", view["allowed"]);
    Ok(id)
}

fn certificate() -> Value {
    let time = |local: &str| json!({ "local": local, "zone": "America/Costa_Rica" });
    json!({
        "place": "San José, sala 2", "began": time("2027-01-12T09:04"),
        "ended": time("2027-01-12T10:40"),
        "present": [{ "who": "Jueza de turno", "role": "Dirige" }],
        "identity": "Con documento, ante la jueza.", "oath": "Prestado a las 9.06.",
        "interpreter": "Intérprete n.º 12",
        "breaks": [{ "from": time("2027-01-12T09:30"), "until": time("2027-01-12T09:42"),
                     "why": "Se cortó el enlace." }],
        "record_hash": "0123456789abcdef".repeat(4), "official": "Jueza de turno",
    })
}

#[tokio::test]
async fn coop_round_trip_between_two_countries_with_receipts_and_signed_paper() -> Result<()> {
    let stage = Stage::open().await?;
    let Two { mexico, costa_rica } = Two::open(&stage).await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Mx).await?;
    let judge = stage.person(AccountRole::Presiding, Country::Cr).await?;
    let id = draft(&clerk).await?;
    let path = format!("/api/cooperation/{id}");
    costa_rica.get(&path).await?.refused(404, "not_found")?;
    clerk
        .post(&format!("{path}/acts"), &json!({ "deed": "send" }))
        .await?
        .refused(403, "not_yours")?;

    put(&clerk, &format!("{path}/annex"), &json!({ "names": NAME })).await?;
    let attachment = {
        let address = format!("{path}/attachments?name=dictamen.pdf");
        let mut request = clerk.request(Method::POST, &address, None)?;
        *request.body_mut() = format!("file of {NAME}").into();
        stage.send(request).await?.expect(201)?
    };
    ensure!(attachment.body["number"] == 1);
    let view = act(&mexico, &id, json!({ "deed": "send" })).await?;
    let reference = view["reference"].as_str().context("a reference")?.to_owned();
    ensure!(reference.starts_with("MX-") && reference.ends_with("-0001"), "{reference}");

    act(&costa_rica, &id, json!({ "deed": "receive" })).await?;
    act(&costa_rica, &id, json!({ "deed": "ask", "text": "¿Con qué intérprete?" })).await?;
    act(&mexico, &id, json!({ "deed": "answer", "text": "Con el del juzgado." })).await?;
    let judge_email = stage.app.store.account(judge.id()?).await?.email;
    let view = act(
        &costa_rica,
        &id,
        json!({
            "deed": "accept", "executing": "Juzgado Penal", "executor_email": judge_email,
        }),
    )
    .await?;
    ensure!(view["allowed"] == json!(["schedule"]), "{}", view["allowed"]);
    act(
        &judge,
        &id,
        json!({
            "deed": "schedule", "minutes": 150, "place": "Sala 2",
            "starts": { "local": "2027-01-12T09:00", "zone": "America/Costa_Rica" },
        }),
    )
    .await?;
    act(&judge, &id, json!({ "deed": "execute", "certificate": certificate() })).await?;
    act(&costa_rica, &id, json!({ "deed": "return_certificate" })).await?;
    let view = act(&mexico, &id, json!({ "deed": "close" })).await?;

    let receipts = view["receipts"].as_array().context("receipts")?;
    let deeds: Vec<_> =
        receipts.iter().filter_map(|r| r["receipt"]["act"]["deed"].as_str()).collect();
    ensure!(
        deeds
            == [
                "send",
                "receive",
                "ask",
                "answer",
                "accept",
                "schedule",
                "execute",
                "return_certificate",
                "close"
            ],
        "{deeds:?}"
    );
    for signed in receipts {
        ensure!(signed["signature"].is_string() && signed["receipt"]["sent"].is_string());
        ensure!(signed["receipt"]["at_requesting"]["zone"] == "America/Mexico_City");
        ensure!(signed["receipt"]["at_requested"]["zone"] == "America/Costa_Rica");
    }
    for (kind, said) in [("request", serde_json::from_str(FILLED)?), ("certificate", certificate())]
    {
        for lang in ["es", "en", "fr"] {
            let address = format!("{path}/document?kind={kind}&lang={lang}");
            let answer = mexico.get(&address).await?.expect(200)?;
            ensure!(answer.headers[header::CONTENT_TYPE] == "application/pdf");
            check_paper(&answer.bytes, &said).with_context(|| format!("{kind} in {lang}"))?;
            ensure!(!contains(&answer.bytes, NAME.as_bytes()));
        }
    }

    // Only the requested authority reads what was sealed; nobody finds it in the files.
    let opened = costa_rica.get(&format!("{path}/annex")).await?.expect(200)?;
    ensure!(opened.body == json!({ "names": NAME }));
    let file = costa_rica.get(&format!("{path}/attachments/1")).await?.expect(200)?;
    ensure!(file.bytes == format!("file of {NAME}").as_bytes());
    for address in [format!("{path}/annex"), format!("{path}/attachments/1")] {
        mexico.get(&address).await?.refused(403, "not_yours")?;
        judge.get(&address).await?.refused(403, "not_yours")?;
    }
    let data = stage.app.authorities.parent().context("the data folder")?;
    for entry in std::fs::read_dir(data)? {
        let path = entry?.path();
        if path.is_file() {
            let bytes = std::fs::read(&path)?;
            ensure!(!contains(&bytes, NAME.as_bytes()), "{} holds the name", path.display());
        }
    }
    // Without the receiving key it cannot be read at all.
    std::fs::remove_dir_all(stage.app.authorities.join("CR"))?;
    costa_rica.get(&format!("{path}/annex")).await?.refused(409, "not_now")?;
    Ok(())
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// The paper is what it says it is, to tools that are not ours: signed, tagged, PDF/A-3, with the
/// JSON inside, and with every text of the JSON on it.
fn check_paper(pdf: &[u8], said: &Value) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf)?;
    let run = |program: &str, arguments: &[&str]| -> Result<String> {
        let output = Command::new(program).args(arguments).arg(&file).output();
        let output = output.with_context(|| format!("{program} of poppler-utils"))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let signature = run("pdfsig", &["-nocert"])?;
    ensure!(signature.contains("Signature is Valid"), "{signature}");
    ensure!(signature.contains("ETSI.CAdES.detached"), "{signature}");
    ensure!(signature.contains("Total document signed"), "{signature}");
    let info = run("pdfinfo", &[])?;
    ensure!(info.contains("Tagged:          yes"), "{info}");
    for part in ["pdfaid:part", "/OutputIntents", "/MarkInfo", "/StructTreeRoot", "/Lang"] {
        ensure!(contains(pdf, part.as_bytes()), "{part}");
    }
    ensure!(contains(pdf, b"<pdfaid:part>3</pdfaid:part>"), "part 3 of PDF/A");
    ensure!(contains(pdf, b"<pdfaid:conformance>A</pdfaid:conformance>"), "level A");

    let inside = folder.path().join("inside.json");
    let mut detach = Command::new("pdfdetach");
    detach.args(["-save", "1", "-o"]).arg(&inside).arg(&file);
    ensure!(detach.output()?.status.success());
    ensure!(serde_json::from_slice::<Value>(&std::fs::read(inside)?)? == *said, "the JSON inside");

    let raw = folder.path().join("paper.txt");
    let mut totext = Command::new("pdftotext");
    totext.args(["-raw", "-enc", "UTF-8"]).arg(&file).arg(&raw);
    ensure!(totext.output()?.status.success());
    let text = running(&std::fs::read_to_string(raw)?);
    let mut texts = Vec::new();
    leaves(said, &mut texts);
    ensure!(texts.len() > 8);
    for leaf in texts {
        ensure!(text.contains(&running(&leaf)), "{leaf:?} is not on the paper:\n{text}");
    }
    Ok(())
}

/// Text without its line and page breaks: hyphens at line ends, heads and feet of pages.
fn running(text: &str) -> String {
    let furniture = |line: &&str| {
        let line = line.trim();
        let foot = ["Reservado", "Confidential", "Confidentiel"].contains(&line);
        let number = ["Página ", "Page "].iter().any(|word| line.starts_with(word));
        let head = line.get(..3).is_some_and(|start| start == "MX-") && line.contains("   ");
        !(foot || number || head)
    };
    let lines: Vec<&str> = text.split(['\n', '\u{c}']).filter(furniture).collect();
    let joined = lines.join("\n").replace("\u{ad}\n", "");
    joined.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every text of a form that people wrote: choices, times and codes are told in words.
fn leaves(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let is_code = text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-')
                || text.starts_with("20") && text.contains('-')
                || text.starts_with("America/");
            if !is_code {
                out.extend(text.split('\n').map(str::to_owned));
            }
        }
        Value::Array(list) => list.iter().for_each(|value| leaves(value, out)),
        Value::Object(map) => map.values().for_each(|value| leaves(value, out)),
        _ => {}
    }
}

#[tokio::test]
async fn coop_a_draft_says_what_is_missing_and_is_not_sent() -> Result<()> {
    let stage = Stage::open().await?;
    let Two { mexico, .. } = Two::open(&stage).await?;
    let begun = mexico.post("/api/cooperation", &json!({ "requested": "CR" })).await?;
    let begun = begun.expect(201)?;
    ensure!(
        begun.body["content"]["central_authorities"]["requested"]
            == "Autoridad central de muestra (CR)"
    );
    let missing = begun.body["missing"].as_array().context("missing")?;
    ensure!(missing.contains(&json!("opening.date")) && missing.len() > 50);
    let path = format!("/api/cooperation/{}", begun.text("id")?);
    let refused = mexico.post(&format!("{path}/acts"), &json!({ "deed": "send" })).await?;
    let refused = refused.refused(422, "invalid")?;
    ensure!(refused.body["errors"].as_array().is_some_and(|e| e.len() == missing.len()));
    let section = json!({ "revision": 1, "part": { "date": "tomorrow", "surprise": "x" } });
    let refused =
        mexico.call(Method::PUT, &format!("{path}/sections/opening"), Some(&section)).await?;
    let refused = refused.refused(422, "invalid")?;
    let fields: Vec<_> = refused.body["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|error| error["field"].as_str())
        .collect();
    ensure!(fields == ["opening.date", "opening.surprise"], "{fields:?}");
    let paper = mexico.get(&format!("{path}/document?lang=es")).await?.expect(200)?;
    ensure!(paper.bytes.starts_with(b"%PDF-1.7"));
    let schema = stage.anyone().get("/api/cooperation/schema.json").await?.expect(200)?;
    ensure!(schema.body["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    Ok(())
}

#[tokio::test]
async fn coop_each_country_writes_its_own_entry_and_no_other() -> Result<()> {
    let stage = Stage::open().await?;
    let Two { mexico, costa_rica } = Two::open(&stage).await?;
    let path = "/api/cooperation/directory/CR";
    let refused = mexico.call(Method::PUT, path, Some(&authority("CR"))).await?;
    refused.refused(403, "not_yours")?;
    mexico.post(&format!("{path}/keys"), &json!({})).await?.refused(403, "not_yours")?;
    let term = officer("2020-01-01", "2020-12-31");
    let entry = costa_rica.post(&format!("{path}/officers"), &term).await?.expect(201)?;
    ensure!(entry.body["officers"][0]["term"] == "expired");
    let id = entry.body["officers"][0]["id"].as_str().context("an id")?.to_owned();
    let path_of_officer = format!("{path}/officers/{id}");
    let renewed = officer("2020-01-01", "2099-12-31");
    let renewed = put(&costa_rica, &path_of_officer, &renewed).await?;
    ensure!(renewed["officers"][0]["term"] == "in_office");
    let before = entry.body["sealing_key"].clone();
    let again = costa_rica.post(&format!("{path}/keys"), &json!({})).await?.expect(200)?;
    ensure!(again.body["sealing_key"] == before, "keys that are there stay");
    Ok(())
}

#[tokio::test]
async fn coop_two_installations_exchange_a_request_as_a_file() -> Result<()> {
    let (here, there) = (Stage::open().await?, Stage::open().await?);
    let Two { mexico, .. } = Two::open(&here).await?;
    let costa_rica = there.person(AccountRole::Authority, Country::Cr).await?;
    let mexico_there = there.person(AccountRole::Authority, Country::Mx).await?;
    for (who, country) in [(&mexico_there, "MX"), (&costa_rica, "CR")] {
        let path = format!("/api/cooperation/directory/{country}");
        put(who, &path, &authority(country)).await?;
    }
    let own = costa_rica.post("/api/cooperation/directory/CR/keys", &json!({})).await?;
    let own = own.expect(200)?.body;
    // Each installation is told the other's public keys.
    let theirs = here.app.store.authority(Country::Mx, here.app.clock.now()).await?;
    let keys = json!({ "sealing_key": theirs.sealing_key, "certificate": theirs.certificate });
    put(&mexico_there, "/api/cooperation/directory/MX/keys", &keys).await?;
    let keys = json!({ "sealing_key": own["sealing_key"], "certificate": own["certificate"] });
    let costa_rica_here = here.person(AccountRole::Authority, Country::Cr).await?;
    put(&costa_rica_here, "/api/cooperation/directory/CR/keys", &keys).await?;

    let id = draft(&here.person(AccountRole::Clerk, Country::Mx).await?).await?;
    put(&mexico, &format!("/api/cooperation/{id}/annex"), &json!({ "names": NAME })).await?;
    act(&mexico, &id, json!({ "deed": "send" })).await?;
    let export = format!("/api/cooperation/{id}/export");
    let file = mexico.get(&export).await?.expect(200)?.body;
    let mut forged = file.clone();
    forged["receipts"][0]["signature"] = Value::Null;
    costa_rica.post("/api/cooperation/import", &forged).await?.refused(422, "invalid")?;
    let got = costa_rica.post("/api/cooperation/import", &file).await?.expect(200)?;
    ensure!(got.body["state"] == "sent" && got.body["can_open"] == true);
    let annex = costa_rica.get(&format!("/api/cooperation/{id}/annex")).await?.expect(200)?;
    ensure!(annex.body["names"] == NAME);
    act(&costa_rica, &id, json!({ "deed": "receive" })).await?;
    let back = costa_rica.get(&export).await?.expect(200)?.body;
    let known = mexico.post("/api/cooperation/import", &back).await?.expect(200)?;
    ensure!(known.body["state"] == "received");
    ensure!(known.body["receipts"] == back["receipts"]);
    Ok(())
}
