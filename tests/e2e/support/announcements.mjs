// What assistive technology gets from the page: the accessibility tree as text, the focused element, and the
// announcements of live regions.

const STATES = ["invalid", "required", "expanded", "pressed", "checked", "disabled", "readonly", "live", "level"];
/** Roles that are not read out themselves; their content takes their place. */
const SILENT = new Set(
  "none generic InlineTextBox LineBreak ListMarker LabelText RootWebArea form paragraph banner contentinfo sectionheader sectionfooter".split(
    " ",
  ),
);
/** Roles whose content is their name or value. */
const WHOLE = new Set("button link textbox searchbox combobox heading MenuListPopup".split(" "));

const nameOf = (node) => (node.name?.value ?? "").replace(/\s+/g, " ").trim();

/** A node as a line: `role "name" (description) = value [states]`. */
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

/** The whole page, one indented line per node, without icons and without texts that repeat their parent's name. */
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

/** The nodes that need a name and have none. */
export async function unnamed(page) {
  const nodes = await nodesOf(page);
  const needsName = /^(button|link|textbox|combobox|checkbox|switch|dialog|alertdialog|heading|option)$/;
  return nodes.filter((node) => !node.ignored && needsName.test(node.role?.value) && !nameOf(node)).map(line);
}

/** What is read out when the focus moves to the current element. */
export async function focusedNode(page) {
  const nodes = await nodesOf(page);
  const has = nodes.filter(({ properties }) =>
    properties?.some(({ name, value }) => name === "focused" && value.value),
  );
  return has.length ? line(has.at(-1)) : "";
}

/** Starts recording live regions: the whole text of each, whenever something in it changes. */
export function recordAnnouncements(widget) {
  return widget.host.evaluate((host) => {
    const said = (globalThis.__said = []);
    const LIVE = "[role=status], [role=alert]";
    const known = new Map();
    const textOf = (region) => (region.checkVisibility() ? region.innerText.replace(/\s+/g, " ").trim() : "");
    const note = () => {
      for (const region of host.shadowRoot.querySelectorAll(LIVE)) {
        if (region.parentElement.closest(LIVE)) throw new Error("a live region in a live region is read twice");
        const text = textOf(region);
        // A region that is inserted with its text is not announced by every screen reader, unless it is an alert.
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

/** The announcements since the last call. */
export const takeAnnouncements = (page) => page.evaluate(() => globalThis.__said.splice(0));
