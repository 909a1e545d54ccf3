//! Vetting an application, and what comes of it: an interpreter with a number, or a refusal.

use rand::rngs::StdRng;

use super::{
    Application, ApplicationId, ClaimedLanguage, RefusalReason, VettingStep, lock_received,
};
use crate::{
    account::await_password,
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    interpreter::{Class, Enrolment, Mode, Profile, Service, Setting, Spoken},
    notice::{Address, Notice, notify, notify_address},
    person::{AccountRole, NewAccount},
    store::{Store, on},
    time::Instant,
};

const DAY_MINUTES: i64 = 24 * 60;
/// Longest time that a vetting is good for.
const LONGEST_VETTING_MONTHS: i64 = 36;
/// Somebody new is asked no later than this before the start, until they choose otherwise.
const FIRST_NOTICE_MINUTES: i64 = 120;
/// Nobody has worked yet: everybody begins as reliable.
const FIRST_RELIABILITY: i32 = 1000;

impl Store {
    /// Notes that a step of the vetting was done; noting it again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] once it was decided.
    pub async fn note_vetting_step(
        &self,
        country: Country,
        id: ApplicationId,
        step: VettingStep,
        by: PersonId,
        now: Instant,
    ) -> Result<Application> {
        let mut tx = self.begin().await?;
        lock_received(&mut tx, country, id).await?;
        let sql = "INSERT INTO vetting_step (application, step, done_by, at)
                   VALUES ($1, $2, $3, $4) ON CONFLICT (application, step) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(step).bind(by).bind(now).execute(db).await.map(drop)?);
        tx.commit().await?;
        self.application(country, id).await
    }

    /// Makes an interpreter of an applicant whose vetting is complete: account, number, services
    /// between the languages stated. The vetting is good for so many months. An invitation follows
    /// by mail.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] while a step is open or once it was decided,
    /// [`Error::Invalid`] `months`.
    pub async fn approve_application(
        &self,
        country: Country,
        id: ApplicationId,
        by: PersonId,
        months: i64,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Application> {
        if !(1..=LONGEST_VETTING_MONTHS).contains(&months) {
            return Err(Error::invalid("months", Why::DoesNotFit));
        }
        let application = self.application(country, id).await?;
        if !application.open_steps.is_empty() {
            return Err(Error::NotNow("a step of the vetting is open"));
        }
        let vetted_until = now.plus_minutes(months * 30 * DAY_MINUTES);
        let enrolment = enrolment(&application, vetted_until);
        let mut tx = self.begin().await?;
        lock_received(&mut tx, country, id).await?;
        let people = self.enrol_in(&mut tx, &[enrolment], now, rng).await?;
        let person = people.first().copied().ok_or(Error::NotFound("account"))?;
        await_password(&mut tx, person, application.language).await?;
        let sql = "UPDATE application SET state = 'approved', person = $2, decided_by = $3,
                       decided = $4, email = NULL
                   WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(by).bind(now).execute(db).await.map(drop)?);
        notify(&mut tx, person, &Notice::ApplicationApproved, now, rng).await?;
        tx.commit().await?;
        self.application(country, id).await
    }

    /// Refuses an application. The applicant is told, and her address is forgotten.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] once it was decided.
    pub async fn refuse_application(
        &self,
        country: Country,
        id: ApplicationId,
        by: PersonId,
        reason: RefusalReason,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Application> {
        let application = self.application(country, id).await?;
        let mut tx = self.begin().await?;
        lock_received(&mut tx, country, id).await?;
        let sql = "UPDATE application SET state = 'refused', reason = $2, decided_by = $3,
                       decided = $4, email = NULL
                   WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(reason).bind(by).bind(now).execute(db).await.map(drop)?);
        if let Some(email) = application.email {
            let to =
                Address { email, language: application.language, zone: application.zone.clone() };
            let notice = Notice::ApplicationRefused { application: id };
            notify_address(&mut tx, &to, &notice, now, rng).await?;
        }
        tx.commit().await?;
        self.application(country, id).await
    }
}

fn enrolment(application: &Application, vetted_until: Instant) -> Enrolment {
    let languages = &application.languages;
    Enrolment {
        account: NewAccount {
            name: application.name.clone(),
            email: application.email.clone(),
            password_phc: None,
            role: AccountRole::Interpreter,
            country: application.country,
            zone: application.zone.clone(),
        },
        profile: Profile {
            gender: application.gender,
            home: application.home.clone(),
            languages: languages
                .iter()
                .map(|claimed| Spoken {
                    language: claimed.language.clone(),
                    class: claimed.class,
                    attested: None,
                })
                .collect(),
            services: services(languages),
            credentials: vec![],
            vetted_until: Some(vetted_until),
            trauma_trained: false,
            reliability_permille: FIRST_RELIABILITY,
            minutes_worked: 0,
            notice_minutes: FIRST_NOTICE_MINUTES,
        },
        week: vec![],
    }
}

/// Interviews, consecutive, from every language into each that is spoken actively. The interpreter
/// states the rest in her profile.
fn services(languages: &[ClaimedLanguage]) -> Vec<Service> {
    let into = languages.iter().filter(|claimed| claimed.class != Class::C);
    into.flat_map(|target| {
        languages.iter().filter(|source| source.language != target.language).map(|source| Service {
            source: source.language.clone(),
            target: target.language.clone(),
            mode: Mode::Consecutive,
            setting: Setting::Interview,
        })
    })
    .collect()
}
