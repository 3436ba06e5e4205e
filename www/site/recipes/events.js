// The events cross shadow roots, so the window can listen to them.
addEventListener("ticket-created", ({ detail }) => {
  console.log("the ticket is at", detail.url);
});
addEventListener("ticket-error", ({ detail }) => {
  console.warn(detail.code, detail.message);
});
