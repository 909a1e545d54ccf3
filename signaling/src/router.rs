//! The table of contents: every address that the program answers, and what stands before all of
//! them.

use crate::{
    api::{
        availability, briefings, calls, complaints, countries, debriefs, events, fee_rule,
        hearings, languages, links, me, offers, places, probe, requests, sign_in, sign_out,
        spared_topics, timesheets,
    },
    app::App,
    client_address::TrustedProxies,
    headers, health, media_session, openapi,
    pages::Pages,
    problem::{self, Kind, Problem},
    session, telemetry, whep, whip,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::get,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Far above any JSON or SDP of ours.
const MOST_BODY_BYTES: usize = 64 * 1024;

/// Everything that is answered, documented ones first.
pub fn router(app: App, pages: Pages, proxies: TrustedProxies) -> Router {
    let (documented, document) = documented().split_for_parts();
    let document = openapi::finished(document);
    let transport = app.transport();
    documented
        .route("/api/openapi.json", get(move || openapi::serve(document.clone())))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(move |request: Request| {
            let pages = pages.clone();
            async move { pages.answer(request.method(), request.uri(), request.headers()) }
        })
        .method_not_allowed_fallback(async || Problem::new(Kind::MethodNotAllowed).into_response())
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(from_fn_with_state(app.clone(), session::refuse_foreign_pages))
        .layer(from_fn(problem::speak))
        .layer(from_fn_with_state(transport, headers::protect))
        // As a route's layer it knows the route's pattern, and it sees pages too.
        .layer(from_fn(telemetry::trace))
        .layer(axum::Extension(proxies))
        .with_state(app)
}

/// The routes that `GET /api/openapi.json` describes.
pub fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_out::sign_out))
        .routes(routes!(me::me))
        .routes(routes!(links::redeem::redeem))
        .routes(routes!(languages::search::search))
        .routes(routes!(languages::get::get))
        .routes(routes!(availability::get::get))
        .routes(routes!(availability::calendars::put))
        .routes(routes!(availability::pace::put))
        .routes(routes!(availability::extra::create::create))
        .routes(routes!(availability::extra::delete::delete))
        .routes(routes!(availability::feed::keep::create, availability::feed::keep::delete))
        .routes(routes!(availability::feed::ics::get))
        .routes(routes!(availability::subscriptions::create::create))
        .routes(routes!(availability::subscriptions::one::delete))
        .routes(routes!(availability::subscriptions::one::read))
        .routes(routes!(countries::holidays::list::list))
        .routes(routes!(countries::holidays::day::put, countries::holidays::day::delete))
        .routes(routes!(availability::blocks::create::create))
        .routes(routes!(availability::blocks::delete::delete))
        .routes(routes!(places::places))
        .routes(routes!(requests::list::list, requests::create::create))
        .routes(routes!(requests::get::get))
        .routes(routes!(requests::candidates::candidates))
        .routes(routes!(requests::offers::create))
        .routes(routes!(requests::variety::choose))
        .routes(routes!(requests::cancel::cancel))
        .routes(routes!(offers::list::list))
        .routes(routes!(offers::accept::accept))
        .routes(routes!(offers::decline::decline))
        .routes(routes!(calls::list::list))
        .routes(routes!(calls::accept::accept))
        .routes(routes!(calls::decline::decline))
        .routes(routes!(events::events))
        .routes(routes!(hearings::list::list, hearings::create::create))
        .routes(routes!(hearings::get::get))
        .routes(routes!(hearings::link::create))
        .routes(routes!(hearings::live::connect))
        .routes(routes!(hearings::minutes::get))
        .routes(routes!(hearings::minutes::schema))
        .routes(routes!(hearings::record::get))
        .routes(routes!(hearings::record::file::get))
        .routes(routes!(hearings::vacancies::list))
        .routes(routes!(hearings::vacancies::call::create))
        .routes(routes!(hearings::qualifications::get))
        .routes(routes!(hearings::no_show::create))
        .routes(routes!(hearings::cancellations::list))
        .routes(routes!(hearings::feedback::get, hearings::feedback::create))
        .routes(routes!(hearings::complain::create))
        .routes(routes!(hearings::debrief::create))
        .routes(routes!(briefings::get::get))
        .routes(routes!(briefings::text::create))
        .routes(routes!(briefings::file::get))
        .routes(routes!(briefings::remove::remove))
        .routes(routes!(complaints::list))
        .routes(routes!(complaints::answer::answer))
        .routes(routes!(debriefs::list))
        .routes(routes!(debriefs::held::held))
        .routes(routes!(spared_topics::get, spared_topics::put))
        .routes(routes!(fee_rule::get, fee_rule::put))
        .routes(routes!(timesheets::get))
        .merge(briefing_files())
        .merge(probe_routes())
        .routes(routes!(whip::whip))
        .routes(routes!(whep::room))
        .routes(routes!(whep::person))
        .routes(routes!(media_session::end))
}

/// Files of a briefing.
fn briefing_files() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(briefings::upload::create))
        .layer(DefaultBodyLimit::max(briefings::upload::MOST_BYTES))
}

/// The probe takes more bytes than JSON does.
fn probe_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(probe::down, probe::up))
        .layer(DefaultBodyLimit::max(probe::MOST_BYTES))
}
