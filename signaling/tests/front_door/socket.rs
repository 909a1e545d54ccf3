//! The WebSocket of a seat, over a real connection.

use crate::stage::{Caller, ORIGIN, Stage};
use anyhow::{Context, Result, ensure};
use futures::{SinkExt, StreamExt};
use puente_registry::{country::Country, id::HearingId, person::AccountRole};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

#[tokio::test]
async fn a_seat_is_welcomed_and_a_newer_socket_takes_it_over() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let address = stage.listen().await?;

    let mut first = enter(address, &clerk, hearing).await?;
    let welcome = until(&mut first, "welcome").await?;
    ensure!(welcome["seat"] == 1 && welcome["view"]["me"]["role"] == "clerk", "{welcome}");
    let expert = stage.seat(hearing, 2).await?;
    let mut other = enter(address, &expert, hearing).await?;
    ensure!(until(&mut other, "welcome").await?["seat"] == 2);

    let mut second = enter(address, &clerk, hearing).await?;
    ensure!(until(&mut second, "welcome").await?["seat"] == 1);
    ensure!(until(&mut first, "ended").await?["because"] == "taken_over");
    Ok(())
}

#[tokio::test]
async fn a_reissued_link_ends_the_socket_of_the_seat() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let address = stage.listen().await?;
    let expert = stage.seat(hearing, 2).await?;
    let mut socket = enter(address, &expert, hearing).await?;
    until(&mut socket, "welcome").await?;
    let path = format!("/api/hearings/{hearing}/seats/2/link");
    clerk.post(&path, &json!({})).await?.expect(201)?;
    ensure!(until(&mut socket, "ended").await?["because"] == "link_ended");
    ensure!(enter(address, &expert, hearing).await.is_err(), "its login has ended too");
    Ok(())
}

pub(crate) async fn enter(
    address: SocketAddr,
    caller: &Caller<'_>,
    hearing: HearingId,
) -> Result<Socket> {
    let url = format!("ws://{address}/api/hearings/{hearing}/live");
    let mut request = url.into_client_request()?;
    let cookie = caller.cookie.as_deref().context("a login")?;
    request.headers_mut().insert("cookie", cookie.parse()?);
    request.headers_mut().insert("origin", ORIGIN.parse()?);
    let (mut socket, _) = connect_async(request).await?;
    let hello = json!({ "type": "hello", "v": 1, "lang": "en" });
    socket.send(Message::text(hello.to_string())).await?;
    Ok(socket)
}

/// The next message of a kind.
pub(crate) async fn until(socket: &mut Socket, kind: &str) -> Result<Value> {
    loop {
        let message = socket.next().await.with_context(|| format!("no {kind} came"))??;
        if let Message::Text(text) = message {
            let message: Value = serde_json::from_str(&text)?;
            if message["type"] == kind {
                return Ok(message);
            }
        }
    }
}
