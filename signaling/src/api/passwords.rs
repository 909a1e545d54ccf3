//! `/api/passwords`: choosing a password by a link that came by mail.

pub mod choose;
pub mod forgot;
pub mod look;

use crate::{
    lang::Words,
    password::MAX_PASSWORD_BYTES,
    problem::{Kind, Problem},
};
use puente_registry::token::Token;

/// Shorter ones are guessed too soon (NIST SP 800-63B asks for 8; links spare us typing often).
const LEAST_CHARACTERS: usize = 12;

/// # Errors
/// `invalid`.
pub(crate) fn check(field: &'static str, password: &str) -> Result<(), Problem> {
    if password.chars().count() < LEAST_CHARACTERS {
        return Err(Problem::invalid(
            field,
            Words::new(
                "Use al menos 12 letras; varias palabras sirven.",
                "Use at least 12 characters; several words will do.",
                "Utilisez au moins 12 caractères ; plusieurs mots conviennent.",
            ),
        ));
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(Problem::invalid(
            field,
            Words::new("Es demasiado larga.", "It is too long.", "Il est trop long."),
        ));
    }
    Ok(())
}

fn ticket(text: &str) -> Result<Token, Problem> {
    text.parse().map_err(|_| Problem::new(Kind::LinkUnknown))
}
