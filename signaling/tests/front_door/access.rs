//! Who may do what: every route against every role, and somebody else's things against things
//! that do not exist.

use crate::{
    accounts, case_plans, cooperation, kits,
    openapi::operations,
    stage::{Answer, Caller, ORIGIN, Stage},
};
use anyhow::{Context, Result, ensure};
use axum::http::{Method, header};
use puente::app::fresh_rng;
use puente_registry::{
    country::Country,
    feedback::{ComplaintSubject, NewComplaint},
    id::{PersonId, Seat},
    organisation::MemberRole,
    person::AccountRole,
    vacancy::Vacated,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a route takes, so that a refusal is for who asks and not for what is sent.
fn body_for(stage: &Stage, method: &Method, path: &str) -> Result<Option<Value>> {
    let hours = json!({ "from": stage.wall_time(60)?, "to": stage.wall_time(120)? });
    Ok(match (method.as_str(), path) {
        ("POST", "/api/sign-in") => Some(json!({ "email": "x", "password": "x" })),
        ("POST", "/api/links/redeem") => Some(json!({ "token": "x" })),
        ("PUT", "/api/availability/calendars") => {
            Some(json!({ "zone": "America/Panama", "calendars": [] }))
        }
        ("PUT", "/api/availability/pace") => Some(json!({
            "works_on_holidays": false, "notice_minutes": 0, "minutes_before": 0,
            "minutes_after": 0, "most_minutes_a_day": null,
        })),
        ("PUT", "/api/countries/{country}/holidays/{day}") => {
            Some(json!({ "name": "Asueto", "source": "Acuerdo" }))
        }
        ("POST", "/api/availability/subscriptions") => Some(stage.subscription()),
        ("POST", "/api/availability/blocks" | "/api/availability/extra") => Some(hours),
        ("POST", "/api/requests") => Some(stage.request_input(45)?),
        ("POST", "/api/requests/{id}/offers") => Some(json!({ "interpreters": [Uuid::nil()] })),
        ("POST", "/api/requests/{id}/variety") => Some(json!({ "language": "mam-todos-santos" })),
        ("POST", "/api/languages/varieties") => Some(json!({
            "language": "kek-lanquin", "name_es": "q'eqchi' de Lanquín",
            "name_en": "Q'eqchi' of Lanquín", "name_fr": "q'eqchi' de Lanquín",
            "places": ["Lanquín"],
        })),
        ("PUT", "/api/choosing") => Some(json!({
            "weights": {
                "credential": 300, "variety": 200, "trauma_training": 150, "continuity": 100,
                "reliability": 100, "fairness": 100, "local_hour": 50,
            },
            "recognised_only": ["hearing"],
        })),
        ("POST", "/api/requests/{id}/chain") => {
            Some(json!({ "links": [{ "leg": 0, "interpreters": [Uuid::nil()] }] }))
        }
        ("POST", "/api/cases/participants") => Some(json!({ "case_reference": "FED-77" })),
        ("POST", "/api/requests/{id}/relay") => Some(json!({ "legs": [
            { "languages": ["mam-todos-santos", "spa"], "interpreters": [Uuid::nil()] },
            { "languages": ["spa", "eng"], "interpreters": [Uuid::nil()] },
        ] })),
        ("POST", "/api/requests/{id}/reschedule") => {
            Some(json!({ "starts": stage.wall_time(3000)? }))
        }
        ("POST", "/api/right-now") => {
            Some(json!({ "languages": ["mam-todos-santos", "spa"], "label": "W-17" }))
        }
        ("PUT", "/api/requests/{id}/conflicts") => Some(json!({ "facts": [] })),
        ("PUT", "/api/on-call") => Some(json!({ "minutes": 60 })),
        ("POST", "/api/hearings") => Some(stage.hearing_input()?),
        ("POST", "/api/offers/{id}/decline") => Some(json!({})),
        ("POST", "/api/hearings/{id}/vacancies/{seat}/calls") => {
            Some(json!({ "interpreters": [Uuid::nil()] }))
        }
        ("POST", "/api/hearings/{id}/no-shows") => Some(json!({ "seat": 3 })),
        ("POST", "/api/hearings/{id}/debrief") => Some(json!({ "wanted": true })),
        ("POST", "/api/hearings/{id}/complaints") => {
            Some(json!({ "about": 1, "subject": "conduct", "text": "x" }))
        }
        ("POST", "/api/briefings/{id}/texts") => {
            Some(json!({ "part": "terms", "title": "x", "text": "x" }))
        }
        ("PUT", "/api/spared-topics") => Some(json!({ "topics": [] })),
        ("PUT", "/api/fee-rule") => Some(json!({
            "late_hours": 48, "very_late_hours": 24,
            "late_percent": 50, "very_late_percent": 100, "no_show_percent": 100,
        })),
        ("POST", "/api/cooperation") => Some(json!({ "requested": "CR" })),
        ("POST", "/api/cooperation/import") => Some(cooperation::empty_package()),
        ("PUT", "/api/cooperation/directory/{country}") => Some(cooperation::authority("MX")),
        ("PUT", "/api/cooperation/directory/{country}/keys") => {
            Some(json!({ "sealing_key": "00", "certificate": "00" }))
        }
        (_, path) if path.starts_with("/api/cooperation/directory/{country}/officers") => {
            Some(cooperation::officer("2026-01-01", "2027-12-31"))
        }
        ("PUT", "/api/cooperation/{id}/sections/{section}") => {
            Some(json!({ "revision": 1, "part": {} }))
        }
        ("PUT", "/api/cooperation/{id}/annex") => Some(json!({ "names": "x" })),
        ("POST", "/api/cooperation/{id}/acts") => Some(json!({ "deed": "receive" })),
        ("PUT", "/api/profile") => Some(json!({
            "gender": "woman", "home": "", "notice_minutes": 0, "languages": [], "services": [],
        })),
        ("PUT", "/api/profile/equipment") => {
            Some(json!({ "headset": true, "wired_network": true }))
        }
        ("PUT", "/api/profile/expertise") => Some(json!({ "field": "other", "about": "" })),
        ("PUT", "/api/profile/credentials/{scheme}") => Some(json!({ "issuer": "A court" })),
        ("PUT", "/api/profile/trainings/{kind}") => {
            Some(json!({ "issuer": "A school", "given": "2025-01-01T00:00:00Z" }))
        }
        ("POST", "/api/profile/facts") => Some(json!({ "kind": "village", "text": "Somewhere" })),
        ("POST", "/api/requests/{id}/organisations") => {
            Some(json!({ "organisation": Uuid::nil() }))
        }
        ("PUT", "/api/interpreters/{number}/vetting") => Some(json!({ "state": "suspended" })),
        ("PUT", "/api/recognition/{scheme}/{setting}") => Some(json!({ "level": "certified" })),
        ("POST", "/api/organisations") => {
            Some(json!({ "name": "Somebody", "kind": "ngo", "zone": "America/Panama" }))
        }
        ("POST", "/api/organisations/{id}/members") => Some(json!({ "interpreter": 1 })),
        ("POST", "/api/desk/roster") => Some(json!({
            "person": Uuid::nil(), "from": "2028-01-03T08:00", "to": "2028-01-03T16:00",
        })),
        ("POST", "/api/desk/roster/copy") => {
            Some(json!({ "from": "2028-01-03T00:00", "weeks": 1 }))
        }
        ("POST", "/api/case-plans") => Some(case_plans::setup(json!([]))),
        ("PUT", "/api/case-plans/{id}/setup") => {
            Some(json!({ "version": 1, "setup": case_plans::setup(json!([])) }))
        }
        ("PUT", "/api/case-plans/{id}/interviews") => Some(json!({ "version": 1, "interview": {
            "victim": "V-1", "number": 0, "starts": "2028-01-10T09:30", "place": Uuid::nil(),
            "pinned": true,
        } })),
        ("PUT", "/api/case-plans/{id}/absences") => Some(json!({ "version": 1, "absences": [] })),
        ("POST", path) if path.starts_with("/api/case-plans/{id}/") => {
            Some(json!({ "version": 1 }))
        }
        ("POST", "/api/desk/slots/{id}/assign") => Some(json!({ "person": Uuid::nil() })),
        ("POST", "/api/facilities") | ("PUT", "/api/facilities/{id}") => Some(kits::facility()),
        ("POST", "/api/facilities/{id}/rooms") | ("PUT", "/api/rooms/{id}" | "/api/kits/{id}") => {
            Some(kits::room("Sala", true))
        }
        ("POST", "/api/kits") => {
            Some(json!({ "facility": Uuid::nil(), "about": kits::room("Equipo", true) }))
        }
        ("POST", "/api/kits/{id}/moves") => Some(json!({ "kind": "checked_in" })),
        ("POST", "/api/places/{id}/checks") => {
            Some(json!({ "items": [{ "item": "camera", "outcome": "works" }] }))
        }
        _ => match accounts::body_for(method, path) {
            Some(body) => Some(body),
            None if method == Method::POST && path.starts_with("/api/") && path != "/api/probe" => {
                Some(json!({}))
            }
            None => None,
        },
    })
}

/// The address with its query, so that it is well formed.
pub(crate) fn address(stage: &Stage, path: &str) -> Result<String> {
    Ok(match path {
        "/api/languages" => "/api/languages?q=mam".into(),
        "/api/probe" => "/api/probe?bytes=1".into(),
        "/api/cooperation/{id}/attachments" => {
            format!("/api/cooperation/{}/attachments?name=x", Uuid::from_u128(7))
        }
        "/api/timesheets" => "/api/timesheets?month=2026-11".into(),
        "/api/greetings" => "/api/greetings?language=kek".into(),
        "/api/coverage" => "/api/coverage?from=2026-01-01&until=2026-12-31".into(),
        "/api/statistics" => "/api/statistics?from=2026-01-01&until=2026-12-31".into(),
        "/api/statistics/{table}" => {
            "/api/statistics/shares.csv?from=2026-01-01&until=2026-12-31".into()
        }
        "/api/places" => {
            let from = stage.wall_time(60)?["local"].as_str().context("a time")?.to_owned();
            format!("/api/places?from={from}&zone=America/Guatemala&minutes=60")
        }
        "/api/countries/{country}/holidays" => "/api/countries/MX/holidays?year=2027".into(),
        "/api/desk/roster" => "/api/desk/roster?from=2028-01-03T00:00&to=2028-01-10T00:00".into(),
        other => other
            .replace("{number}", "1")
            .replace("{scheme}", "gt-oj")
            .replace("{setting}", "hearing")
            .replace("{kind}", "trauma_informed")
            .replace("{day}", "2027-03-15")
            .replace("{id}", &Uuid::from_u128(7).to_string())
            .replace("{hearing}", &Uuid::from_u128(7).to_string())
            .replace("{person}", &Uuid::from_u128(7).to_string())
            .replace("{item}", &Uuid::from_u128(7).to_string())
            .replace("/files", "/files?part=terms&title=x")
            .replace("?part=terms&title=x/", "/")
            .replace("{offer}", &Uuid::from_u128(8).to_string())
            .replace("/reschedule", "/reschedule?keep=true")
            .replace("{seat}", "2")
            .replace("{number}", "101")
            .replace("{language}", "kek-lanquin")
            .replace("{country}", "MX")
            .replace("{officer}", &Uuid::from_u128(7).to_string())
            .replace("{section}", "basis")
            .replace("{number}", "1")
            .replace("{file}", "s01-mic.ogg"),
    })
}

async fn call(stage: &Stage, caller: &Caller<'_>, method: &Method, path: &str) -> Result<Answer> {
    let body = body_for(stage, method, path)?;
    caller.call(method.clone(), &address(stage, path)?, body.as_ref()).await
}

/// Which roles may use a route at all: `x` yes, `-` 403 `not_allowed`. A seat is a link's login.
const TABLE: &str = "
                                                    coordinator interviewer clerk presiding interpreter technician authority administrator duty_desk seat
    GET    /api/me                                       x           x        x       x          x          x          x           x           x      x
    GET    /api/availability                             -           -        -       -          x          -          -           -           -      -
    PUT    /api/availability/calendars                   -           -        -       -          x          -          -           -           -      -
    PUT    /api/availability/pace                        -           -        -       -          x          -          -           -           -      -
    POST   /api/availability/extra                       -           -        -       -          x          -          -           -           -      -
    DELETE /api/availability/extra/{id}                  -           -        -       -          x          -          -           -           -      -
    POST   /api/availability/feed                        -           -        -       -          x          -          -           -           -      -
    DELETE /api/availability/feed                        -           -        -       -          x          -          -           -           -      -
    POST   /api/availability/subscriptions               -           -        -       -          x          -          -           -           -      -
    DELETE /api/availability/subscriptions/{id}          -           -        -       -          x          -          -           -           -      -
    POST   /api/availability/subscriptions/{id}/read     -           -        -       -          x          -          -           -           -      -
    GET    /api/countries/{country}/holidays             x           x        x       x          x          x          x           x           x      -
    PUT    /api/countries/{country}/holidays/{day}       -           -        -       -          -          -          -           x           -      -
    DELETE /api/countries/{country}/holidays/{day}       -           -        -       -          -          -          -           x           -      -
    POST   /api/availability/blocks                      -           -        -       -          x          -          -           -           -      -
    DELETE /api/availability/blocks/{id}                 -           -        -       -          x          -          -           -           -      -
    GET    /api/places                                   x           x        x       x          -          x          x           x           x      -
    GET    /api/facilities                               x           x        x       x          -          x          x           x           x      -
    POST   /api/facilities                               -           -        -       -          -          x          -           x           -      -
    GET    /api/facilities/{id}                          x           x        x       x          -          x          x           x           x      -
    PUT    /api/facilities/{id}                          -           -        -       -          -          x          -           x           -      -
    POST   /api/facilities/{id}/rooms                    -           -        -       -          -          x          -           x           -      -
    PUT    /api/rooms/{id}                               -           -        -       -          -          x          -           x           -      -
    GET    /api/places/{id}/checks                       x           x        x       x          -          x          x           x           x      -
    POST   /api/places/{id}/checks                       -           -        -       -          -          x          -           x           -      -
    GET    /api/kits                                     x           x        x       x          -          x          x           x           x      -
    POST   /api/kits                                     -           -        -       -          -          x          -           x           -      -
    GET    /api/kits/{id}                                x           x        x       x          -          x          x           x           x      -
    PUT    /api/kits/{id}                                -           -        -       -          -          x          -           x           -      -
    POST   /api/kits/{id}/moves                          x           -        -       -          -          x          -           x           -      -
    POST   /api/kits/{id}/enrolment                      -           -        -       -          -          x          -           x           -      -
    GET    /api/requests                                 x           x        x       x          -          -          -           -           -      -
    POST   /api/requests                                 x           x        x       x          -          -          -           -           -      -
    GET    /api/requests/{id}                            x           x        x       x          -          -          -           -           -      -
    GET    /api/requests/{id}/candidates                 x           x        x       x          -          -          -           -           -      -
    GET    /api/requests/{id}/candidates/{number}        x           x        x       x          -          -          -           -           -      -
    GET    /api/requests/{id}/chains                     x           x        x       x          -          -          -           -           -      -
    GET    /api/choosing                                 x           x        x       x          -          -          -           x           -      -
    PUT    /api/choosing                                 -           -        -       -          -          -          -           x           -      -
    POST   /api/requests/{id}/offers                     x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/variety                    x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/chain                      x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/relay                      x           x        x       x          -          -          -           -           -      -
    PUT    /api/requests/{id}/conflicts                  x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/waves                      x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/reschedule                 x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/offers/{offer}/withdraw    x           x        x       x          -          -          -           -           -      -
    POST   /api/right-now                                    x           x        x       x          -          -          -           -           -      -
    POST   /api/cases/participants                          x           x        x       x          -          -          -           -           -      -
    POST   /api/requests/{id}/cancel                     x           x        x       x          -          -          -           -           -      -
    GET    /api/offers                                   -           -        -       -          x          -          -           -           -      -
    POST   /api/offers/{id}/accept                       -           -        -       -          x          -          -           -           -      -
    POST   /api/offers/{id}/withdraw                     -           -        -       -          x          -          -           -           -      -
    GET    /api/on-call                                  -           -        -       -          x          -          -           -           -      -
    PUT    /api/on-call                                  -           -        -       -          x          -          -           -           -      -
    POST   /api/offers/{id}/decline                      -           -        -       -          x          -          -           -           -      -
    GET    /api/cooperation                              x           -        x       x          -           -         x           -           -       -
    POST   /api/cooperation                              x           -        x       x          -           -         x           -           -       -
    GET    /api/cooperation/form                         x           -        x       x          -           -         x           -           -       -
    GET    /api/cooperation/directory                    x           -        x       x          -           -         x           -           -       -
    PUT    /api/cooperation/directory/{country}          -           -        -       -          -           -         x           -           -       -
    POST   /api/cooperation/directory/{country}/keys     -           -        -       -          -           -         x           -           -       -
    PUT    /api/cooperation/directory/{country}/keys     -           -        -       -          -           -         x           -           -       -
    POST   /api/cooperation/directory/{country}/officers -           -        -       -          -           -         x           -           -       -
    PUT    /api/cooperation/directory/{country}/officers/{officer} - -        -       -          -           -         x           -           -       -
    POST   /api/cooperation/import                       -           -        -       -          -           -         x           -           -       -
    GET    /api/cooperation/{id}                         x           -        x       x          -           -         x           -           -       -
    PUT    /api/cooperation/{id}/sections/{section}      x           -        x       x          -           -         x           -           -       -
    GET    /api/cooperation/{id}/annex                   x           -        x       x          -           -         x           -           -       -
    PUT    /api/cooperation/{id}/annex                   x           -        x       x          -           -         x           -           -       -
    POST   /api/cooperation/{id}/attachments             x           -        x       x          -           -         x           -           -       -
    GET    /api/cooperation/{id}/attachments/{number}    x           -        x       x          -           -         x           -           -       -
    POST   /api/cooperation/{id}/acts                    x           -        x       x          -           -         x           -           -       -
    GET    /api/cooperation/{id}/document                x           -        x       x          -           -         x           -           -       -
    GET    /api/cooperation/{id}/export                  x           -        x       x          -           -         x           -           -       -
    GET    /api/events                                   x           x        x       x          x          x          x           x           x      -
    GET    /api/hearings                                 x           x        x       x          x          x          x           x           x      x
    POST   /api/hearings                                 x           -        x       x          -          -          -           -           -      -
    GET    /api/hearings/{id}                            x           x        x       x          x          x          x           x           x      -
    POST   /api/hearings/{id}/seats/{seat}/link          x           x        x       x          -          -          -           -           -      -
    GET    /api/hearings/{id}/minutes                    x           x        x       x          x          x          x           x           x      -
    GET    /api/hearings/{id}/record                     x           x        x       x          x          x          x           x           x      -
    GET    /api/hearings/{id}/record/{file}              x           x        x       x          x          x          x           x           x      -
    GET    /api/hearings/{id}/vacancies                 x           x        x       x          x          x          x           x           x      x
    POST   /api/hearings/{id}/vacancies/{seat}/calls    x           x        x       x          x          x          x           x           x      x
    GET    /api/hearings/{id}/qualifications            x           x        x       x          x          x          x           x           x      x
    POST   /api/hearings/{id}/no-shows                  x           x        x       x          x          x          x           x           x      x
    GET    /api/hearings/{id}/cancellations             x           x        x       x          x          x          x           x           x      x
    GET    /api/hearings/{id}/feedback                  x           x        x       x          x          x          x           x           x      x
    POST   /api/hearings/{id}/feedback                  x           x        x       x          x          x          x           x           x      x
    POST   /api/hearings/{id}/complaints                x           x        x       x          x          x          x           x           x      x
    POST   /api/hearings/{id}/debrief                   -           -        -       -          x          -          -           -           -      -
    GET    /api/calls                                   -           -        -       -          x          -          -           -           -      -
    POST   /api/calls/{id}/accept                       -           -        -       -          x          -          -           -           -      -
    POST   /api/calls/{id}/decline                      -           -        -       -          x          -          -           -           -      -
    GET    /api/briefings/{id}                          x           x        x       x          x          x          x           x           x      -
    POST   /api/briefings/{id}/texts                    x           x        x       x          x          x          x           x           x      -
    POST   /api/briefings/{id}/files                    x           x        x       x          x          x          x           x           x      -
    GET    /api/briefings/{id}/files/{item}             x           x        x       x          x          x          x           x           x      -
    DELETE /api/briefings/{id}/items/{item}             x           x        x       x          x          x          x           x           x      -
    GET    /api/complaints                              x           -        -       -          -          -          -           -           -      -
    POST   /api/complaints/{id}/answer                  x           -        -       -          -          -          -           -           -      -
    GET    /api/debriefs                                x           -        -       -          -          -          -           -           -      -
    POST   /api/debriefs/{hearing}/{person}/held        x           -        -       -          -          -          -           -           -      -
    GET    /api/spared-topics                           -           -        -       -          x          -          -           -           -      -
    PUT    /api/spared-topics                           -           -        -       -          x          -          -           -           -      -
    GET    /api/fee-rule                                x           x        x       x          x          x          x           x           x      -
    PUT    /api/fee-rule                                -           -        -       -          -          -          -           x           -      -
    GET    /api/timesheets                              x           -        -       -          x          -          -           x           -      -
    GET    /api/languages/varieties                      -           -        -       -          -          -          -           x           -      -
    POST   /api/languages/varieties                      -           -        -       -          -          -          -           x           -      -
    DELETE /api/languages/varieties/{language}           -           -        -       -          -          -          -           x           -      -
    GET    /api/greetings                                x           -        -       -          x          -          -           x           -      -
    POST   /api/greetings                                -           -        -       -          x          -          -           -           -      -
    DELETE /api/greetings/{id}                           x           -        -       -          x          -          -           x           -      -
    POST   /api/greetings/{id}/approve                   x           -        -       -          -          -          -           x           -      -
    GET    /api/greetings/{id}/audio                     x           x        x       x          x          x          x           x           x      x
    POST   /api/by-ear                                   x           x        x       x          x          x          x           x           x      x
    POST   /api/by-ear/next                              x           x        x       x          x          x          x           x           x      x
    GET    /api/by-ear/{id}                              x           x        x       x          x          x          x           x           x      x
    GET    /api/statistics                              x           -        -       -          -          -          x           x           -      -
    GET    /api/coverage                                x           -        -       -          -          -          x           x           -      -
    GET    /api/statistics/{table}                      x           -        -       -          -          -          x           x           -      -
    GET    /api/profile                                  -           -        -       -          x           -         -           -           -       -
    PUT    /api/profile                                  -           -        -       -          x           -         -           -           -       -
    PUT    /api/profile/equipment                        -           -        -       -          x           -         -           -           -       -
    PUT    /api/profile/expertise                        -           -        -       -          x           -         -           -           -       -
    DELETE /api/profile/expertise                        -           -        -       -          x           -         -           -           -       -
    PUT    /api/profile/credentials/{scheme}             -           -        -       -          x           -         -           -           -       -
    DELETE /api/profile/credentials/{scheme}             -           -        -       -          x           -         -           -           -       -
    PUT    /api/profile/credentials/{scheme}/document    -           -        -       -          x           -         -           -           -       -
    GET    /api/profile/credentials/{scheme}/document    -           -        -       -          x           -         -           -           -       -
    PUT    /api/profile/trainings/{kind}                 -           -        -       -          x           -         -           -           -       -
    DELETE /api/profile/trainings/{kind}                 -           -        -       -          x           -         -           -           -       -
    POST   /api/profile/facts                            -           -        -       -          x           -         -           -           -       -
    DELETE /api/profile/facts/{id}                       -           -        -       -          x           -         -           -           -       -
    GET    /api/requests/{id}/organisations              x           x        x       x          -           -         -           -           -       -
    POST   /api/requests/{id}/organisations              x           x        x       x          -           -         -           -           -       -
    GET    /api/interpreters/{number}                    x           x        x       x          -           -         x           x           -       -
    GET    /api/interpreters/{number}/credentials/{scheme}/document  x  -     -       -          -           -         -           x           -       -
    GET    /api/interpreters/{number}/vetting            -           -        -       -          -           -         x           x           -       -
    PUT    /api/interpreters/{number}/vetting            -           -        -       -          -           -         x           x           -       -
    POST   /api/interpreters/import                      -           -        -       -          -           -         x           x           -       -
    GET    /api/recognition                              x           x        x       x          -           -         x           x           -       -
    PUT    /api/recognition/{scheme}/{setting}           -           -        -       -          -           -         x           x           -       -
    DELETE /api/recognition/{scheme}/{setting}           -           -        -       -          -           -         x           x           -       -
    GET    /api/experts                                  x           x        x       x          -           -         x           x           -       -
    GET    /api/organisations                            x           x        x       x          -           -         x           x           -       -
    POST   /api/organisations                            -           -        -       -          -           -         x           x           -       -
    GET    /api/organisations/{id}/members               -           -        -       -          -           -         x           x           -       -
    POST   /api/organisations/{id}/members               -           -        -       -          -           -         x           x           -       -
    DELETE /api/organisations/{id}/members/{person}      -           -        -       -          -           -         x           x           -       -
    GET    /api/desk                                     -           -        -       -          -           -         -           -           x       -
    GET    /api/desk/roster                              -           -        -       -          -           -         -           -           x       -
    POST   /api/desk/roster                              -           -        -       -          -           -         -           -           x       -
    DELETE /api/desk/roster/{id}                         -           -        -       -          -           -         -           -           x       -
    POST   /api/desk/roster/copy                         -           -        -       -          -           -         -           -           x       -
    GET    /api/desk/slots/{id}/fits                     -           -        -       -          -           -         -           -           x       -
    POST   /api/desk/slots/{id}/assign                   -           -        -       -          -           -         -           -           x       -
    POST   /api/desk/slots/{id}/decline                  -           -        -       -          -           -         -           -           x       -
    GET    /api/case-plans                               x           -        -       -          -           -         -           -           -       -
    POST   /api/case-plans                               x           -        -       -          -           -         -           -           -       -
    GET    /api/case-plans/{id}                          x           -        -       -          -           -         -           -           -       -
    PUT    /api/case-plans/{id}/setup                    x           -        -       -          -           -         -           -           -       -
    POST   /api/case-plans/{id}/solve                    x           -        -       -          -           -         -           -           -       -
    PUT    /api/case-plans/{id}/interviews               x           -        -       -          -           -         -           -           -       -
    PUT    /api/case-plans/{id}/absences                 x           -        -       -          -           -         -           -           -       -
    POST   /api/case-plans/{id}/requests                 x           -        -       -          -           -         -           -           -       -
    POST   /api/case-plans/{id}/close                    x           -        -       -          -           -         -           -           -       -
    GET    /api/me/channels                              x           x        x       x          x          x          x           x           x      -
    PUT    /api/me/channels                              x           x        x       x          x          x          x           x           x      -
    GET    /api/me/devices                               x           x        x       x          x          x          x           x           x      -
    POST   /api/me/devices                               x           x        x       x          x          x          x           x           x      -
    DELETE /api/me/devices/{id}                          x           x        x       x          x          x          x           x           x      -
    PUT    /api/me/language                              x           x        x       x          x          x          x           x           x      -
    PUT    /api/me/password                              x           x        x       x          x          x          x           x           x      -
    POST   /api/me/leave                                 -           -        -       -          x          -          -           -           -      -
    GET    /api/applications                             x           -        -       -          -          -          -           x           -      -
    POST   /api/applications/{id}/steps                  x           -        -       -          -          -          -           x           -      -
    POST   /api/applications/{id}/approve                x           -        -       -          -          -          -           x           -      -
    POST   /api/applications/{id}/refuse                 x           -        -       -          -          -          -           x           -      -
    GET    /api/accounts                                 -           -        -       -          -          -          -           x           -      -
    POST   /api/accounts                                 -           -        -       -          -          -          -           x           -      -
    POST   /api/accounts/{id}/suspend                    -           -        -       -          -          -          -           x           -      -
    POST   /api/accounts/{id}/resume                     -           -        -       -          -          -          -           x           -      -
    POST   /api/accounts/{id}/invite                     -           -        -       -          -          -          -           x           -      -
    PUT    /api/accounts/{id}/role                       -           -        -       -          -          -          -           x           -      -
    GET    /api/webhooks                                 -           -        -       -          -          -          -           x           -      -
    POST   /api/webhooks                                 -           -        -       -          -          -          -           x           -      -
    DELETE /api/webhooks/{id}                            -           -        -       -          -          -          -           x           -      -
    POST   /api/webhooks/{id}/enable                     -           -        -       -          -          -          -           x           -      -
    POST   /api/webhooks/{id}/ping                       -           -        -       -          -          -          -           x           -      -
    GET    /api/webhooks/{id}/deliveries                 -           -        -       -          -          -          -           x           -      -
    PUT    /api/hearings/{id}/seats/{seat}/address       x           x        x       x          -          -          -           -           -      -
";

/// Routes that end the login they are called with; tested where logins are.
const ENDS_THE_LOGIN: [&str; 1] = ["POST /api/me/sign-out-everywhere"];

/// Routes that ask for no login: they come before one, or carry a grant, or open a socket.
pub(crate) const OPEN: &[&str] = &[
    "GET /api/cooperation/schema.json",
    "GET /api/availability/feed/{file}",
    "POST /api/sign-in",
    "POST /api/sign-out",
    "POST /api/links/redeem",
    "GET /api/bank",
    "POST /api/passwords/forgot",
    "POST /api/passwords/look",
    "POST /api/passwords/choose",
    "POST /api/applications",
    "POST /api/applications/confirm",
    "GET /api/languages",
    "GET /api/languages/{language}",
    "GET /api/probe",
    "POST /api/probe",
    "GET /api/minutes.schema.json",
    "POST /whip/{room}",
    "POST /whep/{room}",
    "POST /whep/{room}/{peer}",
    "DELETE /media/{session}",
    "GET /api/hearings/{id}/live",
    "GET /api/openapi.json",
    "POST /api/kit/enrol",
    "POST /api/kit/challenge",
    "POST /api/kit/sign-in",
    "GET /api/kit",
    "GET /api/kit/events",
    "POST /api/kit/checks",
    "POST /api/kit/hearings/{id}/seats/{seat}",
];

#[tokio::test]
async fn every_route_admits_the_roles_of_the_table_and_no_other() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let mut callers = Vec::new();
    for &role in AccountRole::ALL {
        callers.push((role.as_str(), stage.person(role, Country::Mx).await?));
    }
    callers.push(("seat", stage.seat(hearing, 2).await?));

    let mut lines = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
    let heading: Vec<&str> = lines.next().context("heading")?.split_whitespace().collect();
    ensure!(heading == callers.iter().map(|(role, _)| *role).collect::<Vec<_>>());
    let mut tabled = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (method, path): (Method, &str) = (words[0].parse()?, words[1]);
        let signed_out = call(&stage, &stage.anyone(), &method, path).await?;
        signed_out.refused(401, "signed_out").with_context(|| line.to_owned())?;
        for ((role, caller), cell) in callers.iter().zip(&words[2..]) {
            let refused = if path == "/api/events" {
                // A stream does not end; its status is all that counts.
                let request = caller.request(method.clone(), path, None)?;
                stage.stream(request).await?.status().as_u16() == 403
            } else {
                call(&stage, caller, &method, path).await?.body["code"] == "not_allowed"
            };
            ensure!(refused == (*cell == "-"), "{role} at {method} {path}");
        }
        tabled.push(format!("{method} {path}"));
    }
    for (method, path) in operations()? {
        let route = format!("{method} {path}");
        let known = tabled.contains(&route)
            || OPEN.contains(&route.as_str())
            || ENDS_THE_LOGIN.contains(&route.as_str());
        ensure!(known, "{route} is in no table: say who may use it");
    }
    Ok(())
}

#[tokio::test]
async fn scope_matrix_somebody_elses_thing_is_told_like_one_that_does_not_exist() -> Result<()> {
    let stage = Stage::open().await?;
    let theirs = Theirs::make(&stage).await?;
    let mut compared = 0;
    for (method, path) in operations()? {
        if !path.starts_with("/api/") || !path.contains("{id}") {
            continue;
        }
        for &role in AccountRole::ALL {
            for country in [Country::Mx, Country::Gt] {
                // An authority may read the records of its own country: that is not foreign to it.
                let own = role == AccountRole::Authority && country == Country::Gt;
                if own
                    && (path.ends_with("/minutes")
                        || path.contains("/record")
                        || path.starts_with("/api/cooperation/"))
                {
                    continue;
                }
                // A coordinator answers the complaints of its own country.
                let answers = role == AccountRole::Coordinator && country == Country::Gt;
                if answers && path.starts_with("/api/complaints") {
                    continue;
                }
                // Whoever approves a country's greetings may hear those that wait.
                let approves =
                    matches!(role, AccountRole::Coordinator | AccountRole::Administrator);
                if approves && country == Country::Gt && path.contains("/greetings") {
                    continue;
                }
                let stranger = stage.person(role, country).await?;
                let fill = |id: &str| {
                    let item = Uuid::from_u128(7).to_string();
                    let path = path
                        .replace("{item}", &item)
                        .replace("{offer}", &item)
                        .replace("{file}", "s01-mic.ogg");
                    let query = match path.rsplit('/').next() {
                        Some("files") => "?part=terms&title=x",
                        Some("attachments") => "?name=x",
                        Some("reschedule") => "?keep=true",
                        _ => "",
                    };
                    let path = path.replace("{section}", "basis").replace("{number}", "1");
                    let path = path.replace("{person}", &item);
                    format!("{}{query}", path.replace("{id}", id).replace("{seat}", "2"))
                };
                let foreign = fill(theirs.id_for(&path).context("an id for each route")?);
                let absent = fill(&Uuid::from_u128(7).to_string());
                let body = body_for(&stage, &method, &path)?;
                let foreign = stranger.call(method.clone(), &foreign, body.as_ref()).await?;
                let absent = stranger.call(method.clone(), &absent, body.as_ref()).await?;
                ensure!(
                    foreign.status == absent.status && foreign.bytes == absent.bytes,
                    "{role} at {method} {path}: {} {} and {} {}",
                    foreign.status,
                    foreign.body,
                    absent.status,
                    absent.body
                );
                ensure!(foreign.status.is_client_error(), "{role} at {method} {path}");
                compared += 1;
            }
        }
    }
    ensure!(compared >= 150, "only {compared} pairs were compared");
    Ok(())
}

/// Things of people whom no stranger knows.
struct Theirs {
    people: TheirPeople,
    request: String,
    offer: String,
    hearing: String,
    block: String,
    extra: String,
    subscription: String,
    call: String,
    complaint: String,
    greeting: String,
    by_ear: String,
    cooperation: String,
    /// Of a country that no stranger of the test is from.
    account: String,
    application: String,
    webhook: String,
    device: String,
    case_plan: String,
    kits: kits::Things,
}

impl Theirs {
    async fn make(stage: &Stage) -> Result<Self> {
        let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
        let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
        let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
        let request = interviewer.post("/api/requests", &stage.request_input(45)?).await?;
        let request = request.expect(201)?.text("id")?;
        let asked = json!({ "interpreters": [interpreter.id()?] });
        let path = format!("/api/requests/{request}/offers");
        interviewer.post(&path, &asked).await?.expect(201)?;
        let offers = interpreter.get("/api/offers").await?.expect(200)?;
        let offer = offers.body[0]["id"].as_str().context("an offer")?.to_owned();
        let hours = json!({ "from": stage.wall_time(6_000)?, "to": stage.wall_time(6_060)? });
        let block = interpreter.post("/api/availability/blocks", &hours).await?;
        let block = block.expect(201)?.text("id")?;
        let people = TheirPeople::make(stage, &interpreter).await?;
        let extra = interpreter.post("/api/availability/extra", &hours).await?;
        let extra = extra.expect(201)?.text("id")?;
        let calendar = stage.subscription();
        let subscription = interpreter.post("/api/availability/subscriptions", &calendar).await?;
        let subscription = subscription.expect(201)?.text("id")?;
        let hearing = stage.hearing(clerk.id()?).await?;
        let draft = clerk.post("/api/cooperation", &json!({ "requested": "CR" })).await?;
        let cooperation = draft.expect(201)?.text("id")?;
        // A hearing that has begun, so that there are minutes.
        stage.app.live.room(hearing).await.map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
        let (call, complaint) = called_and_complained(stage, clerk.id()?).await?;
        let greeting = interpreter
            .stage
            .send(crate::by_ear::recorded(&interpreter, "mam-todos-santos", 50)?)
            .await?
            .expect(201)?
            .text("id")?;
        let by_ear = crate::by_ear::result(stage).await?;
        let accounts::Things { account, application, webhook, device } =
            accounts::things(stage).await?;
        let kits = kits::things(stage, Country::Sv).await?;
        let hearing = hearing.to_string();
        let planner = stage.person(AccountRole::Coordinator, Country::Cr).await?;
        let case_plan = case_plans::plan(&planner).await?;
        Ok(Self {
            request,
            offer,
            hearing,
            block,
            account,
            application,
            webhook,
            device,
            call,
            complaint,
            greeting,
            by_ear,
            cooperation,
            people,
            extra,
            subscription,
            case_plan,
            kits,
        })
    }

    fn id_for(&self, path: &str) -> Option<&str> {
        [
            ("/api/cooperation/", &self.cooperation),
            ("/api/requests/", &self.request),
            ("/api/case-plans/", &self.case_plan),
            ("/api/offers/", &self.offer),
            ("/api/hearings/", &self.hearing),
            ("/api/availability/blocks/", &self.block),
            ("/api/availability/extra/", &self.extra),
            ("/api/availability/subscriptions/", &self.subscription),
            ("/api/calls/", &self.call),
            ("/api/complaints/", &self.complaint),
            ("/api/briefings/", &self.request),
            ("/api/greetings/", &self.greeting),
            ("/api/by-ear/", &self.by_ear),
            ("/api/profile/facts/", &self.people.fact),
            ("/api/organisations/", &self.people.organisation),
            ("/api/desk/roster/", &self.people.shift),
            ("/api/desk/slots/", &self.people.slot),
            ("/api/accounts/", &self.account),
            ("/api/applications/", &self.application),
            ("/api/webhooks/", &self.webhook),
            ("/api/me/devices/", &self.device),
            ("/api/facilities/", &self.kits.facility),
            ("/api/rooms/", &self.kits.room),
            ("/api/places/", &self.kits.room),
            ("/api/kits/", &self.kits.kit),
            ("/api/kit/hearings/", &self.hearing),
        ]
        .into_iter()
        .find_map(|(prefix, id)| path.starts_with(prefix).then_some(id.as_str()))
    }
}

/// A call to step into a hearing, and a complaint about whoever left it.
async fn called_and_complained(stage: &Stage, clerk: PersonId) -> Result<(String, String)> {
    let [one, other] = [
        stage.interpreter("mam-todos-santos", Country::Gt).await?,
        stage.interpreter("mam-todos-santos", Country::Gt).await?,
    ];
    let (hearing, seat) = stage.interpreted_hearing(clerk, one).await?;
    let (store, now) = (&stage.app.store, stage.app.clock.now());
    let complaint = NewComplaint {
        from: Seat(1),
        about: seat,
        subject: ComplaintSubject::Conduct,
        text: "x".into(),
    };
    let before = store.hearing(hearing, now).await?;
    let key = &stage.app.seal_key;
    let complaint = store.complain(&before, &complaint, key, now, &mut fresh_rng()).await?;
    store.vacate(hearing, seat, Vacated::Conflict, false, now, &mut fresh_rng()).await?;
    let after = store.hearing(hearing, now).await?;
    store.call_in(&after, seat, &[other], now, &mut fresh_rng()).await?;
    let call = store.calls_to(other, now).await?;
    let call = call.first().context("a call")?.id;
    Ok((call.to_string(), complaint.to_string()))
}

/// An organisation of a third country with a shift and a slot, and a fact that somebody declared.
struct TheirPeople {
    fact: String,
    organisation: String,
    shift: String,
    slot: String,
}

impl TheirPeople {
    async fn make(stage: &Stage, interpreter: &Caller<'_>) -> Result<Self> {
        let fact = json!({ "kind": "village", "text": "San Juan" });
        let fact = interpreter.post("/api/profile/facts", &fact).await?.expect(201)?.text("id")?;
        let authority = stage.person(AccountRole::Authority, Country::Cr).await?;
        let named = json!({ "name": "Somebody", "kind": "court", "zone": "America/Costa_Rica" });
        let organisation = authority.post("/api/organisations", &named).await?.expect(201)?;
        let organisation = organisation.text("id")?;
        let member = stage.person(AccountRole::Interpreter, Country::Cr).await?.id()?;
        let desk = stage.person(AccountRole::DutyDesk, Country::Cr).await?;
        let (store, now) = (&stage.app.store, stage.app.clock.now());
        let id = organisation.parse()?;
        store.set_member(id, member, MemberRole::Interpreter, now).await?;
        store.set_member(id, desk.id()?, MemberRole::DutyDesk, now).await?;
        let shift = json!({
            "person": member, "from": "2028-01-03T08:00", "to": "2028-01-03T16:00",
        });
        let shift = desk.post("/api/desk/roster", &shift).await?.expect(201)?.text("id")?;
        let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
        let request = interviewer.post("/api/requests", &stage.request_input(45)?).await?;
        let request = request.expect(201)?.text("id")?;
        let path = format!("/api/requests/{request}/organisations");
        let slot = interviewer.post(&path, &json!({ "organisation": organisation })).await?;
        let slot = slot.expect(201)?.text("slot")?;
        Ok(Self { fact, organisation, shift, slot })
    }
}

#[tokio::test]
async fn no_page_of_another_site_changes_anything() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let mut tried = 0;
    for (method, path) in operations()? {
        if method == Method::GET {
            continue;
        }
        for (origin, site) in [
            (Some("https://evil.example"), None),
            (Some("null"), None),
            (Some("http://x.puente.test"), Some("same-site")),
            (None, Some("cross-site")),
        ] {
            let body = body_for(&stage, &method, &path)?;
            let mut request =
                clerk.request(method.clone(), &path.replace(['{', '}'], ""), body.as_ref())?;
            let headers = request.headers_mut();
            headers.remove(header::ORIGIN);
            headers.remove("sec-fetch-site");
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse()?);
            }
            if let Some(site) = site {
                headers.insert("sec-fetch-site", site.parse()?);
            }
            let answer = stage.send(request).await?;
            answer.refused(403, "foreign_origin").with_context(|| format!("{method} {path}"))?;
            tried += 1;
        }
    }
    ensure!(tried >= 60, "{tried}");
    Ok(())
}

#[tokio::test]
async fn ws_origin_null_evil_sub_domain_and_absent_are_refused_before_the_upgrade() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let path = format!("/api/hearings/{}/live", stage.hearing(clerk.id()?).await?);
    for origin in [None, Some("null"), Some("https://evil.example"), Some("http://x.puente.test")] {
        let mut request = clerk.request(Method::GET, &path, None)?;
        request.headers_mut().remove(header::ORIGIN);
        if let Some(origin) = origin {
            request.headers_mut().insert(header::ORIGIN, origin.parse()?);
        }
        stage.send(request).await?.refused(403, "foreign_origin")?;
    }
    let mut ours = clerk.request(Method::GET, &path, None)?;
    ours.headers_mut().insert(header::ORIGIN, ORIGIN.parse()?);
    stage.send(ours).await?.refused(400, "malformed")?;
    let stranger = stage.person(AccountRole::Clerk, Country::Gt).await?;
    stranger.get(&path).await?.refused(404, "not_found")?;
    Ok(())
}
