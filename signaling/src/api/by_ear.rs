//! Finding a language by ear: `/api/by-ear`. Open to everyone who is signed in, a seat's kit too.
//! Where somebody comes from travels in bodies only: addresses end up in logs.

pub mod create;
pub mod get;
pub mod next;

use super::languages::Language;
use crate::{lang::Lang, problem::Problem};
use puente_registry::{
    by_ear::{ByEar, Certainty, Page},
    id::{ByEarId, GreetingId},
    language::Dictionary,
};
use serde::Serialize;

/// What to play next. Nothing in it tells whose voice it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ByEarPage {
    /// Likeliest first; empty once everything was heard.
    greetings: Vec<Sound>,
    /// The likeliest language so far, once anything was understood.
    best: Option<Best>,
}

/// A greeting to play.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Sound {
    #[schema(value_type = uuid::Uuid)]
    id: GreetingId,
    /// Where its sound is.
    audio: String,
    language: Language,
}

/// A language and how sure it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Best {
    language: Language,
    /// How likely it is this variety, in percent.
    percent: i32,
    /// How likely it is this or another variety of the same code, in percent.
    code_percent: i32,
    /// The percentage in a word: `sure`, `likely`, `possible`, `weak`.
    certainty: &'static str,
}

/// A result as it is kept; its id can stand in a request.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ByEarResult {
    #[schema(value_type = uuid::Uuid)]
    id: ByEarId,
    #[serde(flatten)]
    best: Best,
    /// How many greetings were heard.
    heard: i32,
}

impl ByEarPage {
    fn new(page: &Page, languages: &Dictionary, lang: Lang) -> Self {
        let sound = |(id, language): &(GreetingId, _)| {
            let tongue = languages.tongue(language)?;
            let audio = format!("/api/greetings/{id}/audio");
            Some(Sound { id: *id, audio, language: Language::new(tongue, lang) })
        };
        let best = page.best.as_ref().and_then(|guess| {
            let tongue = languages.tongue(&guess.language)?;
            let language = Language::new(tongue, lang);
            Some(Best::new(language, guess.percent, guess.code_percent))
        });
        Self { greetings: page.greetings.iter().filter_map(sound).collect(), best }
    }
}

impl Best {
    fn new(language: Language, percent: i32, code_percent: i32) -> Self {
        Self { language, percent, code_percent, certainty: Certainty::of(percent).as_str() }
    }
}

impl ByEarResult {
    fn new(kept: &ByEar, languages: &Dictionary, lang: Lang) -> Result<Self, Problem> {
        let tongue = languages.tongue(&kept.language).ok_or(crate::problem::Kind::NotFound)?;
        let best = Best::new(Language::new(tongue, lang), kept.percent, kept.code_percent);
        Ok(Self { id: kept.id, best, heard: kept.heard })
    }
}
