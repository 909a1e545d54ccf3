//! The bus: what nodes tell each other, and which node runs which hearing.
//!
//! Messages only wake: whoever hears one reads the truth from the bank. So a lost message costs
//! time, never correctness, and a receiver that fell behind is told so instead of being waited for.

pub mod local;
pub mod redis;

use bytes::Bytes;
use futures::future::BoxFuture;
use std::{fmt, time::Duration};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Messages that a subscriber may fall behind before it is told that it missed some.
pub const QUEUE_MESSAGES: usize = 64;

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Topic(String);

impl Topic {
    /// A hearing changed: another node, or a page that lists it, wants to look.
    pub fn hearing(id: Uuid) -> Self {
        Self(format!("hearing.{id}"))
    }

    /// Something of this person changed: an offer, a request, the agenda.
    pub fn person(id: Uuid) -> Self {
        Self(format!("person.{id}"))
    }

    /// Something of this kit changed: its key, its state.
    pub fn kit(id: Uuid) -> Self {
        Self(format!("kit.{id}"))
    }

    /// The topic's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A node's name, the same over restarts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NodeName(pub String);

/// What somebody holds for a while, such as a hearing's room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeaseName(String);

impl LeaseName {
    /// The right to run a hearing.
    pub fn hearing(id: Uuid) -> Self {
        Self(format!("hearing.{id}"))
    }

    /// The lease's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Answer to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours now, or was already and lasts longer.
    Ours,
    /// Another node holds it.
    Theirs(NodeName),
}

/// The bus does not answer.
#[derive(Debug, thiserror::Error)]
#[error("the bus does not answer")]
pub struct BusError(#[from] ::redis::RedisError);

/// Publishes, subscribes, and keeps leases.
pub trait Bus: fmt::Debug + Send + Sync {
    /// Tells everyone who listens to this topic now.
    fn publish<'a>(
        &'a self,
        topic: &'a Topic,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), BusError>>;

    /// Listens from now on; nothing published after this returns is missed silently.
    fn subscribe<'a>(&'a self, topic: &'a Topic) -> BoxFuture<'a, Result<Subscription, BusError>>;

    /// Takes a lease that is free or ours already, for `ttl` from now.
    fn claim<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<Claim, BusError>>;

    /// Makes our lease last `ttl` from now; false when it is no longer ours.
    fn renew<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, BusError>>;

    /// Gives our lease back; false when it was not ours.
    fn release<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
    ) -> BoxFuture<'a, Result<bool, BusError>>;

    /// Who holds the lease now.
    fn holder<'a>(
        &'a self,
        lease: &'a LeaseName,
    ) -> BoxFuture<'a, Result<Option<NodeName>, BusError>>;
}

/// What a subscriber gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// A message as it was published.
    Message(Bytes),
    /// Messages were lost, by slowness here or a broken line: read everything anew.
    Missed,
}

/// One listener of one topic; stops listening when dropped.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Delivery>);

impl Subscription {
    /// The next delivery; `None` when the bus has ended.
    pub async fn next(&mut self) -> Option<Delivery> {
        match self.0.recv().await {
            Ok(delivery) => Some(delivery),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Delivery::Missed),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
