//! The fonts of documents: Libertinus Serif, shipped with the program, in three cuts.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::UnicodeBuffer;

const REGULAR: &[u8] = include_bytes!("../../../fonts/LibertinusSerif-Regular.otf");
const BOLD: &[u8] = include_bytes!("../../../fonts/LibertinusSerif-Semibold.otf");
const ITALIC: &[u8] = include_bytes!("../../../fonts/LibertinusSerif-Italic.otf");

/// A cut of the font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
    Italic,
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// 0 is black.
    pub(super) grey: u8,
}

/// The three cuts, opened.
pub(super) struct Faces {
    regular: Face,
    bold: Face,
    italic: Face,
}

/// One cut.
pub(super) struct Face {
    pub(super) font: Font,
    shaper: rustybuzz::Face<'static>,
}

impl Faces {
    /// None if the fonts in the program are damaged.
    pub(super) fn open() -> Option<Self> {
        Some(Self {
            regular: Face::open(REGULAR)?,
            bold: Face::open(BOLD)?,
            italic: Face::open(ITALIC)?,
        })
    }

    pub(super) const fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
            Weight::Italic => &self.italic,
        }
    }

    /// The text with every character that a cut cannot print written as its number, so that
    /// nothing is silently left out.
    pub(super) fn printable(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            let drawn = [&self.regular, &self.bold, &self.italic]
                .iter()
                .all(|face| face.shaper.glyph_index(character).is_some());
            let private = matches!(u32::from(character), 0xe000..=0xf8ff | 0xf_0000..);
            if character == '\n' || (drawn && !private) {
                out.push(character);
            } else if character.is_whitespace() {
                out.push(' ');
            } else {
                out.push_str(&format!("(U+{:04X})", u32::from(character)));
            }
        }
        out
    }
}

impl Face {
    fn open(data: &'static [u8]) -> Option<Self> {
        Some(Self {
            font: Font::new(data.into(), 0)?,
            shaper: rustybuzz::Face::from_slice(data, 0)?,
        })
    }

    /// How wide a text is.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.shaped(text, 0.0).iter().map(|glyph| glyph.x_advance * size).sum()
    }

    /// The glyphs of a text, in units of the font size; `spread` widens each space. A soft hyphen
    /// at the end is drawn as a hyphen, and still read as a soft one.
    pub(super) fn shaped(&self, text: &str, spread: f32) -> Vec<KrillaGlyph> {
        let drawn = text.strip_suffix('\u{ad}').map(|head| format!("{head}-"));
        let drawn = drawn.as_deref().unwrap_or(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(drawn);
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
        let output = rustybuzz::shape(&self.shaper, &[], buffer);
        // A font has 16 to 16384 units an em.
        let em = f32::from(u16::try_from(self.shaper.units_per_em()).unwrap_or(1_000));
        #[expect(clippy::cast_precision_loss, reason = "a font's units are small")]
        let of_em = |units: i32| units as f32 / em;
        let starts: Vec<usize> = output
            .glyph_infos()
            .iter()
            .map(|info| usize::try_from(info.cluster).unwrap_or(0))
            .collect();
        let mut glyphs = Vec::with_capacity(starts.len());
        for (at, (info, position)) in
            output.glyph_infos().iter().zip(output.glyph_positions()).enumerate()
        {
            let start = starts.get(at).copied().unwrap_or(0);
            let end = starts.iter().skip(at).copied().find(|next| *next > start);
            let end = end.unwrap_or(text.len());
            let is_space = text.get(start..end) == Some(" ");
            glyphs.push(KrillaGlyph {
                glyph_id: GlyphId::new(info.glyph_id),
                text_range: start..end,
                x_advance: of_em(position.x_advance) + if is_space { spread } else { 0.0 },
                x_offset: of_em(position.x_offset),
                y_offset: of_em(position.y_offset),
                y_advance: 0.0,
                location: None,
            });
        }
        glyphs
    }
}
