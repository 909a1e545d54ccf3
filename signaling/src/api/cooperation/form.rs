//! `GET /api/cooperation/form`: what the form asks for, in words, for pages that show it.

use crate::{
    api::Query,
    cooperation::words::FormWords,
    json::Json,
    lang::Lang,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::http::HeaderMap;
use puente_registry::cooperation::{
    form::{Field, Kind, Must, Section},
    sections::{ANNEX, CERTIFICATE, REQUEST},
};
use serde::{Deserialize, Serialize};

/// In which language.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The language of the words; without it the one that the caller prefers.
    lang: Option<Lang>,
}

/// All forms.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Forms {
    request: Vec<SectionForm>,
    annex: SectionForm,
    certificate: SectionForm,
}

/// A part of a form.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SectionForm {
    key: &'static str,
    number: u8,
    title: String,
    fields: Vec<FieldForm>,
}

/// A field of a form.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FieldForm {
    key: &'static str,
    label: String,
    hint: Option<String>,
    /// `always`, `when` or `never`.
    must: &'static str,
    /// With `when`: the field of this part, and its word.
    when: Option<(&'static str, &'static str)>,
    /// `line text word words lines day minutes language time times rows hash`.
    kind: &'static str,
    /// Most characters of a line or text, or most entries of a list.
    most: Option<usize>,
    /// With `word` and `words`: what can be chosen.
    choices: Vec<Choice>,
    /// With `rows`: the columns.
    #[schema(no_recursion)]
    columns: Vec<FieldForm>,
}

/// One thing to choose.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Choice {
    word: &'static str,
    label: String,
}

/// The forms with their words.
#[utoipa::path(get, path = "/api/cooperation/form", tag = "cooperation", params(Wanted),
    responses((status = 200, body = Forms)))]
pub async fn form(
    Person(me): Person,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Forms>, Problem> {
    require(me.role, Action::Cooperate)?;
    let words = FormWords::of(wanted.lang.unwrap_or_else(|| Lang::of(&headers)));
    let told = |section: &Section| section_form(section, words);
    let request = REQUEST.iter().map(told).collect();
    Ok(Json(Forms { request, annex: told(&ANNEX), certificate: told(&CERTIFICATE) }))
}

fn section_form(section: &Section, words: &FormWords) -> SectionForm {
    SectionForm {
        key: section.key,
        number: section.number,
        title: words.section(section.key).to_owned(),
        fields: section.fields.iter().map(|field| field_form(section, field, words)).collect(),
    }
}

fn field_form(section: &Section, field: &Field, words: &FormWords) -> FieldForm {
    let (must, when) = match field.must {
        Must::Always => ("always", None),
        Must::When(other, word) => ("when", Some((other, word))),
        Must::Never => ("never", None),
    };
    let (kind, most) = match field.kind {
        Kind::Line(most) => ("line", Some(most)),
        Kind::Text(most) => ("text", Some(most)),
        Kind::Word(_) => ("word", None),
        Kind::Words(_) => ("words", None),
        Kind::Lines { count, .. } => ("lines", Some(count)),
        Kind::Day => ("day", None),
        Kind::Minutes => ("minutes", Some(720)),
        Kind::Language => ("language", None),
        Kind::Time => ("time", None),
        Kind::Times(count) => ("times", Some(count)),
        Kind::Rows { most, .. } => ("rows", Some(most)),
        Kind::Hash => ("hash", Some(64)),
    };
    let choices = match field.kind {
        Kind::Word(list) | Kind::Words(list) => list
            .iter()
            .map(|word| Choice { word, label: words.word(section.key, field.key, word) })
            .collect(),
        _ => Vec::new(),
    };
    let columns = match field.kind {
        Kind::Rows { columns, .. } => {
            columns.iter().map(|column| field_form(section, column, words)).collect()
        }
        _ => Vec::new(),
    };
    FieldForm {
        key: field.key,
        label: words.field(section.key, field.key),
        hint: words.hint(section.key, field.key).map(str::to_owned),
        must,
        when,
        kind,
        most,
        choices,
        columns,
    }
}
