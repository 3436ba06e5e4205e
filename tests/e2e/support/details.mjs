// "What will be sent" in a visitor's words: open it, read it, as words and as JSON. It uses only the names of parts, and
// knows no test.

/** Opens the form and in it what will be sent. */
export async function openDetails(widget) {
  await widget.openForm();
  await detailsButton(widget).click();
  await widget.host.locator("[part~=detail]").first().waitFor({ state: "visible" });
}

export const detailsButton = (widget) => widget.host.locator("[data-late=details]");
export const toggle = (widget, name) => widget.host.getByRole("switch", { name, exact: true });

/** The rows as a person reads them: `{ Page: "/a", … }`. */
export const rows = (widget) =>
  widget.host.evaluate((host) => {
    const all = [...host.shadowRoot.querySelectorAll("[part~=detail]")];
    return Object.fromEntries(
      all.map((row) => [row.querySelector("label").textContent, row.querySelector("[part~=value]").textContent]),
    );
  });

/** The JSON that is shown, as text. */
export const shownText = (widget) => widget.host.locator("[part~=json]").evaluate((pre) => pre.textContent);
export const shown = async (widget) => JSON.parse(await shownText(widget));

/** What of an arrived ticket the visitor did not type. */
export const untyped = ({ location, account_id, tags, info }) =>
  JSON.parse(JSON.stringify({ location, account_id, tags, info }));

/** The paths of what the first has and the second has not. */
export function missing(whole, part) {
  const of = (object) =>
    Object.keys(object).flatMap((key) => (key === "info" ? Object.keys(object.info).map((at) => `info.${at}`) : [key]));
  return of(whole).filter((path) => !of(part).includes(path));
}
