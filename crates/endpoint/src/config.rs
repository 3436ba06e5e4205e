//! Every option, as a flag, an environment variable or a key of `support-ticket.toml`, and its check. A flag overrides
//! the variable, and the variable overrides the file. It opens nothing but that file, and the secret and the folder that
//! options name.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Deserialize;
use support_ticket_contract::expand::Site;
use url::Url;

use crate::{identity::Verifier, store, widget_dir::WidgetDir};

/// The file that is read without `--config`, if it exists.
const DEFAULT_FILE: &str = "support-ticket.toml";
const DEFAULT_LISTEN: &str = "127.0.0.1:8000";
const DEFAULT_STORE: &str = "sqlite:tickets.db";

/// **The options of every command.**
#[derive(Debug, Default, Args)]
pub struct CommonOptions {
    /// Where tickets are stored: sqlite:FILE [default: sqlite:tickets.db]
    #[arg(long, value_name = "ADDRESS", env = "SUPPORT_TICKET_STORE", global = true)]
    pub store: Option<String>,
    /// A file with these options, one `name = value` on each line [default: support-ticket.toml, if it exists]
    #[arg(long, value_name = "FILE", env = "SUPPORT_TICKET_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// Minimum log level: off, error, warn, info, debug or trace [default: info]
    #[arg(long, value_name = "LEVEL", env = "SUPPORT_TICKET_LOG", global = true)]
    pub log: Option<String>,
}

/// **The options for the endpoint's address.**
#[derive(Debug, Default, Args)]
pub struct AddressOptions {
    /// The address to listen on; port 0 picks a free port [default: 127.0.0.1:8000]
    #[arg(long, value_name = "HOST:PORT", env = "SUPPORT_TICKET_LISTEN")]
    pub listen: Option<String>,
    /// The address at which visitors reach the endpoint; tickets' addresses begin with it
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
    /// An origin whose pages may send tickets, such as `https://www.example.com`; may be repeated. `*` allows every page on
    /// the web: then also set --site, since the endpoint does not trust the address that an unlisted page claims
    #[arg(
        long = "allow-origin",
        value_name = "ORIGIN",
        env = "SUPPORT_TICKET_ALLOW_ORIGIN",
        value_delimiter = ','
    )]
    pub allow_origin: Option<Vec<String>>,
    /// A file with the secret, of at least 32 bytes, with which your site's server signs identity tokens; the last line's
    /// end is not part of it. Pages of allowed origins may then send such a token, a JWT with HS256 and the claims sub
    /// (the account's UUID), email, name and exp, and their visitors can list their own tickets
    /// [default: no tokens are accepted]
    #[arg(long, value_name = "FILE", env = "SUPPORT_TICKET_IDENTITY_SECRET_FILE")]
    pub identity_secret_file: Option<PathBuf>,
    /// A folder like target/widget/dist (with widget/ and site/), whose files are served instead of those built into this
    /// program. They are read for each request and sent uncompressed, which is for work on the widget
    /// [default: the files that were built in]
    #[arg(long, value_name = "DIR", env = "SUPPORT_TICKET_WIDGET_DIR")]
    pub widget_dir: Option<PathBuf>,
}

/// **The options of every command, checked.**
#[derive(Debug)]
pub struct Common {
    /// The store's address.
    pub store: String,
    /// The minimum log level.
    pub log: tracing::level_filters::LevelFilter,
    file: File,
}

/// **The options of `serve`, checked.**
pub struct Serve {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Absent: it is derived from the address that the server listens on.
    pub public_url: Option<PublicUrl>,
    /// The site of all tickets' locations, if it is configured.
    pub site: Option<Site>,
    /// The origins whose pages may send tickets.
    pub origins: Origins,
    /// The verifier of identity tokens, if they are accepted.
    pub identities: Option<Verifier>,
    /// The folder of the widget's and the site's files; absent: they are built into the program.
    pub widget_dir: Option<WidgetDir>,
}

/// **The address at which visitors reach the endpoint.** It never comes from a request.
#[derive(Debug, Clone)]
pub struct PublicUrl {
    site: Site,
    /// With its path, without a trailing slash.
    address: String,
    path: String,
}

/// **The origins whose pages may send tickets.**
#[derive(Debug, Clone, Default)]
pub struct Origins {
    any: bool,
    listed: Vec<String>,
}

/// **Why the options are invalid.**
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// An option's value is invalid.
    #[error("{}: {value:?} {why}", spellings(name))]
    Value {
        /// The option, as in the file.
        name: &'static str,
        /// As given.
        value: String,
        /// What is wrong, as the end of a sentence that begins with the value.
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
    /// The file has no valid options.
    #[error("cannot parse {file:?}: {error}")]
    Parse {
        /// Its path.
        file: PathBuf,
        /// Where and why; also for an unknown name.
        error: toml::de::Error,
    },
}

/// Lists the three names of an option, since the value may come from any of them.
fn spellings(name: &str) -> String {
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
    fn read(path: Option<&Path>) -> Result<File, ConfigError> {
        let file = path.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if path.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(File::default());
            }
            Err(error) => return Err(ConfigError::Read { file: file.to_owned(), error }),
        };
        toml::from_str(&text).map_err(|error| ConfigError::Parse { file: file.to_owned(), error })
    }
}

impl CommonOptions {
    /// Reads the file and checks the options.
    ///
    /// # Errors
    /// [`ConfigError`]
    pub fn check(self) -> Result<Common, ConfigError> {
        let file = File::read(self.config.as_deref())?;

        let store = self.store.or_else(|| file.store.clone()).unwrap_or_else(|| DEFAULT_STORE.to_owned());
        if !store::is_address(&store) {
            let why = "is not a store: write sqlite:FILE, such as sqlite:tickets.db".to_owned();
            return Err(ConfigError::Value { name: "store", value: store, why });
        }
        let log = self.log.or_else(|| file.log.clone()).unwrap_or_else(|| "info".to_owned());
        let log = log.parse().map_err(|_| ConfigError::Value {
            name: "log",
            value: log,
            why: "is not one of off, error, warn, info, debug, trace".to_owned(),
        })?;
        Ok(Common { store, log, file })
    }
}

impl AddressOptions {
    /// Returns the address to listen on, and the public address if one is set.
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
    let address = value.to_socket_addrs().map(|mut addresses| addresses.next());
    match address {
        Ok(Some(address)) => Ok(address),
        Ok(None) | Err(_) => Err(ConfigError::Value {
            name: "listen",
            value,
            why: "is not an address to listen on: write HOST:PORT, such as 127.0.0.1:8000".to_owned(),
        }),
    }
}

impl PublicUrl {
    /// Parses an http or https address, which may have a path.
    ///
    /// # Errors
    /// [`ConfigError::Value`] for everything else, and if it has a query, a fragment or credentials.
    pub fn parse(value: &str) -> Result<PublicUrl, ConfigError> {
        let refuse = |why: &str| ConfigError::Value {
            name: "public-url",
            value: value.to_owned(),
            why: why.to_owned(),
        };
        let site = Site::parse(value).map_err(|_| refuse("is not an http(s) URL"))?;
        let url = Url::parse(value).map_err(|_| refuse("is not an http(s) URL"))?;
        let has_credentials = !url.username().is_empty() || url.password().is_some();
        if url.query().is_some() || url.fragment().is_some() || has_credentials {
            return Err(refuse("must have no user name, password, query or fragment"));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        Ok(PublicUrl { address: format!("{}{path}", site.origin()), site, path })
    }

    /// Returns the address at which this machine reaches a listener.
    ///
    /// # Errors
    /// As [`PublicUrl::parse`], which accepts every IP address and port.
    pub fn of_listener(mut listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
        if listen.ip().is_unspecified() {
            listen.set_ip(match listen {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        PublicUrl::parse(&format!("http://{listen}"))
    }

    /// Returns the text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Returns its origin.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Returns its path, without a trailing slash. Links of our own pages begin with it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the address of a ticket.
    pub fn ticket(&self, secret: &crate::secret::UrlSecret) -> String {
        format!("{}/requests/{}", self.address, secret.as_str())
    }
}

/// Whether this is the origin of a browser extension: the scheme is the browser's own, and the host the extension's id.
fn is_extension(origin: &str) -> bool {
    let schemes = ["chrome-extension://", "moz-extension://", "safari-web-extension://"];
    let id = schemes.iter().find_map(|scheme| origin.strip_prefix(scheme)).unwrap_or_default();
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl Origins {
    /// Parses exact origins of sites and browser extensions, or `*` for every origin.
    ///
    /// # Errors
    /// [`ConfigError::Value`] for anything else.
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
                    let why =
                        "is not an origin: write https://www.example.com, without a path, or *".to_owned();
                    return Err(ConfigError::Value { name: "allow-origin", value, why });
                }
            }
        }
        Ok(origins)
    }

    /// Whether the origin itself is listed, so that a page's claim to have it is trusted.
    pub fn lists(&self, origin: &str) -> bool {
        self.listed.iter().any(|listed| listed == origin)
    }

    /// Whether pages of this origin may send.
    pub fn allow(&self, origin: &str) -> bool {
        self.any || self.lists(origin)
    }
}
