// Changes the form's language and two of its texts.
const help = document.querySelector("support-ticket-widget");
const words = { title: "Ask the workshop", send: "Off it goes" };

document.querySelector("#language").addEventListener("change", (event) => {
  help.lang = event.target.value;
});
document.querySelector("#own").addEventListener("change", (event) => {
  help.texts = event.target.checked ? words : {};
});
