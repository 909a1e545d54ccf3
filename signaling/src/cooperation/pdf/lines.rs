//! Breaks text into lines: words are measured as the font shapes them, long ones hyphenated by
//! the patterns of their language, and lines filled evenly.

use super::face::{Face, Style};
use crate::lang::Lang;

/// A line that is nearly full is not worth a hyphen: so much of the measure may stay open.
const OPEN_SHARE: f32 = 0.06;
/// No shorter word is hyphenated.
const LEAST_HYPHENATED: usize = 7;

/// A line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its text; a soft hyphen at the end is a hyphen.
    pub(super) text: String,
    /// What is added to each space, so that the line fills the measure.
    pub(super) spread: f32,
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) style: Style,
    pub(super) measure: f32,
    pub(super) lang: Lang,
    /// Fills every line but the last and hyphenates; ragged otherwise.
    pub(super) justified: bool,
}

/// Breaks one paragraph.
pub(super) fn broken(face: &Face, text: &str, setting: Setting) -> Vec<Line> {
    let Setting { style, measure, .. } = setting;
    let space = face.width(" ", style.size);
    let mut lines = Vec::new();
    let (mut line, mut width) = (String::new(), 0.0);
    for word in text.split_whitespace() {
        let mut word = word.to_owned();
        loop {
            let gap = if line.is_empty() { 0.0 } else { space };
            let word_width = face.width(&word, style.size);
            if width + gap + word_width <= measure {
                push(&mut line, &word);
                width += gap + word_width;
                break;
            }
            let room = measure - width - gap;
            let worth = setting.justified && room > measure * OPEN_SHARE;
            let parted = worth.then(|| parted(face, &word, room, setting)).flatten();
            if let Some((head, tail)) = parted {
                push(&mut line, &head);
                width += gap + face.width(&head, style.size);
                word = tail;
            } else if line.is_empty() {
                // Longer than the measure and without a syllable to break at: cut where it must.
                let (head, tail) = cut(face, &word, measure, style.size);
                push(&mut line, &head);
                width = measure;
                word = tail;
            }
            lines.push(finished(std::mem::take(&mut line), width, setting));
            width = 0.0;
            if word.is_empty() {
                break;
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(Line { text: line, spread: 0.0 });
    }
    lines
}

fn push(line: &mut String, word: &str) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(word);
}

fn finished(text: String, width: f32, setting: Setting) -> Line {
    let spaces = text.matches(' ').count();
    let missing = (setting.measure - width).max(0.0);
    let count = u16::try_from(spaces).unwrap_or(u16::MAX);
    let spread = if setting.justified && count > 0 { missing / f32::from(count) } else { 0.0 };
    // Better an uneven edge than holes in the line.
    let spread = if spread > setting.style.size * 0.6 { 0.0 } else { spread };
    Line { text, spread }
}

/// The longest beginning of a word, with a soft hyphen, that fits; and the rest.
fn parted(face: &Face, word: &str, room: f32, setting: Setting) -> Option<(String, String)> {
    let start = word.find(char::is_alphabetic)?;
    let core: String = word.get(start..)?.chars().take_while(|c| c.is_alphabetic()).collect();
    if core.chars().count() < LEAST_HYPHENATED {
        return None;
    }
    let patterns = match setting.lang {
        Lang::Es => hypher::Lang::Spanish,
        Lang::En => hypher::Lang::English,
        Lang::Fr => hypher::Lang::French,
    };
    let mut found = None;
    let mut at = start;
    let syllables: Vec<&str> = hypher::hyphenate(&core, patterns).collect();
    for syllable in syllables.iter().take(syllables.len().saturating_sub(1)) {
        at += syllable.len();
        let head = format!("{}\u{ad}", word.get(..at)?);
        if face.width(&head, setting.style.size) > room {
            break;
        }
        found = Some((head, word.get(at..)?.to_owned()));
    }
    found
}

fn cut(face: &Face, word: &str, measure: f32, size: f32) -> (String, String) {
    let mut head = String::new();
    for character in word.chars() {
        head.push(character);
        if head.chars().count() > 1 && face.width(&head, size) > measure {
            head.pop();
            break;
        }
    }
    let tail = word.get(head.len()..).unwrap_or_default().to_owned();
    (head, tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cooperation::pdf::face::{Faces, Weight};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn coop_no_letter_is_lost_between_lines_and_no_line_is_too_long(
            text in "[a-záéñü ]{0,160}", measure in 60.0_f32..400.0, justified: bool,
        ) {
            let faces = Faces::open().unwrap();
            let style = Style { weight: Weight::Regular, size: 10.5, grey: 0 };
            let face = faces.of(style.weight);
            let setting = Setting { style, measure, lang: Lang::Es, justified };
            let lines = broken(face, &text, setting);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let joined: String = lines.iter().map(|line| line.text.as_str()).collect();
            prop_assert_eq!(letters(&joined), letters(&text));
            for line in &lines {
                let spaces = line.text.matches(' ').count() as f32;
                let width = face.width(&line.text, style.size) + spaces * line.spread;
                prop_assert!(width <= measure + 0.5, "{width} in {measure}: {:?}", line.text);
            }
        }
    }
}
