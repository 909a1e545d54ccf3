//! The forms themselves: the nineteen parts of a request, its protected annex, and the
//! certificate that answers it.
//!
//! The parts follow what the conventions ask of a request to hear somebody by video (UNTOC
//! art. 18, the optional form of the Hague Conference, the model form of the OAS); the twentieth
//! part, the reply, is the acts of the requested country.

use super::form::{
    Field,
    Kind::{Day, Hash, Language, Line, Lines, Minutes, Rows, Text, Time, Times, Word, Words},
    Section, may, must, when,
};

const NAME: usize = 160;
const LINE: usize = 240;
const TEXT: usize = 4_000;

const fn section(number: u8, key: &'static str, fields: &'static [Field]) -> Section {
    Section { number, key, fields }
}

/// The request.
pub const REQUEST: &[Section] = &[
    section(
        1,
        "opening",
        &[
            must("own_reference", Line(80)),
            must("date", Day),
            must("urgency", Word(&["ordinary", "urgent"])),
            when("urgency_why", "urgency", "urgent", Text(TEXT)),
            may("answer_by", Day),
            must("language", Word(&["es", "en", "fr"])),
            must("translation", Word(&["attached", "follows", "not_needed"])),
            must("channel", Word(&["iber", "diplomatic", "central_authority_mail", "police"])),
        ],
    ),
    section(
        2,
        "requesting_authority",
        &[
            must("name", Line(NAME)),
            must("person", Line(NAME)),
            must("phone", Line(40)),
            must("mail", Line(120)),
            must("hours", Line(LINE)),
            may("address", Text(500)),
        ],
    ),
    section(
        3,
        "central_authorities",
        &[
            must("requesting", Line(NAME)),
            must("requested", Line(NAME)),
            may("liaison_requesting", Line(NAME)),
            may("liaison_requested", Line(NAME)),
        ],
    ),
    section(4, "basis", &[must("treaty", Line(LINE)), must("article", Line(80))]),
    section(
        5,
        "taking",
        &[
            must("kind", Word(&["witness", "victim", "expert", "accused"])),
            must("way", Word(&["direct", "indirect"])),
        ],
    ),
    section(
        6,
        "proceeding",
        &[
            must("court", Line(NAME)),
            must("number", Line(80)),
            must("stage", Word(&["investigation", "intermediate", "trial", "appeal", "sentence"])),
            must("offence", Line(LINE)),
            must("law", Text(TEXT)),
            must("facts", Text(TEXT)),
        ],
    ),
    section(
        7,
        "person",
        &[
            must("called", Line(80)),
            must("found", Text(1_000)),
            must("status", Word(&["free", "protected", "in_care", "detained"])),
            must("age", Word(&["adult", "from_12_to_17", "under_12"])),
            must("needs", Text(1_000)),
            must("consent", Word(&["given", "to_be_asked", "not_required"])),
        ],
    ),
    section(
        8,
        "languages",
        &[
            must("variety", Language),
            must("modality", Word(&["spoken", "signed", "tactile"])),
            must("mode", Word(&["consecutive", "simultaneous", "sight", "sign"])),
            must("supplied_by", Word(&["requesting", "requested", "both"])),
            must("sits", Word(&["with_the_person", "with_the_court", "elsewhere"])),
            must("oath", Text(1_000)),
        ],
    ),
    section(
        9,
        "purpose",
        &[
            must("purpose", Text(TEXT)),
            must("questions", Lines { count: 60, length: 600 }),
            must("who_asks", Text(1_000)),
        ],
    ),
    section(
        10,
        "session",
        &[must("place", Text(500)), must("dates", Times(3)), must("minutes", Minutes)],
    ),
    section(11, "attendance", &[must("at_requesting", PRESENT), must("at_requested", PRESENT)]),
    section(
        12,
        "procedure",
        &[
            must("oath_text", Text(TEXT)),
            must("warnings", Text(TEXT)),
            must("privileges", Text(TEXT)),
            must("administered_by", Line(NAME)),
        ],
    ),
    section(
        13,
        "protection",
        &[
            must(
                "measures",
                Words(&[
                    "none",
                    "pseudonym",
                    "place_not_told",
                    "face_hidden",
                    "voice_changed",
                    "closed_session",
                    "no_sight_of_accused",
                    "support_person",
                ]),
            ),
            may("ordered_by", Text(500)),
        ],
    ),
    section(
        14,
        "technical",
        &[
            must("platform", Line(LINE)),
            must("test", Time),
            must("technician", Line(NAME)),
            must("fallback", Line(40)),
        ],
    ),
    section(
        15,
        "recording",
        &[
            must("by", Word(&["requesting", "requested", "both", "nobody"])),
            must("format", Line(LINE)),
            must("sent_to", Line(LINE)),
            must("copy_stays", Word(&["yes", "no"])),
        ],
    ),
    section(
        16,
        "documents",
        &[may(
            "list",
            Rows {
                least: 0,
                most: 40,
                columns: &[must("title", Line(NAME)), must("shown", Line(NAME))],
            },
        )],
    ),
    section(
        17,
        "costs",
        &[may("which", Text(1_000)), may("borne_by", Word(&["requesting", "requested", "shared"]))],
    ),
    section(
        18,
        "limits",
        &[
            must("use", Text(1_000)),
            must("confidentiality", Text(1_000)),
            must("afterwards", Word(&["return", "destroy", "keep"])),
        ],
    ),
    section(
        19,
        "victim",
        &[
            may("referral", Text(1_000)),
            may("assurance", Text(1_000)),
            may("consulate", Word(&["only_with_consent", "consented", "refused"])),
        ],
    ),
];

const PRESENT: super::form::Kind =
    Rows { least: 1, most: 30, columns: &[must("who", Line(NAME)), must("role", Line(NAME))] };

/// Who the person is: sealed to the requested central authority as soon as it is written.
pub const ANNEX: Section = section(
    0,
    "annex",
    &[
        must("names", Line(NAME)),
        may("other_names", Line(NAME)),
        may("born", Day),
        may("papers", Line(LINE)),
        may("address", Text(1_000)),
        may("safe_contact", Text(1_000)),
        may("warnings", Text(1_000)),
    ],
);

/// The certificate of taking.
pub const CERTIFICATE: Section = section(
    20,
    "certificate",
    &[
        must("place", Line(LINE)),
        must("began", Time),
        must("ended", Time),
        must("present", PRESENT),
        must("identity", Text(1_000)),
        must("oath", Text(1_000)),
        must("interpreter", Line(LINE)),
        must(
            "breaks",
            Rows {
                least: 0,
                most: 60,
                columns: &[must("from", Time), must("until", Time), must("why", Line(LINE))],
            },
        ),
        may("record_hash", Hash),
        may("remarks", Text(TEXT)),
        must("official", Line(NAME)),
    ],
);
