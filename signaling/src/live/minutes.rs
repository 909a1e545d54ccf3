//! The minutes in words: each event as one sentence, from the message files in `words/`.

use crate::lang::Lang;
use puente_hearing::event::{HearingEvent, Mode, OathForm, Setup, Signal, VarietyAnswer};
use puente_hearing::event::{IdentityMethod, ProtectedPart, VoirDireOutcome, WithdrawnBecause};
use puente_hearing::{Language, Phase, Seat};
use puente_registry::language::Dictionary;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Words = BTreeMap<String, String>;

static ES: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../words/minutes.es.json")));
static EN: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../words/minutes.en.json")));
static FR: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../words/minutes.fr.json")));

fn words(json: &str) -> Words {
    serde_json::from_str(json).unwrap_or_default()
}

/// The sentence for this event, with people named by the labels of the setup.
pub fn sentence(
    event: &HearingEvent,
    by: Option<Seat>,
    setup: &Setup,
    languages: &Dictionary,
    lang: Lang,
) -> String {
    let names = Names { setup, languages, lang };
    let (key, values) = names.parts(event, by);
    let mut text = names.word(&key);
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    text
}

struct Names<'a> {
    setup: &'a Setup,
    languages: &'a Dictionary,
    lang: Lang,
}

type Values = Vec<(&'static str, String)>;

impl Names<'_> {
    /// The message's key and what its places hold.
    fn parts(&self, event: &HearingEvent, by: Option<Seat>) -> (String, Values) {
        use HearingEvent as E;
        let who = |seat: &Seat| ("who", self.person(*seat));
        let by_whom = || ("by", by.map_or_else(|| self.word("server"), |seat| self.person(seat)));
        let (key, values) = match event {
            E::SessionOpened { .. } => ("session_opened", vec![]),
            E::DeviceChecked { seat, passed: true, .. } => ("device_check_passed", vec![who(seat)]),
            E::DeviceChecked { seat, .. } => ("device_check_failed", vec![who(seat)]),
            E::ParticipantArrived { seat } => ("participant_arrived", vec![who(seat)]),
            E::Admitted { seat } => ("admitted", vec![who(seat), by_whom()]),
            E::Left { seat } => ("left", vec![who(seat)]),
            E::Lost { seat } => ("lost", vec![who(seat)]),
            E::Returned { seat } => ("returned", vec![who(seat)]),
            E::Removed { seat } => ("removed", vec![who(seat), by_whom()]),
            E::NodeRestarted => ("node_restarted", vec![]),
            E::IdentityConfirmed { seat, method } => {
                ("identity_confirmed", vec![who(seat), ("method", self.method(*method))])
            }
            E::OathAsked { seat } => ("oath_asked", vec![who(seat)]),
            E::OathTaken { seat, form, administered_by } => (
                match form {
                    OathForm::Oath => "oath_taken",
                    OathForm::Affirmation => "affirmation_taken",
                },
                vec![who(seat), ("by", self.person(*administered_by))],
            ),
            E::PhaseChanged { phase } => (phase_key(*phase), vec![by_whom()]),
            E::VarietyAnswered { seat, answer } => {
                ("variety_answered", vec![who(seat), ("answer", self.answer(*answer))])
            }
            E::WentOnRecord => ("went_on_record", vec![by_whom()]),
            E::WentOffRecord => ("went_off_record", vec![by_whom()]),
            E::ObserversOffRecord { allowed: true } => ("observers_allowed", vec![by_whom()]),
            E::ObserversOffRecord { .. } => ("observers_not_allowed", vec![by_whom()]),
            E::ModeSet { from, mode, .. } => (
                match mode {
                    Mode::Consecutive => "mode_consecutive",
                    Mode::Simultaneous => "mode_simultaneous",
                },
                vec![("language", self.language(from)), by_whom()],
            ),
            E::ChannelChosen { seat, channel: Some(language), .. } => {
                ("channel_chosen", vec![who(seat), ("language", self.language(language))])
            }
            E::ChannelChosen { seat, .. } => ("floor_chosen", vec![who(seat)]),
            E::FloorLanguageSet { language: Some(language) } => {
                ("floor_language_set", vec![("language", self.language(language)), by_whom()])
            }
            E::FloorLanguageSet { .. } => ("floor_language_automatic", vec![by_whom()]),
            E::FloorLanguageHeard { language, speaker } => {
                ("floor_language_heard", vec![who(speaker), ("language", self.language(language))])
            }
            E::MicrophoneTaken { seat, .. } => ("microphone_taken", vec![who(seat)]),
            E::HandoverAsked { by, .. } => ("handover_asked", vec![who(by)]),
            E::HandoverAccepted { to, .. } => ("handover_accepted", vec![who(to)]),
            E::HandoverRefused { by, .. } => ("handover_refused", vec![who(by)]),
            E::HandoverForced { to, .. } => ("handover_forced", vec![who(to)]),
            E::DirectionTurned { booth, from } => (
                "direction_turned",
                vec![
                    ("language", self.language(from)),
                    ("target", self.other_language(booth.0, from)),
                ],
            ),
            E::InputSet { .. } => ("input_set", vec![by_whom()]),
            E::SignalGiven { seat, kind } => {
                ("signal_given", vec![who(seat), ("signal", self.signal(*kind))])
            }
            E::StopPressed { seat } => ("stop_pressed", vec![who(seat)]),
            E::ResumeAsked => ("resume_asked", vec![by_whom()]),
            E::StopLifted { seat } => ("stop_lifted", vec![who(seat)]),
            E::SidebarOpened { members } => {
                ("sidebar_opened", vec![("members", self.list(members))])
            }
            E::SidebarEnded { .. } => ("sidebar_ended", vec![by_whom()]),
            E::EntryRefused { seat, .. } => (
                "entry_refused",
                vec![("who", seat.map_or_else(|| self.word("administrator"), |s| self.person(s)))],
            ),
            E::DocumentShown { seat } => ("document_shown", vec![who(seat)]),
            E::DocumentHidden { seat } => ("document_hidden", vec![who(seat)]),
            E::ProtectionOrdered { seat, sources, .. } => (
                "protection_ordered",
                vec![who(seat), ("parts", self.parts_protected(sources)), by_whom()],
            ),
            E::ProtectionLifted { seat } => ("protection_lifted", vec![who(seat), by_whom()]),
            E::InterpreterWithdrew { seat, why } => {
                ("interpreter_withdrew", vec![who(seat), ("why", self.withdrawn(*why))])
            }
            E::InterpreterSubstituted { old, new, during, .. } => (
                if *during { "interpreter_replaced_during" } else { "interpreter_replaced_before" },
                vec![who(&new.seat), ("old", self.person(*old))],
            ),
            E::VoirDireDecided { seat, outcome } => (
                match outcome {
                    VoirDireOutcome::Accepted => "voir_dire_accepted",
                    VoirDireOutcome::Rejected => "voir_dire_rejected",
                },
                vec![who(seat), by_whom()],
            ),
            E::RelayConsentNoted { given: true } => ("relay_consent_given", vec![by_whom()]),
            E::RelayConsentNoted { .. } => ("relay_consent_refused", vec![by_whom()]),
            E::RecordNoted { heads } => ("record_noted", vec![("count", heads.len().to_string())]),
            E::Closed => ("closed", vec![by_whom()]),
        };
        (key.to_owned(), values)
    }

    fn word(&self, key: &str) -> String {
        let words = match self.lang {
            Lang::Es => &*ES,
            Lang::En => &*EN,
            Lang::Fr => &*FR,
        };
        words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    fn person(&self, seat: Seat) -> String {
        let Some(p) = self.setup.participants.iter().find(|p| p.seat == seat) else {
            return self.word("server");
        };
        let role = serde_json::to_value(p.role).ok();
        let role = role.as_ref().and_then(|v| v.as_str()).unwrap_or_default();
        let role = self.word(&format!("role_{role}"));
        if p.label.is_empty() { role } else { format!("{role} ({})", p.label) }
    }

    fn list<'a>(&self, seats: impl IntoIterator<Item = &'a Seat>) -> String {
        seats.into_iter().map(|s| self.person(*s)).collect::<Vec<_>>().join(", ")
    }

    fn language(&self, language: &Language) -> String {
        let known = language.0.parse().ok().and_then(|l| self.languages.tongue(&l));
        known.map_or_else(
            || language.0.clone(),
            |tongue| match self.lang {
                Lang::Es => tongue.name_es.clone(),
                Lang::En => tongue.name_en.clone(),
                Lang::Fr => tongue.name_fr.clone(),
            },
        )
    }

    fn other_language(&self, booth: u8, from: &Language) -> String {
        let booth = self.setup.booths.get(usize::from(booth));
        let other = booth.and_then(|b| b.languages.iter().find(|l| *l != from));
        other.map_or_else(String::new, |l| self.language(l))
    }

    fn method(&self, method: IdentityMethod) -> String {
        self.word(match method {
            IdentityMethod::Document => "by_document",
            IdentityMethod::Official => "by_official",
            IdentityMethod::Pseudonym => "by_pseudonym",
        })
    }

    fn answer(&self, answer: VarietyAnswer) -> String {
        self.word(match answer {
            VarietyAnswer::Well => "understands_well",
            VarietyAnswer::Partly => "understands_partly",
            VarietyAnswer::Not => "understands_not",
        })
    }

    fn withdrawn(&self, why: WithdrawnBecause) -> String {
        self.word(match why {
            WithdrawnBecause::Conflict => "withdrawn_conflict",
            WithdrawnBecause::Ill => "withdrawn_ill",
            WithdrawnBecause::Other => "withdrawn_other",
            WithdrawnBecause::Absent => "withdrawn_absent",
            WithdrawnBecause::Released => "withdrawn_released",
            WithdrawnBecause::NotAccepted => "withdrawn_not_accepted",
        })
    }

    fn signal(&self, signal: Signal) -> String {
        self.word(match signal {
            Signal::Repeat => "signal_repeat",
            Signal::Slower => "signal_slower",
            Signal::Louder => "signal_louder",
            Signal::OneAtATime => "signal_one_at_a_time",
            Signal::Explain => "signal_explain",
            Signal::Correction => "signal_correction",
            Signal::Break => "signal_break",
            Signal::DontUnderstand => "signal_dont_understand",
        })
    }

    fn parts_protected<'a>(&self, parts: impl IntoIterator<Item = &'a ProtectedPart>) -> String {
        let word = |part: &ProtectedPart| match part {
            ProtectedPart::Face => self.word("face"),
            ProtectedPart::Voice => self.word("voice"),
        };
        parts.into_iter().map(word).collect::<Vec<_>>().join(", ")
    }
}

fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "phase_waiting",
        Phase::Preparation => "phase_preparation",
        Phase::VarietyCheck => "phase_variety_check",
        Phase::InSession => "phase_in_session",
        Phase::ReadBack => "phase_read_back",
        Phase::Recess => "phase_recess",
        Phase::Stopped => "phase_stopped",
        Phase::Adjourned => "phase_adjourned",
        Phase::Closed => "phase_closed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_places() {
        let places = |text: &str| {
            let mut found: Vec<_> =
                text.split('{').skip(1).filter_map(|p| p.split('}').next()).collect();
            found.sort_unstable();
            found.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()
        };
        assert!(!ES.is_empty());
        assert_eq!(ES.keys().collect::<Vec<_>>(), EN.keys().collect::<Vec<_>>());
        for (key, text) in ES.iter() {
            assert_eq!(places(text), places(&EN[key]), "{key}");
        }
    }

    #[test]
    fn an_oath_names_who_took_it_and_who_administered_it() {
        let setup: Setup = serde_json::from_value(serde_json::json!({
            "kind": "interview", "lead": 1, "endpoints": [], "booths": [],
            "participants": [
                {"seat": 1, "role": "interviewer", "label": "", "floor_language": null, "endpoint": 1},
                {"seat": 2, "role": "interpreter", "label": "114", "floor_language": null, "endpoint": 2},
            ],
        }))
        .unwrap_or_else(|e| unreachable!("{e}"));
        let event = HearingEvent::OathTaken {
            seat: Seat(2),
            form: OathForm::Oath,
            administered_by: Seat(1),
        };
        let languages = Dictionary::embedded().unwrap_or_else(|e| unreachable!("{e}"));
        let text = sentence(&event, Some(Seat(2)), &setup, &languages, Lang::Es);
        assert!(text.contains("114") && text.contains("entrevistad"), "{text}");
        assert!(!text.contains('{'), "{text}");
    }
}
