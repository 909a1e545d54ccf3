//! What a form is made of: sections of fields, each with its kind and whether it must be there.
//!
//! The JSON Schema, the checks, the pages and the printed document are all made from the same
//! table, so none of them can know a field that another does not.

/// A part of a form, one object of its JSON.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its number in the printed form.
    pub number: u8,
    /// Its name in the JSON.
    pub key: &'static str,
    /// What it asks for, in order.
    pub fields: &'static [Field],
}

/// One thing that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name within the section.
    pub key: &'static str,
    /// Whether it must be there when the form is sent.
    pub must: Must,
    /// What it looks like.
    pub kind: Kind,
}

/// Whether a field must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// Always.
    Always,
    /// Where another field of the section says so.
    When(&'static str, &'static str),
    /// It may be left out.
    Never,
}

/// What a field looks like.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line of so many characters at most.
    Line(usize),
    /// Text with line breaks.
    Text(usize),
    /// One word of a list.
    Word(&'static [&'static str]),
    /// One or more words of a list, none twice.
    Words(&'static [&'static str]),
    /// One or more lines.
    Lines {
        /// At most so many.
        count: usize,
        /// Of so many characters at most.
        length: usize,
    },
    /// A day, `2026-11-25`.
    Day,
    /// Minutes, from 1 to 720.
    Minutes,
    /// A language or variety by its code.
    Language,
    /// A wall time with its zone.
    Time,
    /// So many wall times, all different.
    Times(usize),
    /// Rows of a table with these columns, each a [`Kind::Line`] or [`Kind::Time`].
    Rows {
        /// At least so many.
        least: usize,
        /// At most so many.
        most: usize,
        /// What each row has; all of it must be there.
        columns: &'static [Field],
    },
    /// A SHA-256 in hexadecimal digits.
    Hash,
}

/// A field that must always be there.
pub(super) const fn must(key: &'static str, kind: Kind) -> Field {
    Field { key, must: Must::Always, kind }
}

/// A field that must be there where `field` is `word`.
pub(super) const fn when(
    key: &'static str,
    field: &'static str,
    word: &'static str,
    kind: Kind,
) -> Field {
    Field { key, must: Must::When(field, word), kind }
}

/// A field that may be left out.
pub(super) const fn may(key: &'static str, kind: Kind) -> Field {
    Field { key, must: Must::Never, kind }
}
