//! `POST /api/cooperation/{id}/acts`: sends, receives, asks, answers, accepts … a request.

use super::{CaseView, keys_of, view, within_reach};
use crate::{
    api::Path,
    app::{App, fresh_rng},
    cooperation::{
        keys::AuthorityKeys,
        pdf::{
            self, Paper,
            signature::{Reason, signed},
        },
    },
    json::Json,
    lang::Lang,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    Error,
    cooperation::{
        Script,
        act::{Act, Deed, Ground},
        acting::{Doing, document_of},
        directory::Authority,
        request::Case,
        sealed::Document,
    },
    id::{CooperationId, HearingId},
    language::Dictionary,
    time::{Instant, WallTime},
};
use serde::Deserialize;
use serde_json::Value;

/// An act as somebody asks for it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(tag = "deed", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActInput {
    /// Sends the request; its number is given.
    Send {},
    /// Confirms that it arrived.
    Receive {},
    /// Asks for more.
    Ask { text: String },
    /// Answers what was asked.
    Answer { text: String },
    /// Says that it will be done, by whom, and on which conditions.
    Accept {
        executing: String,
        #[serde(default)]
        conditions: Option<String>,
        /// The account here that will do it, by its e-mail address.
        #[serde(default)]
        executor_email: Option<String>,
    },
    /// Says that it will not be done.
    Refuse { ground: Ground, reason: String },
    /// Fixes day and place.
    Schedule {
        starts: WallTime,
        minutes: i64,
        place: String,
        #[serde(default)]
        hearing: Option<HearingId>,
    },
    /// Certifies what was done.
    Execute {
        #[schema(value_type = Object)]
        certificate: Value,
    },
    /// Returns the certificate, signed.
    ReturnCertificate {},
    /// Ends it.
    Close {},
    /// Takes it back.
    Withdraw { reason: String },
}

/// Does something to a request. Who may do what in which state: `allowed` of the request says.
#[utoipa::path(post, path = "/api/cooperation/{id}/acts", tag = "cooperation",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = ActInput, example = json!({
        "deed": "ask", "text": "¿En qué lengua declarará la persona?",
    })),
    responses((status = 200, body = CaseView),
              (status = 403, description = "`not_yours`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CooperationId>,
    Json(input): Json<ActInput>,
) -> Result<Json<CaseView>, Problem> {
    require(me.role, Action::Cooperate)?;
    let (case, _) = within_reach(&app, id, &me).await?;
    let executor = match &input {
        ActInput::Accept { executor_email: Some(email), .. } => {
            Some(app.store.executor_named(email, case.requested).await?)
        }
        _ => None,
    };
    let now = app.clock.now();
    let keys = keys_of(&app, me.country)?;
    let sign = |hash: &[u8]| keys.as_ref().and_then(|keys| keys.sign_receipt(hash));
    let authorities = app.store.authorities(now).await?;
    let languages = app.store.languages();
    let press =
        Press { authorities: &authorities, languages: &languages, keys: keys.as_ref(), now };
    let documents = |case: &Case, deed: Deed| press.documents(case, deed);
    let doing = Doing { act: act(input), executor, sign: &sign, documents: &documents };
    let case = app.store.act_on_cooperation(id, &me, doing, now, &mut fresh_rng()).await?;
    app.news.of_cooperation(id).await;
    Ok(Json(view(&app, case, &me).await?))
}

fn act(input: ActInput) -> Act {
    match input {
        // The bank gives the number.
        ActInput::Send {} => Act::Send { reference: String::new() },
        ActInput::Receive {} => Act::Receive {},
        ActInput::Ask { text } => Act::Ask { text },
        ActInput::Answer { text } => Act::Answer { text },
        ActInput::Accept { executing, conditions, .. } => Act::Accept { executing, conditions },
        ActInput::Refuse { ground, reason } => Act::Refuse { ground, reason },
        ActInput::Schedule { starts, minutes, place, hearing } => {
            Act::Schedule { starts, minutes, place, hearing }
        }
        ActInput::Execute { certificate } => Act::Execute { certificate },
        ActInput::ReturnCertificate {} => Act::ReturnCertificate {},
        ActInput::Close {} => Act::Close {},
        ActInput::Withdraw { reason } => Act::Withdraw { reason },
    }
}

/// What is needed to print and sign.
struct Press<'a> {
    authorities: &'a [Authority],
    languages: &'a Dictionary,
    keys: Option<&'a AuthorityKeys>,
    now: Instant,
}

impl Press<'_> {
    /// The signed documents that go with a deed, in each language.
    fn documents(&self, case: &Case, deed: Deed) -> Result<Vec<Document>, Error> {
        let Some(kind) = document_of(deed) else { return Ok(Vec::new()) };
        let entry = |country| {
            let found = self.authorities.iter().find(|authority| authority.country == country);
            found.ok_or(Error::NotFound("authority"))
        };
        let (requesting, requested) = (entry(case.requesting)?, entry(case.requested)?);
        let signer = match deed {
            Deed::Send => requesting,
            _ => requested,
        };
        let failed = |why: String| Error::Corrupt { what: "document", why };
        let mut documents = Vec::new();
        for (lang, script) in
            [(Lang::Es, Script::Es), (Lang::En, Script::En), (Lang::Fr, Script::Fr)]
        {
            let paper = Paper {
                kind,
                lang,
                case,
                requesting,
                requested,
                languages: self.languages,
                signed: self.keys.is_some(),
                now: self.now,
            };
            let mut bytes = pdf::write(&paper).map_err(|error| failed(error.to_string()))?;
            if let Some(keys) = self.keys {
                let digits: String =
                    self.now.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
                let reason = Reason {
                    name: signer.name(script),
                    place: signer.country.as_str(),
                    at: format!("{digits}Z"),
                };
                bytes = signed(&bytes, keys, &reason).map_err(|error| failed(error.to_string()))?;
            }
            documents.push(Document { kind, lang: script, bytes });
        }
        Ok(documents)
    }
}
