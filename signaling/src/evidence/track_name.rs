//! The neutral name of a source's track: `s02-mic`.

use puente_hearing::wiring::{Source, SourceKind};
use puente_hearing::{HearingState, Seat};

/// The seat whose device it is, and the kind of source; `None` for an unknown device.
#[must_use]
pub fn track_name(state: &HearingState, source: Source) -> Option<String> {
    let seat = state.endpoints.get(&source.endpoint)?.principal;
    Some(name(seat, source.kind))
}

/// Whose track this is and what it holds; `None` if it is no track's name.
#[must_use]
pub fn seat_and_kind(track: &str) -> Option<(Seat, SourceKind)> {
    let (seat, _) = track.strip_prefix('s')?.split_once('-')?;
    let seat = Seat(seat.parse().ok()?);
    let kind = SourceKind::ALL.into_iter().find(|kind| name(seat, *kind) == track)?;
    Some((seat, kind))
}

fn name(seat: Seat, kind: SourceKind) -> String {
    let kind = match kind {
        SourceKind::Mic => "mic",
        SourceKind::MicDisguised => "disguised",
        SourceKind::Camera => "camera",
        SourceKind::Document => "document",
    };
    format!("s{:02}-{kind}", seat.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_read_back(seat: u16, kind in prop::sample::select(SourceKind::ALL.as_slice())) {
            prop_assert_eq!(seat_and_kind(&name(Seat(seat), kind)), Some((Seat(seat), kind)));
        }

        #[test]
        fn nonsense_is_no_name(text in "[a-z0-9-]{0,12}") {
            let read = seat_and_kind(&text);
            prop_assert!(read.is_none_or(|(seat, kind)| name(seat, kind) == text));
        }
    }

    #[test]
    fn a_name_has_one_spelling() {
        assert_eq!(seat_and_kind("s02-mic"), Some((Seat(2), SourceKind::Mic)));
        assert_eq!(seat_and_kind("s2-mic"), None);
    }
}
