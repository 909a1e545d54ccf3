//! Enums that are one word everywhere: in the database, in JSON and in logs.
//!
//! `words!` makes such an enum with its spelling, so that a word is written once and a word the
//! program does not know is refused at each border.

/// A word outside the list its field allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not one of: {allowed}")]
pub struct UnknownWord {
    /// What was found.
    pub word: String,
    /// What could have been there.
    pub allowed: String,
}

/// Lets a type that has `as_str()` and `FromStr` travel as text through both databases and serde.
macro_rules! stored_as_text {
    ($name:ty) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<DB: sqlx::Database> sqlx::Type<DB> for $name
        where
            String: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <String as sqlx::Type<DB>>::type_info()
            }

            fn compatible(found: &DB::TypeInfo) -> bool {
                <String as sqlx::Type<DB>>::compatible(found)
            }
        }

        impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $name
        where
            String: sqlx::Encode<'q, DB>,
        {
            fn encode_by_ref(
                &self,
                buffer: &mut <DB as sqlx::Database>::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                sqlx::Encode::<DB>::encode(self.as_str().to_owned(), buffer)
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
        where
            &'r str: sqlx::Decode<'r, DB>,
        {
            fn decode(
                value: <DB as sqlx::Database>::ValueRef<'r>,
            ) -> Result<Self, sqlx::error::BoxDynError> {
                Ok(<&str as sqlx::Decode<DB>>::decode(value)?.parse()?)
            }
        }
    };
}

/// An enum of words: `words! { /// doc  pub enum Mode { /// doc Consecutive = "consecutive", … } }`.
///
/// `pub enum Mode as "Other" { … }` is called `Other` in the description of the API, where a name
/// stands for one type only.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($words:tt)+ }) => {
        crate::word::words! { $(#[$about])* pub enum $name as "" { $($words)+ } }
    };
    ($(#[$about:meta])* pub enum $name:ident as $described:literal {
        $($(#[$doc:meta])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every word, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word itself.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::word::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(crate::word::UnknownWord {
                        word: word.to_owned(),
                        allowed: [$($word),+].join(" "),
                    }),
                }
            }
        }

        crate::word::stored_as_text!($name);

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::word::text_schema().enum_values(Some([$($word),+])).into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                if $described.is_empty() { stringify!($name).into() } else { $described.into() }
            }
        }
    };
}

/// Text, as a schema to be narrowed.
pub(crate) fn text_schema() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String)
}

/// Describes a type that is written as text of one form, with an example.
macro_rules! described_as_text {
    ($name:ty, $as:literal, $pattern:literal, $example:literal $(, most $most:literal)?) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::word::text_schema()
                    .pattern(Some($pattern))
                    $(.max_length(Some($most)))?
                    .examples([$example])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                $as.into()
            }
        }
    };
}

pub(crate) use {described_as_text, stored_as_text, words};
