// @ts-check
/** "What will be sent"; fetched when the visitor opens it. */

import { DetailsPanel } from "./details/details-panel.js";

/** Shows what will be sent, or hides it again. @param {import("./details/details-panel.js").Options} options */
export function show(options) {
  DetailsPanel.toggle(options);
}
