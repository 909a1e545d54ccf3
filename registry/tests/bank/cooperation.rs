//! Requests between countries: drafts, the chain of receipts, numbers, files, the directory.

use anyhow::{Context as _, Result, ensure};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use puente_registry::{
    Error, Store, Why,
    cooperation::{
        Script, State,
        act::{Act, Deed, Ground},
        acting::Doing,
        content::Content,
        directory::{AuthorityInput, OfficerInput, PublicKeys, Term},
        package::Package,
        request::Case,
        sections::REQUEST,
    },
    country::Country,
    notice::Notice,
    person::{Account, AccountRole, NewAccount},
};
use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::{
    engines::on_both_engines,
    people::{now, rng},
};

const FILLED: &str = include_str!("../../src/sample/cooperation_request.json");

/// Two countries whose authorities have entries and keys.
pub(crate) struct Two {
    pub(crate) mexico: Account,
    pub(crate) costa_rica: Account,
    keys: [EcdsaKeyPair; 2],
}

async fn account(store: &Store, role: AccountRole, country: Country) -> Result<Account> {
    let account = NewAccount {
        name: format!("{role} {country}"),
        email: Some(format!("{role}.{country}@puente.test")),
        password_phc: None,
        role,
        country,
        zone: "America/Costa_Rica".parse()?,
    };
    Ok(store.account(store.add_account(&account, now()?, &mut rng()).await?).await?)
}

fn about(country: Country, zone: &str) -> Result<AuthorityInput> {
    Ok(AuthorityInput {
        name_es: format!("Autoridad central de muestra ({country})"),
        name_en: format!("Sample central authority ({country})"),
        name_fr: format!("Autorité centrale d’exemple ({country})"),
        treaties: vec!["UNTOC".to_owned()],
        address: String::new(),
        mail: String::new(),
        phone: String::new(),
        languages: vec![Script::Es],
        hours: String::new(),
        zone: zone.parse()?,
        source: String::new(),
    })
}

fn key() -> Result<EcdsaKeyPair> {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).context("a key")
}

impl Two {
    async fn open(store: &Store) -> Result<Self> {
        Self::open_with(store, [key()?, key()?]).await
    }

    async fn open_with(store: &Store, keys: [EcdsaKeyPair; 2]) -> Result<Self> {
        let places = [(Country::Mx, "America/Mexico_City"), (Country::Cr, "America/Costa_Rica")];
        for ((country, zone), key) in places.into_iter().zip(&keys) {
            store.set_authority(country, &about(country, zone)?, true, now()?).await?;
            let published = PublicKeys {
                sealing: vec![7; 32],
                signing: key.public_key().as_ref().to_vec(),
                certificate: vec![1],
            };
            store.set_authority_keys(country, &published).await?;
        }
        Ok(Self {
            mexico: account(store, AccountRole::Authority, Country::Mx).await?,
            costa_rica: account(store, AccountRole::Authority, Country::Cr).await?,
            keys,
        })
    }

    async fn act(&self, store: &Store, case: &Case, me: &Account, act: Act) -> Result<Case, Error> {
        let [mexico, costa_rica] = &self.keys;
        let key = if me.country == Country::Mx { mexico } else { costa_rica };
        let sign = |hash: &[u8]| Some(key.sign(&SystemRandom::new(), hash).ok()?.as_ref().to_vec());
        let doing = Doing { act, executor: None, sign: &sign, documents: &|_, _| Ok(vec![]) };
        let now = "2026-11-25T18:00:00Z".parse().map_err(|_| Error::NotFound("time"))?;
        store.act_on_cooperation(case.id, me, doing, now, &mut rng()).await
    }

    async fn draft(&self, store: &Store) -> Result<Case> {
        let content = filled()?;
        let me = &self.mexico;
        Ok(store.draft_cooperation(me, Country::Cr, &content, now()?, &mut rng()).await?)
    }
}

fn filled() -> Result<Content> {
    Content::read(serde_json::from_str(FILLED)?).map_err(|faults| anyhow::anyhow!("{faults:?}"))
}

fn send() -> Act {
    Act::Send { reference: String::new() }
}

fn scheduled() -> Result<Act> {
    Ok(Act::Schedule {
        starts: crate::people::wall("2027-01-12T09:00", "America/Costa_Rica")?,
        minutes: 120,
        place: "Sala 2".to_owned(),
        hearing: None,
    })
}

pub(crate) fn certificate() -> Value {
    let time = |local: &str| json!({ "local": local, "zone": "America/Costa_Rica" });
    json!({
        "place": "San José, sala 2",
        "began": time("2027-01-12T09:04"),
        "ended": time("2027-01-12T10:40"),
        "present": [{ "who": "Jueza de turno", "role": "dirige" }],
        "identity": "Con documento, ante la jueza.",
        "oath": "Prestado a las 9.06.",
        "interpreter": "Intérprete n.º 12",
        "breaks": [{
            "from": time("2027-01-12T09:30"), "until": time("2027-01-12T09:42"),
            "why": "Se cortó el enlace.",
        }],
        "official": "Jueza de turno",
    })
}

/// Who was told what since the last look, by address.
async fn told(store: &Store) -> Result<Vec<(String, Deed)>> {
    let now = "2026-11-25T18:00:00Z".parse()?;
    let mut told = Vec::new();
    for delivery in store.take_deliveries(now, 100).await? {
        if let Notice::Cooperation { deed, .. } = delivery.notice {
            told.push((delivery.to.email.context("an address")?, deed));
        }
        store.delivered(delivery.id, now).await?;
    }
    told.sort();
    Ok(told)
}

async fn coop_the_other_side_its_mailbox_and_its_officers_in_office_are_told(
    store: Store,
) -> Result<()> {
    let two = Two::open(&store).await?;
    let costa_rica = AuthorityInput {
        mail: "Ventanilla@cr.test".to_owned(),
        ..about(Country::Cr, "America/Costa_Rica")?
    };
    store.set_authority(Country::Cr, &costa_rica, true, now()?).await?;
    let term = |mail: &str, from: &str, until: &str| OfficerInput {
        name: "Enlace".to_owned(),
        post: String::new(),
        mail: mail.to_owned(),
        phone: String::new(),
        from: from.to_owned(),
        until: until.to_owned(),
        deputy: "Suplente".to_owned(),
        deputy_mail: format!("suplente.{mail}"),
    };
    for officer in [
        term("enlace@cr.test", "2026-01-01", "2026-12-31"),
        term("antes@cr.test", "2025-01-01", "2025-12-31"),
    ] {
        store.add_officer(Country::Cr, &officer, now()?, &mut rng()).await?;
    }
    let draft = two.draft(&store).await?;
    let (mexico, there) = ("authority.MX@puente.test", "authority.CR@puente.test");
    let sent = two.act(&store, &draft, &two.mexico, send()).await?;
    let to = |who: &str, deed| (who.to_owned(), deed);
    let all = [there, "enlace@cr.test", "suplente.enlace@cr.test", "ventanilla@cr.test"];
    assert_eq!(told(&store).await?, all.map(|who| to(&who.to_lowercase(), Deed::Send)));
    let received = two.act(&store, &sent, &two.costa_rica, Act::Receive {}).await?;
    let mexico = mexico.to_lowercase();
    assert_eq!(told(&store).await?, [to(&mexico, Deed::Receive)]);
    let ask = Act::Ask { text: "¿Qué lengua habla Persona Secreta?".to_owned() };
    let asked = two.act(&store, &received, &two.costa_rica, ask).await?;
    assert_eq!(told(&store).await?, [to(&mexico, Deed::Ask)]);
    let refused = two.act(&store, &asked, &two.mexico, send()).await;
    ensure!(refused.is_err(), "what is refused tells nobody");
    assert_eq!(told(&store).await?, []);
    Ok(())
}

on_both_engines! {
    coop_the_other_side_its_mailbox_and_its_officers_in_office_are_told
    coop_round_trip_from_draft_to_closed
    coop_questions_go_to_and_fro_and_a_refusal_has_a_ground
    coop_each_deed_is_only_for_whom_it_belongs_to
    coop_a_draft_does_not_exist_for_the_other_country
    coop_numbers_follow_one_another_by_country_and_year
    coop_a_draft_is_not_sent_with_a_must_missing
    coop_a_stale_draft_overwrites_nothing
    coop_two_installations_exchange_files
    coop_officers_terms_are_kept_and_flagged
}

async fn coop_round_trip_from_draft_to_closed(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let case = two.draft(&store).await?;
    ensure!(case.reference.is_none() && case.state == State::Draft);
    let case = two.act(&store, &case, &two.mexico, send()).await?;
    ensure!(case.reference.as_deref() == Some("MX-2026-0001"), "{:?}", case.reference);
    let executing = Act::Accept { executing: "Juzgado Penal".to_owned(), conditions: None };
    let steps = [
        (&two.costa_rica, Act::Receive {}, State::Received),
        (&two.costa_rica, executing, State::Accepted),
        (&two.costa_rica, scheduled()?, State::Scheduled),
        (&two.costa_rica, Act::Execute { certificate: certificate() }, State::Executed),
        (&two.costa_rica, Act::ReturnCertificate {}, State::CertificateReturned),
        (&two.mexico, Act::Close {}, State::Closed),
    ];
    let mut case = case;
    for (who, act, state) in steps {
        case = two.act(&store, &case, who, act).await?;
        ensure!(case.state == state, "{state}");
    }
    let certificate = case.certificate().context("a certificate")?;
    ensure!(certificate["breaks"][0]["why"] == "Se cortó el enlace.");
    ensure!(case.receipts.len() == 7);
    let first = &case.receipts.first().context("a receipt")?.receipt;
    ensure!(first.at_requesting.zone.as_str() == "America/Mexico_City");
    ensure!(first.at_requested.zone.as_str() == "America/Costa_Rica");
    ensure!(first.sent == case.sent_hash());
    let late = two.act(&store, &case, &two.mexico, Act::Withdraw { reason: "x".into() }).await;
    ensure!(matches!(late, Err(Error::NotNow(_))));
    Ok(())
}

async fn coop_questions_go_to_and_fro_and_a_refusal_has_a_ground(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let mut case = two.draft(&store).await?;
    let text = "¿Qué idioma habla?".to_owned();
    let refusal = Act::Refuse { ground: Ground::NoConsent, reason: "No consiente.".to_owned() };
    for (who, act) in [
        (&two.mexico, send()),
        (&two.costa_rica, Act::Receive {}),
        (&two.costa_rica, Act::Ask { text: text.clone() }),
        (&two.mexico, Act::Answer { text: "Español.".to_owned() }),
        (&two.costa_rica, Act::Ask { text }),
        (&two.mexico, Act::Answer { text: "Ya está dicho.".to_owned() }),
        (&two.costa_rica, refusal),
        (&two.mexico, Act::Close {}),
    ] {
        case = two.act(&store, &case, who, act).await?;
    }
    ensure!(case.state == State::Closed && case.receipts.len() == 8);
    let empty = Act::Ask { text: " ".to_owned() };
    let other = two.draft(&store).await?;
    let other = two.act(&store, &other, &two.mexico, send()).await?;
    let other = two.act(&store, &other, &two.costa_rica, Act::Receive {}).await?;
    let refused = two.act(&store, &other, &two.costa_rica, empty).await;
    ensure!(matches!(refused, Err(Error::Faults(faults)) if faults[0].path == "text"));
    Ok(())
}

async fn coop_each_deed_is_only_for_whom_it_belongs_to(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let case = two.draft(&store).await?;
    let case = two.act(&store, &case, &two.mexico, send()).await?;
    let own = two.act(&store, &case, &two.mexico, Act::Receive {}).await;
    ensure!(matches!(own, Err(Error::NotYours)));
    let theirs = Act::Withdraw { reason: "x".to_owned() };
    ensure!(matches!(two.act(&store, &case, &two.costa_rica, theirs).await, Err(Error::NotYours)));
    ensure!(case.allowed(&two.mexico) == [Deed::Withdraw]);
    ensure!(case.allowed(&two.costa_rica) == [Deed::Receive]);
    let panama = account(&store, AccountRole::Authority, Country::Pa).await?;
    let stranger = two.act(&store, &case, &panama, Act::Receive {}).await;
    ensure!(matches!(stranger, Err(Error::NotFound(_))));
    ensure!(store.cooperations_of(&panama, now()?).await?.is_empty());
    Ok(())
}

async fn coop_a_draft_does_not_exist_for_the_other_country(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let clerk = account(&store, AccountRole::Clerk, Country::Mx).await?;
    let case = store
        .draft_cooperation(&clerk, Country::Cr, &Content::default(), now()?, &mut rng())
        .await?;
    ensure!(case.may_write(&clerk) && case.may_write(&two.mexico));
    ensure!(case.allowed(&clerk).is_empty(), "what crosses the border, central authorities do");
    ensure!(case.capacities(&two.costa_rica).is_empty());
    ensure!(store.cooperations_of(&two.costa_rica, now()?).await?.is_empty());
    ensure!(store.cooperations_of(&two.mexico, now()?).await?.len() == 1);
    let reason = Act::Withdraw { reason: "Ya no hace falta.".to_owned() };
    let case = two.act(&store, &case, &two.mexico, reason).await?;
    ensure!(case.state == State::Withdrawn && case.capacities(&two.costa_rica).is_empty());
    Ok(())
}

async fn coop_numbers_follow_one_another_by_country_and_year(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let mut references = Vec::new();
    for _ in 0..3 {
        let case = two.draft(&store).await?;
        references.push(two.act(&store, &case, &two.mexico, send()).await?.reference);
    }
    let back = filled()?;
    let me = &two.costa_rica;
    let case = store.draft_cooperation(me, Country::Mx, &back, now()?, &mut rng()).await?;
    references.push(two.act(&store, &case, me, send()).await?.reference);
    let references: Vec<String> = references.into_iter().flatten().collect();
    ensure!(references == ["MX-2026-0001", "MX-2026-0002", "MX-2026-0003", "CR-2026-0001"]);
    Ok(())
}

async fn coop_a_draft_is_not_sent_with_a_must_missing(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let case = two.draft(&store).await?;
    let section = REQUEST.iter().find(|section| section.key == "purpose").context("purpose")?;
    let mut part = case.content.to_value()["purpose"].clone();
    part.as_object_mut().context("a part")?.remove("who_asks");
    let case = store.write_cooperation(case.id, case.revision, section, part, now()?).await?;
    let Err(Error::Faults(faults)) = two.act(&store, &case, &two.mexico, send()).await else {
        anyhow::bail!("it was sent");
    };
    ensure!(faults.len() == 1 && faults[0].path == "purpose.who_asks");
    ensure!(faults[0].why == Why::Missing);
    Ok(())
}

async fn coop_a_stale_draft_overwrites_nothing(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let case = two.draft(&store).await?;
    let section = REQUEST.first().context("a section")?;
    let part = case.content.to_value()["opening"].clone();
    let id = case.id;
    store.write_cooperation(id, case.revision, section, part.clone(), now()?).await?;
    let stale = store.write_cooperation(id, case.revision, section, part, now()?).await;
    ensure!(matches!(stale, Err(Error::NotNow(_))));
    let unknown = json!({ "surprise": "x" });
    let refused = store.write_cooperation(id, case.revision + 1, section, unknown, now()?).await;
    ensure!(matches!(refused, Err(Error::Faults(_))));
    Ok(())
}

async fn coop_two_installations_exchange_files(there: Store) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let here = crate::engines::sqlite(&folder).await?;
    let rng_keys = || Ok::<_, anyhow::Error>([key()?, key()?]);
    let keys = rng_keys()?;
    let document = |key: &EcdsaKeyPair| key.to_pkcs8v1().map(|d| d.as_ref().to_vec());
    let copies = [document(&keys[0])?, document(&keys[1])?];
    let copy = |bytes: &[u8]| {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, bytes).context("a copy")
    };
    let mexico = Two::open_with(&here, keys).await?;
    let costa_rica = Two::open_with(&there, [copy(&copies[0])?, copy(&copies[1])?]).await?;

    let case = mexico.draft(&here).await?;
    here.keep_annex(case.id, b"sealed bytes", now()?).await?;
    here.attach(case.id, b"more sealed bytes", now()?).await?;
    let case = here.cooperation(case.id).await?;
    ensure!(matches!(here.export_cooperation(&case).await, Err(Error::NotNow(_))));
    let case = mexico.act(&here, &case, &mexico.mexico, send()).await?;
    let sent = here.export_cooperation(&case).await?;
    let me = &costa_rica.costa_rica;

    let mut forged = sent.clone();
    forged.receipts[0].signature = None;
    let refused = there.import_cooperation(&forged, me, now()?).await;
    ensure!(matches!(refused, Err(Error::Invalid { field: "receipts", why: Why::Unknown })));
    let mut altered = sent.clone();
    altered.annex = Some(hex::encode(b"other bytes"));
    let refused = there.import_cooperation(&altered, me, now()?).await;
    ensure!(matches!(refused, Err(Error::Invalid { field: "receipts", why: Why::DoesNotFit })));

    let text = serde_json::to_string(&sent)?;
    let read: Package = serde_json::from_str(&text)?;
    let got = there.import_cooperation(&read, me, now()?).await?;
    ensure!(got.state == State::Sent && got.reference == case.reference);
    ensure!(there.annex(got.id).await? == b"sealed bytes");
    ensure!(there.attachment(got.id, 1).await? == b"more sealed bytes");
    let got = costa_rica.act(&there, &got, me, Act::Receive {}).await?;
    let question = Act::Ask { text: "¿Hora?".to_owned() };
    let got = costa_rica.act(&there, &got, me, question).await?;
    let back = there.export_cooperation(&got).await?;
    let here_again = here.import_cooperation(&back, &mexico.mexico, now()?).await?;
    ensure!(here_again.state == State::Questions && here_again.receipts == got.receipts);
    // The older file takes nothing back.
    let older = here.import_cooperation(&sent, &mexico.mexico, now()?).await;
    ensure!(matches!(older, Err(Error::NotNow(_))));
    let panama = account(&there, AccountRole::Authority, Country::Pa).await?;
    let refused = there.import_cooperation(&back, &panama, now()?).await;
    ensure!(matches!(refused, Err(Error::NotYours)));
    here.close().await;
    Ok(())
}

async fn coop_officers_terms_are_kept_and_flagged(store: Store) -> Result<()> {
    let two = Two::open(&store).await?;
    let officer = |name: &str, from: &str, until: &str| OfficerInput {
        name: name.to_owned(),
        post: "Enlace".to_owned(),
        mail: String::new(),
        phone: String::new(),
        from: from.to_owned(),
        until: until.to_owned(),
        deputy: "Suplente".to_owned(),
        deputy_mail: String::new(),
    };
    for about in [
        officer("Antes", "2024-01-01", "2025-12-31"),
        officer("Ahora", "2026-01-01", "2026-12-20"),
        officer("Después", "2026-12-21", "2028-12-31"),
    ] {
        store.add_officer(Country::Mx, &about, now()?, &mut rng()).await?;
    }
    let found = store.authority(two.mexico.country, now()?).await?;
    let terms: Vec<_> = found.officers.iter().map(|o| (o.about.name.as_str(), o.term)).collect();
    let told = [("Ahora", Term::EndsSoon), ("Después", Term::ToCome), ("Antes", Term::Expired)];
    ensure!(terms == told, "{terms:?}");
    let in_office = found.officer_in_office().context("an officer")?;
    ensure!(in_office.about.name == "Ahora");
    let later = "2026-12-22T18:00:00Z".parse()?;
    let then = store.authority(Country::Mx, later).await?;
    ensure!(then.officer_in_office().is_some_and(|o| o.about.name == "Después"));
    let backwards = officer("Mal", "2026-02-01", "2026-01-01");
    let id = in_office.id;
    ensure!(store.set_officer(Country::Mx, id, &backwards).await.is_err());
    let other = store.set_officer(Country::Cr, id, &officer("X", "2026-01-01", "2026-02-01")).await;
    ensure!(matches!(other, Err(Error::NotFound(_))));
    Ok(())
}

const CHANGES: [&str; 2] =
    ["UPDATE cooperation_receipt SET line = '{}'", "DELETE FROM cooperation_receipt"];

async fn with_one_receipt(store: &Store) -> Result<()> {
    let two = Two::open(store).await?;
    let case = two.draft(store).await?;
    two.act(store, &case, &two.mexico, send()).await?;
    Ok(())
}

fn stays(refused: Result<impl Sized, sqlx::Error>) -> bool {
    refused.is_err_and(|error| error.to_string().contains("cooperation_receipt_stays"))
}

#[tokio::test]
async fn coop_raw_sql_cannot_change_a_receipt_on_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = crate::engines::sqlite(&folder).await?;
    with_one_receipt(&store).await?;
    let url = crate::engines::sqlite_url(&folder);
    let mut connection = sqlx::SqliteConnection::connect(&url).await?;
    for change in CHANGES {
        ensure!(stays(sqlx::query(change).execute(&mut connection).await), "{change}");
    }
    store.close().await;
    Ok(())
}

#[tokio::test]
async fn coop_raw_sql_cannot_change_a_receipt_on_postgres() -> Result<()> {
    let database = crate::engines::PostgresDatabase::create().await?;
    let store = database.open().await?;
    with_one_receipt(&store).await?;
    let mut connection = sqlx::PgConnection::connect(&database.url()?).await?;
    for change in CHANGES {
        ensure!(stays(sqlx::query(change).execute(&mut connection).await), "{change}");
    }
    connection.close().await?;
    store.close().await;
    database.remove().await
}
