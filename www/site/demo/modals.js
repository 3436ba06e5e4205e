// Opens the page's own dialog, as any page does. It must not know that there is a help button.
const dialog = document.querySelector("#rename");
document.querySelector("#open").addEventListener("click", () => dialog.showModal());
