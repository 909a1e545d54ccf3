//! The bus inside one process: all that a single node needs.

use super::{
    Bus, BusError, Claim, Delivery, LeaseName, NodeName, QUEUE_MESSAGES, Subscription, Topic,
};
use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::broadcast, time::Instant};

/// Topics and leases in memory.
#[derive(Debug, Default)]
pub struct LocalBus {
    topics: Mutex<HashMap<Topic, broadcast::Sender<Delivery>>>,
    leases: Mutex<HashMap<LeaseName, Held>>,
}

#[derive(Debug)]
struct Held {
    by: NodeName,
    until: Instant,
}

impl LocalBus {
    fn send(&self, topic: &Topic, message: Bytes) {
        let mut topics = locked(&self.topics);
        let Some(sender) = topics.get(topic) else { return };
        if sender.send(Delivery::Message(message)).is_err() {
            // The last listener has gone.
            topics.remove(topic);
        }
    }

    fn listen(&self, topic: &Topic) -> Subscription {
        let mut topics = locked(&self.topics);
        topics.retain(|_, sender| sender.receiver_count() > 0);
        let sender =
            topics.entry(topic.clone()).or_insert_with(|| broadcast::Sender::new(QUEUE_MESSAGES));
        Subscription(sender.subscribe())
    }

    fn leases(&self) -> MutexGuard<'_, HashMap<LeaseName, Held>> {
        let mut leases = locked(&self.leases);
        let now = Instant::now();
        leases.retain(|_, held| held.until > now);
        leases
    }

    fn take(&self, lease: &LeaseName, node: &NodeName, ttl: Duration) -> Claim {
        let mut leases = self.leases();
        match leases.get(lease) {
            Some(held) if held.by != *node => Claim::Theirs(held.by.clone()),
            _ => {
                let until = Instant::now() + ttl;
                leases.insert(lease.clone(), Held { by: node.clone(), until });
                Claim::Ours
            }
        }
    }

    fn prolong(&self, lease: &LeaseName, node: &NodeName, ttl: Duration) -> bool {
        match self.leases().get_mut(lease) {
            Some(held) if held.by == *node => {
                held.until = Instant::now() + ttl;
                true
            }
            _ => false,
        }
    }

    fn give_back(&self, lease: &LeaseName, node: &NodeName) -> bool {
        let mut leases = self.leases();
        let ours = leases.get(lease).is_some_and(|held| held.by == *node);
        if ours {
            leases.remove(lease);
        }
        ours
    }
}

impl Bus for LocalBus {
    fn publish<'a>(
        &'a self,
        topic: &'a Topic,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), BusError>> {
        async move {
            self.send(topic, message);
            Ok(())
        }
        .boxed()
    }

    fn subscribe<'a>(&'a self, topic: &'a Topic) -> BoxFuture<'a, Result<Subscription, BusError>> {
        async move { Ok(self.listen(topic)) }.boxed()
    }

    fn claim<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<Claim, BusError>> {
        async move { Ok(self.take(lease, node, ttl)) }.boxed()
    }

    fn renew<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, BusError>> {
        async move { Ok(self.prolong(lease, node, ttl)) }.boxed()
    }

    fn release<'a>(
        &'a self,
        lease: &'a LeaseName,
        node: &'a NodeName,
    ) -> BoxFuture<'a, Result<bool, BusError>> {
        async move { Ok(self.give_back(lease, node)) }.boxed()
    }

    fn holder<'a>(
        &'a self,
        lease: &'a LeaseName,
    ) -> BoxFuture<'a, Result<Option<NodeName>, BusError>> {
        async move { Ok(self.leases().get(lease).map(|held| held.by.clone())) }.boxed()
    }
}

/// The maps stay whole whatever happens in between: each change is one insertion or removal.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
