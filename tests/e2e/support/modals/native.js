// The browser's own modal dialog: all else is inert.
import { TITLE, elements, opener } from "./page.js";

const dialog = document.createElement("dialog");
dialog.setAttribute("aria-labelledby", "title");
const title = Object.assign(document.createElement("h1"), { id: "title", textContent: TITLE });
dialog.append(title, ...elements(() => dialog.close()));
document.body.append(dialog);
opener().onclick = () => dialog.showModal();
