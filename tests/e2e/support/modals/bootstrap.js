// A modal of Bootstrap 5: `focusin` brings the focus back, and the page does not scroll.
import Modal from "bootstrap/js/dist/modal.js";
import "bootstrap/dist/css/bootstrap.min.css";

import { TITLE, elements, opener } from "./page.js";

const make = (tag, className, ...children) => {
  const element = Object.assign(document.createElement(tag), { className });
  element.append(...children);
  return element;
};
const title = Object.assign(make("h1", "modal-title fs-5", TITLE), { id: "title" });
const body = make("div", "modal-body");
const content = make("div", "modal-content", make("div", "modal-header", title), body);
const element = make("div", "modal", make("div", "modal-dialog", content));
element.tabIndex = -1;
element.setAttribute("aria-labelledby", "title");
document.body.append(element);

const modal = new Modal(element);
body.append(...elements(() => modal.hide()));
opener().onclick = () => modal.show();
