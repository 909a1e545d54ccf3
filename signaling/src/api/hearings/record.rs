//! `GET /api/hearings/{id}/record`: a sealed record, laid on its time line.

pub mod file;

use super::{reads_record, within_reach};
use crate::{
    api::Path,
    app::App,
    evidence::{
        manifest::{MANIFEST, MINUTES, Manifest},
        playback::{Playback, Words, timeline},
        verify::{self, Verdict},
    },
    json::Json,
    lang::{self, Lang},
    live::minutes::sentence,
    problem::{Kind, Problem},
    session::Person,
};
use aws_lc_rs::digest::{SHA256, digest};
use axum::{extract::State, http::HeaderMap};
use puente_hearing::{
    Language,
    log::{Entry, Log},
};
use puente_registry::{
    Store,
    evidence::Record,
    hearing::Hearing,
    id::HearingId,
    language::Dictionary,
    person::Account,
    time::{Instant, Moment},
};
use std::path::{Path as FilePath, PathBuf};

/// A record that was found where the catalogue says.
struct Opened {
    folder: PathBuf,
    manifest: Manifest,
    /// Whether it is the manifest that was entered when the record was sealed.
    as_entered: bool,
}

/// The record of a closed hearing, verified anew, for whoever may read it.
#[utoipa::path(get, path = "/api/hearings/{id}/record", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "`Playback`", body = Object),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: not closed", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path(id): Path<HearingId>,
) -> Result<Json<Playback<Moment>>, Problem> {
    let (hearing, record) = readable(&app, id, &me).await?;
    let lang = Lang::of(&headers);
    let (folder, key) = (app.records.join(&record.folder), app.record_public_key.clone());
    let store = app.store.clone();
    // Reads the whole record: not on a thread that others wait for.
    let played =
        tokio::task::spawn_blocking(move || play(&store, &hearing, &record, &folder, &key, lang));
    Ok(Json(played.await.map_err(|error| Problem::internal(&error))??))
}

/// The hearing and its last record.
async fn readable(app: &App, id: HearingId, me: &Account) -> Result<(Hearing, Record), Problem> {
    let hearing = within_reach(app, id, |hearing| reads_record(hearing, me)).await?;
    let record = app.store.records(id).await?.pop().ok_or(Kind::NotNow)?;
    Ok((hearing, record))
}

fn play(
    store: &Store,
    hearing: &Hearing,
    record: &Record,
    folder: &FilePath,
    key: &FilePath,
    lang: Lang,
) -> Result<Playback<Moment>, Problem> {
    let opened = open(record, folder)?;
    let minutes = std::fs::read(opened.folder.join(MINUTES)).map_err(|e| Problem::internal(&e))?;
    let languages = store.languages();
    let names = names(&minutes, &languages, lang)?;
    let words = Words {
        floor: names.floor(),
        language: &|language| names.language(language),
        sentence: &|entry| names.sentence(entry),
    };
    let timeline = timeline(&minutes, &opened.manifest, &words);
    let timeline = timeline.map_err(|error| Problem::internal(&error))?;
    let first_us = opened.manifest.span.map_or(opened.manifest.opened_us, |span| span.first_us);
    let verdict = verify::run(&opened.folder, key).verdict();
    Ok(Playback {
        starts: Moment::at(Instant::from_micros(first_us), &hearing.starts.zone),
        timeline,
        verified: opened.as_entered && verdict == Verdict::Accepted,
    })
}

fn open(record: &Record, folder: &FilePath) -> Result<Opened, Problem> {
    let bytes = std::fs::read(folder.join(MANIFEST)).map_err(|error| Problem::internal(&error))?;
    let manifest = Manifest::from_bytes(&bytes).map_err(|error| Problem::internal(&error))?;
    let as_entered = digest(&SHA256, &bytes).as_ref() == record.manifest_hash;
    Ok(Opened { folder: folder.to_owned(), manifest, as_entered })
}

/// The words for people, languages and events of one record.
struct Names<'a> {
    setup: puente_hearing::Setup,
    languages: &'a Dictionary,
    lang: Lang,
}

fn names<'a>(minutes: &[u8], languages: &'a Dictionary, lang: Lang) -> Result<Names<'a>, Problem> {
    let lines = minutes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let (_, entries) = Log::replay(lines).map_err(|error| Problem::internal(&error))?;
    let setup = puente_hearing::Setup::of_log(entries.iter().map(|entry| &entry.event));
    Ok(Names { setup: setup.ok_or(Kind::Internal)?, languages, lang })
}

impl Names<'_> {
    fn floor(&self) -> &'static str {
        match self.lang {
            Lang::Es => "sala",
            Lang::En => "floor",
            Lang::Fr => "salle",
        }
    }

    fn language(&self, language: &Language) -> String {
        let tongue = language.0.parse().ok().and_then(|known| self.languages.tongue(&known));
        tongue.map_or_else(
            || language.0.clone(),
            |tongue| {
                let names = lang::Words::new(
                    tongue.name_es.clone(),
                    tongue.name_en.clone(),
                    tongue.name_fr.clone(),
                );
                names.in_lang(self.lang).to_owned()
            },
        )
    }

    fn sentence(&self, entry: &Entry) -> Option<String> {
        Some(sentence(&entry.event, entry.by, &self.setup, self.languages, self.lang))
    }
}
