// The window around WebKitGTK's pages, in gjs: reports each page's events as lines of JSON and receives commands.
// WebKit's WebDriver starts it in place of MiniBrowser, which can neither run preload scripts nor separate two
// visitors.
import Gio from "gi://Gio";
import GLib from "gi://GLib";
import Gtk from "gi://Gtk?version=3.0";
import Soup from "gi://Soup?version=3.0";
import WebKit from "gi://WebKit2?version=4.1";

const { LoadEvent } = WebKit;

Gtk.init(null);
const loop = new GLib.MainLoop(null, false);
const connection = new Gio.SocketClient().connect_to_host(`127.0.0.1:${GLib.getenv("STW_WEBKIT_PORT")}`, 0, null);
const input = new Gio.DataInputStream({ base_stream: connection.get_input_stream() });
const encoder = new TextEncoder();
const say = (event) => connection.get_output_stream().write_all(encoder.encode(`${JSON.stringify(event)}\n`), null);

// The default context stores nothing, as every visitor is ephemeral. In an ephemeral context visitors would share their
// data.
const folder = GLib.getenv("STW_WEBKIT_FOLDER");
const data = new WebKit.WebsiteDataManager({ base_data_directory: folder, base_cache_directory: folder });
const context = new WebKit.WebContext({ website_data_manager: data });
context.set_automation_allowed(true);
context.connect("automation-started", (_, session) => {
  const info = new WebKit.ApplicationInfo();
  info.set_name("WebKitGTK");
  info.set_version(WebKit.get_major_version(), WebKit.get_minor_version(), WebKit.get_micro_version());
  session.set_application_info(info);
  session.connect("create-web-view", () => open(next));
});

/** By number: `{ view, window, manager }`. */
const opened = new Map();
let count = 0;
/** The settings of the next view that WebDriver asks for. */
let next = {};

/** Shows a view: a fresh visitor's or, with `beside`, another page of that visitor. */
function open({ beside, width = 1280, height = 720, scripts = [] }) {
  const number = (count += 1);
  const manager = new WebKit.UserContentManager();
  const shared = beside ? { related_view: opened.get(beside).view } : { web_context: context, is_ephemeral: true };
  const view = new WebKit.WebView({ ...shared, is_controlled_by_automation: true, user_content_manager: manager });
  const window = new Gtk.Window({ decorated: false, default_width: width, default_height: height });
  opened.set(number, { view, window, manager });
  preload(number, scripts);
  watch(number);
  window.add(view);
  window.show_all();
  window.present();
  view.grab_focus();
  say({ view: number, event: "opened", beside });
  return view;
}

function preload(number, scripts) {
  const { manager } = opened.get(number);
  manager.remove_all_scripts();
  const [where, when] = [WebKit.UserContentInjectedFrames.TOP_FRAME, WebKit.UserScriptInjectionTime.START];
  for (const script of scripts) manager.add_script(WebKit.UserScript.new(script, where, when, null, null));
}

function watch(number) {
  const { view, window, manager } = opened.get(number);
  const emit = (event, more = {}) => say({ view: number, event, ...more });
  manager.register_script_message_handler("stw");
  manager.connect("script-message-received::stw", (_, result) =>
    emit("message", { text: result.get_js_value().to_string() }),
  );
  view.connect("load-changed", (_, event) => {
    if (event === LoadEvent.STARTED) emit("started", { url: view.uri });
    if (event === LoadEvent.FINISHED) emit("finished", { url: view.uri });
  });
  view.connect("load-failed", (_, __, url, error) => {
    emit("failed", { url, text: error.message });
    return true;
  });
  view.connect("notify::uri", () => emit("address", { url: view.uri }));
  view.connect("permission-request", (_, request) => {
    request.allow();
    return true;
  });
  view.connect("create", () => open({ beside: number }));
  view.connect("close", () => close(number));
  window.connect("destroy", () => {
    if (opened.delete(number)) emit("closed");
  });
  let requests = 0;
  view.connect("resource-load-started", (_, resource, request) => {
    const id = `${number}.${(requests += 1)}`;
    emit("request", { id, url: request.get_uri(), method: request.get_http_method(), headers: headersOf(request) });
    resource.connect("notify::response", () => {
      const response = resource.get_response();
      if (response)
        emit("response", {
          id,
          status: response.get_status_code(),
          headers: headersOf(response),
          url: response.get_uri(),
        });
    });
    resource.connect("finished", () => emit("response-over", { id }));
    resource.connect("failed", (_, error) => emit("request-failed", { id, text: error.message }));
  });
}

function headersOf(message) {
  const headers = [];
  message.get_http_headers()?.foreach((name, value) => headers.push({ name, value }));
  return headers;
}

function close(number) {
  opened.get(number)?.window.destroy();
}

/** Makes an asynchronous GLib method return a promise. */
const asked = (object, method, ...args) =>
  new Promise((resolve, reject) => {
    object[method](...args, null, (_, result) => {
      try {
        resolve(object[`${method.replace(/_async$/, "")}_finish`](result));
      } catch (error) {
        reject(error);
      }
    });
  });

/** The commands; each gets `{ view, … }` and returns JSON. */
const COMMANDS = {
  /** Sets up the next view that WebDriver asks for. */
  prepare: (wanted) => void (next = wanted),
  preload: ({ view, scripts }) => preload(view, scripts),
  /** Runs the body of an asynchronous function, which no policy of the page can forbid; returns its text. */
  call: async ({ view, body }) =>
    (await asked(opened.get(view).view, "call_async_javascript_function", body, -1, null, null, null)).to_string(),
  load: ({ view, url }) => opened.get(view).view.load_uri(url),
  reload: ({ view }) => opened.get(view).view.reload(),
  go: ({ view, delta }) => {
    const { view: shown } = opened.get(view);
    const item = shown.get_back_forward_list().get_nth_item(delta);
    if (!item) throw new Error("There is no such page in the history.");
    shown.go_to_back_forward_list_item(item);
  },
  agent: ({ view, agent }) => opened.get(view).view.get_settings().set_user_agent(agent),
  size: ({ view, width, height }) => opened.get(view).window.resize(width, height),
  focus: ({ view }) => {
    opened.get(view).window.present();
    opened.get(view).view.grab_focus();
  },
  close: ({ view }) => close(view),
  /** Sets the proxy of the visitor's requests. */
  proxy: ({ view, url }) => {
    const data = opened.get(view).view.get_website_data_manager();
    if (url)
      data.set_network_proxy_settings(WebKit.NetworkProxyMode.CUSTOM, WebKit.NetworkProxySettings.new(url, null));
    else data.set_network_proxy_settings(WebKit.NetworkProxyMode.NO_PROXY, null);
  },
  cookies: async ({ view }) => {
    const jar = opened.get(view).view.get_website_data_manager().get_cookie_manager();
    const cookies = await asked(jar, "get_all_cookies");
    return cookies.map((cookie) => ({
      name: cookie.get_name(),
      value: cookie.get_value(),
      domain: cookie.get_domain(),
      path: cookie.get_path(),
      secure: cookie.get_secure(),
      httpOnly: cookie.get_http_only(),
    }));
  },
  setCookie: async ({ view, name, value, domain, path, secure, httpOnly }) => {
    const cookie = Soup.Cookie.new(name, value, domain, path, -1);
    cookie.set_secure(secure);
    cookie.set_http_only(httpOnly);
    await asked(opened.get(view).view.get_website_data_manager().get_cookie_manager(), "add_cookie", cookie);
  },
  /** Sets the languages and the colour scheme of all views. */
  languages: ({ languages }) => context.set_preferred_languages(languages),
  dark: ({ dark }) => void (Gtk.Settings.get_default().gtk_application_prefer_dark_theme = dark),
};

async function answer({ id, command, ...rest }) {
  try {
    say({ id, value: (await COMMANDS[command](rest)) ?? null });
  } catch (error) {
    say({ id, error: error.message ?? String(error) });
  }
}

function listen() {
  input.read_line_async(GLib.PRIORITY_DEFAULT, null, (_, result) => {
    const [line] = input.read_line_finish_utf8(result);
    if (line === null) return loop.quit(); // the driver is gone
    answer(JSON.parse(line));
    listen();
  });
}

listen();
loop.run();
