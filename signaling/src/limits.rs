//! How often one may try: sign-in per account and per network, links per network, mail to an
//! address per address and per network.

use crate::{
    client_address::Network,
    problem::{Kind, Problem},
};
use aws_lc_rs::digest::{SHA256, digest};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};
use std::{fmt, hash::Hash, num::NonZeroU32, sync::Arc, time::Duration};

/// Tries that one may make at once, and how long until one more is given back.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub burst: NonZeroU32,
    pub one_more_after: Duration,
}

/// The allowances. The defaults bear a class of people who sign in from one office.
#[derive(Clone, Copy, Debug)]
pub struct Allowances {
    pub sign_in_per_account: Allowance,
    pub sign_in_per_network: Allowance,
    pub links_per_network: Allowance,
    pub kit_codes_per_network: Allowance,
    pub letters_per_network: Allowance,
    pub letters_per_address: Allowance,
}

impl Default for Allowances {
    fn default() -> Self {
        let allowance = |burst: u32, seconds| Allowance {
            burst: NonZeroU32::MIN.saturating_add(burst - 1),
            one_more_after: Duration::from_secs(seconds),
        };
        Self {
            sign_in_per_account: allowance(5, 30),
            sign_in_per_network: allowance(40, 2),
            // A link holds 256 random bits: this limit is against floods, not against guessing.
            links_per_network: allowance(60, 1),
            // A code has eight digits and lives ten minutes: some seventy guesses.
            kit_codes_per_network: allowance(10, 10),
            letters_per_network: allowance(20, 60),
            // Nobody's mailbox is filled by others: three at once, then one every ten minutes.
            letters_per_address: allowance(3, 600),
        }
    }
}

/// Longer than most allowances need to be whole again.
const FORGET_EVERY: Duration = Duration::from_secs(300);

type Keyed<K, C> = RateLimiter<K, DashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Counts the tries. Accounts are kept by the hash of their address.
pub struct Limits<C: Clock + Clone = DefaultClock> {
    clock: C,
    accounts: Keyed<Vec<u8>, C>,
    sign_ins: Keyed<Network, C>,
    links: Keyed<Network, C>,
    kit_codes: Keyed<Network, C>,
    letters: Keyed<Network, C>,
    addresses: Keyed<Vec<u8>, C>,
}

impl<C: Clock + Clone> Limits<C> {
    /// Limits that measure time by `clock`.
    pub fn new(allowances: Allowances, clock: C) -> Self {
        Self {
            accounts: limiter(allowances.sign_in_per_account, &clock),
            sign_ins: limiter(allowances.sign_in_per_network, &clock),
            links: limiter(allowances.links_per_network, &clock),
            kit_codes: limiter(allowances.kit_codes_per_network, &clock),
            letters: limiter(allowances.letters_per_network, &clock),
            addresses: limiter(allowances.letters_per_address, &clock),
            clock,
        }
    }

    /// Counts one try to sign in.
    ///
    /// # Errors
    /// `too_many_attempts`, with the seconds to wait.
    pub fn sign_in(&self, email: &str, from: Network) -> Result<(), Problem> {
        let account = digest(&SHA256, email.trim().to_lowercase().as_bytes()).as_ref().to_vec();
        self.count(&self.sign_ins, &from)?;
        self.count(&self.accounts, &account)
    }

    /// Counts one try to redeem a link.
    ///
    /// # Errors
    /// `too_many_attempts`, with the seconds to wait.
    pub fn redeem(&self, from: Network) -> Result<(), Problem> {
        self.count(&self.links, &from)
    }

    /// Counts one try to enrol a kit.
    ///
    /// # Errors
    /// `too_many_attempts`, with the seconds to wait.
    pub fn enrol(&self, from: Network) -> Result<(), Problem> {
        self.count(&self.kit_codes, &from)
    }

    /// Counts one try to have mail sent to an address by somebody who is not signed in.
    ///
    /// # Errors
    /// `too_many_attempts`, with the seconds to wait.
    pub fn letter(&self, email: &str, from: Network) -> Result<(), Problem> {
        let address = digest(&SHA256, email.trim().to_lowercase().as_bytes()).as_ref().to_vec();
        self.count(&self.letters, &from)?;
        self.count(&self.addresses, &address)
    }

    /// Keeps memory small for as long as the program runs.
    pub async fn forget_rested_for_ever(self: Arc<Self>) {
        let mut every = tokio::time::interval(FORGET_EVERY);
        loop {
            every.tick().await;
            self.forget_rested();
        }
    }

    /// Forgets callers whose allowance is whole again.
    fn forget_rested(&self) {
        self.accounts.retain_recent();
        self.sign_ins.retain_recent();
        self.links.retain_recent();
        self.kit_codes.retain_recent();
        self.letters.retain_recent();
        self.addresses.retain_recent();
    }

    fn count<K: Hash + Eq + Clone>(&self, limiter: &Keyed<K, C>, key: &K) -> Result<(), Problem> {
        limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            Problem::new(Kind::TooManyAttempts)
                .retry_after_s(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
        })
    }
}

fn limiter<K: Hash + Eq + Clone, C: Clock + Clone>(allowance: Allowance, clock: &C) -> Keyed<K, C> {
    let quota = Quota::with_period(allowance.one_more_after)
        // Only a period of zero has no quota; one nanosecond is as good as no limit.
        .unwrap_or_else(|| Quota::per_second(NonZeroU32::MAX))
        .allow_burst(allowance.burst);
    RateLimiter::new(quota, DashMapStateStore::default(), clock.clone())
}

impl<C: Clock + Clone> fmt::Debug for Limits<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn network(text: &str) -> Network {
        Network::of(text.parse().unwrap())
    }

    #[test]
    fn an_account_rests_after_five_tries_from_anywhere_and_others_go_on() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::new(Allowances::default(), clock.clone());
        for host in 0..5 {
            limits.sign_in("ana@example.org", network(&format!("10.0.{host}.1"))).unwrap();
        }
        let refused = limits.sign_in(" ANA@example.org", network("10.9.9.9")).unwrap_err();
        assert_eq!(refused.kind(), Kind::TooManyAttempts);
        limits.sign_in("eva@example.org", network("10.9.9.9")).unwrap();
        clock.advance(Duration::from_secs(30));
        limits.sign_in("ana@example.org", network("10.9.9.9")).unwrap();
        assert!(limits.sign_in("ana@example.org", network("10.9.9.9")).is_err());
    }

    #[test]
    fn a_network_rests_and_its_neighbour_does_not() {
        let limits = Limits::new(Allowances::default(), FakeRelativeClock::default());
        for _ in 0..60 {
            limits.redeem(network("192.0.2.1")).unwrap();
        }
        assert!(limits.redeem(network("192.0.2.200")).is_err());
        limits.redeem(network("192.0.3.1")).unwrap();
    }

    #[test]
    fn rested_callers_are_forgotten() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::new(Allowances::default(), clock.clone());
        limits.redeem(network("192.0.2.1")).unwrap();
        assert_eq!(limits.links.len(), 1);
        clock.advance(Duration::from_secs(3600));
        limits.forget_rested();
        assert_eq!(limits.links.len(), 0);
    }
}
