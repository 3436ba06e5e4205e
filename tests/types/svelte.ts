// Svelte: what its compiler checks a tag of a template against. It is compiled, never run.
import type { SvelteHTMLElements } from "svelte/elements";
import "support-ticket-widget/svelte";

type Tag = SvelteHTMLElements["support-ticket-widget"];

export const right: Tag = {
  endpoint: "/api",
  "account-id": "",
  info: { build: 4711 },
  class: "help",
  open: true,
  "onticket-created": (event) => event.detail.url.trim(),
  "on:ticket-error": (event) => event.detail.message.trim(),
};

// @ts-expect-error: no such place
export const place: Tag = { endpoint: "/api", position: "middle" };
// @ts-expect-error: no address in it
export const address: Tag = { endpoint: "/api", "onticket-error": (event) => event.detail.url };
