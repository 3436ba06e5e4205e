// What assistive technology gets of the page: the accessibility tree as text, what has the focus, and what live regions
// say. It must not know what should be in them.

const STATES = ["invalid", "required", "expanded", "pressed", "checked", "disabled", "readonly", "live", "level"];
/** Roles that say nothing by themselves: their content stands where they do. */
const SILENT = new Set(
  "none generic InlineTextBox LineBreak ListMarker LabelText RootWebArea form paragraph banner contentinfo sectionheader sectionfooter".split(
    " ",
  ),
);
/** Roles whose content is their name or their value. */
const WHOLE = new Set("button link textbox searchbox combobox heading MenuListPopup".split(" "));

const nameOf = (node) => (node.name?.value ?? "").replace(/\s+/g, " ").trim();

/** One node as a line: `role "name" (description) = value [states]`. */
function line(node) {
  const states = (node.properties ?? [])
    .filter(({ name }) => STATES.includes(name) && (name !== "level" || node.role.value === "heading"))
    .map(({ name, value: { value } }) => [name, String(value)])
    .filter(([name, value]) => name === "expanded" || !["false", "off", "undefined"].includes(value))
    .map(([name, value]) => (value === "true" ? name : value === "false" ? "collapsed" : `${name}=${value}`));
  const name = nameOf(node);
  const description = node.description?.value?.replace(/\s+/g, " ").trim();
  const value = node.role.value !== "option" && node.value?.value;
  return [
    node.role.value,
    name && `"${name}"`,
    description && `(${description})`,
    value && `= ${JSON.stringify(value)}`,
    states.length && `[${states.join(" ")}]`,
  ]
    .filter(Boolean)
    .join(" ");
}

async function nodesOf(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes;
}

/** The whole page, one node a line, as deep as it is indented; signs, and what only repeats its parent's name,
 * are left out. */
export async function tree(page) {
  const nodes = await nodesOf(page);
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const walk = (node, depth, parent) => {
    if (!node) return;
    const role = node.role?.value;
    const isText = role === "StaticText";
    const isSign = isText && !/[\p{L}\p{N}]/u.test(nameOf(node));
    const isSilent = node.ignored || SILENT.has(role) || isSign || (isText && nameOf(node) === parent);
    if (!isSilent) lines.push("  ".repeat(depth) + line(node));
    if (WHOLE.has(role)) return;
    for (const id of node.childIds ?? [])
      walk(byId.get(id), isSilent ? depth : depth + 1, isSilent ? parent : nameOf(node));
  };
  walk(nodes[0], 0);
  return `${lines.join("\n")}\n`;
}

/** What has no name and should. */
export async function unnamed(page) {
  const nodes = await nodesOf(page);
  const needsName = /^(button|link|textbox|combobox|checkbox|switch|dialog|alertdialog|heading|option)$/;
  return nodes.filter((node) => !node.ignored && needsName.test(node.role?.value) && !nameOf(node)).map(line);
}

/** What is read out when the focus comes to where it is now. */
export async function focused(page) {
  const nodes = await nodesOf(page);
  const has = nodes.filter(({ properties }) =>
    properties?.some(({ name, value }) => name === "focused" && value.value),
  );
  return has.length ? line(has.at(-1)) : "";
}

/** Begins to write down what live regions say: of each, its whole text whenever something in it has changed. */
export function listen(widget) {
  return widget.host.evaluate((host) => {
    const said = (globalThis.__said = []);
    const LIVE = "[role=status], [role=alert]";
    const known = new Map();
    const textOf = (region) => (region.checkVisibility() ? region.innerText.replace(/\s+/g, " ").trim() : "");
    const note = () => {
      for (const region of host.shadowRoot.querySelectorAll(LIVE)) {
        if (region.parentElement.closest(LIVE)) throw new Error("a live region in a live region is read twice");
        const text = textOf(region);
        // One that comes with its text is not read by all, but for an alert.
        if (text && text !== known.get(region)) said.push(`${region.role}: ${text}`);
        known.set(region, text);
      }
    };
    note();
    new MutationObserver(note).observe(host.shadowRoot, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["hidden", "class"],
    });
  });
}

/** What live regions have said since the last time this was asked. */
export const said = (page) => page.evaluate(() => globalThis.__said.splice(0));
