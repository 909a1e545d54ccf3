//! The sample's directory of central authorities and one request between countries. Everything in
//! it is invented and marked as a sample; no entry tells anything of a real office.

use rand::rngs::StdRng;

use super::person_name;
use crate::{
    cooperation::{
        Script,
        act::Act,
        acting::Doing,
        content::Content,
        directory::{AuthorityInput, OfficerInput},
    },
    country::Country,
    error::{Error, Result},
    person::AccountRole,
    store::Store,
    time::{Instant, Zone},
};

const REQUEST: &str = include_str!("cooperation_request.json");

/// The entry of a country, with an officer in office and one whose term is over.
pub(super) async fn add_authority(
    store: &Store,
    country: Country,
    zone: &Zone,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let place = country.as_str().to_lowercase();
    let about = AuthorityInput {
        name_es: format!("Autoridad central de muestra ({country})"),
        name_en: format!("Sample central authority ({country})"),
        name_fr: format!("Autorité centrale d’exemple ({country})"),
        treaties: vec!["UNTOC".to_owned()],
        address: "Dirección de muestra".to_owned(),
        mail: format!("authority.{place}@sample.puente.example"),
        phone: String::new(),
        languages: vec![match country {
            Country::Bz | Country::Ca | Country::Us => Script::En,
            _ => Script::Es,
        }],
        hours: "9:00–16:00".to_owned(),
        zone: zone.clone(),
        source: String::new(),
    };
    store.set_authority(country, &about, true, now).await?;
    for (from, until) in [("2024-01-01", "2025-12-31"), ("2026-01-01", "2028-12-31")] {
        let officer = OfficerInput {
            name: person_name(true, rng),
            post: "Enlace (muestra)".to_owned(),
            mail: format!("liaison.{place}@sample.puente.example"),
            phone: String::new(),
            from: from.to_owned(),
            until: until.to_owned(),
            deputy: person_name(false, rng),
            deputy_mail: format!("deputy.{place}@sample.puente.example"),
        };
        store.add_officer(country, &officer, now, rng).await?;
    }
    Ok(())
}

/// A request of Mexico that has just reached Guatemala, not signed: the sample has no keys.
pub(super) async fn add_request(store: &Store, now: Instant, rng: &mut StdRng) -> Result<()> {
    let unreadable = |why: String| Error::Corrupt { what: "sample request", why };
    let value = serde_json::from_str(REQUEST).map_err(|error| unreadable(error.to_string()))?;
    let content = Content::read(value).map_err(Error::Faults)?;
    let accounts = store.accounts_with_role(AccountRole::Authority).await?;
    let sender = accounts.iter().find(|account| account.country == Country::Mx);
    let sender = sender.ok_or(Error::NotFound("account"))?;
    let case = store.draft_cooperation(sender, Country::Gt, &content, now, rng).await?;
    let doing = Doing {
        act: Act::Send { reference: String::new() },
        executor: None,
        sign: &|_| None,
        documents: &|_, _| Ok(Vec::new()),
    };
    store.act_on_cooperation(case.id, sender, doing, now, rng).await.map(drop)
}
