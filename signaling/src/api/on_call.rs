//! `/api/on-call`: whether the interpreter can be rung right now.

pub mod get;
pub mod set;
