//! Starts and stops the real program, and sends requests over real sockets.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
    time::Duration,
};

/// A server that runs, and is killed with its test.
pub(crate) struct Program {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) address: String,
}

/// A command of the program, away from the options of whoever runs the tests.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_support-ticket-endpoint"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SUPPORT_TICKET_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

/// Runs a command to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder).args(arguments).output().unwrap()
}

impl Program {
    /// Starts a server at a free port, and waits until it listens.
    pub(crate) fn start(folder: &Path, options: &[&str]) -> Program {
        let mut command = command(folder);
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(options);
        Program::listening(command)
    }

    /// Starts this command, and waits until it listens.
    pub(crate) fn listening(command: Command) -> Program {
        Program::started(command, Stdio::null())
    }

    /// Starts this command, waits until it listens, and gives a way to read what it has logged so far.
    pub(crate) fn logging(command: Command, log: PathBuf) -> (Program, impl Fn() -> String) {
        let server = Program::started(command, File::create(&log).unwrap().into());
        (server, move || std::fs::read_to_string(&log).unwrap())
    }

    fn started(mut command: Command, log: Stdio) -> Program {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("the server said {line:?}")).to_owned();
        Program { child, stdout, address }
    }

    /// SIGKILL: it ends at once, whatever it was doing.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; gives the end back for the test to wait for.
    pub(crate) fn terminate(&self) {
        let ended = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(ended.success());
    }

    /// Waits for the end; says how it ended, and what else it had written to standard output.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap(), rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Fails only if it has ended already, which is what is wanted.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Sends one request over a socket of its own; the answer's status and body, or the broken connection.
pub(crate) fn post(address: &str, path: &str, headers: &str, body: &[u8]) -> std::io::Result<(u16, String)> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    exchange(address, &[head.as_bytes(), body].concat())
}

/// Writes bytes to a socket of its own, and reads the answer.
pub(crate) fn exchange(address: &str, bytes: &[u8]) -> std::io::Result<(u16, String)> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    socket.write_all(bytes)?;
    answer(socket)
}

/// Reads one answer to its end.
pub(crate) fn answer(mut socket: TcpStream) -> std::io::Result<(u16, String)> {
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    let cut = || std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the answer was cut");
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    if length.is_some_and(|length| length != body.len()) {
        return Err(cut());
    }
    Ok((status, body.to_owned()))
}
