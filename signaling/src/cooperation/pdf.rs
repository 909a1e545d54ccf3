//! The printed request and the printed certificate: what the JSON says, in words, on paper.

mod draw;
mod face;
mod lines;
mod sheet;
pub mod signature;

use super::words::FormWords;
use crate::lang::Lang;
pub use draw::Undrawable;
use draw::{About, draw};
use face::Faces;
use puente_registry::{
    cooperation::{
        Script,
        content::wall_time,
        directory::Authority,
        form::{Field, Kind, Section},
        receipt::canonical,
        request::Case,
        sealed::DocumentKind,
        sections::{CERTIFICATE, REQUEST},
        sha256_hex,
    },
    language::Dictionary,
    time::{Instant, Moment, WallTime},
};
use serde_json::Value;
use sheet::Sheet;

/// Everything that a document tells.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    pub kind: DocumentKind,
    pub lang: Lang,
    pub case: &'a Case,
    pub requesting: &'a Authority,
    pub requested: &'a Authority,
    pub languages: &'a Dictionary,
    /// Whether a digital signature will be put in.
    pub signed: bool,
    pub now: Instant,
}

/// The document as PDF/A-3a with its JSON inside, not yet signed.
///
/// # Errors
/// When the fonts in the program are damaged.
pub fn write(paper: &Paper<'_>) -> Result<Vec<u8>, Undrawable> {
    let Some(faces) = Faces::open() else { return Err(Undrawable::fonts()) };
    let words = FormWords::of(paper.lang);
    let written_in = match paper.case.content.text("opening", "language") {
        Some("en") => Lang::En,
        Some("fr") => Lang::Fr,
        _ => Lang::Es,
    };
    let mut sheet = Sheet::new(&faces, paper.lang, written_in);
    let title = words.sentence(
        match paper.kind {
            DocumentKind::Request => "title_request",
            DocumentKind::Certificate => "title_certificate",
        },
        &[],
    );
    opening(&mut sheet, paper, words, &title);
    let said = match paper.kind {
        DocumentKind::Request => {
            for section in REQUEST {
                let part = paper.case.content.to_value();
                fill(&mut sheet, paper, words, section, part.get(section.key));
            }
            sealed(&mut sheet, paper, words);
            paper.case.content.to_value()
        }
        DocumentKind::Certificate => {
            let certificate = paper.case.certificate().cloned().unwrap_or(Value::Null);
            if let Some((starts, minutes, place)) = paper.case.session() {
                let when = on_both_clocks(paper, words, starts);
                let minutes = words.sentence("minutes", &[("count", &minutes.to_string())]);
                sheet.heading(None, &words.sentence("session_fixed", &[]));
                let text = format!("{when}\n{minutes}\n{place}");
                sheet.field(&words.sentence("session_fixed", &[]), &text, true);
            }
            fill(&mut sheet, paper, words, &CERTIFICATE, Some(&certificate));
            certificate
        }
    };
    let json = canonical(&said);
    closing(&mut sheet, paper, words, &json);
    let reference = paper.case.reference.as_deref().unwrap_or_default();
    let head = format!("{reference}   {title}");
    sheet.furnish(&head, &words.sentence("confidential", &[]), |page, pages| {
        let (page, pages) = (page.to_string(), pages.to_string());
        words.sentence("page", &[("page", &page), ("pages", &pages)])
    });
    let author = signer(paper);
    draw(
        &sheet,
        About {
            title: &format!("{title} {reference}"),
            author: author.name(script(paper.lang)),
            lang: paper.lang,
            written_in,
            made: paper.now,
            json,
            json_about: &words.sentence("embedded", &[]),
        },
    )
}

/// The authority whose document this is.
fn signer<'a>(paper: &Paper<'a>) -> &'a Authority {
    match paper.kind {
        DocumentKind::Request => paper.requesting,
        DocumentKind::Certificate => paper.requested,
    }
}

const fn script(lang: Lang) -> Script {
    match lang {
        Lang::Es => Script::Es,
        Lang::En => Script::En,
        Lang::Fr => Script::Fr,
    }
}

fn opening(sheet: &mut Sheet<'_>, paper: &Paper<'_>, words: &FormWords, title: &str) {
    let head = |authority: &Authority| {
        let name = authority.name(script(paper.lang)).to_owned();
        [words.country(authority.country).to_uppercase(), name]
    };
    sheet.letterhead(&head(paper.requesting), &head(paper.requested));
    let mark = match (paper.case.reference.is_some(), paper.case.content.is_urgent()) {
        (false, _) => Some(words.sentence("draft", &[])),
        (true, true) => Some(words.word("opening", "urgency", "urgent")),
        (true, false) => None,
    };
    sheet.title(title, &words.sentence("subject", &[]), mark.as_deref());
    if let Some(reference) = &paper.case.reference {
        sheet.field(&words.sentence("reference", &[]), reference, false);
    }
    let today = Moment::at(paper.now, &signer(paper).about.zone).local.date_text();
    sheet.field(&words.sentence("date", &[]), &words.day(&today), false);
    for (key, authority) in [("from", paper.requesting), ("to", paper.requested)] {
        let about = &authority.about;
        let name = authority.name(script(paper.lang));
        let lines = [name, &about.address, &about.mail, &about.phone];
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        sheet.field(&words.sentence(key, &[]), &lines.join("\n"), false);
    }
}

fn fill(
    sheet: &mut Sheet<'_>,
    paper: &Paper<'_>,
    words: &FormWords,
    section: &Section,
    part: Option<&Value>,
) {
    sheet.heading(Some(section.number), words.section(section.key));
    let mut empty = true;
    for field in section.fields {
        let Some(value) = part.and_then(|part| part.get(field.key)) else { continue };
        empty = false;
        let label = words.field(section.key, field.key);
        put(sheet, paper, words, section, field, &label, value);
    }
    if empty {
        sheet.note(&words.sentence("none", &[]));
    }
}

fn put(
    sheet: &mut Sheet<'_>,
    paper: &Paper<'_>,
    words: &FormWords,
    section: &Section,
    field: &Field,
    label: &str,
    value: &Value,
) {
    let list = || value.as_array().into_iter().flatten();
    match field.kind {
        Kind::Lines { .. } => {
            let lines: Vec<String> = list().filter_map(Value::as_str).map(str::to_owned).collect();
            sheet.list(label, &lines);
        }
        Kind::Rows { columns, .. } if list().next().is_some() => {
            let head: Vec<String> =
                columns.iter().map(|column| words.field(section.key, column.key)).collect();
            let rows: Vec<Vec<String>> = list()
                .map(|row| {
                    let cell = |column: &Field| match row.get(column.key) {
                        Some(value) => said(paper, words, section, column, value),
                        None => String::new(),
                    };
                    columns.iter().map(cell).collect()
                })
                .collect();
            sheet.table(label, &head, &rows);
        }
        Kind::Rows { .. } => {
            let key = if field.key == "breaks" { "none_breaks" } else { "none" };
            sheet.field(label, &words.sentence(key, &[]), false);
        }
        Kind::Line(_) | Kind::Text(_) => {
            sheet.field(label, value.as_str().unwrap_or_default(), true);
        }
        _ => sheet.field(label, &said(paper, words, section, field, value), false),
    }
}

/// A value in words.
fn said(
    paper: &Paper<'_>,
    words: &FormWords,
    section: &Section,
    field: &Field,
    value: &Value,
) -> String {
    let text = value.as_str().unwrap_or_default();
    let list = || value.as_array().into_iter().flatten();
    match field.kind {
        Kind::Word(_) => words.word(section.key, field.key, text),
        Kind::Words(_) => list()
            .filter_map(Value::as_str)
            .map(|word| words.word(section.key, field.key, word))
            .collect::<Vec<_>>()
            .join("\n"),
        Kind::Day => words.day(text),
        Kind::Minutes => words.sentence("minutes", &[("count", &value.to_string())]),
        Kind::Language => {
            let tongue = text.parse().ok().and_then(|code| paper.languages.tongue(&code));
            tongue.map_or_else(
                || text.to_owned(),
                |tongue| {
                    let name = match paper.lang {
                        Lang::Es | Lang::Fr => &tongue.name_es,
                        Lang::En => &tongue.name_en,
                    };
                    format!("{name} ({text})")
                },
            )
        }
        Kind::Time => {
            wall_time(value).map(|time| on_both_clocks(paper, words, &time)).unwrap_or_default()
        }
        Kind::Times(_) => list()
            .filter_map(wall_time)
            .map(|time| on_both_clocks(paper, words, &time))
            .collect::<Vec<_>>()
            .join("\n"),
        _ => text.to_owned(),
    }
}

/// A wall time as both countries read it, its own clock first; once if both clocks agree.
fn on_both_clocks(paper: &Paper<'_>, words: &FormWords, time: &WallTime) -> String {
    let Ok(moment) = time.moment() else { return words.local(time.local) };
    let mut lines = vec![words.moment(&moment)];
    for authority in [paper.requested, paper.requesting] {
        let there = Moment::at(moment.instant, &authority.about.zone);
        if there.zone != moment.zone {
            let clock = there.local.to_string();
            let same_day = clock.split('T').next() == time.local.to_string().split('T').next();
            lines.push(if same_day {
                let clock = clock.split_once('T').map(|(_, clock)| clock.to_owned());
                let town = words.moment(&there);
                let day = words.local(there.local);
                town.replace(&day, &clock.unwrap_or_default())
            } else {
                words.moment(&there)
            });
        }
    }
    lines.join(" · ")
}

fn sealed(sheet: &mut Sheet<'_>, paper: &Paper<'_>, words: &FormWords) {
    if let Some(annex) = &paper.case.annex {
        sheet.heading(None, words.section("annex"));
        sheet.note(&words.sentence("annex", &[]));
        sheet.note(&format!("SHA-256: {annex}"));
    }
    if !paper.case.attachments.is_empty() {
        let count = paper.case.attachments.len().to_string();
        sheet.note(&words.sentence("attachments", &[("count", &count)]));
        for attachment in &paper.case.attachments {
            sheet.note(&format!("{}. SHA-256: {}", attachment.number, attachment.sha256));
        }
    }
}

fn closing(sheet: &mut Sheet<'_>, paper: &Paper<'_>, words: &FormWords, json: &[u8]) {
    let authority = signer(paper);
    let date = words.moment(&Moment::at(paper.now, &authority.about.zone));
    let name = authority.name(script(paper.lang));
    let mut lines = if paper.case.reference.is_none() {
        vec![words.sentence("draft", &[])]
    } else if paper.signed {
        vec![
            words.sentence("signed_by", &[("authority", name), ("date", &date)]),
            words.sentence("signature_note", &[]),
        ]
    } else {
        vec![words.sentence("unsigned", &[])]
    };
    lines.push(words.sentence("embedded", &[]));
    lines.push(format!("{}: {}", words.sentence("content_hash", &[]), sha256_hex(json)));
    sheet.signature(&words.sentence("signature", &[]), &lines);
}
