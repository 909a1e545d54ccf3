//! The end of the program: SIGTERM or SIGINT stops what would otherwise go on.

use tokio::{
    signal::unix::{SignalKind, signal},
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

/// Waits for SIGTERM or SIGINT.
///
/// # Errors
/// When the system does not let us listen for them.
pub async fn asked() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
