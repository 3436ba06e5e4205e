//! The command line of the endpoint. Each command is one call into the library.

use std::{
    io::{BufWriter, Write},
    process::ExitCode,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use support_ticket_endpoint::{
    State, app, commands,
    config::{AddressOptions, Common, CommonOptions, PublicUrl, Serve, ServeOptions},
    files, serve, store,
};
use tokio::{net::TcpListener, runtime};

/// Accepts support tickets, stores them, and shows them to people who have their addresses.
///
/// Every option is also an environment variable (SUPPORT_TICKET_ and its name) and a key of support-ticket.toml.
/// A flag overrides the variable, and the variable overrides the file.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    common: CommonOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server
    Serve {
        #[command(flatten)]
        address: AddressOptions,
        #[command(flatten)]
        options: ServeOptions,
    },
    /// Creates, lists and revokes API keys
    #[command(subcommand)]
    Key(KeyCommand),
    /// Prints every ticket, one JSON object on each line
    Export {
        #[command(flatten)]
        address: AddressOptions,
    },
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Creates a key and prints it, once: only its hash is stored
    Add {
        /// The account that the key belongs to
        #[arg(long, value_name = "UUID")]
        account: String,
        /// What the key is for
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Lists all keys, without their secrets
    List,
    /// Revokes a key at once
    Revoke {
        /// Its number in `key list`
        #[arg(value_name = "ID")]
        seq: i64,
    },
}

fn main() -> ExitCode {
    match run_command_line() {
        Ok(()) => ExitCode::SUCCESS,
        // Returned from `main`, it would be printed with a backtrace.
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_command_line() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let common = cli.common.check()?;
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_max_level(common.log).init();
    runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(cli.command, &common))
}

async fn run(command: Command, common: &Common) -> anyhow::Result<()> {
    // Everything is checked before anything is opened, so that a mistyped option leaves no empty store behind.
    let task = match command {
        Command::Serve { address, options } => {
            return listen(Serve::check(address, options, common)?, common).await;
        }
        Command::Key(command) => Task::Key(command),
        Command::Export { address } => {
            let (listen, public_url) = address.check(common)?;
            Task::Export(public_url.map_or_else(|| PublicUrl::of_listener(listen), Ok)?)
        }
    };

    // In another folder than `serve`'s, an empty store would look as if all tickets were lost.
    let may_be_new = matches!(task, Task::Key(KeyCommand::Add { .. }));
    let is_there = store::exists(&common.store);
    anyhow::ensure!(
        may_be_new || is_there,
        "--store: there is no {}; name the file in which `serve` stores its tickets",
        common.store
    );
    if !is_there {
        tracing::warn!("there was no {}: it was created, for a `serve` with the same --store", common.store);
    }
    let store = store::open(&common.store).await?;
    let to = &mut BufWriter::new(std::io::stdout());
    let result = match task {
        Task::Key(KeyCommand::Add { account, note }) => commands::add_key(&*store, &account, &note, to).await,
        Task::Key(KeyCommand::List) => commands::list_keys(&*store, to).await,
        Task::Key(KeyCommand::Revoke { seq }) => commands::revoke_key(&*store, seq, to).await,
        Task::Export(public_url) => commands::export(&*store, &public_url, to).await,
    };
    store.close().await;
    result?;
    to.flush().context("cannot write")
}

enum Task {
    Key(KeyCommand),
    Export(PublicUrl),
}

async fn listen(options: Serve, common: &Common) -> anyhow::Result<()> {
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("--listen: cannot listen on {}", options.listen))?;
    let address = listener.local_addr()?;
    let is_reachable_from_elsewhere = options.public_url.is_none() && !address.ip().is_loopback();
    let public_url = options.public_url.map_or_else(|| PublicUrl::of_listener(address), Ok)?;
    if is_reachable_from_elsewhere {
        tracing::warn!(
            "tickets' addresses begin with {}, which visitors may not reach: set --public-url",
            public_url.as_str()
        );
    }
    let store = store::open(&common.store).await?;
    if options.widget_dir.is_none() && !files::has_widget() {
        tracing::warn!(
            "this program was built without the widget, so / and /widget/ answer 503: `cargo xtask demo` builds it in"
        );
    }

    tracing::info!(public_url = public_url.as_str(), store = common.store, "serving");
    // The signal handlers are installed before the line that says that the server is ready.
    let stop = stop_signal()?;
    // The only line on standard output: it tells the starting program the port.
    writeln!(std::io::stdout(), "listening on http://{address}").context("cannot write")?;
    let state = State {
        store: store.clone(),
        public_url,
        site: options.site,
        origins: options.origins,
        identities: options.identities,
        widget_dir: options.widget_dir,
    };
    serve(listener, app(state), stop).await;
    store.close().await;
    Ok(())
}

/// Returns a future that resolves on Ctrl-C or SIGTERM.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?)
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.0.recv() => {}
            _ = terminate.1.recv() => {}
        }
        #[cfg(not(unix))]
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot wait for Ctrl-C");
        }
        tracing::info!("stopping: finishing pending requests");
    })
}
