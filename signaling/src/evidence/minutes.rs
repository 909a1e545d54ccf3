//! The event log of a record, followed by its chain alone: an expert needs to
//! know nothing of what the events mean.

use puente_hearing::log::Hash;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the log holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    /// Lines.
    pub events: u64,
    /// Hash of the last line, hex; zeros without lines.
    pub head: String,
    /// Time of the last line, microseconds UTC.
    pub last_us: Option<i64>,
    /// Time of the last line that the next one confirms by naming its hash.
    pub confirmed_us: Option<i64>,
    /// Links of sealed segments that the minutes name, by track.
    pub noted: Vec<Noted>,
}

/// A link that the minutes name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// When, microseconds UTC.
    pub at_us: i64,
    /// The track.
    pub track: String,
    /// The link, hex.
    pub link: String,
}

/// Where and why the log's chain breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Line, counted from 0.
    pub seq: u64,
    /// Time of the last line that is surely as it was written; `None` at the first.
    pub after_us: Option<i64>,
    /// What is wrong.
    pub why: String,
}

/// What the chain needs of a line.
#[derive(Deserialize)]
struct Line {
    at_us: i64,
    event: Event,
    hearing: String,
    prev: String,
    seq: u64,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    heads: BTreeMap<String, String>,
}

const NOT_FOLLOWED: &str = "the line does not follow the line before it";

/// Follows the log; with a break, what came before it is given too.
#[must_use]
pub fn follow(bytes: &[u8], hearing: &str) -> (Minutes, Option<Break>) {
    let mut minutes = Minutes { head: Hash::zero().0, ..Minutes::default() };
    let mut rest = bytes;
    while !rest.is_empty() {
        let next = next_line(rest).and_then(|(line, behind)| {
            let read = read(line, hearing, &minutes)?;
            minutes.take(read, line);
            Ok(behind)
        });
        match next {
            Ok(behind) => rest = behind,
            Err(why) => {
                // A line that is not followed may itself be the one that was changed.
                let unfollowed = why == NOT_FOLLOWED;
                let after_us = if unfollowed { minutes.confirmed_us } else { minutes.last_us };
                let broken = Break { seq: minutes.events, after_us, why };
                return (minutes, Some(broken));
            }
        }
    }
    (minutes, None)
}

fn next_line(bytes: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("the line has no end")?;
    Ok((&bytes[..end], &bytes[end + 1..]))
}

fn read(line: &[u8], hearing: &str, before: &Minutes) -> Result<Line, String> {
    let line: Line =
        serde_json::from_slice(line).map_err(|error| format!("the line is no event: {error}"))?;
    if line.hearing != hearing {
        return Err("the line belongs to another hearing".to_owned());
    }
    if line.seq != before.events {
        return Err(format!(
            "event {} was expected and event {} is there",
            before.events, line.seq
        ));
    }
    if line.prev != before.head {
        return Err(NOT_FOLLOWED.to_owned());
    }
    Ok(line)
}

impl Minutes {
    fn take(&mut self, line: Line, bytes: &[u8]) {
        self.events += 1;
        self.head = Hash::of_line(bytes).0;
        self.confirmed_us = self.last_us;
        self.last_us = Some(line.at_us);
        if line.event.kind == "record_noted" {
            let at_us = line.at_us;
            let noted = line.event.heads.into_iter();
            self.noted.extend(noted.map(|(track, link)| Noted { at_us, track, link }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A log of `count` lines, a second apart.
    fn log(count: u64) -> Vec<u8> {
        let (mut bytes, mut prev) = (Vec::new(), Hash::zero().0);
        for seq in 0..count {
            let at_us = (seq + 1) * 1_000_000;
            let line = format!(
                r#"{{"at_us":{at_us},"by":null,"event":{{"heads":{{"s01-mic":"{seq}"}},"type":"record_noted"}},"hearing":"h","prev":"{prev}","seq":{seq},"v":1}}"#
            );
            prev = Hash::of_line(line.as_bytes()).0;
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        bytes
    }

    #[test]
    fn a_good_log_is_followed_to_its_end() {
        let (minutes, broken) = follow(&log(5), "h");
        assert_eq!(broken, None);
        assert_eq!((minutes.events, minutes.last_us), (5, Some(5_000_000)));
        assert_eq!(minutes.noted.len(), 5);
        assert_eq!(minutes.noted[3].link, "3");
        assert_eq!(follow(b"", "h").0.head, "0".repeat(64));
    }

    #[test]
    fn a_break_is_placed() {
        let good = log(5);
        let text = String::from_utf8_lossy(&good);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let join = |order: &[usize]| order.iter().map(|at| lines[*at]).collect::<String>();
        let seq_of = |bytes: String| follow(bytes.as_bytes(), "h").1.map(|found| found.seq);
        assert_eq!(seq_of(join(&[0, 1, 3, 4])), Some(2), "one removed");
        assert_eq!(seq_of(join(&[0, 1, 3, 2, 4])), Some(2), "two swapped");
        assert_eq!(seq_of(join(&[0, 1, 1, 2])), Some(2), "one twice");
        let changed = join(&[0, 1, 2, 3, 4]).replace("\"at_us\":2000000", "\"at_us\":2000001");
        assert_eq!(seq_of(changed), Some(2), "the line after a changed one does not follow");
        let broken = follow(join(&[0, 1, 2, 4]).as_bytes(), "h").1;
        assert_eq!(broken.and_then(|found| found.after_us), Some(3_000_000));
        assert_eq!(follow(&good, "other").1.map(|found| found.seq), Some(0));
        assert_eq!(follow(&good[..good.len() - 1], "h").1.map(|found| found.seq), Some(4));
    }

    proptest! {
        #[test]
        fn nonsense_is_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 1..300)) {
            prop_assert!(follow(&bytes, "h").1.is_some());
        }
    }
}
