//! `puente serve`: puts the parts together, serves, and takes them apart again.

use super::{clock, make_data_folder};
use anyhow::{Context, bail};
use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use metrics_exporter_prometheus::PrometheusBuilder;
use puente::{
    client_address::TrustedProxies,
    config::{Config, Tls},
    pages::Pages,
    router::router,
    shutdown, subscription, telemetry,
    wire::{Given, assemble},
};
use std::{
    io::{Write, stdout},
    net::{SocketAddr, TcpListener},
    process::ExitCode,
    time::Duration,
};

/// Long enough for any answer that is under way.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

#[tokio::main]
pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    telemetry::start(config.log.as_deref(), config.log_format)?;
    make_data_folder(&config)?;
    let listener = TcpListener::bind(config.listen)
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    listener.set_nonblocking(true)?;
    let origin = config.origin(listener.local_addr()?);

    let (stop, stopping) = shutdown::channel();
    let metrics = PrometheusBuilder::new().install_recorder()?;
    let given = Given { clock: clock(&config)?, origin: origin.clone(), metrics, stopping };
    let app = assemble(&config, given).await?;
    if let Err(problem) = app.leases.resume(&app.store, app.clock.now()).await {
        bail!("the hearings that ran cannot be resumed: {}", problem.kind().code());
    }

    tokio::spawn(subscription::read_for_ever(app.clone()));
    let pages = Pages { sockets: origin.replacen("http", "ws", 1).into() };
    let proxies = TrustedProxies(config.trusted_proxies.clone().into());
    let routes = router(app.clone(), pages, proxies);
    let handle = Handle::new();
    let serving = tokio::spawn(serve(listener, config.tls.clone(), routes, handle.clone()));
    let asked = shutdown::Asked::listen()?;
    writeln!(stdout(), "Puente answers at {origin}")?;

    let notices = tokio::spawn(app.notices.clone().run(app.stopping.clone()));

    asked.wait().await;
    tracing::info!("stopping");
    stop.now();
    app.live.shut_down().await;
    app.leases.give_back().await;
    handle.graceful_shutdown(Some(LAST_ANSWERS));
    notices.await?;
    serving.await??;
    app.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    routes: Router,
    handle: Handle<SocketAddr>,
) -> anyhow::Result<()> {
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => axum_server::from_tcp(listener)?.handle(handle).serve(service).await?,
        Some(Tls { certificate, key }) => {
            let config = RustlsConfig::from_pem_file(&certificate, &key)
                .await
                .context("PUENTE_TLS_CERT and PUENTE_TLS_KEY cannot be used")?;
            axum_server::from_tcp_rustls(listener, config)?.handle(handle).serve(service).await?;
        }
    }
    Ok(())
}
