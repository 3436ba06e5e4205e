// Opens the page's dialog, as any page does.
const dialog = document.querySelector("#rename");
document.querySelector("#open").addEventListener("click", () => dialog.showModal());
