//! The bus through Redis: the same for many nodes.
//!
//! One connection publishes and keeps leases; a second one listens, is resubscribed by itself
//! after a break, and then tells every subscriber that messages may have been missed.

use super::{
    Bus, BusError, Claim, Delivery, LeaseName, NodeName, QUEUE_MESSAGES, Subscription, Topic,
};
use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use redis::{
    AsyncCommands, Client, IntoConnectionInfo, ProtocolVersion, PushInfo, PushKind, Script, Value,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::broadcast;

/// Everything of ours in a Redis that others may use too.
const PREFIX: &str = "puente:";
/// A node that does not hear from Redis for so long goes on without it and says so.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Sets the lease when it is free or ours, and says who holds it then.
const CLAIM: &str = "
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]";
/// Prolongs the lease only while it is ours: to compare and to set must be one step.
const RENEW: &str = "
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])";
/// Ends the lease only while it is ours.
const RELEASE: &str = "
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])";

/// The channels that somebody here listens to.
type Topics = Arc<Mutex<HashMap<String, Channel>>>;

#[derive(Debug)]
struct Channel {
    sender: broadcast::Sender<Delivery>,
    /// The line broke, and Redis has not yet confirmed the new subscription.
    interrupted: bool,
}

/// A connected Redis.
pub struct RedisBus {
    commands: ConnectionManager,
    listener: ConnectionManager,
    topics: Topics,
    /// Held while a subscription is made or ended, so that an end never overtakes a beginning.
    changing: tokio::sync::Mutex<()>,
    claim: Script,
    renew: Script,
    release: Script,
}

impl RedisBus {
    /// Connects to `redis://…`.
    ///
    /// # Errors
    /// When the address makes no sense or nobody answers there.
    pub async fn connect(url: &str) -> Result<Self, BusError> {
        let info = url.into_connection_info()?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(ANSWER_WITHIN))
            .set_connection_timeout(Some(ANSWER_WITHIN));
        let commands =
            ConnectionManager::new_with_config(Client::open(info.clone())?, config.clone()).await?;
        let topics = Topics::default();
        let deliver = {
            let topics = topics.clone();
            move |push: PushInfo| -> Result<(), redis::aio::SendError> {
                deliver(&topics, push);
                Ok(())
            }
        };
        // Messages come as pushes, which only the third version of the protocol has.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let listening = Client::open(info.set_redis_settings(settings))?;
        let listener = ConnectionManager::new_with_config(
            listening,
            config.set_push_sender(deliver).set_automatic_resubscription(),
        )
        .await?;
        Ok(Self {
            commands,
            listener,
            topics,
            changing: tokio::sync::Mutex::default(),
            claim: Script::new(CLAIM),
            renew: Script::new(RENEW),
            release: Script::new(RELEASE),
        })
    }

    async fn listen(&self, topic: &Topic) -> Result<Subscription, BusError> {
        let name = channel(topic);
        let _changing = self.changing.lock().await;
        let (receiver, deserted) = {
            let mut topics = locked(&self.topics);
            let channel = topics.entry(name.clone()).or_insert_with(|| Channel {
                sender: broadcast::Sender::new(QUEUE_MESSAGES),
                interrupted: false,
            });
            let receiver = channel.sender.subscribe();
            let deserted: Vec<String> = topics
                .extract_if(|_, channel| channel.sender.receiver_count() == 0)
                .map(|(name, _)| name)
                .collect();
            (receiver, deserted)
        };
        let mut listener = self.listener.clone();
        listener.subscribe(&name).await?;
        for name in deserted {
            listener.unsubscribe(&name).await?;
        }
        Ok(Subscription(receiver))
    }
}

/// Hands one push from Redis to the subscribers of its topic. Nobody listening is no failure.
fn deliver(topics: &Topics, push: PushInfo) {
    let mut topics = locked(topics);
    let mut parts = push.data.into_iter();
    match (push.kind, parts.next(), parts.next()) {
        (PushKind::Message, Some(Value::BulkString(name)), Some(Value::BulkString(message))) => {
            if let Some(channel) = topics.get(String::from_utf8_lossy(&name).as_ref()) {
                let _ = channel.sender.send(Delivery::Message(message.into()));
            }
        }
        (PushKind::Disconnection, ..) => {
            topics.values_mut().for_each(|channel| channel.interrupted = true);
        }
        // What was published while the line was down is lost: say so once it is up again.
        (PushKind::Subscribe, Some(Value::BulkString(name)), _) => {
            if let Some(channel) = topics.get_mut(String::from_utf8_lossy(&name).as_ref())
                && std::mem::take(&mut channel.interrupted)
            {
                let _ = channel.sender.send(Delivery::Missed);
            }
        }
        _ => {}
    }
}

impl Bus for RedisBus {
    fn publish<'a>(
        &'a self,
        topic: &'a Topic,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), BusError>> {
        async move {
            let mut commands = self.commands.clone();
            let _listeners: i64 = commands.publish(channel(topic), message.as_ref()).await?;
            Ok(())
        }
        .boxed()
    }

    fn subscribe<'a>(&'a self, topic: &'a Topic) -> BoxFuture<'a, Result<Subscription, BusError>> {
        self.listen(topic).boxed()
    }

    fn claim<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<Claim, BusError>> {
        async move {
            let mut commands = self.commands.clone();
            let holder: String = self
                .claim
                .key(key(lease))
                .arg(&node.0)
                .arg(milliseconds(ttl))
                .invoke_async(&mut commands)
                .await?;
            Ok(if holder == node.0 { Claim::Ours } else { Claim::Theirs(NodeName(holder)) })
        }
        .boxed()
    }

    fn renew<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, BusError>> {
        async move {
            let mut commands = self.commands.clone();
            let done: i64 = self
                .renew
                .key(key(lease))
                .arg(&node.0)
                .arg(milliseconds(ttl))
                .invoke_async(&mut commands)
                .await?;
            Ok(done == 1)
        }
        .boxed()
    }

    fn release<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
    ) -> BoxFuture<'a, Result<bool, BusError>> {
        async move {
            let mut commands = self.commands.clone();
            let done: i64 =
                self.release.key(key(lease)).arg(&node.0).invoke_async(&mut commands).await?;
            Ok(done == 1)
        }
        .boxed()
    }

    fn holder<'a>(
        &'a self,
        lease: &'a LeaseName,
    ) -> BoxFuture<'a, Result<Option<NodeName>, BusError>> {
        async move {
            let mut commands = self.commands.clone();
            let holder: Option<String> = commands.get(key(lease)).await?;
            Ok(holder.map(NodeName))
        }
        .boxed()
    }
}

impl fmt::Debug for RedisBus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisBus").finish_non_exhaustive()
    }
}

fn channel(topic: &Topic) -> String {
    format!("{PREFIX}topic:{}", topic.as_str())
}

fn key(lease: &LeaseName) -> String {
    format!("{PREFIX}lease:{}", lease.as_str())
}

/// At least one: Redis takes no expiry of zero.
fn milliseconds(ttl: Duration) -> u64 {
    u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX / 2).max(1)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
