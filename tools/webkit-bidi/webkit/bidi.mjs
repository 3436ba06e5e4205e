// WebDriver BiDi for WebKitGTK, whose driver has none yet: the part that Playwright needs, on top of the windows and
// classic WebDriver.
import { withText } from "../text.mjs";
import { Context } from "./context.mjs";
import { Windows } from "./window.mjs";

/** The result of commands that need no work here. */
const NOTHING = {};

export class WebKit {
  /** Starts WebKit with Playwright's arguments; `send(message)` gets its messages. */
  static async start(send, args) {
    const bidi = new WebKit();
    bidi.#send = send;
    bidi.webkit = await Windows.start(args[args.indexOf("--profile") + 1], (event) => bidi.#onEvent(event));
    return bidi;
  }

  /** Intercepted requests that wait for a decision. */
  exchanges = new Map();
  #send;
  #count = 0;
  /** Contexts by name and by the number of their view. */
  #contexts = new Map();
  #views = new Map();
  /** The settings for each visitor's pages. */
  #visitors = new Map();
  #scripts = new Map();
  #intercepts = new Map();

  /** Handles one message. */
  async receive({ id, method, params }) {
    try {
      const command = COMMANDS[method];
      if (!command) throw Object.assign(new Error(`${method} is not known here`), { code: "unknown command" });
      const result = (await command(this, params)) ?? NOTHING;
      this.#send({ type: "success", id, result });
    } catch (error) {
      this.#send({ type: "error", id, error: error.code ?? "unknown error", message: error.message });
    }
  }

  emit(method, params) {
    this.#send({ type: "event", method, params });
  }

  name(kind) {
    return `${kind}-${(this.#count += 1)}`;
  }

  context(name) {
    const context = this.#contexts.get(name);
    if (!context) throw Object.assign(new Error(`There is no ${name}.`), { code: "no such frame" });
    return context;
  }

  /** The contexts that a command addresses: by name or by their user context. */
  contextsOf({ context, contexts = context ? [context] : undefined, userContexts }) {
    if (contexts) return contexts.filter((name) => this.#contexts.has(name)).map((name) => this.context(name));
    return [...this.#contexts.values()].filter(({ visitor }) => !userContexts || userContexts.includes(visitor));
  }

  addVisitor() {
    const name = this.name("visitor");
    this.#visitors.set(name, {});
    return name;
  }

  wants(name) {
    return this.#visitors.get(name) ?? {};
  }

  async removeVisitor(name) {
    await Promise.all(this.contextsOf({ userContexts: [name] }).map((context) => context.close()));
    this.#visitors.delete(name);
  }

  async open(visitor) {
    const wanted = this.wants(visitor);
    const [first] = this.contextsOf({ userContexts: [visitor] });
    const { view, handle } = await this.webkit.open({ ...wanted.size, beside: first?.view });
    return this.#add(visitor, view, handle);
  }

  async #add(visitor, view, handle, opener) {
    const context = new Context(this, { view, handle, visitor });
    this.#contexts.set(context.name, context);
    this.#views.set(view, context);
    await context.preload();
    await context.reroute();
    const { agent } = this.wants(visitor);
    if (agent) await context.ask("agent", { agent });
    const origin = opener && { originalOpener: opener.name };
    this.emit("browsingContext.contextCreated", {
      context: context.name,
      url: "about:blank",
      userContext: visitor,
      parent: null,
      children: [],
      ...origin,
    });
    context.begin("about:blank");
    return context;
  }

  addScript(script) {
    const name = this.name("script");
    this.#scripts.set(name, script);
    return name;
  }

  removeScript(name) {
    this.#scripts.delete(name);
  }

  /** The preload scripts of this context's pages. */
  scriptsFor(context) {
    return [...this.#scripts.values()].filter((script) => isFor(script, context));
  }

  addIntercept(intercept) {
    const name = this.name("intercept");
    this.#intercepts.set(name, intercept);
    return name;
  }

  removeIntercept(name) {
    this.#intercepts.delete(name);
  }

  /** The names of the intercepts for this context's requests. */
  interceptsFor(context) {
    const wanted = ([, intercept]) => intercept.phases.includes("beforeRequestSent") && isFor(intercept, context);
    return [...this.#intercepts].filter(wanted).map(([name]) => name);
  }

  exchange(name) {
    const exchange = this.exchanges.get(name);
    if (!exchange) throw Object.assign(new Error(`${name} does not wait.`), { code: "no such request" });
    this.exchanges.delete(name);
    return exchange;
  }

  isOffline(context) {
    return this.wants(context.visitor).isOffline;
  }

  async stop() {
    await this.webkit.stop();
  }

  async #onEvent({ view, event, ...more }) {
    const context = this.#views.get(view);
    if (event === "opened") return this.#openedByPage(view, more.beside);
    if (event !== "closed") return context?.onEvent(event, more);
    if (!context) return;
    this.#views.delete(view);
    this.#contexts.delete(context.name);
    context.closed();
  }

  /** A page has opened another. */
  async #openedByPage(view, beside) {
    const opener = this.#views.get(beside);
    if (!opener) return; // WebDriver's initial view
    const known = new Set([...this.#contexts.values()].map(({ handle }) => handle));
    const handle = (await this.webkit.handles()).findLast((handle) => !known.has(handle));
    await this.#add(opener.visitor, view, handle, opener);
  }
}

function isFor({ contexts, userContexts }, context) {
  if (contexts) return contexts.includes(context.name);
  return !userContexts || userContexts.includes(context.visitor);
}

const nothing = () => NOTHING;

/** The commands; each gets the BiDi object and its parameters. */
const COMMANDS = {
  "session.new": () => ({
    sessionId: "webkit",
    capabilities: { browserName: "webkit", browserVersion: "", userAgent: "", platformName: "linux" },
  }),
  "session.subscribe": nothing,
  "session.end": nothing,
  "browser.setDownloadBehavior": nothing,
  "browser.createUserContext": (bidi) => ({ userContext: bidi.addVisitor() }),
  "browser.removeUserContext": (bidi, { userContext }) => bidi.removeVisitor(userContext),

  "browsingContext.create": async (bidi, { userContext }) => ({ context: (await bidi.open(userContext)).name }),
  "browsingContext.close": (bidi, { context }) => bidi.context(context).close(),
  "browsingContext.activate": (bidi, { context }) => bidi.context(context).focus(),
  "browsingContext.navigate": (bidi, { context, url }) => bidi.context(context).navigate(url),
  "browsingContext.reload": (bidi, { context }) => bidi.context(context).reload(),
  "browsingContext.traverseHistory": (bidi, { context, delta }) => bidi.context(context).go(delta),
  "browsingContext.captureScreenshot": (bidi, { context }) => bidi.context(context).screenshot(),
  async "browsingContext.setViewport"(bidi, { viewport, userContexts = [], ...which }) {
    for (const visitor of userContexts) bidi.wants(visitor).size = viewport;
    await Promise.all(bidi.contextsOf({ userContexts, ...which }).map((context) => context.resize(viewport)));
  },

  "script.evaluate": (bidi, { target, ...script }) => bidi.context(target.context).evaluate(script, target),
  "script.callFunction": (bidi, { target, ...script }) => bidi.context(target.context).call(withText(script), target),
  "script.disown": (bidi, { target, handles }) => bidi.context(target.context).disown(handles),
  async "script.addPreloadScript"(bidi, params) {
    const script = bidi.addScript(params);
    await Promise.all(bidi.contextsOf(params).map((context) => context.preload()));
    return { script };
  },
  async "script.removePreloadScript"(bidi, { script }) {
    bidi.removeScript(script);
    await Promise.all(bidi.contextsOf({}).map((context) => context.preload()));
  },

  "input.performActions": (bidi, { context, actions }) => bidi.context(context).act(actions),

  "network.setCacheBehavior": nothing,
  "network.setExtraHeaders": nothing,
  "network.addDataCollector": () => ({ collector: "all" }),
  async "network.addIntercept"(bidi, params) {
    const intercept = bidi.addIntercept(params);
    await Promise.all(bidi.contextsOf(params).map((context) => context.reroute()));
    return { intercept };
  },
  async "network.removeIntercept"(bidi, { intercept }) {
    bidi.removeIntercept(intercept);
    await Promise.all(bidi.contextsOf({}).map((context) => context.reroute()));
  },
  "network.continueRequest": (bidi, params) => bidi.exchange(params.request).goOn(params),
  "network.provideResponse": (bidi, params) => bidi.exchange(params.request).answer(params),
  "network.failRequest": (bidi, params) => bidi.exchange(params.request).fail(),
  "network.getData": (bidi, { request }) => bidi.body(request),

  "emulation.setLocaleOverride": (bidi, { locale }) => bidi.webkit.ask("languages", { languages: [locale ?? "en-US"] }),
  "emulation.setMediaFeaturesOverride": (bidi, { features }) =>
    bidi.webkit.ask("dark", { dark: features["prefers-color-scheme"] === "dark" }),
  async "emulation.setUserAgentOverride"(bidi, { userAgent: agent, ...which }) {
    for (const visitor of which.userContexts ?? []) bidi.wants(visitor).agent = agent;
    await Promise.all(bidi.contextsOf(which).map((context) => context.ask("agent", { agent })));
  },
  "emulation.setScreenOrientationOverride": nothing,
  "emulation.setScreenSettingsOverride": nothing,
  async "emulation.setNetworkConditions"(bidi, { networkConditions, ...which }) {
    for (const visitor of which.userContexts ?? [])
      bidi.wants(visitor).isOffline = networkConditions?.type === "offline";
    await Promise.all(bidi.contextsOf(which).map((context) => context.reroute()));
  },
  "permissions.setPermission": nothing,

  async "storage.getCookies"(bidi, { partition }) {
    const [context] = bidi.contextsOf({ userContexts: [partition.userContext] });
    const cookies = context ? await context.ask("cookies") : [];
    return { cookies: cookies.map((cookie) => ({ ...cookie, value: { type: "string", value: cookie.value } })) };
  },
  async "storage.setCookie"(bidi, { cookie, partition }) {
    const [context] = bidi.contextsOf({ userContexts: [partition.userContext] });
    await context.ask("setCookie", { secure: false, httpOnly: false, ...cookie, value: cookie.value.value });
  },
};
