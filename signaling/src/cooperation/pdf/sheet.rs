//! Lays blocks of text on pages: a plain account of what stands where, and of what it is. Nothing
//! is drawn here.

use super::{
    face::{Faces, Style, Weight},
    lines::{Line, Setting, broken},
};
use crate::lang::Lang;

/// Letter paper, in points.
pub(super) const WIDTH: f32 = 612.0;
pub(super) const HEIGHT: f32 = 792.0;
const LEFT: f32 = 70.0;
const RIGHT: f32 = WIDTH - 66.0;
const TOP: f32 = 76.0;
const BOTTOM: f32 = HEIGHT - 76.0;
/// Where values begin, to the right of their labels.
const VALUES: f32 = LEFT + 142.0;

pub(super) const BODY: Style = Style { weight: Weight::Regular, size: 10.5, grey: 0 };
const LABEL: Style = Style { weight: Weight::Italic, size: 9.5, grey: 70 };
const SMALL: Style = Style { weight: Weight::Regular, size: 8.5, grey: 60 };
const HEADING: Style = Style { weight: Weight::Bold, size: 11.5, grey: 0 };
const LEADING: f32 = 14.0;

/// What a part of the document is, for those who do not see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Section,
    Heading { level: u16, title: String },
    Paragraph,
    List,
    Item,
    Label,
    ItemBody,
    Table,
    Row,
    HeadCell,
    Cell,
}

/// A part of the document within another.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) parent: Option<usize>,
}

/// Something on a page.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Text { x: f32, y: f32, style: Style, line: Line, node: Option<usize>, foreign: bool },
    Rule { from: (f32, f32), to: (f32, f32), weight: f32 },
    Box { left: f32, top: f32, right: f32, bottom: f32 },
}

/// The pages so far.
pub(super) struct Sheet<'a> {
    pub(super) faces: &'a Faces,
    lang: Lang,
    /// The language in which values are written.
    written_in: Lang,
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) nodes: Vec<Node>,
    y: f32,
    section: Option<usize>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(faces: &'a Faces, lang: Lang, written_in: Lang) -> Self {
        let pages = vec![Vec::new()];
        Self { faces, lang, written_in, pages, nodes: Vec::new(), y: TOP, section: None }
    }

    /// The two countries at the head of the first page.
    pub(super) fn letterhead(&mut self, left: &[String; 2], right: &[String; 2]) {
        self.y = 58.0;
        let node = self.node(Role::Paragraph);
        let head = Style { weight: Weight::Bold, size: 13.0, grey: 0 };
        for (style, [left, right], leading) in
            [(head, [&left[0], &right[0]], 15.0), (SMALL, [&left[1], &right[1]], 11.0)]
        {
            let half = (RIGHT - LEFT) / 2.0 - 12.0;
            let lines = |text: &str, sheet: &Self| sheet.lines(text, style, half, false);
            let (left, right) = (lines(left, self), lines(right, self));
            let from = self.y;
            for (side, lines) in [(false, &left), (true, &right)] {
                self.y = from;
                for line in lines {
                    let width = self.faces.of(style.weight).width(&line.text, style.size);
                    let x = if side { RIGHT - width } else { LEFT };
                    self.text(x, style, line.clone(), Some(node), true);
                    self.y += leading;
                }
            }
            self.y = from + leading * rows(left.len().max(right.len()));
        }
        self.y += 2.0;
        self.rule(1.2);
        self.y += 2.6;
        self.rule(0.4);
        self.y += 30.0;
    }

    /// The title, its subject and a line that marks a draft or urgency.
    pub(super) fn title(&mut self, title: &str, subject: &str, mark: Option<&str>) {
        let style = Style { weight: Weight::Bold, size: 17.0, grey: 0 };
        let role = Role::Heading { level: 1, title: title.to_owned() };
        let node = self.node(role);
        self.centred(title, style, 20.0, node);
        let node = self.node(Role::Paragraph);
        self.centred(subject, Style { weight: Weight::Italic, size: 12.0, grey: 40 }, 16.0, node);
        if let Some(mark) = mark {
            self.y += 4.0;
            let node = self.node(Role::Paragraph);
            self.centred(mark, Style { weight: Weight::Bold, size: 11.5, grey: 0 }, 16.0, node);
        }
        self.y += 8.0;
    }

    /// A numbered heading; it stays with what follows.
    pub(super) fn heading(&mut self, number: Option<u8>, title: &str) {
        self.keep(64.0);
        self.y += 12.0;
        self.section = None;
        let section = self.node(Role::Section);
        self.section = Some(section);
        let numbered =
            number.map_or_else(|| title.to_owned(), |number| format!("{number}. {title}"));
        let node = self.node(Role::Heading { level: 2, title: numbered.clone() });
        for line in self.lines(&numbered, HEADING, RIGHT - LEFT, false) {
            self.text(LEFT, HEADING, line, Some(node), false);
            self.y += LEADING;
        }
        self.y -= LEADING - 5.0;
        self.rule(0.5);
        self.y += 15.0;
    }

    /// A label with its value; the value's lines may be of another language.
    pub(super) fn field(&mut self, label: &str, value: &str, foreign: bool) {
        self.keep(LEADING * 2.0);
        let node = self.node(Role::Paragraph);
        let (page, from) = (self.pages.len(), self.y);
        for line in self.lines(label, LABEL, VALUES - LEFT - 12.0, false) {
            self.text(LEFT, LABEL, line, Some(node), false);
            self.y += 12.0;
        }
        let label_ends = self.y;
        self.y = from;
        self.paragraphs(VALUES, value, node, foreign);
        if self.pages.len() == page {
            self.y = self.y.max(label_ends + LEADING - 12.0);
        }
        self.y += 2.5;
    }

    /// A label with a numbered list.
    pub(super) fn list(&mut self, label: &str, items: &[String]) {
        self.label_line(label);
        let list = self.node(Role::List);
        for (at, item) in items.iter().enumerate() {
            self.keep(LEADING * 2.0);
            let entry = self.within(list, Role::Item);
            let number = self.within(entry, Role::Label);
            let body = self.within(entry, Role::ItemBody);
            let text = format!("{}.", at + 1);
            let width = self.faces.of(BODY.weight).width(&text, BODY.size);
            let line = Line { text, spread: 0.0 };
            self.text(LEFT + 26.0 - width - 6.0, BODY, line, Some(number), false);
            self.paragraphs(LEFT + 26.0, item, body, true);
            self.y += 2.0;
        }
        self.y += 2.0;
    }

    /// A label with a table of columns.
    pub(super) fn table(&mut self, label: &str, head: &[String], rows: &[Vec<String>]) {
        self.label_line(label);
        let table = self.node(Role::Table);
        let count = f32::from(u16::try_from(head.len().max(1)).unwrap_or(1));
        let width = (RIGHT - LEFT) / count;
        self.row(table, head, width, true);
        for row in rows {
            self.row(table, row, width, false);
        }
        self.y += 6.0;
    }

    /// A short text over the whole width.
    pub(super) fn note(&mut self, text: &str) {
        self.keep(12.0 * 2.0);
        let node = self.node(Role::Paragraph);
        for line in self.lines(text, SMALL, RIGHT - LEFT, false) {
            self.keep(12.0);
            self.text(LEFT, SMALL, line, Some(node), false);
            self.y += 11.5;
        }
        self.y += 3.0;
    }

    /// The place for the signature: a box with lines that say who signed.
    pub(super) fn signature(&mut self, title: &str, lines: &[String]) {
        let height = 26.0 + 13.0 * rows(lines.len()) + 18.0;
        self.keep(height + 24.0);
        self.y += 16.0;
        self.section = None;
        let (left, right, top) = (LEFT, RIGHT, self.y - 4.0);
        let node = self.node(Role::Heading { level: 2, title: title.to_owned() });
        self.y += 14.0;
        let heading = Line { text: self.printable(title), spread: 0.0 };
        self.text(left + 12.0, HEADING, heading, Some(node), false);
        self.y += 16.0;
        let style = Style { size: 9.5, ..BODY };
        for text in lines {
            let node = self.node(Role::Paragraph);
            for line in self.lines(text, style, right - left - 24.0, false) {
                self.text(left + 12.0, style, line, Some(node), false);
                self.y += 12.5;
            }
        }
        let bottom = self.y;
        self.mark(Mark::Box { left, top, right, bottom });
        self.y += 10.0;
    }

    /// What stands at the head of every page but the first, and at the foot of all; `foot` is
    /// told the page and how many there are.
    pub(super) fn furnish(
        &mut self,
        head: &str,
        left: &str,
        foot: impl Fn(usize, usize) -> String,
    ) {
        let count = self.pages.len();
        let face = self.faces.of(SMALL.weight);
        let (head, left) = (self.printable(head), self.printable(left));
        for (at, page) in self.pages.iter_mut().enumerate() {
            let mut put = |x: f32, y: f32, text: &str| {
                let line = Line { text: text.to_owned(), spread: 0.0 };
                page.push(Mark::Text { x, y, style: SMALL, line, node: None, foreign: false });
            };
            if at > 0 {
                put(LEFT, 46.0, &head);
            }
            put(LEFT, HEIGHT - 42.0, &left);
            let number = foot(at + 1, count);
            put(RIGHT - face.width(&number, SMALL.size), HEIGHT - 42.0, &number);
            let y = HEIGHT - 54.0;
            page.push(Mark::Rule { from: (LEFT, y), to: (RIGHT, y), weight: 0.4 });
            if at > 0 {
                page.push(Mark::Rule { from: (LEFT, 52.0), to: (RIGHT, 52.0), weight: 0.4 });
            }
        }
    }

    fn label_line(&mut self, label: &str) {
        self.keep(LEADING * 3.0);
        let node = self.node(Role::Paragraph);
        for line in self.lines(label, LABEL, RIGHT - LEFT, false) {
            self.text(LEFT, LABEL, line, Some(node), false);
            self.y += LEADING;
        }
    }

    fn row(&mut self, table: usize, cells: &[String], width: f32, head: bool) {
        let style =
            if head { Style { size: 9.5, ..HEADING } } else { Style { size: 10.0, ..BODY } };
        let row = self.within(table, Role::Row);
        let columns: Vec<Vec<Line>> =
            cells.iter().map(|cell| self.lines(cell, style, width - 10.0, false)).collect();
        let tallest = columns.iter().map(Vec::len).max().unwrap_or(1);
        self.keep(rows(tallest) * 13.0 + 6.0);
        let from = self.y;
        for (at, lines) in columns.into_iter().enumerate() {
            self.y = from;
            let cell = self.within(row, if head { Role::HeadCell } else { Role::Cell });
            let x = LEFT + width * rows(at);
            for line in lines {
                self.text(x, style, line, Some(cell), !head);
                self.y += 13.0;
            }
        }
        self.y = from + rows(tallest) * 13.0 - 9.0;
        self.rule(if head { 0.8 } else { 0.3 });
        self.y += 14.0;
    }

    fn paragraphs(&mut self, x: f32, text: &str, node: usize, foreign: bool) {
        for paragraph in text.split('\n') {
            for line in self.lines(paragraph, BODY, RIGHT - x, true) {
                self.keep(LEADING);
                self.text(x, BODY, line, Some(node), foreign);
                self.y += LEADING;
            }
        }
    }

    fn centred(&mut self, text: &str, style: Style, leading: f32, node: usize) {
        for line in self.lines(text, style, RIGHT - LEFT, false) {
            let width = self.faces.of(style.weight).width(&line.text, style.size);
            self.text((LEFT + RIGHT - width) / 2.0, style, line, Some(node), false);
            self.y += leading;
        }
    }

    fn lines(&self, text: &str, style: Style, measure: f32, justified: bool) -> Vec<Line> {
        let lang = if justified { self.written_in } else { self.lang };
        let setting = Setting { style, measure, lang, justified };
        broken(self.faces.of(style.weight), &self.printable(text), setting)
    }

    fn printable(&self, text: &str) -> String {
        self.faces.printable(text)
    }

    fn text(&mut self, x: f32, style: Style, line: Line, node: Option<usize>, foreign: bool) {
        let y = self.y;
        self.mark(Mark::Text { x, y, style, line, node, foreign });
    }

    fn rule(&mut self, weight: f32) {
        let y = self.y;
        self.mark(Mark::Rule { from: (LEFT, y), to: (RIGHT, y), weight });
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Goes on to the next page unless there is so much room.
    fn keep(&mut self, room: f32) {
        if self.y + room > BOTTOM + LEADING {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    fn node(&mut self, role: Role) -> usize {
        self.nodes.push(Node { role, parent: self.section });
        self.nodes.len() - 1
    }

    fn within(&mut self, parent: usize, role: Role) -> usize {
        self.nodes.push(Node { role, parent: Some(parent) });
        self.nodes.len() - 1
    }
}

/// A count of lines or columns, as a number to multiply by.
fn rows(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
