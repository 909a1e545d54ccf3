//! Interpreters' recorded greetings: `/api/greetings`.

pub mod approve;
pub mod audio;
pub mod create;
pub mod delete;
pub mod list;

use crate::policy::{Action, allows};
use puente_registry::{greeting::Reach, person::Account};

/// Whose greetings an account may listen to and take away.
fn reach(me: &Account) -> Reach {
    if allows(me.role, Action::ApproveGreetings) {
        Reach::Country(me.country)
    } else if allows(me.role, Action::RecordGreetings) {
        Reach::Own(me.id)
    } else {
        Reach::Anyone
    }
}
