//! How each refusal of the bank is told to a caller.

use super::{Kind, Problem};
use crate::lang::Words;
use puente_registry::{Error, Why};

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(_) => Kind::NotFound.into(),
            Error::Invalid { field, why } => Problem::invalid(field, words(why)),
            Error::LanguageGroup(language) => Problem::new(Kind::LanguageGroup).and_field(
                "languages",
                Words::new(
                    format!("«{language}» abarca varias variedades: elija una."),
                    format!("“{language}” covers several varieties: choose one."),
                ),
            ),
            Error::AlreadyTaken => Kind::AlreadyTaken.into(),
            Error::OfferClosed => Kind::OfferClosed.into(),
            Error::NotFree(_) => Kind::NotFree.into(),
            Error::NotNow(_) => Kind::NotNow.into(),
            Error::LinkUnknown => Kind::LinkUnknown.into(),
            Error::LinkUsed => Kind::LinkUsed.into(),
            Error::LinkNotYet => Kind::LinkNotYet.into(),
            Error::LinkExpired => Kind::LinkExpired.into(),
            failure => Problem::internal(&failure),
        }
    }
}

fn words(why: Why) -> Words {
    let (es, en) = match why {
        Why::Missing => ("Hace falta.", "It is needed."),
        Why::Unknown => ("No existe.", "It does not exist."),
        Why::Malformed => ("No está bien escrito.", "It is not written as it should be."),
        Why::InThePast => ("Ya pasó.", "It has passed."),
        Why::Empty => ("Termina antes de empezar.", "It ends before it begins."),
        Why::TooLong => ("Es demasiado largo o lejano.", "It is too long or too far away."),
        Why::SkippedByClock => (
            "Esa hora no existe: el reloj se adelanta.",
            "That time does not exist: the clock is put forward over it.",
        ),
        Why::Repeated => ("Está repetido.", "It is there twice."),
        Why::DoesNotFit => ("No encaja con lo demás.", "It does not fit the rest."),
        Why::Taken => ("Ya lo usa otra persona.", "Somebody else uses it already."),
    };
    Words::new(es, en)
}
