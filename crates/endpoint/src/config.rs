//! Every option: as a flag, an environment variable or a key of `support-ticket.toml`, in that order of rank,
//! and what it must be. It opens nothing but that file and the secret that an option names.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Deserialize;
use support_ticket_contract::expand::Site;
use url::Url;

use crate::{identity::Verifier, store, widget_dir::WidgetDir};

/// The file that is read when `--config` names none, if it is there.
const DEFAULT_FILE: &str = "support-ticket.toml";
const DEFAULT_LISTEN: &str = "127.0.0.1:8000";
const DEFAULT_STORE: &str = "sqlite:tickets.db";

/// **The options of every command.**
#[derive(Debug, Default, Args)]
pub struct CommonOptions {
    /// Where tickets are kept: sqlite:FILE [default: sqlite:tickets.db]
    #[arg(long, value_name = "ADDRESS", env = "SUPPORT_TICKET_STORE", global = true)]
    pub store: Option<String>,
    /// A file with these options, one `name = value` a line [default: support-ticket.toml, if it is there]
    #[arg(long, value_name = "FILE", env = "SUPPORT_TICKET_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// The least that is logged: off, error, warn, info, debug or trace [default: info]
    #[arg(long, value_name = "LEVEL", env = "SUPPORT_TICKET_LOG", global = true)]
    pub log: Option<String>,
}

/// **The options that say under which address the endpoint is reached.**
#[derive(Debug, Default, Args)]
pub struct AddressOptions {
    /// The address to listen at; port 0 takes a free one [default: 127.0.0.1:8000]
    #[arg(long, value_name = "HOST:PORT", env = "SUPPORT_TICKET_LISTEN")]
    pub listen: Option<String>,
    /// The address under which visitors reach the endpoint; tickets' addresses begin with it
    /// [default: http:// and --listen]
    #[arg(long, value_name = "URL", env = "SUPPORT_TICKET_PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// **The options of `serve` alone.**
#[derive(Debug, Default, Args)]
pub struct ServeOptions {
    /// The site that tickets' locations belong to [default: the configured origin of the page that a ticket
    /// comes from, else --public-url]
    #[arg(long, value_name = "URL", env = "SUPPORT_TICKET_SITE")]
    pub site: Option<String>,
    /// An origin whose pages may send tickets, scheme, host and port as a browser says it; may be repeated. `*` lets every
    /// page on the web send them: give --site then too, since an unlisted page is never believed where it is
    #[arg(
        long = "allow-origin",
        value_name = "ORIGIN",
        env = "SUPPORT_TICKET_ALLOW_ORIGIN",
        value_delimiter = ','
    )]
    pub allow_origin: Option<Vec<String>>,
    /// A file with the secret, of at least 32 bytes, by which your site's server signs who its visitors are; the end of
    /// its last line is not part of it. Pages of allowed origins may then send such a token, a JWT with HS256 and the
    /// claims sub (the account's UUID), email, name and exp, and their visitors list their own tickets
    /// [default: no tokens are taken]
    #[arg(long, value_name = "FILE", env = "SUPPORT_TICKET_IDENTITY_SECRET_FILE")]
    pub identity_secret_file: Option<PathBuf>,
    /// A folder laid out like target/widget/dist (widget/… and site/…), whose files are served in the place of those built
    /// into this program. They are read at each request and sent uncompressed: for work on the widget
    /// [default: the files that were built in]
    #[arg(long, value_name = "DIR", env = "SUPPORT_TICKET_WIDGET_DIR")]
    pub widget_dir: Option<PathBuf>,
}

/// **The options of every command, checked.**
#[derive(Debug)]
pub struct Common {
    /// The store's address.
    pub store: String,
    /// The least that is logged.
    pub log: tracing::level_filters::LevelFilter,
    file: File,
}

/// **What `serve` needs to know, checked.**
pub struct Serve {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Absent: it follows what is listened at.
    pub public_url: Option<PublicUrl>,
    /// What locations belong to, if it is always the same.
    pub site: Option<Site>,
    /// Whose pages may send.
    pub origins: Origins,
    /// Who tells their visitors' tokens, if any are taken.
    pub identities: Option<Verifier>,
    /// Where the widget's and the site's files are read from, if not from within the program.
    pub widget_dir: Option<WidgetDir>,
}

/// **The address under which the endpoint is reached.** Never taken from a request.
#[derive(Debug, Clone)]
pub struct PublicUrl {
    site: Site,
    /// With its path, without a slash at its end.
    address: String,
    path: String,
}

/// **The origins whose pages may send tickets.**
#[derive(Debug, Clone, Default)]
pub struct Origins {
    any: bool,
    listed: Vec<String>,
}

/// **An option that is not what it must be.**
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Its value is wrong.
    #[error("{}: {value:?} {why}", spelled(name))]
    Value {
        /// The option, as in the file.
        name: &'static str,
        /// As given.
        value: String,
        /// What it must be, to be read after the value.
        why: String,
    },
    /// The file cannot be read.
    #[error("--config: cannot read {file:?}: {error}")]
    Read {
        /// Its path.
        file: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file is no options.
    #[error("{file:?} is not understood: {error}")]
    Parse {
        /// Its path.
        file: PathBuf,
        /// Where and why; an unknown name too.
        error: toml::de::Error,
    },
}

/// An option in all its spellings, since the value may have come by each of them.
fn spelled(name: &str) -> String {
    let upper = name.to_uppercase().replace('-', "_");
    format!("--{name} (or SUPPORT_TICKET_{upper}, or {name} in {DEFAULT_FILE})")
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    store: Option<String>,
    log: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    site: Option<String>,
    allow_origin: Option<Vec<String>>,
    identity_secret_file: Option<PathBuf>,
    widget_dir: Option<PathBuf>,
}

impl File {
    fn read(named: Option<&Path>) -> Result<File, ConfigError> {
        let file = named.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(File::default());
            }
            Err(error) => return Err(ConfigError::Read { file: file.to_owned(), error }),
        };
        toml::from_str(&text).map_err(|error| ConfigError::Parse { file: file.to_owned(), error })
    }
}

impl CommonOptions {
    /// Reads the file and checks.
    ///
    /// # Errors
    /// [`ConfigError`]
    pub fn check(self) -> Result<Common, ConfigError> {
        let file = File::read(self.config.as_deref())?;

        let store = self.store.or_else(|| file.store.clone()).unwrap_or_else(|| DEFAULT_STORE.to_owned());
        if !store::is_address(&store) {
            let why = "is no store: write sqlite:FILE, such as sqlite:tickets.db".to_owned();
            return Err(ConfigError::Value { name: "store", value: store, why });
        }
        let log = self.log.or_else(|| file.log.clone()).unwrap_or_else(|| "info".to_owned());
        let log = log.parse().map_err(|_| ConfigError::Value {
            name: "log",
            value: log,
            why: "is none of off, error, warn, info, debug, trace".to_owned(),
        })?;
        Ok(Common { store, log, file })
    }
}

impl AddressOptions {
    /// Where to listen, and the public address if one is set.
    ///
    /// # Errors
    /// [`ConfigError`]
    pub fn check(self, common: &Common) -> Result<(SocketAddr, Option<PublicUrl>), ConfigError> {
        let listen = self.listen.or_else(|| common.file.listen.clone());
        let listen = parse_listen(listen.unwrap_or_else(|| DEFAULT_LISTEN.to_owned()))?;
        let public_url = self.public_url.or_else(|| common.file.public_url.clone());
        Ok((listen, public_url.map(|url| PublicUrl::parse(&url)).transpose()?))
    }
}

impl Serve {
    /// Checks the options of `serve`.
    ///
    /// # Errors
    /// [`ConfigError`]
    pub fn check(
        address: AddressOptions,
        serve: ServeOptions,
        common: &Common,
    ) -> Result<Serve, ConfigError> {
        let (listen, public_url) = address.check(common)?;
        let site = serve.site.or_else(|| common.file.site.clone());
        let site = site.map(|site| {
            Site::parse(&site).map_err(|_| ConfigError::Value {
                name: "site",
                value: site,
                why: "is not an http(s) URL of a site".to_owned(),
            })
        });
        let origins = serve.allow_origin.or_else(|| common.file.allow_origin.clone());
        let origins = Origins::parse(origins.unwrap_or_default())?;
        let secret = serve.identity_secret_file.or_else(|| common.file.identity_secret_file.clone());
        let identities = secret.map(|file| {
            Verifier::read(&file).map_err(|error| ConfigError::Value {
                name: "identity-secret-file",
                value: file.display().to_string(),
                why: error.to_string(),
            })
        });
        let folder = serve.widget_dir.or_else(|| common.file.widget_dir.clone());
        let widget_dir = folder.map(|folder| {
            WidgetDir::open(&folder).map_err(|error| ConfigError::Value {
                name: "widget-dir",
                value: folder.display().to_string(),
                why: format!("cannot be served: {error}"),
            })
        });
        Ok(Serve {
            listen,
            public_url,
            site: site.transpose()?,
            origins,
            identities: identities.transpose()?,
            widget_dir: widget_dir.transpose()?,
        })
    }
}

fn parse_listen(value: String) -> Result<SocketAddr, ConfigError> {
    let found = value.to_socket_addrs().map(|mut found| found.next());
    match found {
        Ok(Some(address)) => Ok(address),
        Ok(None) | Err(_) => Err(ConfigError::Value {
            name: "listen",
            value,
            why: "is no address to listen at: write HOST:PORT, such as 127.0.0.1:8000".to_owned(),
        }),
    }
}

impl PublicUrl {
    /// Takes an http or https address, which may have a path.
    ///
    /// # Errors
    /// [`ConfigError::Value`] for everything else, and if it has a query, a fragment or a sign-in.
    pub fn parse(value: &str) -> Result<PublicUrl, ConfigError> {
        let refuse = |why: &str| ConfigError::Value {
            name: "public-url",
            value: value.to_owned(),
            why: why.to_owned(),
        };
        let site = Site::parse(value).map_err(|_| refuse("is not an http(s) URL"))?;
        let url = Url::parse(value).map_err(|_| refuse("is not an http(s) URL"))?;
        let has_sign_in = !url.username().is_empty() || url.password().is_some();
        if url.query().is_some() || url.fragment().is_some() || has_sign_in {
            return Err(refuse("must have no sign-in, query or fragment"));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        Ok(PublicUrl { address: format!("{}{path}", site.origin()), site, path })
    }

    /// The address of what is listened at, as this machine reaches it.
    ///
    /// # Errors
    /// As [`PublicUrl::parse`], which takes every IP address and port.
    pub fn of_listener(mut listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
        if listen.ip().is_unspecified() {
            listen.set_ip(match listen {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        PublicUrl::parse(&format!("http://{listen}"))
    }

    /// As text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Its origin.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Its path, without a slash at its end: what links of our own pages begin with.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of a ticket.
    pub fn ticket(&self, token: &crate::secret::Token) -> String {
        format!("{}/requests/{}", self.address, token.as_str())
    }
}

/// Whether it is the origin of a browser's extension: the scheme is the browser's own, the host the extension's id.
fn is_extension(origin: &str) -> bool {
    let schemes = ["chrome-extension://", "moz-extension://", "safari-web-extension://"];
    let id = schemes.iter().find_map(|scheme| origin.strip_prefix(scheme)).unwrap_or_default();
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl Origins {
    /// Takes exact origins, of sites and of browsers' extensions, or `*` for every one.
    ///
    /// # Errors
    /// [`ConfigError::Value`] for what is neither.
    pub fn parse(values: Vec<String>) -> Result<Origins, ConfigError> {
        let mut origins = Origins::default();
        for value in values {
            match Site::parse(&value) {
                Ok(site) if value.trim_end_matches('/').eq_ignore_ascii_case(&site.origin()) => {
                    origins.listed.push(site.origin());
                }
                _ if value == "*" => origins.any = true,
                _ if is_extension(&value) => origins.listed.push(value),
                _ => {
                    let why = "is no origin: write https://www.example.com, without a path, or *".to_owned();
                    return Err(ConfigError::Value { name: "allow-origin", value, why });
                }
            }
        }
        Ok(origins)
    }

    /// Whether the origin itself is listed, so that it is known to be where it says.
    pub fn lists(&self, origin: &str) -> bool {
        self.listed.iter().any(|listed| listed == origin)
    }

    /// Whether pages of this origin may send.
    pub fn allow(&self, origin: &str) -> bool {
        self.any || self.lists(origin)
    }
}
