//! What a caller asks for: the words and conditions of a request, and which of them cannot be.
//!
//! Everything that came later has a default, so that what was stored before still reads. Nothing
//! here names a village: the region is a department or state by its code.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    hearing::{Kind, ParticipantInput},
    id::OrganisationId,
    interpreter::{Gender, Mode, Setting},
    language::Language,
    person::AccountRole,
    time::WallTime,
    word::{described_as_text, stored_as_text, words},
};

words! {
    /// Whether somebody reads.
    pub enum Literacy {
        /// Reads and writes.
        Reads = "reads",
        /// Reads a little.
        ReadsLittle = "reads_little",
        /// Does not read: everything is told or shown.
        DoesNotRead = "does_not_read",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// How somebody hears.
    pub enum Ears {
        /// Hears.
        Hearing = "hearing",
        /// Deaf.
        Deaf = "deaf",
        /// Hard of hearing.
        HardOfHearing = "hard_of_hearing",
        /// Deaf and blind: tactile interpreting.
        Deafblind = "deafblind",
    }
}

words! {
    /// The age of a minor, as coarse as work with her needs.
    pub enum AgeBand {
        /// Younger than twelve.
        Under12 = "under_12",
        /// Twelve to fifteen.
        From12To15 = "12_to_15",
        /// Sixteen or seventeen.
        From16To17 = "16_to_17",
    }
}

words! {
    /// What will be heavy to hear, so that an interpreter can decide (requirement 5).
    pub enum Topic {
        /// Sexual violence.
        SexualViolence = "sexual_violence",
        /// Violence against a child.
        ChildAbuse = "child_abuse",
        /// Torture or captivity.
        Torture = "torture",
        /// A death.
        Death = "death",
        /// Other violence.
        Violence = "violence",
        /// Forced labour.
        ForcedLabour = "forced_labour",
        /// Illness or injuries.
        Medical = "medical",
    }
}

words! {
    /// Why the team rule is set aside, in words that a court can read later.
    pub enum OverrideReason {
        /// Nobody else of that variety can be found.
        RareLanguage = "rare_language",
        /// It cannot wait for a second person.
        Urgent = "urgent",
        /// Breaks are planned that keep each stretch short.
        PlannedBreaks = "planned_breaks",
        /// More than the rule asks for, for instance before a chamber.
        LargerTeam = "larger_team",
    }
}

words! {
    /// What a fee is for.
    pub enum FeePer {
        /// Each hour begun.
        Hour = "hour",
        /// The whole.
        Session = "session",
    }
}

/// What came of listening to greetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByEar {
    /// She does not know, and nobody has listened yet.
    Unknown,
    /// The result of a listening.
    Result(Uuid),
}

/// Neither `unknown` nor the id of a listening.
#[derive(Debug, thiserror::Error)]
#[error("neither \"unknown\" nor the id of a listening")]
pub struct MalformedByEar;

impl ByEar {
    fn as_str(self) -> String {
        match self {
            Self::Unknown => "unknown".to_owned(),
            Self::Result(id) => id.to_string(),
        }
    }
}

impl std::str::FromStr for ByEar {
    type Err = MalformedByEar;

    fn from_str(text: &str) -> Result<Self, MalformedByEar> {
        match text {
            "unknown" => Ok(Self::Unknown),
            id => id.parse().map(Self::Result).map_err(|_| MalformedByEar),
        }
    }
}

described_as_text!(
    ByEar,
    "ByEar",
    "^(unknown|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
    "unknown"
);

impl Serialize for ByEar {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.as_str())
    }
}

impl<'de> Deserialize<'de> for ByEar {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A department, state or province by its ISO 3166-2 code, for instance `GT-HU`. Never a village.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);

/// Not of the form `GT-HU`.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no region's code such as GT-HU")]
pub struct MalformedRegion(String);

impl Region {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Region {
    type Err = MalformedRegion;

    fn from_str(text: &str) -> Result<Self, MalformedRegion> {
        let part_fits = |part: &str| {
            (1..=3).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        let fits = text.split_once('-').is_some_and(|(country, part)| {
            country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) && part_fits(part)
        });
        if fits { Ok(Self(text.to_owned())) } else { Err(MalformedRegion(text.to_owned())) }
    }
}

stored_as_text!(Region);
described_as_text!(Region, "Region", "^[A-Z]{2}-[A-Z0-9]{1,3}$", "GT-HU");

/// What the victim wishes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Preferences {
    /// A woman or a man.
    pub gender: Option<Gender>,
    /// Nobody else will do.
    pub gender_required: bool,
    /// Nobody from these towns, communities or countries (two letters). Of towns only keyed hashes
    /// are kept, so what is read back names countries alone.
    #[schema(max_items = 20)]
    pub not_from: Vec<String>,
    /// The interpreter hears her and does not see her.
    pub unseen_by_interpreter: bool,
    /// Only a Deaf interpreter, who works in a team with a hearing one.
    pub deaf_interpreter: bool,
    /// Only somebody who interprets for this organisation.
    pub organisation: Option<OrganisationId>,
}

/// What is known of the person who must be understood, as far as it helps to find the right
/// interpreter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// Her pseudonym within the case, so that she meets the same interpreter again.
    #[schema(min_length = 1, max_length = 40)]
    pub victim: Option<String>,
    /// Where she grew up, as a code.
    pub region_of_origin: Option<Region>,
    /// What else she understands.
    #[schema(max_items = 12)]
    pub other_languages: Vec<Language>,
    /// Whether she reads.
    pub literacy: Option<Literacy>,
    /// How she hears.
    pub hearing: Option<Ears>,
    /// Her age, if she is a minor.
    pub minor: Option<AgeBand>,
    /// What she recognised by ear, or that she does not know her language's name.
    pub by_ear: Option<ByEar>,
}

/// A team other than the rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamOverride {
    /// Interpreters in each booth.
    #[schema(minimum = 1, maximum = 3)]
    pub seats: i32,
    /// Why.
    pub reason: OverrideReason,
}

/// What is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// In hundredths of the currency; 0 is volunteer work.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub hundredths: i64,
    /// ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$")]
    pub currency: String,
    /// For what.
    pub per: FeePer,
}

/// One booth of a request with several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegInput {
    /// The pair.
    #[schema(min_items = 2, max_items = 2)]
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "interview", "languages": ["mam-todos-santos", "spa"], "mode": "consecutive",
    "setting": "interview",
    "starts": { "local": "2026-12-02T09:00", "zone": "America/Guatemala" },
    "minutes": 45,
    "preferences": { "gender": "woman", "gender_required": false, "not_from": [],
                     "unseen_by_interpreter": false },
    "participants": [
        { "role": "witness", "label": "W-17", "languages": ["mam-todos-santos"], "place": null,
          "person": null },
    ],
    "case_reference": "MP-2026-1", "topics": ["violence"],
}))]
pub struct RequestInput {
    /// The kind of event.
    pub kind: Kind,
    /// The pair, by variety; the first is [`Language::undetermined`] until her variety is known.
    #[serde(with = "pair")]
    #[schema(schema_with = pair::schema)]
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
    /// For which kind of work.
    pub setting: Setting,
    /// When it starts.
    pub starts: WallTime,
    /// How long.
    #[schema(minimum = 1, maximum = 720)]
    pub minutes: i64,
    /// The victim's wishes.
    #[serde(default)]
    pub preferences: Preferences,
    /// Who takes part besides the caller and the interpreters.
    #[serde(default)]
    pub participants: Vec<ParticipantInput>,
    /// The case, so that a victim meets the same interpreter again.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub case_reference: Option<String>,
    /// What is known of the person who must be understood.
    #[serde(default)]
    pub about: About,
    /// What will be heavy to hear.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub topics: Vec<Topic>,
    /// The booths of a relay; none stands for one booth of the pair.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub legs: Vec<LegInput>,
    /// A team other than the rule's.
    #[serde(default)]
    pub team: Option<TeamOverride>,
    /// What is paid, if that is settled.
    #[serde(default)]
    pub fee: Option<Fee>,
    /// Without pictures, for a thin line.
    #[serde(default)]
    pub sound_only: bool,
}

/// A pair of which the first may be unknown: `null` in JSON, [`Language::undetermined`] here.
mod pair {
    use super::{Deserialize, Language, Serialize};

    /// Only the first may be null.
    pub(super) fn schema() -> utoipa::openapi::schema::Array {
        use utoipa::{
            PartialSchema as _,
            openapi::schema::{
                ArrayBuilder, ArrayItems, ObjectBuilder, OneOfBuilder, Schema, Type,
            },
        };
        let null = ObjectBuilder::new().schema_type(Type::Null);
        let perhaps = OneOfBuilder::new().item(null).item(Language::schema());
        let known = OneOfBuilder::new().item(Language::schema());
        ArrayBuilder::new()
            .prefix_items([Schema::OneOf(perhaps.build()), Schema::OneOf(known.build())])
            .items(ArrayItems::False)
            .min_items(Some(2))
            .max_items(Some(2))
            .build()
    }

    pub(super) fn serialize<S: serde::Serializer>(
        pair: &[Language; 2],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        pair.each_ref().map(|one| (!one.is_undetermined()).then_some(one)).serialize(to)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(
        from: D,
    ) -> Result<[Language; 2], D::Error> {
        let [first, second] = <[Option<Language>; 2]>::deserialize(from)?;
        let second =
            second.ok_or_else(|| serde::de::Error::custom("only the first may be null"))?;
        Ok([first.unwrap_or_else(Language::undetermined), second])
    }
}

/// Most booths of a request.
pub(crate) const MOST_LEGS: usize = 3;
/// Most interpreters of a booth.
const MOST_SEATS: i32 = 3;
/// Highest fee that is no slip of the finger, in hundredths.
const HIGHEST_FEE: i64 = 100_000_000;

impl RequestInput {
    /// Whether her variety is still to be found out: nobody can be asked until then.
    #[must_use]
    pub fn variety_is_open(&self) -> bool {
        self.about.by_ear.is_some() && self.legs.is_empty()
    }

    /// The booths: those named, or the one of the pair.
    #[must_use]
    pub fn booths(&self) -> Vec<LegInput> {
        if self.legs.is_empty() {
            vec![LegInput { languages: self.languages.clone(), mode: self.mode }]
        } else {
            self.legs.clone()
        }
    }

    /// What can be refused without asking the bank.
    pub(crate) fn check(&self, role: AccountRole) -> Result<()> {
        self.check_wishes()?;
        self.check_about()?;
        self.check_legs()?;
        self.check_team(role)?;
        self.check_fee()
    }

    fn check_wishes(&self) -> Result<()> {
        let wishes = &self.preferences;
        if wishes.gender_required && wishes.gender.is_none() {
            return Err(Error::invalid("preferences.gender", Why::Missing));
        }
        if wishes.not_from.len() > 20
            || wishes.not_from.iter().any(|place| place.chars().count() > 120)
        {
            return Err(Error::invalid("preferences.not_from", Why::TooLong));
        }
        if self.case_reference.as_ref().is_some_and(|case| case.chars().count() > 120) {
            return Err(Error::invalid("case_reference", Why::TooLong));
        }
        if self.topics.len() > Topic::ALL.len() {
            return Err(Error::invalid("topics", Why::TooLong));
        }
        Ok(())
    }

    fn check_about(&self) -> Result<()> {
        let about = &self.about;
        if about.other_languages.len() > 12 {
            return Err(Error::invalid("about.other_languages", Why::TooLong));
        }
        if let Some(victim) = &about.victim {
            if victim.trim().is_empty() {
                return Err(Error::invalid("about.victim", Why::Missing));
            }
            if victim.chars().count() > 40 {
                return Err(Error::invalid("about.victim", Why::TooLong));
            }
            if self.case_reference.is_none() {
                return Err(Error::invalid("case_reference", Why::Missing));
            }
        }
        Ok(())
    }

    /// A relay is a chain from her language to the court's; each booth shares a language with the
    /// one before.
    pub(super) fn check_legs(&self) -> Result<()> {
        if self.legs.len() > MOST_LEGS {
            return Err(Error::invalid("legs", Why::TooLong));
        }
        for (at, leg) in self.legs.iter().enumerate() {
            let before = self.legs.get(..at).unwrap_or_default();
            let same = |other: &LegInput| {
                leg.languages.iter().all(|language| other.languages.contains(language))
            };
            if before.iter().any(same) {
                return Err(Error::invalid("legs", Why::Repeated));
            }
            let joins = |other: &LegInput| {
                leg.languages.iter().any(|language| other.languages.contains(language))
            };
            if at > 0 && !before.iter().any(joins) {
                return Err(Error::invalid("legs", Why::DoesNotFit));
            }
        }
        let spoken = |language| self.legs.iter().any(|leg| leg.languages.contains(language));
        if !self.legs.is_empty() && !self.languages.iter().all(spoken) {
            return Err(Error::invalid("legs", Why::DoesNotFit));
        }
        Ok(())
    }

    /// Only who answers for the hearing may set the rule aside (requirement 7).
    fn check_team(&self, role: AccountRole) -> Result<()> {
        let Some(team) = self.team else { return Ok(()) };
        if !matches!(role, AccountRole::Coordinator | AccountRole::Presiding) {
            return Err(Error::NotAllowed);
        }
        if (1..=MOST_SEATS).contains(&team.seats) {
            Ok(())
        } else {
            Err(Error::invalid("team.seats", Why::DoesNotFit))
        }
    }

    fn check_fee(&self) -> Result<()> {
        let Some(fee) = &self.fee else { return Ok(()) };
        if fee.currency.len() != 3 || !fee.currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(Error::invalid("fee.currency", Why::Malformed));
        }
        if (0..=HIGHEST_FEE).contains(&fee.hundredths) {
            Ok(())
        } else {
            Err(Error::invalid("fee.hundredths", Why::DoesNotFit))
        }
    }
}

/// How long before the start something was asked.
#[must_use]
pub fn lead_minutes(starts: crate::time::Instant, now: crate::time::Instant) -> i64 {
    starts.minutes_since(now).max(0)
}

/// The country of a region.
impl Region {
    /// The country, if it takes part.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        self.0.get(..2).and_then(|code| code.parse().ok())
    }
}
