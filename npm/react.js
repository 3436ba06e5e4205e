// @ts-check
/**
 * `support-ticket-widget/react`: the element as a component of React 18 and 19, with its properties and events as props.
 * On a server it renders the tag with its attributes, and its children as the fallback; there the element itself does
 * nothing. It must not know what the attributes mean: which there are, the element says.
 */
"use client";

import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { SupportTicketWidget as Widget } from "./index.js";

/** The attributes, each by its property's name. @type {Map<string, string>} */
const ATTRIBUTES = new Map(
  /** @type {any} */ (Widget).observedAttributes.map((/** @type {string} */ name) => [
    name.replace(/-./g, (pair) => pair[1].toUpperCase()),
    name,
  ]),
);

/** What no attribute can hold. */
const PROPERTIES = ["info", "texts"];

/** The events, each by its prop's name. @type {Record<string, string>} */
const EVENTS = {
  onTicketOpen: "ticket-open",
  onTicketClose: "ticket-close",
  onTicketSubmit: "ticket-submit",
  onTicketQueued: "ticket-queued",
  onTicketCreated: "ticket-created",
  onTicketError: "ticket-error",
};

/** On a server React 18 warns of the other one, which does nothing there either. */
const useEffectAtOnce = typeof document == "object" ? useLayoutEffect : useEffect;

/**
 * What goes on the tag. React 18 knows no properties of elements, and 19 sets them where there are some: both understand
 * strings under an attribute's name, and `true`.
 * @param {Record<string, any>} props
 */
function onTag(props) {
  /** @type {Record<string, any>} */
  const tag = {};
  for (const [name, value] of Object.entries(props)) {
    if (name == "className") tag.class = value;
    else if (ATTRIBUTES.has(name))
      tag[/** @type {string} */ (ATTRIBUTES.get(name))] = value === false ? undefined : value;
    else if (!PROPERTIES.includes(name) && !(name in EVENTS)) tag[name] = value;
  }
  return tag;
}

/** `<support-ticket-widget>`; its ref is the element. */
export const SupportTicketWidget = forwardRef(
  function SupportTicketWidget(/** @type {Record<string, any>} */ props, /** @type {any} */ ref) {
    /** @type {import("react").RefObject<any>} */
    const own = useRef(null);
    const latest = useRef(props);
    useImperativeHandle(ref, () => own.current, []);

    useEffectAtOnce(() => {
      latest.current = props;
      for (const name of PROPERTIES) {
        if (own.current[name] !== props[name]) own.current[name] = props[name];
      }
    });

    useEffectAtOnce(() => {
      const element = own.current;
      const listening = new AbortController();
      for (const [prop, name] of Object.entries(EVENTS)) {
        const hear = (/** @type {Event} */ event) => latest.current[prop]?.(event);
        element.addEventListener(name, hear, { signal: listening.signal });
      }
      return () => listening.abort();
    }, []);

    return createElement("support-ticket-widget", { ...onTag(props), ref: own });
  },
);
