//! Where the region can understand whom: centres and kits on the map, the interpreters of each
//! language, and what was asked for and nobody could do.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    country::Country,
    error::Result,
    facility::Degrees,
    language::{Dictionary, Language, Modality},
    place::{PlaceKind, PlaceState},
    statistics::{Count, Fulfilment, Lead, Period},
    store::{Store, on},
    time::Instant,
};

/// The region as it is covered.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Coverage {
    /// Towns with rooms or kits.
    pub towns: Vec<Town>,
    /// What nobody could do, or could be done only in part: largest gap first.
    pub gaps: Vec<Gap>,
    /// The languages of each country, and who of the bank speaks them.
    pub languages: Vec<Spoken>,
}

/// A town with rooms or kits, without streets.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Town {
    /// Its country.
    pub country: Country,
    /// Its name.
    pub name: String,
    /// North of the equator, in degrees, to a tenth.
    pub latitude: f64,
    /// East of Greenwich, in degrees, to a tenth.
    pub longitude: f64,
    /// Rooms.
    pub rooms: usize,
    /// Kits that are kept there and can be booked.
    pub kits: usize,
    /// Kits kept there that are out of use: in repair, lost or revoked.
    pub kits_unusable: usize,
}

/// A language as one country asked for it with so much lead time, and what was missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Gap {
    /// The language that is not the court's.
    pub language: Language,
    /// Asking country.
    pub country: Country,
    /// How long before the start; none is the sum over all.
    pub lead: Option<Lead>,
    /// Asked for in all.
    pub asked: Count,
    /// Nobody could.
    pub unmet: Count,
    /// Vetted interpreters of the language who live in that country.
    pub here: i64,
    /// Vetted interpreters of the language in the whole region.
    pub region: i64,
}

/// A language that is spoken or signed in a country by tradition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CoverageLanguage)]
pub struct Spoken {
    /// The country.
    pub country: Country,
    /// The language, all its varieties together.
    pub language: Language,
    /// Spoken or signed.
    pub modality: Modality,
    /// Vetted interpreters who live in that country.
    pub here: i64,
    /// Vetted interpreters in the whole region.
    pub region: i64,
}

/// Letters of a language that tell varieties apart, and those of its code.
const WHOLE: i32 = 100;
const CODE: i32 = 3;

/// How many vetted interpreters live where.
#[derive(Default)]
struct Supply(BTreeMap<(String, Country), i64>);

impl Supply {
    fn here(&self, language: &str, country: Country) -> i64 {
        self.0.get(&(language.to_owned(), country)).copied().unwrap_or(0)
    }

    fn region(&self, language: &str) -> i64 {
        Country::ALL.iter().map(|country| self.here(language, *country)).sum()
    }
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    country: Country,
    town: String,
    latitude: Degrees,
    longitude: Degrees,
    kind: PlaceKind,
    state: PlaceState,
}

impl Store {
    /// The region's coverage: what was asked for in the period, with small numbers hidden, and
    /// who and what is there now.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) `until`: before `from`, or more than three years
    /// after it.
    pub async fn coverage(
        &self,
        period: &Period,
        dictionary: &Dictionary,
        now: Instant,
    ) -> Result<Coverage> {
        let asked = self.fulfilment(period, now).await?;
        let by_variety = self.supply(WHOLE, now).await?;
        let by_code = self.supply(CODE, now).await?;
        Ok(Coverage {
            towns: self.towns(period.country).await?,
            gaps: gaps(asked, &by_variety),
            languages: languages(dictionary, period.country, &by_code),
        })
    }

    async fn supply(&self, letters: i32, now: Instant) -> Result<Supply> {
        let sql =
            "SELECT substr(s.language, 1, $2) AS language, p.country, count(DISTINCT s.person)
                   FROM spoken s JOIN interpreter i ON i.person = s.person
                   JOIN person p ON p.id = s.person
                   WHERE i.vetted_until > $1 GROUP BY 1, 2";
        let rows: Vec<(String, Country, i64)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(now).bind(letters).fetch_all(db).await?);
        Ok(Supply(
            rows.into_iter().map(|(code, country, people)| ((code, country), people)).collect(),
        ))
    }

    /// Kits stand where they are kept: where one is now could tell where a witness is.
    async fn towns(&self, country: Option<Country>) -> Result<Vec<Town>> {
        let sql = "SELECT p.country, p.kind, p.state, f.town, f.latitude, f.longitude
                   FROM place p JOIN facility f ON f.id = p.facility
                   WHERE $1 IS NULL OR p.country = $1";
        let rows: Vec<PlaceRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        let mut towns: BTreeMap<(Country, String), Town> = BTreeMap::new();
        for row in rows {
            let town = towns.entry((row.country, row.town.clone())).or_insert_with(|| Town {
                country: row.country,
                name: row.town,
                latitude: tenth(row.latitude),
                longitude: tenth(row.longitude),
                rooms: 0,
                kits: 0,
                kits_unusable: 0,
            });
            match (row.kind, row.state) {
                (PlaceKind::Venue, _) => town.rooms += 1,
                (PlaceKind::Kit, PlaceState::Ready | PlaceState::Out) => town.kits += 1,
                (PlaceKind::Kit, _) => town.kits_unusable += 1,
            }
        }
        Ok(towns.into_values().collect())
    }
}

/// A tenth of a degree is a town, not a street.
fn tenth(degrees: Degrees) -> f64 {
    (degrees.as_f64() * 10.0).round() / 10.0
}

/// What was asked for and not wholly done. A hidden number may be a gap, so its line stays.
fn gaps(asked: Vec<Fulfilment>, supply: &Supply) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = asked
        .into_iter()
        .filter(|line| line.unmet != Count::Shown(0))
        .map(|line| Gap {
            here: supply.here(line.language.as_str(), line.country),
            region: supply.region(line.language.as_str()),
            language: line.language,
            country: line.country,
            lead: line.lead,
            asked: line.asked,
            unmet: line.unmet,
        })
        .collect();
    // Lines of one language and country stay together, their sum first.
    let size = |gap: &Gap| gap.unmet.shown().unwrap_or(1);
    let mut sums: BTreeMap<(Language, Country), i64> = BTreeMap::new();
    for gap in gaps.iter().filter(|gap| gap.lead.is_none()) {
        sums.insert((gap.language.clone(), gap.country), size(gap));
    }
    gaps.sort_by_cached_key(|gap| {
        let key = (gap.language.clone(), gap.country);
        let sum = sums.get(&key).copied().unwrap_or_else(|| size(gap));
        (-sum, gap.region, key, gap.lead)
    });
    gaps
}

fn languages(dictionary: &Dictionary, only: Option<Country>, supply: &Supply) -> Vec<Spoken> {
    let mut languages: Vec<Spoken> = dictionary
        .codes()
        .flat_map(|tongue| {
            let countries = tongue.countries.iter().filter_map(|country| country.parse().ok());
            countries.filter(|country| only.is_none_or(|only| only == *country)).map(|country| {
                Spoken {
                    country,
                    here: supply.here(&tongue.code, country),
                    region: supply.region(&tongue.code),
                    language: tongue.language.clone(),
                    modality: tongue.modality,
                }
            })
        })
        .collect();
    languages.sort_by(|a, b| {
        (a.country, a.region, &a.language).cmp(&(b.country, b.region, &b.language))
    });
    languages
}
