// Fills in the form by script, in both ways.
const help = document.querySelector("support-ticket-widget");

document.querySelector("#property").addEventListener("click", () => {
  help.subject = "The export is slow";
  help.show();
});
document.querySelector("#call").addEventListener("click", () => {
  help.prefill({ type: "question", body: "How do I export a chart?" });
  help.show();
});
