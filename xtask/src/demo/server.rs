//! The endpoint's process: started, waited for, told to stop, and waited for again.
//!
//! Owns signals. Must not know what is served; all it asks is whether `/readyz` says 200.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ExitCode, ExitStatus};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::run::Cmd;

/// A start includes the store's migrations.
const READY_WITHIN: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    process: u32,
    happened: Receiver<Happened>,
    line: String,
}

enum Happened {
    /// Ctrl-C, or somebody ended us.
    ToldToStop,
    Exited(std::io::Result<ExitStatus>),
}

impl Server {
    pub(super) fn start(
        endpoint: &Path,
        port: u16,
        url: &str,
        store: String,
        widget_dir: Option<&Path>,
    ) -> Result<Self> {
        let cmd = Cmd::new(endpoint)
            .words("serve --listen")
            .arg(format!("127.0.0.1:{port}"))
            .words("--public-url")
            .arg(url)
            .words("--store")
            .arg(store);
        let cmd = match widget_dir {
            Some(folder) => cmd.words("--widget-dir").arg(folder),
            None => cmd,
        };
        let (say, happened) = channel();
        listen_for_signals(say.clone())?;
        // In our process group, so that whoever ends the group ends the server too.
        let child = cmd.command().spawn().with_context(|| format!("could not start `{}`", cmd.line()))?;
        let process = child.id();
        thread::spawn(move || wait_for(child, &say));
        Ok(Self { process, happened, line: cmd.line() })
    }

    /// Waits until the server answers, or says why it never will.
    pub(super) fn wait_until_ready(&self, port: u16) -> Result<()> {
        let started = Instant::now();
        while !is_ready(port) {
            match self.happened.recv_timeout(Duration::from_millis(50)) {
                Ok(Happened::ToldToStop) => {
                    self.stop()?;
                    bail!("stopped before the server was ready");
                }
                Ok(Happened::Exited(status)) => bail!("`{}` ended ({})", self.line, status?),
                Err(_) if started.elapsed() > READY_WITHIN => {
                    self.stop()?;
                    bail!("the server was not ready within {} s", READY_WITHIN.as_secs());
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Stays until the server ends: because somebody stopped it or us, or by itself, which is a failure.
    pub(crate) fn run_until_told_to_stop(self) -> Result<ExitCode> {
        for happened in &self.happened {
            match happened {
                Happened::ToldToStop => self.stop()?,
                // It ends well only when it is asked to, by us or by somebody else.
                Happened::Exited(status) => match status? {
                    status if status.success() => return Ok(ExitCode::SUCCESS),
                    status => bail!("`{}` ended ({status})", self.line),
                },
            }
        }
        bail!("nobody watches `{}` any more", self.line)
    }

    /// Asks the server to end well: requests that it has begun are still answered.
    fn stop(&self) -> Result<()> {
        // The shell's own `kill`: the standard library can only kill, and that is not asking. It fails when the
        // server is gone already, as after a Ctrl-C that reached both of us, and then there is nothing to do.
        Cmd::new("sh").arg("-c").arg(format!("kill -TERM {}", self.process)).capture().map(drop)
    }
}

fn wait_for(mut child: Child, say: &Sender<Happened>) {
    let status = child.wait();
    // Nobody listens any more when we are ending ourselves.
    let _ = say.send(Happened::Exited(status));
}

#[cfg(unix)]
fn listen_for_signals(say: Sender<Happened>) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            if say.send(Happened::ToldToStop).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Elsewhere Ctrl-C reaches the server by itself.
#[cfg(not(unix))]
fn listen_for_signals(_: Sender<Happened>) -> Result<()> {
    Ok(())
}

/// Whether `/readyz` answers 200. Four lines of HTTP, so that xtask needs no client.
fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    // Not there yet is no error while we wait.
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[track_caller]
    fn answered(answer: &'static str) -> bool {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let ready = is_ready(port);
        server.join().unwrap();
        ready
    }

    #[test]
    fn only_a_200_is_ready() {
        assert!(answered("HTTP/1.1 200 OK\r\n\r\nready"));
        assert!(!answered("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    }

    #[test]
    fn a_server_that_somebody_else_stops_is_no_failure() {
        // `true` ends well at once, as the endpoint does after a signal that only it got.
        let server =
            Server::start(Path::new("true"), 0, "http://127.0.0.1", "sqlite:none".into(), None).unwrap();

        assert_eq!(server.run_until_told_to_stop().unwrap(), ExitCode::SUCCESS);
    }

    #[test]
    fn a_server_that_ends_at_once_is_not_waited_for() {
        // `false` ends at once, whatever it is told; the port is closed again before anybody asks
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let server =
            Server::start(Path::new("false"), port, "http://127.0.0.1", "sqlite:none".into(), None).unwrap();

        let error = server.wait_until_ready(port).unwrap_err().to_string();

        assert!(
            error.starts_with("`false serve --listen") && error.ends_with("ended (exit status: 1)"),
            "{error}"
        );
    }
}
