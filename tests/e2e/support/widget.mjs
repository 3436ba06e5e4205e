// One widget on a page from a visitor's view: open the form, fill it in, send it, read its messages.
import { until } from "./until.mjs";

export const FIELDS = ["username", "email_address", "subject", "body"];

/** A valid ticket. */
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

  part(name) {
    return this.host.locator(`[part~=${name}]`);
  }

  /** Clicks the button and waits until the visitor can type. */
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

  async close() {
    await this.closeButton.click();
    await this.untilClosed();
  }

  /** Closes the form and opens it with its own button. */
  async reopen() {
    await this.close();
    await this.openForm();
  }

  /** Waits until the extras have taken over the form. */
  untilExtras() {
    return until(() => this.part("kept").count(), "the extras are there");
  }

  /** Waits until the extras have also shown the page's tags. */
  async untilComplete() {
    await this.untilExtras();
    await until(() => this.part("chip").count(), "the page's tags are there");
  }

  async fill(ticket) {
    for (const [name, text] of Object.entries(ticket)) await this.field(name).fill(text);
  }

  send() {
    return this.submit.click();
  }

  /** Opens the form, fills it in with a valid ticket and sends it. */
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

  /** The values of the four fields, read at the same moment. */
  values() {
    return this.host.evaluate((host, names) => {
      const valueOf = (name) => host.shadowRoot.querySelector(`[name=${name}]`).value;
      return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
    }, FIELDS);
  }

  /** The text of a field's problem, found like a screen reader finds it; empty if there is none. */
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

  /** The widget's current message: the text of its visible status and alert. */
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

  /** Waits for a message that matches; returns all of it. */
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

  /** The name, or else the part, of the focused element in the widget; undefined if the focus is elsewhere. */
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
