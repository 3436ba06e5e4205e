// The "What will be sent" panel from a visitor's view: open it, and read it as words and as JSON.

/** Opens the form and the panel in it. */
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

/** The JSON shown, as text. */
export const shownText = (widget) => widget.host.locator("[part~=json]").evaluate((pre) => pre.textContent);
export const shown = async (widget) => JSON.parse(await shownText(widget));

/** The fields of a ticket that the visitor did not type. */
export const automaticFields = ({ location, account_id, tags, info }) =>
  JSON.parse(JSON.stringify({ location, account_id, tags, info }));

/** The paths that the first object has and the second lacks. */
export function missingPaths(whole, part) {
  const of = (object) =>
    Object.keys(object).flatMap((key) => (key === "info" ? Object.keys(object.info).map((at) => `info.${at}`) : [key]));
  return of(whole).filter((path) => !of(part).includes(path));
}
