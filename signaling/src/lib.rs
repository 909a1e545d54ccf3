//! The front door: HTTP and WebSocket API, sign-in, the live hearing, and the binary that puts
//! all parts together.

pub mod bus;
pub mod client_address;
pub mod clock;
pub mod config;
pub mod evidence;
pub mod grant;
pub mod headers;
pub mod json;
pub mod keys;
pub mod lang;
pub mod limits;
pub mod live;
pub mod pages;
pub mod password;
pub mod problem;
pub mod secret;
pub mod telemetry;
