// Changes the widget's looks and theme; looks.css has the rules.
const help = document.querySelector("support-ticket-widget");

document.addEventListener("change", ({ target }) => {
  if (target.name == "looks") help.className = target.value;
  if (target.name == "theme") help.theme = target.value;
});
