// @ts-check
/** The outbox as a page loads it: one for all widgets. */

import { Outbox } from "./outbox/outbox.js";

export const outbox = new Outbox();
