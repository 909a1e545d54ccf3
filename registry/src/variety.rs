//! Varieties that a country adds to those of the data: kept in the bank, and in the dictionary as
//! soon as they are there.

use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    language::{AddedVariety, Language},
    store::{Store, on, refused_by},
    time::Instant,
};

/// Longer than any name of a variety or a town.
const LONGEST_NAME: usize = 80;
/// More places or names than anybody reads.
const MOST_IN_LIST: usize = 30;

/// What is said of a new variety. All of it is shown to everyone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "language": "kek-lanquin", "name_es": "q'eqchi' de Lanquín",
    "name_en": "Q'eqchi' of Lanquín", "name_fr": "q'eqchi' de Lanquín",
    "places": ["Lanquín"], "names": [],
}))]
pub struct VarietyInput {
    /// The code with the variety's name, for instance `kek-lanquin`.
    pub language: Language,
    /// Spanish name.
    #[schema(min_length = 1, max_length = 80)]
    pub name_es: String,
    /// English name.
    #[schema(min_length = 1, max_length = 80)]
    pub name_en: String,
    /// French name.
    #[schema(min_length = 1, max_length = 80)]
    pub name_fr: String,
    /// Towns and regions by which a person recognises it.
    #[schema(max_items = 30)]
    pub places: Vec<String>,
    /// What else it is called.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub names: Vec<String>,
}

/// A variety as it was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Variety {
    /// The code with the variety's name.
    pub language: Language,
    /// Spanish name.
    pub name_es: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Towns and regions.
    pub places: Vec<String>,
    /// What else it is called.
    pub names: Vec<String>,
    /// Whose it is.
    pub country: Country,
    /// When it was added.
    pub added: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    language: Language,
    name_es: String,
    name_en: String,
    name_fr: String,
    places: String,
    names: String,
    country: Country,
    added: Instant,
}

impl Store {
    /// Adds a variety for a country.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field; `language` taken if there is such a variety already.
    pub async fn add_variety(
        &self,
        input: &VarietyInput,
        country: Country,
        by: PersonId,
        now: Instant,
    ) -> Result<Variety> {
        let variety = self.checked(input, country, now)?;
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO variety (language, name_es, name_en, name_fr, places, names,
                       country, added_by, added)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let inserted = on!(tx.conn(), db => sqlx::query(sql)
            .bind(&variety.language).bind(&variety.name_es).bind(&variety.name_en)
            .bind(&variety.name_fr).bind(variety.places.join(";")).bind(variety.names.join(";"))
            .bind(country).bind(by).bind(now).execute(db).await.map(drop));
        match inserted {
            Err(e) if refused_by(&e, "variety_key", "variety.language") => {
                return Err(Error::invalid("language", Why::Taken));
            }
            inserted => inserted?,
        }
        tx.commit().await?;
        self.refresh_varieties().await?;
        Ok(variety)
    }

    /// Every variety that a country has added, or all countries, in alphabetical order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn varieties(&self, country: Option<Country>) -> Result<Vec<Variety>> {
        let sql = "SELECT language, name_es, name_en, name_fr, places, names, country, added
                   FROM variety WHERE $1 IS NULL OR country = $1 ORDER BY language";
        let rows: Vec<Row> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        Ok(rows.into_iter().map(Variety::from).collect())
    }

    /// Takes a country's variety away again.
    ///
    /// # Errors
    /// [`Error::NotFound`] if that country has added no such variety; [`Error::NotNow`] once
    /// anybody speaks it or has asked for it.
    pub async fn remove_variety(&self, language: &Language, country: Country) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "SELECT COUNT(*) FROM variety WHERE language = $1 AND country = $2";
        let (found,): (i64,) = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(language).bind(country).fetch_one(db).await?);
        if found == 0 {
            return Err(Error::NotFound("variety"));
        }
        let sql = r#"SELECT (SELECT COUNT(*) FROM spoken WHERE language = $1)
                        + (SELECT COUNT(*) FROM greeting WHERE language = $1)
                        + (SELECT COUNT(*) FROM request
                           WHERE input LIKE '%"' || $1 || '"%')"#;
        let (used,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(language).fetch_one(db).await?);
        if used > 0 {
            return Err(Error::NotNow("the variety is in use"));
        }
        let sql = "DELETE FROM variety WHERE language = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(language).execute(db).await.map(drop)?);
        tx.commit().await?;
        self.refresh_varieties().await
    }

    /// Reads again what countries have added, which another node may have changed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn refresh_varieties(&self) -> Result<()> {
        let added: Vec<AddedVariety> =
            self.varieties(None).await?.into_iter().map(AddedVariety::from).collect();
        self.take_varieties(added);
        Ok(())
    }

    fn checked(&self, input: &VarietyInput, country: Country, now: Instant) -> Result<Variety> {
        let languages = self.languages();
        let code = input.language.code().parse().ok();
        if !input.language.is_variety() || code.is_none_or(|code| languages.tongue(&code).is_none())
        {
            return Err(Error::invalid("language", Why::Unknown));
        }
        if languages.tongue(&input.language).is_some() {
            return Err(Error::invalid("language", Why::Taken));
        }
        if input.places.is_empty() {
            return Err(Error::invalid("places", Why::Missing));
        }
        Ok(Variety {
            language: input.language.clone(),
            name_es: one("name_es", &input.name_es)?,
            name_en: one("name_en", &input.name_en)?,
            name_fr: one("name_fr", &input.name_fr)?,
            places: several("places", &input.places)?,
            names: several("names", &input.names)?,
            country,
            added: now,
        })
    }
}

fn several(field: &'static str, texts: &[String]) -> Result<Vec<String>> {
    if texts.len() > MOST_IN_LIST {
        return Err(Error::invalid(field, Why::TooLong));
    }
    texts.iter().map(|text| one(field, text)).collect()
}

/// A name as it is kept; `;` parts names in the tables.
fn one(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if crate::language::folded(text).is_empty() {
        Err(Error::invalid(field, Why::Missing))
    } else if text.chars().count() > LONGEST_NAME {
        Err(Error::invalid(field, Why::TooLong))
    } else if text.chars().any(|c| c == ';' || c.is_control()) {
        Err(Error::invalid(field, Why::Malformed))
    } else {
        Ok(text.to_owned())
    }
}

impl From<Row> for Variety {
    fn from(row: Row) -> Self {
        let list = |text: &str| {
            text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        Self {
            places: list(&row.places),
            names: list(&row.names),
            language: row.language,
            name_es: row.name_es,
            name_en: row.name_en,
            name_fr: row.name_fr,
            country: row.country,
            added: row.added,
        }
    }
}

impl From<Variety> for AddedVariety {
    fn from(variety: Variety) -> Self {
        Self {
            language: variety.language,
            name_es: variety.name_es,
            name_en: variety.name_en,
            name_fr: variety.name_fr,
            places: variety.places,
            names: variety.names,
            countries: vec![variety.country.as_str().to_owned()],
        }
    }
}
