// Has the form speak another language, or the page's own words. It must not know what the form says.
const help = document.querySelector("support-ticket-widget");
const words = { title: "Ask the workshop", send: "Off it goes" };

document.querySelector("#language").addEventListener("change", (event) => {
  help.lang = event.target.value;
});
document.querySelector("#own").addEventListener("change", (event) => {
  help.texts = event.target.checked ? words : {};
});
