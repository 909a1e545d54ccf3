//! Devices that take web push: where a browser's push service is reached, and its keys (RFC 8291).

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, Why},
    id::{DeviceId, PersonId},
    store::{Store, on},
    time::Instant,
};

/// Most devices of one person; the oldest make room.
const MOST_DEVICES: i64 = 10;

/// What a browser gives when a person allows notes on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushDeviceInput {
    /// The address of its push service.
    pub endpoint: String,
    /// Its public key: an uncompressed P-256 point, base64url.
    pub p256dh: String,
    /// Its secret: 16 bytes, base64url.
    pub auth: String,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct PushDevice {
    /// Its id.
    pub id: DeviceId,
    /// The address of its push service.
    pub endpoint: String,
    /// Its public key.
    pub p256dh: String,
    /// Its secret.
    #[serde(skip)]
    pub auth: String,
}

impl Store {
    /// Keeps a device. One that is known already belongs to whoever uses it now.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field.
    pub async fn add_push_device(
        &self,
        person: PersonId,
        input: &PushDeviceInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<DeviceId> {
        check(input)?;
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO push_device (id, person, endpoint, p256dh, auth, created)
                   VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (endpoint) DO UPDATE SET person = excluded.person,
                       p256dh = excluded.p256dh, auth = excluded.auth, created = excluded.created
                   RETURNING id";
        let (id,): (DeviceId,) = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(DeviceId::new(now, rng)).bind(person).bind(&input.endpoint)
            .bind(&input.p256dh).bind(&input.auth).bind(now)
            .fetch_one(db).await?);
        let sql = "DELETE FROM push_device WHERE person = $1 AND id NOT IN (
                       SELECT id FROM push_device WHERE person = $1
                       ORDER BY created DESC, id DESC LIMIT $2)";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(MOST_DEVICES).execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(id)
    }

    /// The key that signs what is pushed, the same for every node: the one that is kept, or `fresh`
    /// from now on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn push_key(&self, fresh: &str) -> Result<String> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO bank (key, value) VALUES ('push_key', $1)
                   ON CONFLICT (key) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql).bind(fresh).execute(db).await.map(drop)?);
        let sql = "SELECT value FROM bank WHERE key = 'push_key'";
        let (kept,): (String,) = on!(tx.conn(), db => sqlx::query_as(sql).fetch_one(db).await?);
        tx.commit().await?;
        Ok(kept)
    }

    /// A device, if it is still there.
    ///
    /// # Errors
    /// What the database says.
    pub async fn push_device(&self, id: DeviceId) -> Result<Option<PushDevice>> {
        let sql = "SELECT id, endpoint, p256dh, auth FROM push_device WHERE id = $1";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?))
    }

    /// A person's devices.
    ///
    /// # Errors
    /// What the database says.
    pub async fn push_devices_of(&self, person: PersonId) -> Result<Vec<PushDevice>> {
        let sql = "SELECT id, endpoint, p256dh, auth FROM push_device WHERE person = $1
                   ORDER BY created, id";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?))
    }

    /// Forgets a device: its person's wish, or its push service says that it is gone.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn remove_push_device(&self, id: DeviceId, of: Option<PersonId>) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM push_device WHERE id = $1 AND ($2 IS NULL OR person = $2)";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(of).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("device"));
        }
        tx.commit().await
    }
}

fn check(input: &PushDeviceInput) -> Result<()> {
    let is_base64url = |text: &str, length: usize| {
        let text = text.trim_end_matches('=');
        text.len() == length
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if input.endpoint.len() > 1_000 {
        return Err(Error::invalid("endpoint", Why::TooLong));
    }
    if !input.endpoint.starts_with("https://") && !input.endpoint.starts_with("http://") {
        return Err(Error::invalid("endpoint", Why::Malformed));
    }
    // 65 bytes of a point, 16 of a secret.
    if !is_base64url(&input.p256dh, 87) {
        return Err(Error::invalid("p256dh", Why::Malformed));
    }
    if !is_base64url(&input.auth, 22) {
        return Err(Error::invalid("auth", Why::Malformed));
    }
    Ok(())
}
