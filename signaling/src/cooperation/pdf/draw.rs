//! Writes laid-out pages as PDF/A-3a: tagged, with the fonts and the data inside.

use super::{
    face::Faces,
    sheet::{HEIGHT, Mark, Node, Role, Sheet, WIDTH},
};
use crate::lang::Lang;
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Archival, ConfigurationBuilder},
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope,
        Tag, TagGroup, TagKind, TagTree,
    },
};
use puente_registry::time::Instant;
use std::num::NonZeroU16;

/// What is said of the whole document.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
    pub(super) lang: Lang,
    pub(super) written_in: Lang,
    pub(super) made: Instant,
    /// The data that the document says in words.
    pub(super) json: Vec<u8>,
    pub(super) json_about: &'a str,
}

/// Why no document came about.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be written: {0}")]
pub struct Undrawable(String);

/// Draws the pages.
pub(super) fn draw(sheet: &Sheet<'_>, about: About<'_>) -> Result<Vec<u8>, Undrawable> {
    let failed = |what: &dyn std::fmt::Debug| Undrawable(format!("{what:?}"));
    let archival = ConfigurationBuilder::new().with_archival_validator(Archival::A3_A);
    let settings = SerializeSettings {
        configuration: archival.finish().map_err(|error| failed(&error))?,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); sheet.nodes.len()];
    for marks in &sheet.pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| failed(&"a page"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            put(&mut surface, sheet.faces, mark, &about, &mut leaves);
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tree(&sheet.nodes, leaves, about.lang));
    let made = date_time(about.made);
    document.set_metadata(
        Metadata::new()
            .title(about.title.to_owned())
            .authors(vec![about.author.to_owned()])
            .language(about.lang.tag().to_owned())
            .creator("Puente".to_owned())
            .creation_date(made),
    );
    let embedded = document.embed_file(EmbeddedFile {
        path: "request.json".to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some(about.json_about.to_owned()),
        association_kind: AssociationKind::Source,
        data: about.json.into(),
        modification_date: Some(made),
        compress: Some(true),
        location: None,
    });
    embedded.ok_or_else(|| failed(&"the same file twice"))?;
    document.finish().map_err(|error| failed(&error))
}

fn put(
    surface: &mut Surface<'_>,
    faces: &Faces,
    mark: &Mark,
    about: &About<'_>,
    leaves: &mut [Vec<Identifier>],
) {
    match mark {
        Mark::Text { x, y, style, line, node, foreign } => {
            let tag = match node {
                Some(_) => {
                    let lang = foreign.then(|| about.written_in.tag());
                    ContentTag::Span(SpanTag::empty().with_lang(lang))
                }
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
            };
            let identifier = surface.start_tagged(tag);
            surface.set_fill(Some(Fill {
                paint: luma::Color::new(style.grey).into(),
                opacity: NormalizedF32::ONE,
                rule: FillRule::default(),
            }));
            let face = faces.of(style.weight);
            let glyphs = face.shaped(&line.text, line.spread / style.size);
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(start, &glyphs, face.font.clone(), &line.text, style.size, false);
            surface.end_tagged();
            if let Some(leaves) = node.and_then(|node| leaves.get_mut(node)) {
                leaves.push(identifier);
            }
        }
        Mark::Rule { from, to, weight } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            outline(surface, path, *weight);
        }
        Mark::Box { left, top, right, bottom } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_ltrb(*left, *top, *right, *bottom) {
                path.push_rect(rect);
            }
            outline(surface, path, 0.8);
        }
    }
}

fn outline(surface: &mut Surface<'_>, path: PathBuilder, width: f32) {
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(None);
    let paint = luma::Color::new(40).into();
    surface.set_stroke(Some(Stroke { paint, width, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

/// The tree of parts, with what was drawn for each.
fn tree(nodes: &[Node], leaves: Vec<Vec<Identifier>>, lang: Lang) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = nodes
        .iter()
        .zip(leaves)
        .map(|(node, leaves)| {
            let mut group = TagGroup::new(kind(&node.role));
            for leaf in leaves {
                group.push(leaf);
            }
            Some(group)
        })
        .collect();
    // Children come after their parents, so from the last to the first each is complete when it
    // is put into its parent, at the front.
    let mut top = Vec::new();
    for at in (0..nodes.len()).rev() {
        let Some(group) = groups.get_mut(at).and_then(Option::take) else { continue };
        match nodes.get(at).and_then(|node| node.parent) {
            Some(parent) => {
                if let Some(Some(parent)) = groups.get_mut(parent) {
                    parent.children.insert(0, group.into());
                }
            }
            None => top.push(group),
        }
    }
    let mut tree = TagTree::new().with_lang(Some(lang.tag().to_owned()));
    for group in top.into_iter().rev() {
        tree.push(group);
    }
    tree
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Section => Tag::Section.into(),
        Role::Heading { level, title } => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::Decimal).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
    }
}

/// `2026-11-25T18:00:00Z`, taken apart.
fn date_time(at: Instant) -> DateTime {
    let digits: Vec<u16> = at
        .to_string()
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .collect();
    let part = |at: usize| digits.get(at).and_then(|part| u8::try_from(*part).ok()).unwrap_or(0);
    DateTime::new(digits.first().copied().unwrap_or(1970))
        .month(part(1))
        .day(part(2))
        .hour(part(3))
        .minute(part(4))
        .second(part(5))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

impl Undrawable {
    /// The fonts in the program are damaged.
    pub(super) fn fonts() -> Self {
        Self("fonts".to_owned())
    }
}
