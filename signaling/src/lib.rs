//! The front door: HTTP and WebSocket API, sign-in, the live hearing, and the binary that puts
//! all parts together.

pub mod api;
pub mod app;
pub mod bus;
pub mod client_address;
pub mod clock;
pub mod config;
pub mod evidence;
pub mod grant;
pub mod headers;
pub mod health;
pub mod hearing_lease;
pub mod json;
pub mod keys;
pub mod lang;
pub mod limits;
pub mod live;
mod media_room;
pub mod media_session;
pub mod news;
pub mod openapi;
pub mod outbound;
pub mod pages;
pub mod password;
pub mod policy;
pub mod problem;
mod range;
pub mod router;
pub mod session;
pub mod shutdown;
pub mod subscription;
pub mod telemetry;
pub mod test_room;
pub mod watermark;
pub mod whep;
pub mod whip;
pub mod wire;
