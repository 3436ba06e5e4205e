// The events cross shadow roots, so the page's own window hears them.
addEventListener("ticket-created", ({ detail }) => {
  console.log("the ticket is at", detail.url);
});
addEventListener("ticket-error", ({ detail }) => {
  console.warn(detail.code, detail.message);
});
