// A page that catches an error and lets the visitor report it.
const help = document.querySelector("support-ticket-widget");
const find = (selector) => document.querySelector(selector);

/** Fails, as real code does: far from where somebody notices. */
function draw(rows) {
  return rows.map(({ values }) => values.length);
}

let thrown;
find("#draw").addEventListener("click", () => {
  try {
    draw([{ values: [1, 2] }, {}]);
  } catch (error) {
    thrown = error;
    find("#why").textContent = `${error.name}: ${error.message}`;
    find("#wrong").hidden = false;
  }
});
find("#report").addEventListener("click", () => {
  help.showError(thrown);
});
