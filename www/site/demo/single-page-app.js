// An app that creates a new body for each of its pages, as navigation libraries do, and moves the help button into it.
const VIEWS = {
  notes: ["Notes", "Monday: the printer is on fire again."],
  files: ["Files", "plot.py, notes.md and an empty chart."],
  settings: ["Settings", "There is nothing to set here."],
};
const help = document.querySelector("support-ticket-widget");

/** Shows the view in the page's address. */
function render() {
  const name = new URLSearchParams(location.search).get("view");
  const [title, text] = VIEWS[name] ?? VIEWS.notes;
  const body = document.body.cloneNode(true);
  body.querySelector("#view h2").textContent = title;
  body.querySelector("#view p").textContent = text;
  body.querySelector("support-ticket-widget").replaceWith(help);
  document.body.replaceWith(body);
  // An open form keeps the focus; otherwise it moves to the new view.
  if (!help.open) document.querySelector("#view").focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("nav[aria-label=App] a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  render();
});
addEventListener("popstate", render);
if (location.search) render();
