//! The table of contents: every address that the program answers, and what stands before all of
//! them.

use crate::{
    api::{
        accounts, applications, availability, bank, briefings, by_ear, calls, case_plans, cases,
        choosing, complaints, cooperation, countries, coverage, debriefs, desk, events, experts,
        facilities, fee_rule, greetings, hearings, interpreters, kit, kits, languages, links, me,
        offers, on_call, organisations, passwords, places, probe, profile, recognition, requests,
        right_now, sign_in, sign_out, spared_topics, statistics, timesheets, webhooks,
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
use puente_registry::interpreter::MOST_DOCUMENT_BYTES;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouter},
    routes,
};

/// Far above any JSON or SDP of ours.
const MOST_BODY_BYTES: usize = 64 * 1024;

/// Everything that is answered, documented ones first.
pub fn router(app: App, pages: Pages, proxies: TrustedProxies) -> Router {
    let (documented, document) = documented().split_for_parts();
    let transport = app.transport();
    let document = openapi::finished(document, transport);
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
        .routes(routes!(me::channels::get, me::channels::put))
        .routes(routes!(me::devices::list, me::devices::create))
        .routes(routes!(me::devices::delete))
        .routes(routes!(me::language::put))
        .routes(routes!(me::leave::create))
        .routes(routes!(me::password::put))
        .routes(routes!(me::sign_out_everywhere::create))
        .routes(routes!(bank::get))
        .routes(routes!(passwords::forgot::forgot))
        .routes(routes!(passwords::look::look))
        .routes(routes!(passwords::choose::choose))
        .routes(routes!(applications::list::list, applications::create::create))
        .routes(routes!(applications::confirm::confirm))
        .routes(routes!(applications::steps::create))
        .routes(routes!(applications::approve::create))
        .routes(routes!(applications::refuse::create))
        .routes(routes!(accounts::list::list, accounts::create::create))
        .routes(routes!(accounts::suspend::create))
        .routes(routes!(accounts::resume::create))
        .routes(routes!(accounts::invite::create))
        .routes(routes!(accounts::role::put))
        .routes(routes!(webhooks::list::list, webhooks::create::create))
        .routes(routes!(webhooks::delete::delete))
        .routes(routes!(webhooks::enable::create))
        .routes(routes!(webhooks::ping::create))
        .routes(routes!(webhooks::deliveries::list))
        .routes(routes!(links::redeem::redeem))
        .routes(routes!(languages::search::search))
        .routes(routes!(languages::get::get))
        .routes(routes!(languages::varieties::list::list, languages::varieties::create::create))
        .routes(routes!(languages::varieties::delete::delete))
        .routes(routes!(by_ear::create::create))
        .routes(routes!(by_ear::next::next))
        .routes(routes!(by_ear::get::get))
        .routes(routes!(greetings::delete::delete))
        .routes(routes!(greetings::approve::approve))
        .routes(routes!(greetings::audio::audio))
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
        .routes(routes!(requests::candidates::why::why))
        .routes(routes!(requests::chains::chains))
        .routes(routes!(choosing::get, choosing::put))
        .routes(routes!(requests::offers::create))
        .routes(routes!(requests::variety::choose))
        .routes(routes!(requests::chain::create))
        .routes(routes!(requests::relay::create))
        .routes(routes!(requests::waves::start))
        .routes(routes!(requests::conflicts::put))
        .routes(routes!(requests::reschedule::reschedule))
        .routes(routes!(requests::withdraw::withdraw))
        .routes(routes!(right_now::create))
        .routes(routes!(requests::cancel::cancel))
        .routes(routes!(offers::list::list))
        .routes(routes!(offers::accept::accept))
        .routes(routes!(offers::decline::decline))
        .routes(routes!(offers::withdraw::withdraw))
        .routes(routes!(on_call::get::get, on_call::set::put))
        .routes(routes!(calls::list::list))
        .routes(routes!(calls::accept::accept))
        .routes(routes!(calls::decline::decline))
        .routes(routes!(cases::participants::list))
        .routes(routes!(events::events))
        .routes(routes!(hearings::list::list, hearings::create::create))
        .routes(routes!(hearings::get::get))
        .routes(routes!(hearings::link::create))
        .routes(routes!(hearings::address::put))
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
        .routes(routes!(statistics::get::get))
        .routes(routes!(coverage::get))
        .routes(routes!(statistics::csv::get))
        .merge(case_plan_routes())
        .merge(cooperation_routes())
        .merge(people_routes())
        .merge(place_routes())
        .merge(probe_routes())
        .merge(greeting_routes())
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

/// Plans of all interviews of a case.
fn case_plan_routes() -> OpenApiRouter<App> {
    use case_plans::{absences, close, create, get, interviews, list, requests, setup, solve};
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(get::get))
        .routes(routes!(setup::put))
        .routes(routes!(solve::create))
        .routes(routes!(interviews::put))
        .routes(routes!(absences::put))
        .routes(routes!(requests::create))
        .routes(routes!(close::create))
        .layer(DefaultBodyLimit::max(case_plans::MOST_SETUP_BYTES))
}

/// Requests between countries.
fn cooperation_routes() -> OpenApiRouter<App> {
    use cooperation::{
        acts, annex, attachments, create, directory, document, exchange, form, get, list, schema,
        sections,
    };
    let files = OpenApiRouter::new()
        .routes(routes!(attachments::create))
        .layer(DefaultBodyLimit::max(cooperation::MOST_ATTACHMENT_BYTES));
    let import = OpenApiRouter::new()
        .routes(routes!(exchange::import))
        .layer(DefaultBodyLimit::max(cooperation::MOST_PACKAGE_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(schema::schema))
        .routes(routes!(form::form))
        .routes(routes!(directory::list))
        .routes(routes!(directory::put))
        .routes(routes!(directory::make_keys, directory::put_keys))
        .routes(routes!(directory::officers::create))
        .routes(routes!(directory::officers::put))
        .routes(routes!(get::get))
        .routes(routes!(sections::put))
        .routes(routes!(annex::get, annex::put))
        .routes(routes!(attachments::get))
        .routes(routes!(acts::create))
        .routes(routes!(document::get))
        .routes(routes!(exchange::export))
        .merge(files)
        .merge(import)
}

/// People in depth: their own profile, how others see them, organisations and their desks.
fn people_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(profile::get::get, profile::put::put))
        .routes(routes!(profile::equipment::put))
        .routes(routes!(profile::expertise::put, profile::expertise::delete))
        .routes(routes!(profile::facts::create))
        .routes(routes!(profile::facts::delete))
        .routes(routes!(profile::trainings::put, profile::trainings::delete))
        .routes(routes!(profile::credentials::put, profile::credentials::delete))
        .routes(routes!(interpreters::get::get))
        .routes(routes!(interpreters::vetting::get, interpreters::vetting::put))
        .routes(routes!(interpreters::credentials::document))
        .routes(routes!(recognition::get))
        .routes(routes!(recognition::put, recognition::delete))
        .routes(routes!(experts::search))
        .routes(routes!(organisations::list::list, organisations::create::create))
        .routes(routes!(organisations::members::list, organisations::members::create))
        .routes(routes!(organisations::members::delete))
        .routes(routes!(desk::get::get))
        .routes(routes!(desk::roster::get, desk::roster::create))
        .routes(routes!(desk::roster::delete))
        .routes(routes!(desk::roster::copy))
        .routes(routes!(desk::slots::fits))
        .routes(routes!(desk::slots::assign))
        .routes(routes!(desk::slots::decline))
        .routes(routes!(requests::organisations::list, requests::organisations::create))
        .merge(large_body(routes!(
            profile::credentials::document::get,
            profile::credentials::document::put
        )))
        .merge(large_body(routes!(interpreters::import::import)))
}

/// Facilities and kits, and what a kit's own page does.
fn place_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(facilities::list::list, facilities::create::create))
        .routes(routes!(facilities::one::get, facilities::one::put))
        .routes(routes!(facilities::rooms::create))
        .routes(routes!(facilities::rooms::put))
        .routes(routes!(places::checks::list, places::checks::create))
        .routes(routes!(kits::list::list, kits::create::create))
        .routes(routes!(kits::one::get, kits::one::put))
        .routes(routes!(kits::moves::create))
        .routes(routes!(kits::enrolment::create))
        .routes(routes!(kit::enrol::enrol))
        .routes(routes!(kit::challenge::challenge))
        .routes(routes!(kit::sign_in::sign_in))
        .routes(routes!(kit::get::get))
        .routes(routes!(kit::events::events))
        .routes(routes!(kit::checks::create))
        .routes(routes!(kit::enter::enter))
}

/// Routes that take a document or a table.
fn large_body(routes: UtoipaMethodRouter<App>) -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes).layer(DefaultBodyLimit::max(MOST_DOCUMENT_BYTES))
}

/// The probe takes more bytes than JSON does.
fn probe_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(probe::down, probe::up))
        .layer(DefaultBodyLimit::max(probe::MOST_BYTES))
}

/// A recorded greeting is larger than any JSON.
fn greeting_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(greetings::list::list, greetings::create::create))
        .layer(DefaultBodyLimit::max(greetings::create::MOST_BYTES))
}
