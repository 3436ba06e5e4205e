// @ts-check
/**
 * over-modals: while the page has a modal dialog open, moves the element into it. Outside, it would be inert, hidden from
 * screen readers, or lose the focus at once; inside, it can be seen, clicked and reached by Tab. It is never moved while
 * the visitor is in it.
 */

import { ModalFollower } from "./over-modals/modal-follower.js";

/** Watches the page's dialogs for an element. @param {HTMLElement} host in the page; called again when it was moved */
export const watch = (host) => ModalFollower.watch(host);
