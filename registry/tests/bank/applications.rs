//! An application's way: confirmed, vetted, approved or refused.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store,
    application::{
        ApplicationInput, ApplicationState, ClaimedLanguage, RefusalReason, VettingStep,
    },
    country::Country,
    id::{ApplicationId, PersonId},
    interpreter::{Class, Gender},
    notice::Notice,
    person::{AccountRole, NewAccount, PageLanguage},
    ticket::{Purpose, TicketHolder},
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, interviewer, now, rng},
};

fn input() -> Result<ApplicationInput> {
    Ok(ApplicationInput {
        name: "Rosa Ejemplo".into(),
        email: " Rosa@Example.org".into(),
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
        language: PageLanguage::Es,
        gender: Gender::Woman,
        home: "Todos Santos".into(),
        languages: vec![
            ClaimedLanguage { language: "mam-todos-santos".parse()?, class: Class::A },
            ClaimedLanguage { language: "spa".parse()?, class: Class::B },
        ],
    })
}

async fn coordinator(store: &Store) -> Result<PersonId> {
    let account = NewAccount {
        name: "Luis Ejemplo".into(),
        email: Some("luis@example.org".into()),
        password_phc: None,
        role: AccountRole::Coordinator,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

/// Applies and gives the application that mail was sent for.
async fn apply(store: &Store) -> Result<ApplicationId> {
    store.apply(&input()?, now()?, &mut rng()).await?;
    let deliveries = store.take_deliveries(now()?, 10).await?;
    let delivery = deliveries.first().context("mail")?;
    ensure!(delivery.to.email.as_deref() == Some("rosa@example.org"));
    match delivery.notice {
        Notice::ApplicationToConfirm { application } => Ok(application),
        other => anyhow::bail!("{other:?}"),
    }
}

async fn received(store: &Store) -> Result<ApplicationId> {
    let id = apply(store).await?;
    let holder = TicketHolder::Application(id);
    let token = store.issue_ticket(holder, Purpose::Verify, now()?, &mut rng()).await?;
    store.confirm_application(&token, now()?, &mut rng()).await?;
    Ok(id)
}

async fn an_application_counts_once_its_address_is_confirmed(store: Store) -> Result<()> {
    let luis = coordinator(&store).await?;
    let id = apply(&store).await?;
    assert_eq!(store.applications_in(Country::Gt).await?, vec![]);
    // Whoever tries again before confirming corrects the form.
    let corrected = ApplicationInput { home: "Comitancillo".into(), ..input()? };
    store.apply(&corrected, now()?, &mut rng()).await?;
    let holder = TicketHolder::Application(id);
    let token = store.issue_ticket(holder, Purpose::Verify, now()?, &mut rng()).await?;
    store.confirm_application(&token, now()?, &mut rng()).await?;
    let refusal = store.confirm_application(&token, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LinkUsed)), "{refusal:?}");
    let found = store.applications_in(Country::Gt).await?;
    assert_eq!((found.len(), found[0].id), (1, id));
    assert_eq!((found[0].home.as_str(), found[0].open_steps.len()), ("Comitancillo", 4));
    assert_eq!(store.applications_in(Country::Mx).await?, vec![]);
    let told = store.take_deliveries(now()?, 10).await?;
    assert!(told.iter().any(|d| d.to.person == Some(luis)
        && d.notice == Notice::ApplicationReceived { application: id }));
    // After that the form stands.
    store.apply(&input()?, now()?, &mut rng()).await?;
    assert_eq!(store.application(Country::Gt, id).await?.home, "Comitancillo");
    Ok(())
}

async fn r75_nobody_is_approved_before_each_step_is_done_and_each_says_by_whom(
    store: Store,
) -> Result<()> {
    let luis = coordinator(&store).await?;
    let id = received(&store).await?;
    for (done, step) in VettingStep::ALL.iter().enumerate() {
        let refusal =
            store.approve_application(Country::Gt, id, luis, 12, now()?, &mut rng()).await;
        ensure!(matches!(refusal, Err(Error::NotNow(_))), "after {done}: {refusal:?}");
        let refusal = store.note_vetting_step(Country::Mx, id, *step, luis, now()?).await;
        ensure!(matches!(refusal, Err(Error::NotFound(_))), "{refusal:?}");
        let at = now()?.plus_minutes(1);
        store.note_vetting_step(Country::Gt, id, *step, luis, at).await?;
    }
    let late = now()?.plus_minutes(99);
    let vetted =
        store.note_vetting_step(Country::Gt, id, VettingStep::Identity, luis, late).await?;
    assert!(vetted.steps.iter().all(|s| s.by == "Luis Ejemplo" && s.at < late), "noted once");
    for months in [0, 37] {
        let refusal =
            store.approve_application(Country::Gt, id, luis, months, now()?, &mut rng()).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: "months", .. })), "{refusal:?}");
    }

    let approved = store.approve_application(Country::Gt, id, luis, 12, now()?, &mut rng()).await?;
    assert_eq!((approved.state, approved.email), (ApplicationState::Approved, None));
    let person = approved.person.context("an account")?;
    let interpreter = store.interpreter(person).await?;
    assert_eq!(interpreter.number, 101);
    assert_eq!(interpreter.profile.services.len(), 2);
    let until = now()?.plus_minutes(12 * 30 * 24 * 60);
    assert_eq!(interpreter.profile.vetted_until, Some(until));
    let told = store.take_deliveries(now()?, 20).await?;
    let welcome = told.iter().find(|d| d.notice == Notice::ApplicationApproved);
    assert_eq!(welcome.context("a welcome")?.to.email.as_deref(), Some("rosa@example.org"));
    let refusal = store.approve_application(Country::Gt, id, luis, 12, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    Ok(())
}

async fn whoever_is_refused_is_told_why_and_forgotten(store: Store) -> Result<()> {
    let luis = coordinator(&store).await?;
    let id = received(&store).await?;
    let reason = RefusalReason::NotNeeded;
    let refused =
        store.refuse_application(Country::Gt, id, luis, reason, now()?, &mut rng()).await?;
    assert_eq!((refused.state, refused.email), (ApplicationState::Refused, None));
    assert_eq!(store.refusal_reason(id).await?, reason);
    let told = store.take_deliveries(now()?, 20).await?;
    let letter = told.iter().find(|d| d.notice == Notice::ApplicationRefused { application: id });
    assert_eq!(letter.context("a letter")?.to.email.as_deref(), Some("rosa@example.org"));
    let refusal = store.note_vetting_step(Country::Gt, id, VettingStep::Identity, luis, now()?);
    ensure!(matches!(refusal.await, Err(Error::NotNow(_))));
    // She may apply again.
    store.apply(&input()?, now()?, &mut rng()).await?;
    Ok(())
}

async fn nobody_learns_from_a_form_whether_an_address_has_an_account(store: Store) -> Result<()> {
    let elena = interviewer(&store, "rosa@example.org").await?;
    store.apply(&input()?, now()?, &mut rng()).await?;
    let told = store.take_deliveries(now()?, 10).await?;
    assert_eq!(told.iter().map(|d| d.notice).collect::<Vec<_>>(), [Notice::AccountExists]);
    assert_eq!(told[0].to.person, Some(elena));
    for (field, change) in [
        ("name", ApplicationInput { name: " ".into(), ..input()? }),
        ("name", ApplicationInput { name: "x".repeat(121), ..input()? }),
        ("email", ApplicationInput { email: "rosa".into(), ..input()? }),
        ("languages", ApplicationInput { languages: input()?.languages[..1].to_vec(), ..input()? }),
        (
            "languages",
            ApplicationInput {
                languages: [input()?.languages, input()?.languages].concat(),
                ..input()?
            },
        ),
    ] {
        let refusal = store.apply(&change, now()?, &mut rng()).await;
        ensure!(
            matches!(refusal, Err(Error::Invalid { field: named, .. }) if named == field),
            "{field}: {refusal:?}"
        );
    }
    let mut group = input()?;
    group.languages[0].language = "mam".parse()?;
    let refusal = store.apply(&group, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LanguageGroup(_))), "{refusal:?}");
    Ok(())
}

on_both_engines! {
    an_application_counts_once_its_address_is_confirmed
    r75_nobody_is_approved_before_each_step_is_done_and_each_says_by_whom
    whoever_is_refused_is_told_why_and_forgotten
    nobody_learns_from_a_form_whether_an_address_has_an_account
}
