//! Puts a digital signature into a PDF (PAdES, ETSI EN 319 142: `ETSI.CAdES.detached`), as an
//! addition at its end that leaves every byte before it as it was.

use crate::cooperation::keys::AuthorityKeys;
use aws_lc_rs::digest::{Context, SHA256};
use std::ops::Range;

/// Room for the signature, in bytes; ours with its certificate takes about 1.3 KB.
const ROOM: usize = 8 * 1024;
/// Room for each number of the byte range.
const DIGITS: usize = 10;

/// The document is not of the form that our writer gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the document cannot be signed")]
pub struct Unsignable;

/// Who signs, where, and when, as readers show it.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    pub name: &'a str,
    pub place: &'a str,
    /// `20261125180000Z`
    pub at: String,
}

/// The document with its signature.
///
/// # Errors
/// [`Unsignable`].
pub fn signed(
    pdf: &[u8],
    keys: &AuthorityKeys,
    reason: &Reason<'_>,
) -> Result<Vec<u8>, Unsignable> {
    let file = File::read(pdf).ok_or(Unsignable)?;
    let page_number = file.first_page().ok_or(Unsignable)?;
    let (field, value) = (file.size, file.size + 1);
    let catalog = with_entry(
        file.object(file.root).ok_or(Unsignable)?,
        &format!("/AcroForm<</Fields[{field} 0 R]/SigFlags 3>>"),
    )
    .ok_or(Unsignable)?;
    let page =
        with_entry(file.object(page_number).ok_or(Unsignable)?, &format!("/Annots[{field} 0 R]"))
            .ok_or(Unsignable)?;

    let mut out = pdf.to_vec();
    if !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    let mut entries = Vec::new();
    for (number, body) in [(file.root, catalog), (page_number, page)] {
        entries.push((number, out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(b"\nendobj\n");
    }
    entries.push((field, out.len()));
    out.extend_from_slice(
        format!(
            "{field} 0 obj\n<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/F 132\
             /Rect[0 0 0 0]/P {page_number} 0 R/V {value} 0 R>>\nendobj\n"
        )
        .as_bytes(),
    );
    entries.push((value, out.len()));
    out.extend_from_slice(
        format!(
            "{value} 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached\
             /M(D:{})/Name{}/Location{}/ByteRange[0 ",
            reason.at,
            text_string(reason.name),
            text_string(reason.place),
        )
        .as_bytes(),
    );
    let range_at = out.len();
    out.extend(std::iter::repeat_n(b' ', 3 * (DIGITS + 1)));
    out.extend_from_slice(b"]/Contents<");
    let contents = out.len()..out.len() + 2 * ROOM;
    out.extend(std::iter::repeat_n(b'0', 2 * ROOM));
    out.extend_from_slice(b">>>\nendobj\n");
    write_trailer(&mut out, &file, &mut entries);
    fill_in(out, range_at, contents, keys)
}

/// Writes the byte range, then signs everything but the place of the signature itself.
fn fill_in(
    mut out: Vec<u8>,
    range_at: usize,
    contents: Range<usize>,
    keys: &AuthorityKeys,
) -> Result<Vec<u8>, Unsignable> {
    // The brackets of the hexadecimal string are left out, too.
    let (before, after) = (contents.start - 1, contents.end + 1);
    let range = format!("{before:>DIGITS$} {after:>DIGITS$} {:>DIGITS$}", out.len() - after);
    let place = out.get_mut(range_at..range_at + range.len()).ok_or(Unsignable)?;
    place.copy_from_slice(range.as_bytes());
    let mut context = Context::new(&SHA256);
    context.update(out.get(..before).ok_or(Unsignable)?);
    context.update(out.get(after..).ok_or(Unsignable)?);
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    let signature = hex::encode(keys.sign_document(&hash).ok_or(Unsignable)?);
    let place = out.get_mut(contents).and_then(|room| room.get_mut(..signature.len()));
    place.ok_or(Unsignable)?.copy_from_slice(signature.as_bytes());
    Ok(out)
}

fn write_trailer(out: &mut Vec<u8>, file: &File<'_>, entries: &mut [(usize, usize)]) {
    let start = out.len();
    entries.sort_unstable();
    out.extend_from_slice(b"xref\n");
    for (number, offset) in entries.iter() {
        out.extend_from_slice(format!("{number} 1\n{offset:010} 00000 n \n").as_bytes());
    }
    let kept: String = ["/Info", "/ID"].iter().filter_map(|key| file.trailer_entry(key)).collect();
    let (size, root, before) = (file.size + 2, file.root, file.xref_at);
    out.extend_from_slice(
        format!(
            "trailer\n<</Size {size}/Root {root} 0 R{kept}/Prev {before}>>\n\
             startxref\n{start}\n%%EOF\n"
        )
        .as_bytes(),
    );
}

/// A text string: UTF-16 with its mark, in hexadecimal digits.
fn text_string(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

/// The body of an object, a dictionary, with one more entry.
fn with_entry(body: &[u8], entry: &str) -> Option<Vec<u8>> {
    let end = body.iter().rposition(|byte| *byte == b'>')?.checked_sub(1)?;
    let (head, tail) = body.split_at_checked(end)?;
    Some([head, entry.as_bytes(), tail].concat())
}

/// As much of a PDF file as must be known to add to it.
struct File<'a> {
    bytes: &'a [u8],
    trailer: &'a str,
    root: usize,
    size: usize,
    xref_at: usize,
}

impl<'a> File<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let at = bytes.windows(9).rposition(|window| window == b"startxref")?;
        let tail = std::str::from_utf8(bytes.get(at + 9..)?).ok()?;
        let xref_at: usize = tail.split_whitespace().next()?.parse().ok()?;
        if !bytes.get(xref_at..)?.starts_with(b"xref") {
            return None;
        }
        let trailer_at = bytes.windows(7).rposition(|window| window == b"trailer")?;
        let trailer = std::str::from_utf8(bytes.get(trailer_at..at)?).ok()?;
        let number = |key: &str| -> Option<usize> {
            let (_, rest) = trailer.split_once(key)?;
            leading_number(rest)
        };
        Some(Self { bytes, trailer, root: number("/Root")?, size: number("/Size")?, xref_at })
    }

    /// The bytes between `N 0 obj` and `endobj`.
    fn object(&self, number: usize) -> Option<&'a [u8]> {
        let head = format!("\n{number} 0 obj");
        let at = find(self.bytes, head.as_bytes())? + head.len();
        let body = self.bytes.get(at..)?;
        let body = body.get(..find(body, b"endobj")?)?;
        Some(body.trim_ascii())
    }

    /// The number of the first page, by way of the catalogue.
    fn first_page(&self) -> Option<usize> {
        let mut number = reference(self.object(self.root)?, "/Pages")?;
        // The tree of pages is never deep.
        for _ in 0..16 {
            let node = self.object(number)?;
            match reference(node, "/Kids") {
                Some(kid) => number = kid,
                None => return Some(number),
            }
        }
        None
    }

    /// An entry of the trailer as it stands there, with its key.
    fn trailer_entry(&self, key: &str) -> Option<String> {
        let (_, rest) = self.trailer.split_once(key)?;
        let end = if rest.trim_start().starts_with('[') {
            rest.find(']')? + 1
        } else {
            rest.find('R')? + 1
        };
        Some(format!("{key}{}", rest.get(..end)?))
    }
}

/// The number of the object that an entry names, or of the first of a list.
fn reference(body: &[u8], key: &str) -> Option<usize> {
    let at = find(body, key.as_bytes())? + key.len();
    let rest = std::str::from_utf8(body.get(at..)?.get(..40.min(body.len() - at))?).ok()?;
    leading_number(rest.trim_start_matches([' ', '[', '\n']))
}

fn leading_number(text: &str) -> Option<usize> {
    let digits: String = text.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
