// An app that makes a new body for each of its pages, as navigation libraries do, and takes the help button along. It
// must not know the form.
const VIEWS = {
  notes: ["Notes", "Monday: the printer is on fire again."],
  files: ["Files", "plot.py, notes.md and an empty chart."],
  settings: ["Settings", "There is nothing to set here."],
};
const help = document.querySelector("support-ticket-widget");

/** Shows what the page's address says. */
function render() {
  const name = new URLSearchParams(location.search).get("view");
  const [title, text] = VIEWS[name] ?? VIEWS.notes;
  const body = document.body.cloneNode(true);
  body.querySelector("#view h2").textContent = title;
  body.querySelector("#view p").textContent = text;
  body.querySelector("support-ticket-widget").replaceWith(help);
  document.body.replaceWith(body);
  // Who is writing goes on writing; all others are led to what is new.
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
