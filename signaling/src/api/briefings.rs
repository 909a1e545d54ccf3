//! The briefing of a request or hearing: `/api/briefings/{id}`, by the id of either.

pub mod file;
pub mod get;
pub mod remove;
pub mod text;
pub mod upload;

use crate::{
    app::App,
    json::Json,
    problem::{Kind, Problem},
};
use puente_registry::{
    briefing::{Briefing, Form, MOST_BYTES, Part, Reach},
    id::{BriefingItemId, PersonId},
};
use serde::Serialize;
use uuid::Uuid;

/// A briefing as its writer or one of its readers sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Contents {
    /// Whether the caller may add and remove.
    writes: bool,
    /// What stands across every page: the reader's number, or a short form of the writer's id.
    #[schema(example = "114")]
    reader: String,
    items: Vec<Item>,
    /// All together.
    bytes: i64,
    most_bytes: i64,
}

/// A text or a file.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Item {
    id: BriefingItemId,
    part: Part,
    form: Form,
    title: String,
    bytes: i64,
    /// The text; null for a file, which is read by `/files/{item}`.
    text: Option<String>,
}

/// The briefing, if this person may see it now.
///
/// # Errors
/// `briefing_not_yet` before acceptance, `briefing_closed` after the close, `not_found`.
async fn open(app: &App, id: Uuid, person: PersonId) -> Result<Briefing, Problem> {
    let briefing = app.store.briefing(id, person, app.clock.now()).await?;
    match briefing.reach {
        Reach::Writes | Reach::Reads => Ok(briefing),
        Reach::NotYet => Err(Kind::BriefingNotYet.into()),
        Reach::Over => Err(Kind::BriefingClosed.into()),
    }
}

/// The same for whoever writes it.
async fn open_to_write(app: &App, id: Uuid, person: PersonId) -> Result<Briefing, Problem> {
    let briefing = open(app, id, person).await?;
    match briefing.reach {
        Reach::Writes => Ok(briefing),
        _ => Err(Kind::NotYours.into()),
    }
}

async fn contents(
    app: &App,
    briefing: &Briefing,
    person: PersonId,
) -> Result<Json<Contents>, Problem> {
    let mut items = Vec::new();
    for item in app.store.briefing_items(briefing, &app.seal_key).await? {
        let text = match item.form {
            Form::Text => {
                let (_, text) = app.store.briefing_item(briefing, item.id, &app.seal_key).await?;
                Some(String::from_utf8_lossy(&text).into_owned())
            }
            Form::Pdf | Form::Jpeg | Form::Png => None,
        };
        let (id, part, form) = (item.id, item.part, item.form);
        items.push(Item { id, part, form, title: item.title, bytes: item.bytes, text });
    }
    Ok(Json(Contents {
        writes: briefing.reach == Reach::Writes,
        reader: reader(app, briefing, person).await?,
        bytes: items.iter().map(|item| item.bytes).sum(),
        items,
        most_bytes: MOST_BYTES,
    }))
}

/// How a reader is named on every page.
async fn reader(app: &App, briefing: &Briefing, person: PersonId) -> Result<String, Problem> {
    match briefing.reach {
        Reach::Writes => Ok(person.0.simple().to_string().split_off(24)),
        _ => Ok(app.store.interpreter(person).await?.number.to_string()),
    }
}
