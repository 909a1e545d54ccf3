//! What could be done instead, in words that never make it sound equal.

use super::words::name_of;
use crate::lang::{Lang, Words};
use puente_registry::{
    country::Country,
    interpreter::Mode,
    language::{Class, Dictionary, Language},
    search::{self, Way},
    time::Moment,
};
use serde::Serialize;

/// What kind of way out it is.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum WayKind {
    /// A language near the one asked for.
    Variety,
    /// Another way of interpreting.
    Mode,
    /// A credential of another country.
    Credential,
    /// Another time.
    Time,
}

/// One way out that leads to somebody.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Instead {
    way: WayKind,
    /// What it is and what it costs, in the caller's language.
    #[schema(example = "Otra variedad: mam de Tacaná. No es la que se pidió.")]
    words: String,
    /// How many would fit.
    people: usize,
    /// For a variety: what was asked for.
    asked: Option<Language>,
    /// For a variety: what is near it.
    language: Option<Language>,
    /// For a variety: how near, by genealogy.
    class: Option<Class>,
    /// For a variety: who says so.
    source: Option<String>,
    mode: Option<Mode>,
    country: Option<Country>,
    starts: Option<Moment>,
}

impl Instead {
    pub(super) fn told(one: search::Instead, languages: &Dictionary, lang: Lang) -> Self {
        let words = words(&one.way, languages).in_lang(lang).to_owned();
        let empty = Self {
            way: WayKind::Time,
            words,
            people: one.people,
            asked: None,
            language: None,
            class: None,
            source: None,
            mode: None,
            country: None,
            starts: None,
        };
        match one.way {
            Way::Variety { asked, near } => Self {
                way: WayKind::Variety,
                asked: Some(asked),
                language: Some(near.language),
                class: Some(near.class),
                source: Some(near.source),
                ..empty
            },
            Way::Mode(mode) => Self { way: WayKind::Mode, mode: Some(mode), ..empty },
            Way::CredentialOf(country) => {
                Self { way: WayKind::Credential, country: Some(country), ..empty }
            }
            Way::Time(starts) => Self { starts: Some(starts), ..empty },
        }
    }
}

fn words(way: &Way, languages: &Dictionary) -> Words {
    match way {
        Way::Variety { asked, near } => {
            let (asked, other) = (name_of(asked, languages), name_of(&near.language, languages));
            let how = nearness(near.class);
            Words::new(
                format!(
                    "{} en lugar de {}: {}. No es lo mismo: hace falta una conversación de prueba \
                     y que la persona esté de acuerdo.",
                    other.es, asked.es, how.es
                ),
                format!(
                    "{} instead of {}: {}. It is not the same: it takes a trial conversation and \
                     the person’s own consent.",
                    other.en, asked.en, how.en
                ),
                format!(
                    "{} au lieu de {} : {}. Ce n’est pas la même chose : il faut une conversation \
                     d’essai et l’accord de la personne.",
                    other.fr, asked.fr, how.fr
                ),
            )
        }
        Way::Mode(Mode::Consecutive) => Words::new(
            "En consecutiva: se habla por turnos y dura más.",
            "Consecutive: people speak in turns, and it takes longer.",
            "En consécutive : on parle à tour de rôle, et cela dure plus longtemps.",
        ),
        Way::Mode(Mode::Simultaneous) => Words::new(
            "En simultánea: todos llevan auriculares.",
            "Simultaneous: everybody wears headphones.",
            "En simultanée : tout le monde porte un casque.",
        ),
        Way::Mode(Mode::SightTranslation) => Words::new(
            "Traducción a la vista: se leen documentos en voz alta.",
            "Sight translation: documents are read aloud.",
            "Traduction à vue : on lit les documents à voix haute.",
        ),
        Way::Mode(Mode::Sign) => {
            Words::new("En lengua de señas.", "In sign language.", "En langue des signes.")
        }
        Way::Mode(Mode::Tactile) => {
            Words::new("Interpretación táctil.", "Tactile interpreting.", "Interprétation tactile.")
        }
        Way::CredentialOf(country) => Words::new(
            format!(
                "Con una credencial que reconoce {country}, pero no este país: el tribunal tiene \
                 que admitirla."
            ),
            format!(
                "With a credential that {country} recognises and this country does not: the \
                 court has to admit it."
            ),
            format!(
                "Avec un titre que {country} reconnaît, mais pas ce pays : le tribunal doit \
                 l’admettre."
            ),
        ),
        Way::Time(_) => Words::new(
            "A otra hora, como se pidió.",
            "At another time, as asked for.",
            "À un autre moment, comme demandé.",
        ),
    }
}

fn nearness(class: Class) -> Words {
    match class {
        Class::High => Words::new(
            "se cuentan como una sola lengua",
            "they are counted as one language",
            "on les compte comme une seule langue",
        ),
        Class::Some => Words::new(
            "variedades de la misma lengua, que no siempre se entienden",
            "varieties of the same language, which do not always understand each other",
            "des variétés de la même langue, qui ne se comprennent pas toujours",
        ),
        Class::Low => Words::new(
            "son parientes, y es probable que no se entiendan",
            "they are related, and probably do not understand each other",
            "elles sont parentes, et ne se comprennent sans doute pas",
        ),
    }
}
