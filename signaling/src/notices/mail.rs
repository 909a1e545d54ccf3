//! E-mail: plain text and simple HTML, with the calendar entry as a third form of the same.

use super::{Trouble, calendar::Entry, message::Letter};
use crate::config::Mail;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, SinglePart, header},
};
use puente_registry::id::DeliveryId;
use std::time::Duration;

const WHOLE: Duration = Duration::from_secs(30);

/// The way to the mail server.
pub(super) struct PostOffice {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl PostOffice {
    pub(super) fn new(mail: &Mail) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&mail.smtp_url)
            .map_err(|error| error.to_string())?;
        let from = mail.from.parse().map_err(|_| "not an address such as puente@example.org")?;
        Ok(Self { transport: builder.timeout(Some(WHOLE)).build(), from })
    }

    pub(super) async fn send(
        &self,
        to: &str,
        id: DeliveryId,
        letter: &Letter,
        entry: Option<&Entry>,
        origin: &str,
    ) -> Result<(), Trouble> {
        let message = self.message(to, id, letter, entry, origin)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Trouble::Lasting("mail_refused")),
            Err(error) if error.is_transient() => Err(Trouble::Passing("mail_deferred")),
            Err(_) => Err(Trouble::Passing("mail_unreachable")),
        }
    }

    fn message(
        &self,
        to: &str,
        id: DeliveryId,
        letter: &Letter,
        entry: Option<&Entry>,
        origin: &str,
    ) -> Result<Message, Trouble> {
        let to: Mailbox = to.parse().map_err(|_| Trouble::Lasting("address"))?;
        let mut forms = MultiPart::alternative()
            .singlepart(SinglePart::plain(plain(letter)))
            .singlepart(SinglePart::html(html(letter)));
        if let Some(entry) = entry {
            let kind = format!("text/calendar; charset=utf-8; method={}", entry.method.word());
            let kind = header::ContentType::parse(&kind).map_err(|_| Trouble::Lasting("form"))?;
            let organizer = self.from.email.to_string();
            forms = forms
                .singlepart(SinglePart::builder().header(kind).body(entry.written(&organizer)));
        }
        let host = origin.rsplit('/').next().and_then(|host| host.split(':').next());
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            // The same at each try, so that a mailbox shows it once.
            .message_id(Some(format!("<{id}@{}>", host.unwrap_or("puente"))))
            .header(AutoSubmitted)
            .multipart(forms)
            .map_err(|_| Trouble::Lasting("form"))
    }
}

/// Says that a program wrote it, so that no other program answers (RFC 3834).
#[derive(Clone, Debug)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn plain(letter: &Letter) -> String {
    let Letter { greeting, action, url, footer, .. } = letter;
    let paragraphs = letter.paragraphs.join("\n\n");
    format!("{greeting}\n\n{paragraphs}\n\n{action}:\n{url}\n\n-- \n{footer}\n")
}

fn html(letter: &Letter) -> String {
    let paragraphs: String =
        letter.paragraphs.iter().map(|text| format!("<p>{}</p>\n", safe(text))).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n\
         <body style=\"font-family:system-ui,sans-serif;font-size:18px;line-height:1.5;\
         max-width:36em;margin:1em;color:#1b1b1b\">\n<p>{}</p>\n{paragraphs}\
         <p><a href=\"{}\" style=\"display:inline-block;padding:.6em 1em;background:#0b4f6c;\
         color:#fff;text-decoration:none;border-radius:4px\">{}</a></p>\n\
         <p style=\"color:#555;font-size:15px\">{}</p>\n</body></html>\n",
        letter.language,
        safe(&letter.subject),
        safe(&letter.greeting),
        safe(&letter.url),
        safe(&letter.action),
        safe(&letter.footer),
    )
}

fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
