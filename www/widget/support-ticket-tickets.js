// @ts-check
/** "My tickets", in the place of the form; fetched when the visitor opens it. */

import { TicketsPanel } from "./tickets/tickets-panel.js";

/** Shows the list in the place of the form, or the form again. @param {import("./tickets/tickets-panel.js").Options} options */
export function show(options) {
  TicketsPanel.toggle(options);
}
