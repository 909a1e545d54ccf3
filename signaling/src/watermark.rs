//! Files of a briefing as one reader sees them: each page carries the reader's number and the
//! time, across the page and in the document's own description, so that a leaked copy says whose
//! it was. Pictures become pages. What a file could run by itself is taken out.

use image::{DynamicImage, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use puente_registry::briefing::Form;
use std::io::Cursor;

/// Whose copy it is.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The reader's number, or for whoever wrote it a short form of the account's id.
    pub reader: String,
    /// When it was opened: `2026-11-24 15:00 UTC`.
    pub at: String,
}

/// A file that cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum UnfitFile {
    #[error("the PDF cannot be read: {0}")]
    Pdf(#[from] lopdf::Error),
    #[error("the PDF is locked with a password")]
    Locked,
    #[error("the PDF has no page or too many")]
    Pages,
    #[error("the picture cannot be read: {0}")]
    Picture(#[from] image::ImageError),
    #[error("the document cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// More pages than anybody translates at sight.
const MOST_PAGES: usize = 300;
/// Larger pictures are larger than any scanner's.
const MOST_PIXELS_A_SIDE: u32 = 12_000;
/// What decoding a picture may take.
const MOST_PICTURE_BYTES: u64 = 256 * 1024 * 1024;
/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 24.0;

/// What the bytes are, by their first ones: what a caller says of them does not count.
pub fn form_of(bytes: &[u8]) -> Option<Form> {
    const PDF: &[u8] = b"%PDF-";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    const JPEG: &[u8] = b"\xff\xd8\xff";
    [(PDF, Form::Pdf), (PNG, Form::Png), (JPEG, Form::Jpeg)]
        .into_iter()
        .find_map(|(magic, form)| bytes.starts_with(magic).then_some(form))
}

/// Whether the file can be shown to readers later.
///
/// # Errors
/// Why not.
pub fn check(form: Form, bytes: &[u8]) -> Result<(), UnfitFile> {
    let mark = Mark { reader: String::new(), at: String::new() };
    marked(form, bytes, &mark).map(drop)
}

/// The file as a PDF with the reader's mark on each page.
///
/// # Errors
/// When it cannot be read.
pub fn marked(form: Form, bytes: &[u8], mark: &Mark) -> Result<Vec<u8>, UnfitFile> {
    let mut document = match form {
        Form::Jpeg => picture(bytes, ImageFormat::Jpeg)?,
        Form::Png => picture(bytes, ImageFormat::Png)?,
        Form::Pdf | Form::Text => Document::load_mem(bytes)?,
    };
    if document.is_encrypted() || document.was_encrypted() {
        return Err(UnfitFile::Locked);
    }
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
    if pages.is_empty() || pages.len() > MOST_PAGES {
        return Err(UnfitFile::Pages);
    }
    disarm(&mut document)?;
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica-Bold",
        "Encoding" => "WinAnsiEncoding",
    });
    let pale = document.add_object(dictionary! { "Type" => "ExtGState", "ca" => 0.28 });
    let save = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    for page in pages {
        stamp(&mut document, page, Resources { font, pale, save }, mark)?;
    }
    describe(&mut document, mark);
    let mut written = Vec::with_capacity(bytes.len());
    document.save_to(&mut written)?;
    Ok(written)
}

#[derive(Clone, Copy)]
struct Resources {
    font: ObjectId,
    pale: ObjectId,
    /// Begins what a page had before, so that it ends where the mark begins.
    save: ObjectId,
}

/// Takes out what a reader's program would run, fill in or open.
fn disarm(document: &mut Document) -> Result<(), lopdf::Error> {
    let catalog = document.catalog_mut()?;
    for key in [&b"OpenAction"[..], b"AA", b"Names", b"AcroForm"] {
        catalog.remove(key);
    }
    Ok(())
}

fn stamp(
    document: &mut Document,
    page: ObjectId,
    shared: Resources,
    mark: &Mark,
) -> Result<(), lopdf::Error> {
    let size = size_of(document, page);
    let drawing = document.add_object(Stream::new(Dictionary::new(), drawing(size, mark)));
    let mut contents = vec![Object::Reference(shared.save)];
    contents.extend(document.get_page_contents(page).into_iter().map(Object::Reference));
    contents.push(Object::Reference(drawing));
    let dictionary = document.get_dictionary_mut(page)?;
    dictionary.set("Contents", contents);
    dictionary.remove(b"AA");
    dictionary.remove(b"Annots");
    document.add_graphics_state(page, "PuentePale", shared.pale)?;
    add_font(document, page, shared.font)
}

fn add_font(document: &mut Document, page: ObjectId, font: ObjectId) -> Result<(), lopdf::Error> {
    let resources = document.get_or_create_resources(page)?.as_dict_mut()?;
    if !resources.has(b"Font") {
        resources.set("Font", Dictionary::new());
    }
    let fonts = resources.get_mut(b"Font")?;
    let fonts = match fonts {
        Object::Reference(id) => {
            let id = *id;
            document.get_dictionary_mut(id)?
        }
        direct => direct.as_dict_mut()?,
    };
    fonts.set("PuenteMark", Object::Reference(font));
    Ok(())
}

/// The page's width and height, its own or inherited.
fn size_of(document: &Document, page: ObjectId) -> (f32, f32) {
    const DEEPEST: usize = 32;
    let mut node = document.get_dictionary(page).ok();
    for _ in 0..DEEPEST {
        let Some(dictionary) = node else { break };
        let sides = dictionary.get(b"MediaBox").ok().and_then(|found| {
            let (_, found) = document.dereference(found).ok()?;
            let [left, bottom, right, top] = found.as_array().ok()?.as_slice() else { return None };
            let side = |object: &Object| object.as_float().ok();
            Some((side(right)? - side(left)?, side(top)? - side(bottom)?))
        });
        if let Some((width, height)) = sides {
            return (width.clamp(72.0, 14_400.0), height.clamp(72.0, 14_400.0));
        }
        let parent = dictionary.get(b"Parent").and_then(Object::as_reference);
        node = parent.ok().and_then(|id| document.get_dictionary(id).ok());
    }
    PAGE
}

/// The mark five times across the page, rising, and once along the foot.
fn drawing((width, height): (f32, f32), mark: &Mark) -> Vec<u8> {
    let text = shown(mark);
    let size = (width / 26.0).clamp(8.0, 60.0);
    let mut drawing = String::from("\nQ\nq /PuentePale gs 0.35 g BT\n");
    for line in 0..5_u8 {
        let up = height * (0.06 + 0.19 * f32::from(line));
        let along = width * if line % 2 == 0 { 0.06 } else { 0.22 };
        drawing += &format!(
            "/PuenteMark {size:.1} Tf 0.94 0.34 -0.34 0.94 {along:.1} {up:.1} Tm ({text}) Tj\n"
        );
    }
    drawing += &format!("/PuenteMark 8 Tf 1 0 0 1 {MARGIN:.1} 10 Tm ({text}) Tj\nET Q\n");
    drawing.into_bytes()
}

fn shown(mark: &Mark) -> String {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || " :-.".contains(*c)).collect()
    };
    format!("{}  -  {}", plain(&mark.reader), plain(&mark.at))
}

fn describe(document: &mut Document, mark: &Mark) {
    let text = shown(mark);
    let about = dictionary! {
        "Producer" => Object::string_literal("Puente"),
        "Subject" => Object::string_literal("Briefing; for this reader only"),
        "Keywords" => Object::string_literal(text),
    };
    let about = document.add_object(about);
    document.trailer.set("Info", Object::Reference(about));
}

/// A picture on one page, written anew so that nothing but the picture is left of its file.
fn picture(bytes: &[u8], format: ImageFormat) -> Result<Document, UnfitFile> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    limits.max_alloc = Some(MOST_PICTURE_BYTES);
    reader.limits(limits);
    let picture = DynamicImage::ImageRgb8(reader.decode()?.into_rgb8());
    let mut jpeg = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 88))?;
    Ok(one_page(&picture, jpeg))
}

fn one_page(picture: &DynamicImage, jpeg: Vec<u8>) -> Document {
    let mut document = Document::with_version("1.5");
    let (columns, rows) = (i64::from(picture.width()), i64::from(picture.height()));
    let mut stream = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => columns, "Height" => rows,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
        },
        jpeg,
    );
    stream.allows_compression = false;
    let image = document.add_object(stream);
    let (page_width, page_height) = PAGE;
    let (wide, high) = (page_width - 2.0 * MARGIN, page_height - 2.0 * MARGIN);
    let scale = (wide / columns as f32).min(high / rows as f32);
    let (width, height) = (columns as f32 * scale, rows as f32 * scale);
    let (left, bottom) = ((page_width - width) / 2.0, (page_height - height) / 2.0);
    let draw = format!("q {width:.2} 0 0 {height:.2} {left:.2} {bottom:.2} cm /Picture Do Q\n");
    let content = document.add_object(Stream::new(Dictionary::new(), draw.into_bytes()));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), page_width.into(), page_height.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "Picture" => image } },
    });
    document.set_object(
        pages,
        dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 },
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use proptest::prelude::*;

    fn mark(reader: &str) -> Mark {
        Mark { reader: reader.to_owned(), at: "2026-11-24 15:00 UTC".to_owned() }
    }

    fn png() -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// A PDF whose page inherits its size and its font, as many programs write them.
    fn pdf() -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
        });
        let content = b"BT /F1 12 Tf 50 50 Td (Exhibit 4) Tj ET".to_vec();
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let pages = document.new_object_id();
        let page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content };
        let page = document.add_object(page);
        document.set_object(
            pages,
            dictionary! {
                "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1,
                "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            },
        );
        let catalog = document.add_object(dictionary! {
            "Type" => "Catalog", "Pages" => pages,
            "OpenAction" => dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") },
        });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn r14_each_readers_copy_carries_the_number_on_the_page_and_in_its_description() {
        for (form, file) in [(Form::Pdf, pdf()), (Form::Png, png())] {
            assert_eq!(form_of(&file), Some(form));
            let copies = ["114", "115"].map(|reader| marked(form, &file, &mark(reader)).unwrap());
            assert_ne!(copies[0], copies[1], "{form}: two readers' copies differ");
            for (copy, reader) in copies.iter().zip(["114", "115"]) {
                let read = Document::load_mem(copy).unwrap();
                let page = read.page_iter().next().unwrap();
                let content = read.get_page_content(page);
                let content = String::from_utf8_lossy(&content).into_owned();
                let text = format!("({reader}  -  2026-11-24 15:00 UTC)");
                assert!(content.matches(&text).count() >= 5, "{form}: {content}");
                let fonts = read.get_page_fonts(page).unwrap();
                assert!(fonts.contains_key(&b"PuenteMark"[..]), "{form}");
                assert_eq!(fonts.contains_key(&b"F1"[..]), form == Form::Pdf, "its own font stays");
                let about = read.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
                let about = read.get_dictionary(about).unwrap();
                let keywords = about.get(b"Keywords").and_then(Object::as_str).unwrap();
                assert!(String::from_utf8_lossy(keywords).contains(reader));
                assert!(!read.catalog().unwrap().has(b"OpenAction"), "nothing runs by itself");
            }
        }
    }

    #[test]
    fn what_is_no_file_of_ours_is_refused() {
        assert_eq!(form_of(b"<svg onload=alert(1)>"), None);
        assert_eq!(form_of(b"PK\x03\x04"), None);
        assert!(check(Form::Pdf, b"%PDF-1.7 and nothing else").is_err());
        assert!(check(Form::Png, b"\x89PNG\r\n\x1a\n").is_err());
        assert!(check(Form::Jpeg, &png()).is_err(), "its form is not what it says");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_damage_to_a_file_makes_marking_panic(
            at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>(),
        ) {
            for (form, mut file) in [(Form::Pdf, pdf()), (Form::Png, png())] {
                let place = at.index(file.len());
                file[place] = byte;
                let _ = marked(form, &file, &mark("1"));
                file.truncate(cut.index(file.len()));
                let _ = marked(form, &file, &mark("1"));
            }
        }
    }
}
