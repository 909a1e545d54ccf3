//! How each refusal of the bank is told to a caller.

use super::{Kind, Problem};
use crate::lang::Words;
use puente_registry::{Error, Why};

/// Refuses a text of more characters than its description allows.
///
/// # Errors
/// `invalid`, naming the field.
pub(crate) fn at_most(characters: usize, field: &'static str, text: &str) -> Result<(), Problem> {
    if text.chars().count() > characters {
        return Err(Problem::invalid(field, words(Why::TooLong)));
    }
    Ok(())
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(_) => Kind::NotFound.into(),
            Error::Invalid { field, why } => Problem::invalid(field, words(why)),
            Error::Faults(faults) => {
                faults.into_iter().fold(Problem::new(Kind::Invalid), |problem, fault| {
                    problem.and_field(fault.path, words(fault.why))
                })
            }
            Error::NotYours => Problem::new(Kind::NotYours).with_detail(Words::new(
                "Eso corresponde a otra autoridad.",
                "That is for another authority to do.",
                "Cela revient à une autre autorité.",
            )),
            Error::LanguageGroup(language) if language.is_undetermined() => {
                Problem::new(Kind::LanguageGroup).and_field(
                    "languages",
                    Words::new(
                        "Todavía no se sabe qué lengua habla. Averígüelo de oído y elija la variedad.",
                        "The language is not known yet. Find it out by ear and choose the variety.",
                        "La langue n’est pas encore connue. Trouvez-la à l’oreille et choisissez la variété.",
                    ),
                )
            }
            Error::LanguageGroup(language) => Problem::new(Kind::LanguageGroup).and_field(
                "languages",
                Words::new(
                    format!("«{language}» abarca varias variedades: elija una."),
                    format!("“{language}” covers several varieties: choose one."),
                    format!("« {language} » recouvre plusieurs variétés : choisissez-en une."),
                ),
            ),
            Error::NotAllowed => Kind::NotAllowed.into(),
            Error::AlreadyTaken => Kind::AlreadyTaken.into(),
            Error::OfferClosed => Kind::OfferClosed.into(),
            Error::NotFree(_) => Kind::NotFree.into(),
            Error::NotNow(_) => Kind::NotNow.into(),
            Error::LinkUnknown => Kind::LinkUnknown.into(),
            Error::LinkUsed => Kind::LinkUsed.into(),
            Error::LinkNotYet => Kind::LinkNotYet.into(),
            Error::LinkExpired => Kind::LinkExpired.into(),
            Error::KitShutOut => Kind::KitShutOut.into(),
            failure => Problem::internal(&failure),
        }
    }
}

/// What is wrong with a field, or with a cell of a table.
pub(crate) fn words(why: Why) -> Words {
    let (es, en, fr) = match why {
        Why::Missing => ("Hace falta.", "It is needed.", "C’est nécessaire."),
        Why::Unknown => ("No existe.", "It does not exist.", "Cela n’existe pas."),
        Why::Malformed => (
            "No está bien escrito.",
            "It is not written as it should be.",
            "Ce n’est pas écrit comme il faut.",
        ),
        Why::InThePast => ("Ya pasó.", "It has passed.", "C’est passé."),
        Why::Empty => (
            "Termina antes de empezar.",
            "It ends before it begins.",
            "Cela finit avant de commencer.",
        ),
        Why::TooLong => (
            "Es demasiado largo o lejano.",
            "It is too long or too far away.",
            "C’est trop long ou trop lointain.",
        ),
        Why::SkippedByClock => (
            "Esa hora no existe: el reloj se adelanta.",
            "That time does not exist: the clock is put forward over it.",
            "Cette heure n’existe pas : l’horloge avance à ce moment.",
        ),
        Why::Repeated => ("Está repetido.", "It is there twice.", "C’est là deux fois."),
        Why::DoesNotFit => (
            "No encaja con lo demás.",
            "It does not fit the rest.",
            "Cela ne va pas avec le reste.",
        ),
        Why::InTheNight => (
            "Es de noche para alguien que tendría que estar. De noche solo se atiende lo urgente.",
            "It is night for somebody who would have to be there. Only emergencies are booked at night.",
            "Il fait nuit pour quelqu’un qui devrait être là. La nuit, on ne prend que l’urgent.",
        ),
        Why::Taken => (
            "Ya lo usa otra persona.",
            "Somebody else uses it already.",
            "Quelqu’un d’autre l’utilise déjà.",
        ),
    };
    Words::new(es, en, fr)
}
