//! Datagrams to be sent: one arena that is filled by a turn of the worker and emptied by the driver.

use std::net::SocketAddr;

/// The longest datagram that is sent or taken, in bytes.
pub const MAX_DATAGRAM: usize = 1500;

/// Outgoing datagrams. It grows to the largest turn it has seen and then allocates no more.
#[derive(Debug, Default)]
pub struct TxBatch {
    arena: Vec<u8>,
    datagrams: Vec<(SocketAddr, usize)>,
}

impl TxBatch {
    /// A batch with room for `datagrams` before it must grow.
    #[must_use]
    pub fn with_capacity(datagrams: usize) -> Self {
        Self { arena: vec![0; datagrams * MAX_DATAGRAM], datagrams: Vec::with_capacity(datagrams) }
    }

    /// Adds a datagram for `to`: `fill` writes it and gives its length, or nothing to add none.
    /// Whether one was added.
    pub(crate) fn push(
        &mut self,
        to: SocketAddr,
        fill: impl FnOnce(&mut [u8]) -> Option<usize>,
    ) -> bool {
        let start = self.datagrams.len() * MAX_DATAGRAM;
        let end = start + MAX_DATAGRAM;
        if self.arena.len() < end {
            self.arena.resize(end, 0);
        }
        match fill(&mut self.arena[start..end]) {
            Some(len) => {
                self.datagrams.push((to, len));
                true
            }
            None => false,
        }
    }

    /// Adds a copy of `datagram`.
    pub fn copy(&mut self, to: SocketAddr, datagram: &[u8]) {
        self.push(to, |out| {
            out.get_mut(..datagram.len())?.copy_from_slice(datagram);
            Some(datagram.len())
        });
    }

    /// The datagrams in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SocketAddr, &[u8])> {
        self.datagrams
            .iter()
            .zip(self.arena.chunks_exact(MAX_DATAGRAM))
            .map(|((to, len), slot)| (*to, &slot[..*len]))
    }

    /// How many datagrams wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.datagrams.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.datagrams.is_empty()
    }

    /// Forgets all datagrams and keeps the room.
    pub fn clear(&mut self) {
        self.datagrams.clear();
    }
}
