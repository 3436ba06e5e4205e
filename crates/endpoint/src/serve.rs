//! The socket: accepts connections, and finishes pending requests at the end. It knows nothing about the routes.

use std::{future::Future, io, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::net::TcpListener;

/// How long a connection may take to send a request's head, and how long it may be idle between two requests. A slow
/// sender occupies one connection for this long.
const HEAD_WAIT: Duration = Duration::from_secs(20);
/// How long pending requests may take after the server was asked to stop.
const END_WAIT: Duration = Duration::from_secs(10);
/// How long to wait when the system has no free connections.
const ACCEPT_WAIT: Duration = Duration::from_millis(100);

/// Serves until `end` resolves; then accepts no more connections and finishes pending requests, for 10 seconds at most.
///
/// It uses hyper directly and not `axum::serve`, which has no time limit for a request's head.
pub async fn serve(listener: TcpListener, app: Router, end: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WAIT);
    let connections = GracefulShutdown::new();

    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let socket = match accepted {
            Ok((socket, _)) => socket,
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a connection could not be accepted"
                );
                if !is_of_one_connection(&error) {
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
        let connection = connections.watch(http.serve_connection(TokioIo::new(socket), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection ended early");
            }
        });
    }

    drop(listener);
    if tokio::time::timeout(END_WAIT, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were still pending after {} seconds", END_WAIT.as_secs());
    }
}

/// Whether only the one connection failed, so that the next may be accepted at once.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
