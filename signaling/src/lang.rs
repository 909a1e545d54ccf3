//! The languages of the interface itself, and which of them a caller asks for.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use serde::Deserialize;
use std::borrow::Cow;

/// A language that Puente's own words exist in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Spanish, which most countries of the network share.
    #[default]
    Es,
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Every language, Spanish first.
    pub const ALL: [Lang; 3] = [Lang::Es, Lang::En, Lang::Fr];

    /// The tag as HTML and HTTP write it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Es => "es",
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }

    /// The language of this tag, if it is one of ours.
    pub fn named(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The language that a request prefers (RFC 9110 §12.5.4); Spanish when it names none.
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .map_or_else(Lang::default, |value| preferred(value).unwrap_or_default())
    }
}

/// A sentence in every language of the interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub es: Cow<'static, str>,
    pub en: Cow<'static, str>,
    pub fr: Cow<'static, str>,
}

impl Words {
    /// The same thing said in each.
    pub fn new(
        es: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
        fr: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { es: es.into(), en: en.into(), fr: fr.into() }
    }

    /// The sentence in one language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Es => &self.es,
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

/// The best of our languages in an `Accept-Language` value; among equals the first named wins.
fn preferred(value: &str) -> Option<Lang> {
    let mut best: Option<(f32, Lang)> = None;
    for range in value.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let Some(lang) = parts.next().and_then(language_of) else { continue };
        let weight = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
        if weight > 0.0 && best.is_none_or(|(so_far, _)| weight > so_far) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

fn language_of(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next().unwrap_or_default();
    Lang::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_heaviest_of_our_languages_wins() {
        assert_eq!(preferred("de, en;q=0.5, es-GT;q=0.7"), Some(Lang::Es));
        assert_eq!(preferred("en-CA,en;q=0.9,es;q=0.8"), Some(Lang::En));
        assert_eq!(preferred("ES;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(preferred("fr-CA, en;q=0.9"), Some(Lang::Fr));
        assert_eq!(preferred("de-CH, *"), None);
    }

    proptest! {
        #[test]
        fn no_header_breaks_the_choice(value in ".{0,200}") {
            let _ = preferred(&value);
        }
    }
}
