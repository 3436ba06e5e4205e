// Functions that run in a WebKit page: they convert BiDi values to text and back, and report a page's events from
// before its first script on. They are sent by their source, so each uses only what is inside it, and must not rely on
// built-ins that the page may have changed since.

/** Returns the object that a page keeps for its driver, creating it the first time from `writer` and `reader`. */
export function keeper(writer, reader) {
  const key = Symbol.for("support-ticket-widget's tests");
  if (globalThis[key]) return globalThis[key];
  const { stringify } = JSON;
  const kept = new Map();
  let count = 0;

  const keep = (value) => {
    const handle = `${count + 1}`;
    count += 1;
    kept.set(handle, value);
    return handle;
  };

  const { typeOf, write } = writer();
  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

  const driver = {
    read: reader(kept),
    written: (value, asHandle) => {
      if (!isObject(value)) return write(value);
      const type = typeOf(value);
      if (!asHandle) return type === "node" ? `{"type":"node","sharedId":"${keep(value)}"}` : write(value);
      const handle = keep(value);
      return `{"type":"${type}","handle":"${handle}"${type === "node" ? `,"sharedId":"${handle}"` : ""}}`;
    },
    failed: (error) => {
      const isError = isObject(error) && "message" in error;
      return stringify({
        thrown: isError ? `${error.name}: ${error.message}` : String(error),
        stack: isError && error.stack,
      });
    },
    disown: (handles) => handles.forEach((handle) => kept.delete(handle)),
    /** Runs the function; `eval` knows these texts in it. */
    evaluating: (texts, work) => {
      const before = Object.getOwnPropertyDescriptor(globalThis, "eval");
      const value = (text) => (Object.hasOwn(texts, text) ? texts[text]() : before.value(text));
      Object.defineProperty(globalThis, "eval", { ...before, value });
      try {
        return work();
      } finally {
        Object.defineProperty(globalThis, "eval", before);
      }
    },
  };
  Object.defineProperty(globalThis, key, { value: driver });
  return driver;
}

/** Writes values as BiDi remote values, by hand, because a page may define toJSON anywhere. */
export function writer() {
  const { stringify } = JSON;
  const [isArray, ownKeys, NodeOf] = [Array.isArray, Object.keys, globalThis.Node];

  const typeOf = (value) => {
    if (value instanceof NodeOf) return "node";
    if (value === globalThis) return "window";
    if (typeof value === "function") return "function";
    if (isArray(value)) return "array";
    return value instanceof Error ? "error" : value instanceof Promise ? "promise" : "object";
  };

  const write = (value) => {
    switch (typeof value) {
      case "undefined":
        return '{"type":"undefined"}';
      case "boolean":
        return `{"type":"boolean","value":${value}}`;
      case "string":
        return `{"type":"string","value":${stringify(value)}}`;
      case "bigint":
        return `{"type":"bigint","value":"${value}"}`;
      case "number": {
        const isPlain = value - value === 0 && !Object.is(value, -0);
        return `{"type":"number","value":${isPlain ? value : `"${Object.is(value, -0) ? "-0" : value}"`}}`;
      }
      case "symbol":
      case "function":
        return `{"type":"${typeof value}"}`;
    }
    if (value === null) return '{"type":"null"}';
    const type = typeOf(value);
    if (type === "array") {
      let items = "";
      for (let at = 0; at < value.length; at += 1) items += (items && ",") + write(value[at]);
      return `{"type":"array","value":[${items}]}`;
    }
    if (type !== "object") return `{"type":"${type}"}`;
    let entries = "";
    for (const name of ownKeys(value)) entries += `${entries && ","}[${stringify(name)},${write(value[name])}]`;
    return `{"type":"object","value":[${entries}]}`;
  };

  return { typeOf, write };
}

/** Reads values that BiDi passes in; `kept` has the values of handles. */
export function reader(kept) {
  const read = (value) => {
    if ("handle" in value) {
      if (!kept.has(value.handle)) throw new Error(`no such handle: ${value.handle}`);
      return kept.get(value.handle);
    }
    if ("sharedId" in value) return read({ handle: value.sharedId });
    switch (value.type) {
      case "undefined":
        return undefined;
      case "null":
        return null;
      case "number":
        return typeof value.value === "number" ? value.value : +value.value;
      case "bigint":
        return BigInt(value.value);
      case "array":
        return value.value.map(read);
      case "object": {
        const object = {};
        for (const [name, more] of value.value) object[typeof name === "string" ? name : read(name)] = read(more);
        return object;
      }
      case "date":
        return new Date(value.value);
      case "regexp":
        return new RegExp(value.value.pattern, value.value.flags);
      default:
        return value.value;
    }
  };
  return read;
}

/** Reports the page's events. */
export function preload() {
  const handler = globalThis.webkit.messageHandlers.stw;
  const { stringify } = JSON;
  const id = `${Date.now()}-${Math.random()}`;
  const emit = (event, more = {}) => handler.postMessage(stringify({ event, id, ...more }));
  /** Runs after the page's own listeners, so that errors they handle are not reported. */
  const later = setTimeout;
  const reportUnhandled = (event, what) => later(() => event.defaultPrevented || emit("thrown", what));
  const texts = (args) => {
    const text = (value) => {
      try {
        return value instanceof Error ? `${value.name}: ${value.message}\n${value.stack}` : String(value);
      } catch (error) {
        return `(${error})`;
      }
    };
    return Array.from(args, text);
  };
  emit("begun", { url: location.href });
  for (const method of ["debug", "log", "info", "warn", "error"]) {
    const original = console[method];
    console[method] = function () {
      emit("console", { method, args: texts(arguments) });
      return original.apply(this, arguments);
    };
  }
  addEventListener("error", (event) => {
    if (!(event instanceof ErrorEvent)) return;
    const { error, message } = event;
    reportUnhandled(event, {
      text: error?.name ? `${error.name}: ${error.message}` : message,
      stack: error?.stack ?? "",
    });
  });
  addEventListener("unhandledrejection", (event) => {
    const { reason } = event;
    const text = reason?.name ? `${reason.name}: ${reason.message}` : String(reason);
    reportUnhandled(event, { text, stack: reason?.stack ?? "" });
  });
  document.addEventListener("DOMContentLoaded", () => emit("ready", { url: location.href }));
  addEventListener("load", () => emit("loaded", { url: location.href }));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    emit("begun", { url: location.href });
    emit("ready", { url: location.href });
    emit("loaded", { url: location.href });
  });
}
