//! A page's WebSocket: reads its messages, writes the room's.

use super::message::{FromClient, ToClient};
use super::room::{Command, Page, QUEUE_MESSAGES, RoomHandle};
use crate::lang::Lang;
use crate::problem::{Kind, Problem};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures::{SinkExt, StreamExt};
use puente_hearing::Seat;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc};

/// The largest frame that a page may send; an SDP offer is some 10 KB.
const MAX_FRAME_BYTES: usize = 64 * 1024;
/// A page says hello within this, or it is no page of ours.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// Pages ping every few seconds; one that is silent for so long is gone.
const SILENT_FOR: Duration = Duration::from_secs(20);
/// How many messages a page may send in a second, sustained; a burst of ten times that is fine.
const MESSAGES_PER_SECOND: u32 = 20;
const BURST: u32 = 10 * MESSAGES_PER_SECOND;

/// Gives this seat's page its socket. The caller has checked the login and the origin; `meanwhile`
/// runs for as long as the socket is open.
pub fn serve(
    upgrade: WebSocketUpgrade,
    room: RoomHandle,
    seat: Seat,
    lang: Lang,
    meanwhile: impl Future<Output = ()> + Send + 'static,
) -> Response {
    upgrade.max_message_size(MAX_FRAME_BYTES).max_frame_size(MAX_FRAME_BYTES).on_upgrade(
        move |socket| async move {
            let meanwhile = tokio::spawn(meanwhile);
            converse(socket, room, seat, lang).await;
            meanwhile.abort();
        },
    )
}

async fn converse(mut socket: WebSocket, room: RoomHandle, seat: Seat, lang: Lang) {
    let Some(lang) = hello(&mut socket, lang).await else { return };
    let (out, mut outgoing) = mpsc::channel::<Arc<ToClient>>(QUEUE_MESSAGES);
    let too_slow = Arc::new(Notify::new());
    let page = Page { lang, out, too_slow: Arc::clone(&too_slow) };
    let generation = match room.attach(seat, page).await {
        Ok(generation) => generation,
        Err(problem) => return refuse(socket, &problem, lang).await,
    };
    let (mut sink, mut stream) = socket.split();
    let mut budget = Budget::full();
    loop {
        tokio::select! {
            message = outgoing.recv() => {
                let Some(message) = message else { break };
                let last = matches!(*message, ToClient::Ended { .. });
                let sent = sink.send(text(&message)).await;
                if last || sent.is_err() {
                    break;
                }
            }
            () = too_slow.notified() => break,
            incoming = tokio::time::timeout(SILENT_FOR, stream.next()) => {
                let Ok(Some(Ok(frame))) = incoming else { break };
                match frame {
                    Message::Text(json) => {
                        let message = budget.allows().then(|| read(&json)).flatten();
                        let Some(message) = message else {
                            let problem = Problem::new(Kind::Malformed).document(lang);
                            let refused = ToClient::Refused { id: String::new(), problem: Box::new(problem) };
                            let _ = sink.send(text(&refused)).await;
                            break;
                        };
                        room.tell(Command::Message { seat, generation, message }).await;
                    }
                    Message::Close(_) => break,
                    Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
                }
            }
        }
    }
    room.tell(Command::Detach { seat, generation }).await;
    let _ = sink.close().await;
}

/// The first message; it may say in which language the page speaks.
async fn hello(socket: &mut WebSocket, lang: Lang) -> Option<Lang> {
    let first = tokio::time::timeout(HELLO_WITHIN, socket.recv()).await.ok()??.ok()?;
    let Message::Text(json) = first else { return None };
    match read(&json)? {
        FromClient::Hello { v: 1, lang: wanted } => {
            Some(wanted.as_deref().and_then(Lang::named).unwrap_or(lang))
        }
        _ => None,
    }
}

async fn refuse(mut socket: WebSocket, problem: &Problem, lang: Lang) {
    let problem = Box::new(problem.document(lang));
    let refused = ToClient::Refused { id: "hello".to_owned(), problem };
    let _ = socket.send(text(&refused)).await;
    let reason = Utf8Bytes::from_static("refused");
    let _ = socket.send(Message::Close(Some(CloseFrame { code: 1008, reason }))).await;
}

fn read(json: &str) -> Option<FromClient> {
    crate::json::parse(json.as_bytes()).ok()
}

fn text(message: &ToClient) -> Message {
    // Our own messages are maps with text keys: they always encode.
    Message::Text(serde_json::to_string(message).unwrap_or_default().into())
}

/// A token bucket on the monotonic clock.
struct Budget {
    tokens: f64,
    since: tokio::time::Instant,
}

impl Budget {
    fn full() -> Self {
        Self { tokens: f64::from(BURST), since: tokio::time::Instant::now() }
    }

    fn allows(&mut self) -> bool {
        let now = tokio::time::Instant::now();
        let earned = (now - self.since).as_secs_f64() * f64::from(MESSAGES_PER_SECOND);
        self.tokens = (self.tokens + earned).min(f64::from(BURST));
        self.since = now;
        self.tokens -= 1.0;
        self.tokens >= 0.0
    }
}
