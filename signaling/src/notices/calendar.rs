//! The calendar entry of a booking as an iCalendar object (RFC 5545, RFC 5546): the same UID for
//! the hearing's life and a rising SEQUENCE, so that a calendar changes or removes what it has.

use puente_registry::{id::HearingId, time::Instant};

/// What a calendar is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Enter it, or change what is entered.
    Request,
    /// Remove it.
    Cancel,
}

/// One entry for one attendee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) method: Method,
    pub(super) hearing: HearingId,
    pub(super) sequence: i64,
    pub(super) stamp: Instant,
    pub(super) starts: Instant,
    pub(super) ends: Instant,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) url: String,
    pub(super) attendee: String,
}

impl Method {
    pub(super) fn word(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }
}

impl Entry {
    /// The object; `organizer` is the address that the mail comes from.
    pub(super) fn written(&self, organizer: &str) -> String {
        let status = match self.method {
            Method::Request => "CONFIRMED",
            Method::Cancel => "CANCELLED",
        };
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Puente//Puente//ES".to_owned(),
            format!("METHOD:{}", self.method.word()),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:hearing-{}@puente", self.hearing),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTAMP:{}", utc(self.stamp)),
            format!("DTSTART:{}", utc(self.starts)),
            format!("DTEND:{}", utc(self.ends)),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("DESCRIPTION:{}", escaped(&self.description)),
            format!("URL:{}", self.url),
            format!("ORGANIZER:mailto:{organizer}"),
            format!("ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{}", self.attendee),
            format!("STATUS:{status}"),
            "CLASS:CONFIDENTIAL".to_owned(),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        lines.iter().map(|line| folded(line)).collect()
    }
}

/// `20261125T160000Z`.
fn utc(at: Instant) -> String {
    let whole = Instant::from_micros(at.as_micros().div_euclid(1_000_000) * 1_000_000);
    whole.to_string().chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// TEXT of RFC 5545 §3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line of at most 75 octets, continued on the next with a space (§3.1); never inside a letter.
fn folded(line: &str) -> String {
    const MOST_OCTETS: usize = 75;
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > MOST_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(method: Method, sequence: i64) -> Entry {
        Entry {
            method,
            hearing: HearingId(uuid::Uuid::from_u128(7)),
            sequence,
            stamp: "2026-11-24T15:00:00.25Z".parse().unwrap(),
            starts: "2026-11-25T16:00:00Z".parse().unwrap(),
            ends: "2026-11-25T17:30:00Z".parse().unwrap(),
            summary: "Entrevista · Puente".into(),
            description: "10:00 Guatemala · 11:00 New York".into(),
            url: "https://puente.example/hearing/7".into(),
            attendee: "ana@example.org".into(),
        }
    }

    #[test]
    fn the_entry_keeps_its_uid_and_counts_its_versions() {
        let first = entry(Method::Request, 0).written("puente@example.org");
        let last = entry(Method::Cancel, 2).written("puente@example.org");
        let uid = "UID:hearing-00000000-0000-0000-0000-000000000007@puente\r\n";
        assert!(first.contains(uid) && last.contains(uid));
        for line in ["METHOD:REQUEST", "SEQUENCE:0", "STATUS:CONFIRMED"] {
            assert!(first.contains(&format!("\r\n{line}\r\n")), "{first}");
        }
        for line in ["METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED"] {
            assert!(last.contains(&format!("\r\n{line}\r\n")), "{last}");
        }
        assert!(first.contains("DTSTAMP:20261124T150000Z\r\nDTSTART:20261125T160000Z\r\n"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(text in "\\PC{0,200}|[\\r\\n:;,a-z\\\\]{0,120}") {
            let written = Entry { summary: text.clone(), ..entry(Method::Request, 0) }.written("x@y.z");
            prop_assert!(written.split("\r\n").all(|line| line.len() <= 75));
            prop_assert!(!written.replace("\r\n", "").contains(['\r', '\n']));
            let unfolded = written.replace("\r\n ", "");
            prop_assert_eq!(unfolded.matches("\r\n").count(), 19);
            let unescaped = escaped(&text);
            let summary = format!("SUMMARY:{unescaped}");
            prop_assert!(unfolded.contains(&summary));
        }
    }
}
