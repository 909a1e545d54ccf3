//! Who speaks, from the loudness that senders write into each packet (RFC 6464), with hysteresis.

/// Louder than this begins to count as speech, in −dBov: smaller is louder.
const LOUD: u8 = 45;
/// Quieter than this begins to count as silence.
const QUIET: u8 = 55;
/// So long must loud packets last before somebody speaks.
const ONSET_MS: u64 = 80;
/// So long must silence last before somebody has stopped: longer than a pause between words.
const HANGOVER_MS: u64 = 600;

/// The state of one source.
#[derive(Debug, Default)]
pub(crate) struct Loudness {
    speaking: bool,
    loud_since_ms: Option<u64>,
    loud_ms: u64,
}

impl Loudness {
    /// A packet of loudness `level` (RFC 6464 §3: 0 is loudest, 127 silence).
    pub(crate) fn heard(&mut self, level: u8, now_ms: u64) {
        let level = level & 0x7f;
        if level < LOUD || (self.speaking && level < QUIET) {
            let since = *self.loud_since_ms.get_or_insert(now_ms);
            self.loud_ms = now_ms;
            if now_ms >= since + ONSET_MS {
                self.speaking = true;
            }
        } else if now_ms >= self.loud_ms + ONSET_MS {
            // A quiet packet between loud ones does not begin the count anew.
            self.loud_since_ms = None;
        }
    }

    /// Whether the source speaks now; packets may have stopped altogether.
    pub(crate) fn is_speaking(&mut self, now_ms: u64) -> bool {
        if self.speaking && now_ms >= self.loud_ms + HANGOVER_MS {
            self.speaking = false;
            self.loud_since_ms = None;
        }
        self.speaking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether somebody speaks after each 20 ms packet.
    fn run(levels: &[(u8, usize)]) -> Vec<bool> {
        let mut loudness = Loudness::default();
        let packets = levels.iter().flat_map(|(level, count)| std::iter::repeat_n(*level, *count));
        packets
            .enumerate()
            .map(|(at, level)| {
                loudness.heard(level, at as u64 * 20);
                loudness.is_speaking(at as u64 * 20)
            })
            .collect()
    }

    #[test]
    fn a_click_is_not_speech_and_a_sentence_is() {
        assert!(run(&[(20, 2), (127, 50)]).iter().all(|speaking| !speaking));
        assert_eq!(run(&[(20, 10)]).iter().position(|speaking| *speaking), Some(4));
    }

    #[test]
    fn a_pause_between_words_is_no_silence_and_a_long_one_is() {
        assert_eq!(
            run(&[(20, 10), (80, 20), (20, 10)])[4..].iter().position(|speaking| !speaking),
            None
        );
        assert_eq!(run(&[(20, 10), (80, 60)]).last(), Some(&false));
    }

    #[test]
    fn between_the_thresholds_nothing_changes() {
        assert!(run(&[(50, 50)]).iter().all(|speaking| !speaking));
        assert_eq!(run(&[(20, 10), (50, 100)]).last(), Some(&true));
    }

    #[test]
    fn packets_that_stop_are_silence() {
        let mut loudness = Loudness::default();
        (0..10).for_each(|at| loudness.heard(10, at * 20));
        assert!(loudness.is_speaking(300));
        assert!(!loudness.is_speaking(800));
    }
}
