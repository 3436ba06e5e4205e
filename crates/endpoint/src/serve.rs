//! The socket: connections in, answers out, and an orderly end. It must not know what is answered.

use std::{future::Future, io, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::net::TcpListener;

/// How long a connection may take to send a request's head, and how long it may sit idle between two. A sender
/// that dribbles holds no more than one connection for this long.
const HEAD_WAIT: Duration = Duration::from_secs(20);
/// How long requests that are under way may take once the end is asked for.
const END_WAIT: Duration = Duration::from_secs(10);
/// How long to wait when the system has no more connections to give.
const ACCEPT_WAIT: Duration = Duration::from_millis(100);

/// Answers until `end` is over; then takes nothing new and finishes what is under way, for 10 seconds at most.
///
/// hyper directly, not `axum::serve`, since that sets no bound on how slowly a head may arrive.
pub async fn serve(listener: TcpListener, app: Router, end: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WAIT);
    let under_way = GracefulShutdown::new();

    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let socket = match accepted {
            Ok((socket, _)) => socket,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a connection was not taken");
                if !of_one_connection(&error) {
                    tokio::time::sleep(ACCEPT_WAIT).await;
                }
                continue;
            }
        };
        // Answers are small and whole: waiting for more to send would only delay them.
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(error = &error as &dyn std::error::Error, "no TCP_NODELAY");
        }
        let service = TowerToHyperService::new(app.clone());
        let connection = under_way.watch(http.serve_connection(TokioIo::new(socket), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection ended early");
            }
        });
    }

    drop(listener);
    if tokio::time::timeout(END_WAIT, under_way.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way after {} seconds", END_WAIT.as_secs());
    }
}

/// Whether only the one connection failed, so that the next may be taken at once.
fn of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
