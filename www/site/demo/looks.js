// Changes the widget's looks and theme while it is there. What the looks are is looks.css's.
const help = document.querySelector("support-ticket-widget");

document.addEventListener("change", ({ target }) => {
  if (target.name == "looks") help.className = target.value;
  if (target.name == "theme") help.theme = target.value;
});
