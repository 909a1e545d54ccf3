//! What the sample's people are beyond their work: an organisation in each country with its duty
//! desk and this week's roster, experts, papers, trainings. All of it is invented.

use rand::{Rng as _, rngs::StdRng};

use super::{person_name, pick, plan, towns};
use crate::{
    country::Country,
    error::{Error, Result},
    expert::{Expertise, Field},
    id::PersonId,
    interpreter::{
        AgeRange, Attestation, Class, Credential, Enrolment, Equipment, Gender, HourlyFee, Level,
        NameThere, Proficiency, Profile, Spoken,
    },
    organisation::{MemberRole, OrganisationInput, OrganisationKind, ShiftInput},
    person::{AccountRole, NewAccount},
    store::Store,
    time::{Instant, Moment},
    training::{Training, TrainingKind},
};

const DAY_MINUTES: i64 = 24 * 60;
/// As many of a country's interpreters belong to its organisation; Guatemala shows more.
const MEMBERS: usize = 2;
const MEMBERS_SHOWN: usize = 8;

/// Everything that comes after people and places.
pub(super) async fn deepen(store: &Store, now: Instant, rng: &mut StdRng) -> Result<()> {
    let interpreters = store.accounts_with_role(AccountRole::Interpreter).await?;
    let desks = store.accounts_with_role(AccountRole::DutyDesk).await?;
    for country in Country::ALL {
        let shown = *country == Country::Gt;
        let most = if shown { MEMBERS_SHOWN } else { MEMBERS };
        // The last of each country: the first ones are free at any hour and stand for freelancers.
        let own = interpreters.iter().rev().filter(|account| account.country == *country);
        let members: Vec<PersonId> = own.take(most).map(|account| account.id).collect();
        let desk = desks.iter().find(|account| account.country == *country);
        organisation(store, *country, &members, desk.map(|account| account.id), now, rng).await?;
        expert(store, *country, now, rng).await?;
        if shown {
            for person in &members {
                papers(store, *person, now, rng).await?;
            }
        }
    }
    Ok(())
}

/// What each country calls the holder of a credential it takes.
pub(super) fn name_there(country: Country, level: Level) -> NameThere {
    let (es, en, fr) = match (level, country) {
        (Level::Provisional, _) => (
            "intérprete con cualificación provisional",
            "provisionally qualified interpreter",
            "interprète à qualification provisoire",
        ),
        (_, Country::Us) => (
            "intérprete con certificación judicial",
            "court certified interpreter",
            "interprète judiciaire certifié",
        ),
        (_, Country::Ca) => {
            ("intérprete acreditado", "accredited court interpreter", "interprète judiciaire agréé")
        }
        (_, Country::Mx) => ("perito intérprete", "expert interpreter", "interprète expert"),
        (_, Country::Bz) => {
            ("intérprete registrado", "registered interpreter", "interprète inscrit")
        }
        _ => ("intérprete jurado", "sworn interpreter", "interprète assermenté"),
    };
    NameThere { es: es.to_owned(), en: en.to_owned(), fr: fr.to_owned() }
}

async fn organisation(
    store: &Store,
    country: Country,
    members: &[PersonId],
    desk: Option<PersonId>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let (_, zone) = towns(country)?.into_iter().next().ok_or(Error::NotFound("town"))?;
    let given = OrganisationInput {
        name: format!("Servicio judicial de muestra {country}"),
        country,
        kind: OrganisationKind::Court,
        zone: zone.clone(),
    };
    let made = store.add_organisation(&given, now, rng).await?;
    for person in members {
        store.set_member(made.id, *person, MemberRole::Interpreter, now).await?;
    }
    if let Some(desk) = desk {
        store.set_member(made.id, desk, MemberRole::DutyDesk, now).await?;
    }
    for (person, begins) in members.iter().zip([6, 8, 8, 12].into_iter().cycle()) {
        for day in 1..=3 {
            let day = Moment::at(now.plus_minutes(day * DAY_MINUTES), &zone).local.day();
            let at = |hour: i32| day.at_minute(hour * 60).map_err(|e| Error::time("from", &e));
            let shift = ShiftInput { person: *person, from: at(begins)?, to: at(begins + 8)? };
            store.add_shift(made.id, &shift, now, rng).await?;
        }
    }
    Ok(())
}

/// One expert in each country, of another field each.
async fn expert(store: &Store, country: Country, now: Instant, rng: &mut StdRng) -> Result<()> {
    let (town, zone) = towns(country)?.into_iter().next().ok_or(Error::NotFound("town"))?;
    let index = Country::ALL.iter().position(|one| *one == country).unwrap_or_default();
    let field = Field::ALL.get(index).copied().unwrap_or(Field::Other);
    let scheme = plan::SCHEMES.iter().find(|scheme| scheme.country == country);
    let spanish = !matches!(country, Country::Bz | Country::Ca | Country::Us);
    let language = if spanish { "spa" } else { "eng" };
    let language = language.parse().map_err(|_| Error::NotFound("language of the sample"))?;
    let enrolment = Enrolment {
        account: NewAccount {
            name: person_name(rng.random_bool(0.5), rng),
            email: Some(format!(
                "expert.{}@sample.puente.example",
                country.as_str().to_lowercase()
            )),
            password_phc: None,
            role: AccountRole::Interpreter,
            country,
            zone,
        },
        profile: Profile {
            gender: Gender::Other,
            home: town.to_owned(),
            languages: vec![Spoken { language, class: Class::A, attested: None }],
            services: Vec::new(),
            credentials: scheme
                .map(|scheme| Credential {
                    scheme: "sample-expert".to_owned(),
                    issuer: scheme.issuer.to_owned(),
                    number: None,
                    valid_from: None,
                    valid_until: None,
                })
                .into_iter()
                .collect(),
            vetted_until: Some(now.plus_minutes(400 * DAY_MINUTES)),
            trauma_trained: false,
            reliability_permille: 1_000,
            minutes_worked: 0,
            notice_minutes: 2 * DAY_MINUTES,
        },
        week: Vec::new(),
    };
    let expertise = Expertise {
        field,
        about: "Persona ficticia de la muestra.".to_owned(),
        tags: vec!["muestra".to_owned()],
    };
    store.enrol_expert(enrolment, &expertise, now, rng).await?;
    Ok(())
}

async fn papers(store: &Store, person: PersonId, now: Instant, rng: &mut StdRng) -> Result<()> {
    let mut told = store.particulars(person).await?;
    if let Some(spoken) = told.languages.first_mut() {
        spoken.attested = Some(Attestation {
            level: pick_level(rng),
            by: "Academia de muestra".to_owned(),
            at: now.plus_minutes(-rng.random_range(100..900) * DAY_MINUTES),
        });
    }
    told.age_band = AgeRange::ALL.get(rng.random_range(0..AgeRange::ALL.len())).copied();
    told.volunteer = rng.random_bool(0.2);
    told.fee = (!told.volunteer).then(|| HourlyFee {
        currency: "GTQ".to_owned(),
        hour_cents: pick(&[15_000, 20_000, 25_000], rng),
        minimum_minutes: 60,
    });
    store.set_particulars(person, &told).await?;
    let checked = now.plus_minutes(-rng.random_range(1..60) * DAY_MINUTES);
    let wired_network = rng.random_bool(0.5);
    store.set_equipment(person, Equipment { checked, headset: true, wired_network }).await?;
    let given = now.plus_minutes(-300 * DAY_MINUTES);
    let training = Training {
        kind: TrainingKind::ChildInterview,
        issuer: "Universidad de muestra".to_owned(),
        given,
        valid_until: Some(given.plus_minutes(3 * 365 * DAY_MINUTES)),
    };
    store.put_training(person, &training, now).await
}

fn pick_level(rng: &mut StdRng) -> Proficiency {
    let levels = [Proficiency::Ilr3, Proficiency::Ilr3Plus, Proficiency::Ilr4];
    levels.get(rng.random_range(0..levels.len())).copied().unwrap_or(Proficiency::Ilr3)
}
