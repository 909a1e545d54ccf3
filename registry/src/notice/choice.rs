//! By which channels a person wants to be told.

use crate::{
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, Tx, on},
    word::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// A way to a person.
    pub enum Channel {
        /// A message to the account's address.
        Email = "email",
        /// A note on a device that was allowed to show them.
        Push = "push",
        /// A text message.
        Sms = "sms",
    }
}

/// What a person chose. Bookings and matters of the account come by e-mail in any case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelChoice {
    /// Offers, rings and reminders by e-mail.
    pub email: bool,
    /// Everything on the person's devices.
    pub push: bool,
    /// Where rings go as text messages: `+` and 8 to 15 digits (E.164).
    pub phone: Option<String>,
}

impl Default for ChannelChoice {
    fn default() -> Self {
        Self { email: true, push: true, phone: None }
    }
}

impl Store {
    /// What a person chose.
    ///
    /// # Errors
    /// What the database says.
    pub async fn channel_choice(&self, person: PersonId) -> Result<ChannelChoice> {
        let found =
            on!(self.read(), db => sqlx::query_as(CHOICE).bind(person).fetch_optional(db).await?);
        Ok(found.unwrap_or_default())
    }

    /// Keeps a choice.
    ///
    /// # Errors
    /// [`Error::Invalid`] `phone`.
    pub async fn set_channel_choice(&self, person: PersonId, choice: &ChannelChoice) -> Result<()> {
        if choice.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            return Err(Error::invalid("phone", Why::Malformed));
        }
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO channel_choice (person, email, push, phone) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (person) DO UPDATE
                   SET email = excluded.email, push = excluded.push, phone = excluded.phone";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(choice.email).bind(choice.push).bind(&choice.phone)
            .execute(db).await.map(drop)?);
        tx.commit().await
    }
}

const CHOICE: &str = "SELECT email, push, phone FROM channel_choice WHERE person = $1";

pub(super) async fn of(tx: &mut Tx, person: PersonId) -> Result<ChannelChoice> {
    let found = on!(tx.conn(), db => sqlx::query_as(CHOICE).bind(person).fetch_optional(db).await?);
    Ok(found.unwrap_or_default())
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}
