//! Greetings, and a language found by them.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store, Why,
    by_ear::{Certainty, Heard, Listening, Understood},
    country::Country,
    greeting::{MOST_BYTES, Reach},
    id::{ByEarId, GreetingId, PersonId},
    language::Language,
    login::Holder,
};

use crate::{
    engines::on_both_engines,
    people::{enrolment, interviewer, now, profile, rng},
    varieties::speaker,
};

on_both_engines! {
    r01_a_greeting_is_heard_by_others_only_once_it_is_approved
    r01_only_ten_seconds_of_opus_in_ones_own_language_are_kept
    r01_the_likely_greetings_come_first_and_a_yes_gives_a_language_with_a_confidence
    r01_a_result_holds_nothing_of_the_listener_and_is_for_its_maker_only
    r01_answers_that_cannot_be_are_refused
}

/// A recording as browsers make it: an endless segment with packets of 20 ms.
pub(crate) fn recording(packets: usize) -> Vec<u8> {
    let element = |id: &[u8], content: &[u8]| {
        let size = (content.len() as u64) | (1 << 56);
        [id, &size.to_be_bytes(), content].concat()
    };
    let endless = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm"));
    let segment = [&[0x18, 0x53, 0x80, 0x67][..], &endless].concat();
    let track = [element(&[0x83], &[2]), element(&[0x86], b"A_OPUS")].concat();
    let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &element(&[0xAE], &track));
    let cluster = [&[0x1F, 0x43, 0xB6, 0x75][..], &endless].concat();
    let block = element(&[0xA3], &[0x81, 0, 0, 0x80, 0b0000_1000, 1, 2, 3]);
    [head, segment, tracks, cluster, block.repeat(packets)].concat()
}

/// What a requester found out by ear: this language.
pub(crate) async fn listened(store: &Store, language: &Language, by: PersonId) -> Result<ByEarId> {
    let greeting = voice(store, language.as_str(), by).await?;
    let answers = vec![answer(greeting, Understood::Yes)];
    let listening = Listening { answers, ..Listening::default() };
    Ok(store.keep_by_ear(Holder::Person(by), &listening, now()?, &mut rng()).await?.id)
}

/// An interpreter of a language with an approved greeting in it.
async fn voice(store: &Store, language: &str, by: PersonId) -> Result<GreetingId> {
    let person = speaker(store, language).await?;
    let language = language.parse()?;
    let kept = store.keep_greeting(person, &language, &recording(100), now()?, &mut rng()).await?;
    store.approve_greeting(kept.id, Country::Gt, by, now()?).await?;
    Ok(kept.id)
}

fn answer(greeting: GreetingId, understood: Understood) -> Heard {
    Heard { greeting, understood }
}

async fn r01_a_greeting_is_heard_by_others_only_once_it_is_approved(store: Store) -> Result<()> {
    let by = interviewer(&store, "elena@test.example").await?;
    let person = speaker(&store, "mam-todos-santos").await?;
    let language = "mam-todos-santos".parse()?;
    let sound = recording(50);
    let kept = store.keep_greeting(person, &language, &sound, now()?, &mut rng()).await?;
    ensure!(kept.length_ms == 1_000 && kept.approved.is_none());
    let hidden = |heard: Result<Vec<u8>, Error>| matches!(heard, Err(Error::NotFound(_)));
    ensure!(hidden(store.greeting_audio(kept.id, Reach::Anyone).await));
    ensure!(hidden(store.greeting_audio(kept.id, Reach::Country(Country::Mx)).await));
    ensure!(store.greeting_audio(kept.id, Reach::Own(person)).await? == sound);
    ensure!(store.greeting_audio(kept.id, Reach::Country(Country::Gt)).await? == sound);
    ensure!(store.by_ear_page(&Listening::default()).await?.greetings.is_empty());

    let foreign = store.approve_greeting(kept.id, Country::Mx, by, now()?).await;
    ensure!(matches!(foreign, Err(Error::NotFound(_))), "not of that country");
    store.approve_greeting(kept.id, Country::Gt, by, now()?).await?;
    ensure!(store.greeting_audio(kept.id, Reach::Anyone).await? == sound);
    ensure!(store.by_ear_page(&Listening::default()).await?.greetings.len() == 1);

    let again = store.keep_greeting(person, &language, &sound, now()?, &mut rng()).await?;
    ensure!(again.approved.is_none(), "another recording waits anew");
    ensure!(store.greetings_of(person).await?.len() == 1, "one for each variety");
    ensure!(store.greetings_in(Country::Gt).await?.len() == 1);
    ensure!(store.greetings_in(Country::Mx).await?.is_empty());
    let foreign = store.remove_greeting(again.id, Reach::Country(Country::Mx)).await;
    ensure!(matches!(foreign, Err(Error::NotFound(_))));
    ensure!(store.remove_greeting(again.id, Reach::Anyone).await.is_err());
    store.remove_greeting(again.id, Reach::Own(person)).await?;
    ensure!(store.greetings_of(person).await?.is_empty());
    Ok(())
}

async fn r01_only_ten_seconds_of_opus_in_ones_own_language_are_kept(store: Store) -> Result<()> {
    let person = speaker(&store, "mam-todos-santos").await?;
    let kept = |language: &'static str, sound: Vec<u8>| {
        let store = store.clone();
        async move {
            let language = language.parse()?;
            let kept = store.keep_greeting(person, &language, &sound, now()?, &mut rng()).await;
            anyhow::Ok(match kept {
                Err(Error::Invalid { field, why }) => Some((field, why)),
                Err(other) => return Err(other.into()),
                Ok(_) => None,
            })
        }
    };
    let mam = "mam-todos-santos";
    for (language, sound, refused) in [
        (mam, recording(500), None),
        (mam, recording(526), Some(("audio", Why::TooLong))),
        (mam, vec![0; MOST_BYTES + 1], Some(("audio", Why::TooLong))),
        (mam, recording(0), Some(("audio", Why::Empty))),
        (mam, b"RIFF....WAVE".to_vec(), Some(("audio", Why::Malformed))),
        (mam, Vec::new(), Some(("audio", Why::Malformed))),
        ("mam-comitancillo", recording(10), Some(("language", Why::DoesNotFit))),
    ] {
        let got = kept(language, sound).await?;
        ensure!(got == refused, "{language}: {got:?}, not {refused:?}");
    }
    Ok(())
}

async fn r01_the_likely_greetings_come_first_and_a_yes_gives_a_language_with_a_confidence(
    store: Store,
) -> Result<()> {
    let by = interviewer(&store, "elena@test.example").await?;
    let mut voices = Vec::new();
    for language in ["hat", "miq-wanki", "mam-todos-santos", "kek", "quc-nahuala", "zai", "cab"] {
        voices.push((language, voice(&store, language, by).await?));
    }
    let of = |language: &str| {
        let found = voices.iter().find(|(l, _)| *l == language);
        found.map(|(_, id)| *id).context("a voice")
    };
    let known = Listening {
        country: Some(Country::Gt),
        region: Some("Todos Santos".into()),
        answers: vec![],
    };
    let page = store.by_ear_page(&known).await?;
    ensure!(page.greetings.len() == 6 && page.best.is_none());
    ensure!(page.greetings[0].1.as_str() == "mam-todos-santos", "{:?}", page.greetings);
    let first: Vec<&str> = page.greetings[..4].iter().map(|(_, l)| l.as_str()).collect();
    ensure!(first.contains(&"kek") && first.contains(&"quc-nahuala"), "{first:?}");

    let answers =
        vec![answer(of("kek")?, Understood::No), answer(of("mam-todos-santos")?, Understood::Yes)];
    let listening = Listening { answers, ..known };
    let page = store.by_ear_page(&listening).await?;
    ensure!(
        page.greetings.iter().all(|(id, _)| listening.answers.iter().all(|a| a.greeting != *id))
    );
    let best = page.best.context("something was understood")?;
    ensure!(best.language.as_str() == "mam-todos-santos" && best.percent >= 85, "{best:?}");
    let kept = store.keep_by_ear(Holder::Person(by), &listening, now()?, &mut rng()).await?;
    ensure!(kept.language == best.language && kept.percent == best.percent && kept.heard == 2);
    ensure!(Certainty::of(kept.percent) == Certainty::Sure);
    ensure!(kept.percent <= 99 && kept.code_percent >= kept.percent);
    ensure!(!store.languages().must_choose_variety(&kept.language), "it can be booked");
    Ok(())
}

async fn r01_a_result_holds_nothing_of_the_listener_and_is_for_its_maker_only(
    store: Store,
) -> Result<()> {
    let by = interviewer(&store, "elena@test.example").await?;
    let other = interviewer(&store, "eva@test.example").await?;
    let greeting = voice(&store, "hat", by).await?;
    let listening = Listening {
        country: Some(Country::Mx),
        region: Some("Ouanaminthe".into()),
        answers: vec![answer(greeting, Understood::Yes)],
    };
    let kept = store.keep_by_ear(Holder::Person(by), &listening, now()?, &mut rng()).await?;
    ensure!(store.by_ear(kept.id, Holder::Person(by)).await? == kept);
    let foreign = store.by_ear(kept.id, Holder::Person(other)).await;
    ensure!(matches!(foreign, Err(Error::NotFound(_))));
    ensure!(!serde_json::to_string(&kept)?.contains("Ouanaminthe"));
    Ok(())
}

async fn r01_answers_that_cannot_be_are_refused(store: Store) -> Result<()> {
    let by = interviewer(&store, "elena@test.example").await?;
    let greeting = voice(&store, "hat", by).await?;
    let waiting = {
        let person = store.enrol(&[enrolment(profile()?)?], now()?, &mut rng()).await?[0];
        let mam = "mam-todos-santos".parse()?;
        store.keep_greeting(person, &mam, &recording(10), now()?, &mut rng()).await?.id
    };
    for (answers, why) in [
        (vec![], Why::Missing),
        (vec![answer(greeting, Understood::No)], Why::Missing),
        (vec![answer(greeting, Understood::Yes); 2], Why::Repeated),
        (vec![answer(waiting, Understood::Yes)], Why::Unknown),
        (vec![answer(greeting, Understood::Yes); 121], Why::TooLong),
    ] {
        let listening = Listening { answers, ..Listening::default() };
        match store.keep_by_ear(Holder::Person(by), &listening, now()?, &mut rng()).await {
            Err(Error::Invalid { field: "answers", why: w }) if w == why => {}
            other => anyhow::bail!("{why:?}: {other:?}"),
        }
    }
    let long = Listening { region: Some("x".repeat(81)), ..Listening::default() };
    ensure!(matches!(
        store.by_ear_page(&long).await,
        Err(Error::Invalid { field: "region", why: Why::TooLong })
    ));
    Ok(())
}
