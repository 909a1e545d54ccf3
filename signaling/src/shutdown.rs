//! The end of the program: SIGTERM or SIGINT stops what would otherwise go on.

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Tells every long answer that the program is ending.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

/// Says so.
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

/// A pair: one side says it, the other hears it.
pub fn channel() -> (Stop, Stopping) {
    let (sender, receiver) = watch::channel(false);
    (Stop(sender), Stopping(receiver))
}

impl Stop {
    /// The program is ending.
    pub fn now(&self) {
        self.0.send_replace(true);
    }
}

impl Stopping {
    /// Waits until the program is ending.
    pub async fn wait(&self) {
        // An error means that nobody is left to say so: that is the end as well.
        let _ = self.0.clone().wait_for(|stopping| *stopping).await;
    }
}

/// Hears SIGTERM and SIGINT from the moment it is made.
#[derive(Debug)]
pub struct Asked {
    terminate: Signal,
    interrupt: Signal,
}

impl Asked {
    /// Listens from now on, so that nobody is told that the program answers before it can also be
    /// told to end.
    ///
    /// # Errors
    /// When the system does not let us listen.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for either.
    pub async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
