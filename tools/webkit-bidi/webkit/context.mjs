// One page's view as a BiDi browsing context: its navigations and its scripts.
import { keeper, preload, reader, writer } from "./page.mjs";
import { Traffic } from "./traffic.mjs";

/** Used in the body of a function that runs in the page. */
const KEEPER = `const keeper = (${keeper})(${writer}, ${reader});`;
export class Context {
  constructor(bidi, { view, handle, visitor }) {
    Object.assign(this, { bidi, view, handle, visitor, name: bidi.name("context") });
    this.traffic = new Traffic(this);
  }

  #realm;
  /** The current navigation, and those that a command started before the view reports them. */
  #navigation = null;
  #begun = [];
  #url = "about:blank";

  ask(command, more = {}) {
    return this.bidi.webkit.ask(command, { view: this.view, ...more });
  }

  emit(method, params) {
    this.bidi.emit(method, { context: this.name, timestamp: Date.now(), ...params });
  }

  // Commands.

  async navigate(url) {
    const navigation = this.bidi.name("navigation");
    const isFragment = url.includes("#") && withoutFragment(url) === withoutFragment(this.#url);
    if (!isFragment) this.#begun.push(navigation);
    await this.ask("load", { url });
    if (isFragment) this.emit("browsingContext.fragmentNavigated", { navigation, url });
    return { navigation, url };
  }

  reload() {
    return this.ask("reload");
  }

  go(delta) {
    return this.ask("go", { delta });
  }

  close() {
    return this.ask("close");
  }

  focus() {
    return this.ask("focus");
  }

  async resize({ width, height }) {
    await this.ask("size", { width, height });
    // The window gets the new size some frames later.
    const has = `return String(innerWidth === ${width} && innerHeight === ${height})`;
    const end = Date.now() + 5_000;
    while ((await this.ask("call", { body: has })) !== "true" && Date.now() < end)
      await new Promise((go) => setTimeout(go, 10));
  }

  async screenshot() {
    return { data: await this.bidi.webkit.screenshot(this.handle) };
  }

  act(actions) {
    // Unlike BiDi, classic WebDriver supports only whole pixels.
    const whole = (action) =>
      "x" in action ? { ...action, x: Math.round(action.x), y: Math.round(action.y) } : action;
    return this.bidi.webkit.act(
      this.handle,
      actions.map((source) => ({ ...source, actions: source.actions.map(whole) })),
    );
  }

  // Scripts.

  async call({ functionDeclaration, arguments: args = [], awaitPromise, resultOwnership }, target) {
    const called = `keeper.evaluating({ ${evaluated(args)} }, () => (${functionDeclaration})(...args))`;
    return this.#run({ args, value: called, awaitPromise, resultOwnership }, target);
  }

  evaluate({ expression, awaitPromise, resultOwnership }, target) {
    const value = expression.trim().replace(/;$/, "");
    return this.#run({ args: [], value, awaitPromise, resultOwnership }, target);
  }

  async #run({ args, value, awaitPromise, resultOwnership }, { sandbox }) {
    const body = `${KEEPER}
      try {
        const args = ${JSON.stringify(args)}.map(keeper.read);
        const value = ${awaitPromise ? "await " : ""}${value};
        return keeper.written(value, ${resultOwnership === "root"});
      } catch (error) {
        return keeper.failed(error);
      }`;
    const realm = sandbox ? `${this.#realm} ${sandbox}` : this.#realm;
    const result = JSON.parse(await this.ask("call", { body }));
    if (!("thrown" in result)) return { type: "success", realm, result };
    return { type: "exception", realm, exceptionDetails: { text: `${result.thrown}\n${result.stack ?? ""}`.trim() } };
  }

  async disown(handles) {
    await this.ask("call", { body: `${KEEPER} keeper.disown(${JSON.stringify(handles)}); return "";` });
  }

  /** Applies the current settings to the page's next document. */
  async preload() {
    const scripts = this.bidi.scriptsFor(this).map(({ functionDeclaration, arguments: args = [] }) => {
      const channels = args.map(
        ({ value: { channel } }) =>
          `(data) => webkit.messageHandlers.stw.postMessage(JSON.stringify({ event: "channel", channel: ${JSON.stringify(channel)}, data }))`,
      );
      return `(${functionDeclaration})(${channels.join(", ")})`;
    });
    await this.ask("preload", { scripts: [`(${preload})()`, ...scripts] });
  }

  reroute() {
    return this.traffic.reroute();
  }

  // Events.

  /** Handles a new document. */
  begin(url) {
    if (this.#realm) {
      this.bidi.emit("script.realmDestroyed", { realm: this.#realm });
      this.bidi.emit("script.realmDestroyed", { realm: `${this.#realm} __playwright_utility_world__` });
    }
    this.#url = url;
    this.#realm = this.bidi.name("realm");
    if (this.#navigation) this.emit("browsingContext.navigationCommitted", { navigation: this.#navigation, url });
    this.bidi.emit("script.realmCreated", {
      realm: this.#realm,
      origin: URL.canParse(url) ? new URL(url).origin : "null",
      type: "window",
      context: this.name,
    });
  }

  closed() {
    this.traffic.stop();
    this.emit("browsingContext.contextDestroyed", {
      url: this.#url,
      userContext: this.visitor,
      parent: null,
      children: [],
    });
  }

  onEvent(event, more) {
    if (event === "message") {
      const { event: type, ...rest } = JSON.parse(more.text);
      return MESSAGE_HANDLERS[type](this, rest, this.#realm);
    }
    if (event in EVENT_HANDLERS) return this[EVENT_HANDLERS[event]](more);
    return this.traffic.onEvent(event, more);
  }

  started({ url }) {
    this.#navigation = this.#begun.shift() ?? this.bidi.name("navigation");
    this.emit("browsingContext.navigationStarted", { navigation: this.#navigation, url });
  }

  failed({ url, text }) {
    this.emit("browsingContext.navigationFailed", { navigation: this.#navigation, url, message: text });
    this.#navigation = null;
  }

  moved({ url }) {
    if (!url || this.#navigation || url === this.#url) return;
    this.#url = url;
    this.emit("browsingContext.historyUpdated", { url });
  }

  finished() {
    this.#navigation = null;
  }

  loaded(method, { url }) {
    this.emit(method, { navigation: this.#navigation, url });
  }
}

/** Handlers of a view's events. */
const EVENT_HANDLERS = { started: "started", failed: "failed", address: "moved", finished: "finished" };

/** Handlers of the page's own messages, see `preload` in page.mjs. */
const MESSAGE_HANDLERS = {
  begun: (context, { url }) => context.begin(url),
  ready: (context, more) => context.loaded("browsingContext.domContentLoaded", more),
  loaded: (context, more) => context.loaded("browsingContext.load", more),
  console: (context, { method, args }, realm) =>
    context.bidi.emit("log.entryAdded", {
      type: "console",
      method,
      level: method === "warn" || method === "error" || method === "debug" ? method : "info",
      text: args.join(" "),
      args: args.map((value) => ({ type: "string", value })),
      source: { realm, context: context.name },
      timestamp: Date.now(),
    }),
  thrown: (context, { text, stack }, realm) =>
    context.bidi.emit("log.entryAdded", {
      type: "javascript",
      level: "error",
      text: stack ? `${text}\n${stack}` : text,
      source: { realm, context: context.name },
      timestamp: Date.now(),
    }),
  channel: (context, { channel, data }, realm) =>
    context.bidi.emit("script.message", {
      channel,
      data: { type: "string", value: data },
      source: { realm, context: context.name },
    }),
};

function withoutFragment(url) {
  return url.split("#", 1)[0];
}

/**
 * Playwright sends texts for the page to evaluate, which its policy may forbid; code inside our own function call is
 * allowed. So each text becomes a property: the text and a function that returns its value.
 */
function evaluated(args) {
  const texts = new Set(args.flatMap(textsIn).flatMap((text) => [text, `(${text})`, asExtension(text)]));
  return [...texts]
    .filter((text) => MAY_BE_CODE.test(text) && isExpression(text))
    .map((text) => `${JSON.stringify(text)}: () => (${text}\n)`)
    .join(", ");
}

const MAY_BE_CODE = /=>|function|class/;

function textsIn(value) {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value && typeof value === "object" ? textsIn(value.value) : [];
}

/** The code with which Playwright's `extend` evaluates a text. */
const asExtension = (source) => `
    (() => {
      const module = {};
      ${source}
      return module.exports.default();
    })()`;

function isExpression(text) {
  try {
    return Boolean(new Function(`return (${text}\n)`));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}
