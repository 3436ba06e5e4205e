// One widget on a page in a visitor's words: open the form, fill it in, send, read what it says. It uses only the
// names that DESIGN.md fixes, and knows no test.
import { until } from "./until.mjs";

export const FIELDS = ["username", "email_address", "subject", "body"];

/** A ticket that every check lets through. */
export const GOOD = {
  username: "Jo Doe",
  email_address: "jd@example.com",
  subject: "package xyz",
  body: "please install package xyz for use with Python3",
};

export class Widget {
  constructor(page, host) {
    this.page = page;
    this.host = host;
    this.button = host.locator("button[part~=button]");
    this.dialog = host.locator("dialog[part~=dialog]");
    this.submit = host.locator("button[type=submit]");
    this.closeButton = host.locator("button[part~=close]");
    this.link = host.locator("a[part~=ticket-url]");
    this.copy = host.locator("button[part~=copy]");
    this.another = host.locator("button[part~=another]");
  }

  field(name) {
    return this.host.locator(`[name=${name}]`);
  }

  /** Clicks the button and waits until a person could type. */
  async openForm() {
    await this.button.click();
    await this.untilOpen();
  }

  async untilOpen() {
    await this.field("subject").waitFor({ state: "visible" });
    await until(() => this.holdsFocus(), "the focus is in the form");
  }

  async untilClosed() {
    await this.field("subject").waitFor({ state: "hidden" });
  }

  async fill(ticket) {
    for (const [name, text] of Object.entries(ticket)) await this.field(name).fill(text);
  }

  send() {
    return this.submit.click();
  }

  /** Opens the form, fills it in with a good ticket and sends it. */
  async writeAndSend(ticket = GOOD) {
    await this.openForm();
    await this.fill(ticket);
    await this.send();
  }

  /** Waits for the ticket's address. */
  async address() {
    await this.link.waitFor({ state: "visible" });
    return this.link.getAttribute("href");
  }

  /** What stands in the four fields now, all at the same time. */
  values() {
    return this.host.evaluate((host, names) => {
      const valueOf = (name) => host.shadowRoot.querySelector(`[name=${name}]`).value;
      return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
    }, FIELDS);
  }

  /** The words of a field's problem, found the way a screen reader finds them; empty when it has none. */
  errorOf(name) {
    return this.field(name).evaluate((field) => {
      const ids = (field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
      const described = ids.map((id) => field.getRootNode().getElementById(id));
      const errors = described.filter((node) => node?.matches("[part~=error]") && node.checkVisibility());
      return errors.map((node) => node.textContent.trim()).join(" ");
    });
  }

  async errors() {
    const errors = {};
    for (const name of FIELDS) errors[name] = await this.errorOf(name);
    return errors;
  }

  isInvalid(name) {
    return this.field(name).evaluate((field) => field.getAttribute("aria-invalid") === "true");
  }

  /** What the widget says happened last: the words of its visible status and alert. */
  said() {
    return this.host.evaluate((host) => {
      const nodes = [...host.shadowRoot.querySelectorAll("[role=status], [role=alert]")];
      const outer = nodes.filter(
        (node) => node.checkVisibility() && !node.parentElement?.closest("[role=status], [role=alert]"),
      );
      return outer
        .map((node) => node.innerText.trim())
        .filter(Boolean)
        .join("\n");
    });
  }

  /** Waits until the widget says something like this; gives all of it. */
  untilSaid(words) {
    return until(
      async () => {
        const said = await this.said();
        return words.test(said) ? said : undefined;
      },
      `the widget says ${words}`,
      () => this.said(),
    );
  }

  /** The name, or else the part, of what has the focus inside the widget; undefined when it is elsewhere. */
  focused() {
    return this.host.evaluate((host) => {
      const node = host.shadowRoot?.activeElement;
      return node ? node.name || node.getAttribute("part") || node.localName : undefined;
    });
  }

  async holdsFocus() {
    const focused = await this.focused();
    return focused !== undefined && focused !== "button";
  }

  isModal() {
    return this.dialog.evaluate((dialog) => dialog.matches(":modal"));
  }
}
