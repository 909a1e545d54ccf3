//! Bookings as a calendar that others subscribe to: times and one opaque word, no case, no place,
//! no name.

use crate::{
    availability::feed::Reserved,
    time::{Day, Instant},
};

/// The longest line, in bytes, without its end (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// The calendar, `title` above it and `word` on each entry. Times are UTC, so that nobody needs
/// zone data to read it.
#[must_use]
pub fn written(reserved: &[Reserved], title: &str, word: &str, now: Instant) -> String {
    let mut text = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Puente//Puente//ES",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
    ] {
        push(&mut text, line);
    }
    push(&mut text, &format!("NAME:{}", escaped(title)));
    push(&mut text, &format!("X-WR-CALNAME:{}", escaped(title)));
    for one in reserved {
        push(&mut text, "BEGIN:VEVENT");
        push(&mut text, &format!("UID:{}@puente", one.id));
        push(&mut text, &format!("DTSTAMP:{}", utc(now)));
        push(&mut text, &format!("DTSTART:{}", utc(one.starts)));
        push(&mut text, &format!("DTEND:{}", utc(one.ends)));
        push(&mut text, &format!("SUMMARY:{}", escaped(word)));
        push(&mut text, "CLASS:PRIVATE");
        push(&mut text, "TRANSP:OPAQUE");
        let status = if one.held { "STATUS:TENTATIVE" } else { "STATUS:CONFIRMED" };
        push(&mut text, status);
        push(&mut text, "END:VEVENT");
    }
    push(&mut text, "END:VCALENDAR");
    text
}

/// Adds a content line, folded at 75 bytes and never within a character.
fn push(text: &mut String, line: &str) {
    let mut bytes = 0;
    for letter in line.chars() {
        if bytes + letter.len_utf8() > LINE_BYTES {
            text.push_str("\r\n ");
            bytes = 1;
        }
        text.push(letter);
        bytes += letter.len_utf8();
    }
    text.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// `20261125T160000Z`.
fn utc(instant: Instant) -> String {
    let seconds = instant.as_micros().div_euclid(1_000_000);
    let day = i32::try_from(seconds.div_euclid(86_400)).ok().and_then(Day::numbered);
    let date = day.map(|day| day.to_string().replace('-', "")).unwrap_or_default();
    let second = seconds.rem_euclid(86_400);
    format!("{date}T{:02}{:02}{:02}Z", second / 3600, second / 60 % 60, second % 60)
}
