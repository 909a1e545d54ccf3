//! What a kit's own page does: `/api/kit`. It knows its key and nothing of people.

pub mod challenge;
pub mod checks;
pub mod enrol;
pub mod enter;
pub mod events;
pub mod get;
pub mod sign_in;

use crate::{lang::Words, problem::Problem};
use std::str::FromStr;

/// Reads a field that has a form of its own.
fn read<T: FromStr>(field: &'static str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| {
        let words = Words::new(
            "No está bien escrito.",
            "It is not written as it should be.",
            "Ce n’est pas écrit comme il faut.",
        );
        Problem::invalid(field, words)
    })
}
