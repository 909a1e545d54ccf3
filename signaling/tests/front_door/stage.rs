//! A server of the test's own, without a socket for HTTP, and callers who are signed in to it.

use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use metrics_exporter_prometheus::PrometheusBuilder;
use puente::{
    app::{App, fresh_rng},
    client_address::TrustedProxies,
    clock::Clock,
    config::{Config, Media, Notices},
    pages::Pages,
    router::router,
    session,
    shutdown::{self, Stop},
    telemetry::LogFormat,
    wire::{Given, assemble},
};
use puente_registry::{
    availability::{Pace, WeekRule},
    country::Country,
    hearing::HearingInput,
    id::{HearingId, PersonId, Seat},
    interpreter::{Class, Enrolment, Gender, Mode, Profile, Service, Setting, Spoken},
    language::Language,
    login::Holder,
    person::{AccountRole, NewAccount},
    time::{Moment, Zone},
};
use serde_json::{Value, json};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const ORIGIN: &str = "http://puente.test";
pub(crate) const ZONE: &str = "America/Guatemala";

/// A running front door. Its folder goes with it.
pub(crate) struct Stage {
    pub(crate) app: App,
    router: Router,
    _folder: TempDir,
    _stop: Stop,
    people: AtomicU32,
}

/// A caller with or without a login.
pub(crate) struct Caller<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) cookie: Option<String>,
    pub(crate) person: Option<PersonId>,
    pub(crate) lang: &'static str,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// Null when the body is no JSON.
    pub(crate) body: Value,
}

impl Stage {
    pub(crate) async fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("bank.sqlite").display());
        Self::open_on(folder, url).await
    }

    /// The same with a bank in this database.
    pub(crate) async fn open_on(folder: TempDir, database_url: String) -> Result<Self> {
        let config = Config {
            data: folder.path().to_owned(),
            database_url,
            redis_url: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: Some(ORIGIN.into()),
            media: Media {
                advertise: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
                first_port: 0,
                workers: 1,
            },
            tls: None,
            test_rooms: true,
            outbound_private: true,
            languages: None,
            notices: Notices::default(),
            test_now: None,
            trusted_proxies: vec![],
            log: None,
            log_format: LogFormat::Text,
        };
        let (stop, stopping) = shutdown::channel();
        let given = Given {
            clock: Clock::system(),
            origin: ORIGIN.into(),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            stopping,
        };
        let app = assemble(&config, given).await?;
        let pages = Pages { sockets: "ws://puente.test".into() };
        let router = router(app.clone(), pages, TrustedProxies::default());
        let people = AtomicU32::new(0);
        Ok(Self { app, router, _folder: folder, _stop: stop, people })
    }

    /// Somebody who is not signed in.
    pub(crate) fn anyone(&self) -> Caller<'_> {
        Caller { stage: self, cookie: None, person: None, lang: "en" }
    }

    /// A new person of this role, signed in.
    pub(crate) async fn person(&self, role: AccountRole, country: Country) -> Result<Caller<'_>> {
        let person = match role {
            AccountRole::Interpreter => self.interpreter("mam-todos-santos", country).await?,
            _ => {
                let account = self.account(role, country)?;
                self.app.store.add_account(&account, self.app.clock.now(), &mut fresh_rng()).await?
            }
        };
        self.signed_in(Holder::Person(person)).await
    }

    pub(crate) async fn signed_in(&self, holder: Holder) -> Result<Caller<'_>> {
        let cookie = session::start(&self.app, holder)
            .await
            .map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
        let person = match holder {
            Holder::Person(person) => Some(person),
            Holder::Seat(..) => None,
        };
        let cookie = Some(cookie.stripped().to_string());
        Ok(Caller { stage: self, cookie, person, lang: "en" })
    }

    fn account(&self, role: AccountRole, country: Country) -> Result<NewAccount> {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        Ok(NewAccount {
            name: format!("Person {number}"),
            email: Some(format!("person-{number}@puente.test")),
            password_phc: None,
            role,
            country,
            zone: zone()?,
        })
    }

    /// An interpreter of a language and Spanish who works at every hour.
    pub(crate) async fn interpreter(&self, language: &str, country: Country) -> Result<PersonId> {
        let language: Language = language.parse()?;
        let spanish: Language = "spa".parse()?;
        let services = |mode| {
            [(&language, &spanish), (&spanish, &language)].map(|(source, target)| Service {
                source: source.clone(),
                target: target.clone(),
                mode,
                setting: Setting::Interview,
            })
        };
        let now = self.app.clock.now();
        let enrolment = Enrolment {
            account: self.account(AccountRole::Interpreter, country)?,
            profile: Profile {
                gender: Gender::Woman,
                home: "Huehuetenango".into(),
                languages: vec![
                    Spoken { language: language.clone(), class: Class::A, attested: None },
                    Spoken { language: spanish.clone(), class: Class::B, attested: None },
                ],
                services: services(Mode::Consecutive).to_vec(),
                credentials: vec![],
                vetted_until: Some(now.plus_minutes(366 * 24 * 60)),
                trauma_trained: true,
                reliability_permille: 980,
                minutes_worked: 0,
                notice_minutes: 0,
            },
            week: (1..=7)
                .map(|day| Ok(WeekRule { day, from: "00:00".parse()?, to: "24:00".parse()? }))
                .collect::<Result<_>>()?,
        };
        let people = self.app.store.enrol(&[enrolment], now, &mut fresh_rng()).await?;
        let person = people.first().copied().context("one was enrolled")?;
        // No test of ours depends on the day on which it is run.
        let pace = self.app.store.availability(person, now).await?.pace;
        self.app.store.set_pace(person, &Pace { works_on_holidays: true, ..pace }).await?;
        Ok(person)
    }

    /// The wall time in Guatemala so many minutes from now, as a caller sends it.
    pub(crate) fn wall_time(&self, in_minutes: i64) -> Result<Value> {
        let instant = self.app.clock.now().plus_minutes(in_minutes);
        let moment = Moment::at(instant, &zone()?);
        Ok(json!({ "local": moment.local, "zone": ZONE }))
    }

    /// So many minutes after ten o'clock tomorrow in Guatemala, when nobody is asleep.
    pub(crate) fn tomorrow(&self, minutes: i64) -> Result<Value> {
        let now = Moment::at(self.app.clock.now(), &zone()?);
        let minutes = 24 * 60 + 10 * 60 - i64::from(now.local.minute_of_day()) + minutes;
        self.wall_time(minutes)
    }

    /// A calendar that is kept elsewhere, and that nobody reads in these tests.
    pub(crate) fn subscription(&self) -> Value {
        json!({
            "kind": "ics", "url": "https://calendar.example.org/private.ics",
            "user": null, "password": null,
        })
    }

    /// A request for tomorrow, for so many minutes.
    pub(crate) fn request_input(&self, minutes: i64) -> Result<Value> {
        Ok(json!({
            "kind": "interview",
            "languages": ["mam-todos-santos", "spa"],
            "mode": "consecutive",
            "setting": "interview",
            "starts": self.tomorrow(0)?,
            "minutes": minutes,
            "preferences": { "gender": null, "gender_required": false, "not_from": [] },
            "participants": [{
                "role": "witness", "label": "W-17", "languages": ["mam-todos-santos"],
                "place": null, "person": null,
            }],
            "case_reference": null,
        }))
    }

    /// A hearing in ten minutes that this clerk opens: an expert and nobody to interpret.
    pub(crate) async fn hearing(&self, clerk: PersonId) -> Result<HearingId> {
        let input: HearingInput = serde_json::from_value(self.hearing_input()?)?;
        Ok(self
            .app
            .store
            .open_hearing(clerk, &input, self.app.clock.now(), &mut fresh_rng())
            .await?)
    }

    /// A hearing in ten minutes with this interpreter of Mam in a booth; gives her seat, too.
    pub(crate) async fn interpreted_hearing(
        &self,
        clerk: PersonId,
        interpreter: PersonId,
    ) -> Result<(HearingId, Seat)> {
        let mut input = self.hearing_input()?;
        input["kind"] = json!("interview");
        input["participants"] = json!([{
            "role": "witness", "label": "W-17", "languages": ["mam-todos-santos"],
            "place": null, "person": null,
        }]);
        input["booths"] = json!([{
            "languages": ["mam-todos-santos", "spa"], "mode": "consecutive",
            "interpreters": [interpreter],
        }]);
        let input: HearingInput = serde_json::from_value(input)?;
        let now = self.app.clock.now();
        let id = self.app.store.open_hearing(clerk, &input, now, &mut fresh_rng()).await?;
        Ok((id, Seat(3)))
    }

    pub(crate) fn hearing_input(&self) -> Result<Value> {
        Ok(json!({
            "kind": "expert_testimony",
            "starts": self.wall_time(10)?,
            "minutes": 30,
            "participants": [{
                "role": "expert", "label": "Expert", "languages": ["spa"],
                "place": null, "person": null,
            }],
            "booths": [],
        }))
    }

    /// A device that is signed in for one seat.
    pub(crate) async fn seat(&self, hearing: HearingId, seat: i32) -> Result<Caller<'_>> {
        self.signed_in(Holder::Seat(hearing, Seat(seat))).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Answer> {
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await?.to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer { status: parts.status, headers: parts.headers, bytes, body })
    }

    /// Serves the same router on a port of this machine.
    pub(crate) async fn listen(&self) -> Result<SocketAddr> {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(axum::serve(listener, self.router.clone()).into_future());
        Ok(address)
    }

    /// The answer without its body, for one that does not end.
    pub(crate) async fn stream(&self, request: Request<Body>) -> Result<axum::response::Response> {
        Ok(self.router.clone().oneshot(request).await?)
    }
}

impl Caller<'_> {
    pub(crate) fn id(&self) -> Result<PersonId> {
        self.person.context("a person is signed in")
    }

    /// A request as our own page sends it.
    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Request<Body>> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ORIGIN, ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, self.lang);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        Ok(match body {
            None => request.body(Body::empty())?,
            Some(json) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(serde_json::to_vec(json)?))?,
        })
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer> {
        self.stage.send(self.request(method, path, body)?).await
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Answer> {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Keeps the cookie that an answer sets, as a browser does.
    pub(crate) fn keep_cookie(&mut self, answer: &Answer) -> Result<()> {
        let cookie = answer.headers.get(header::SET_COOKIE).context("a cookie is set")?;
        let pair = cookie.to_str()?.split(';').next().context("a cookie has a value")?;
        self.cookie = Some(pair.to_owned());
        Ok(())
    }
}

impl Answer {
    /// The answer, which must have this status.
    pub(crate) fn expect(self, status: u16) -> Result<Self> {
        ensure!(
            self.status.as_u16() == status,
            "{status} was expected: {} {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        Ok(self)
    }

    /// A refusal with this status and code, in the form of a problem document.
    pub(crate) fn refused(self, status: u16, code: &str) -> Result<Self> {
        let answer = self.expect(status)?;
        ensure!(answer.headers[header::CONTENT_TYPE] == "application/problem+json");
        ensure!(answer.body["code"] == code, "{code} was expected: {}", answer.body);
        ensure!(answer.body["status"] == status);
        Ok(answer)
    }

    pub(crate) fn text(&self, field: &str) -> Result<String> {
        let text = self.body[field].as_str();
        Ok(text.with_context(|| format!("{field} in {}", self.body))?.to_owned())
    }
}

pub(crate) fn zone() -> Result<Zone> {
    Ok(ZONE.parse()?)
}
