// Adds info to a ticket, and shows what was sent.
const help = document.querySelector("support-ticket-widget");
help.info = { plan: "team", session_token: "not-for-others" };

help.addEventListener("ticket-submit", ({ detail }) => {
  const { location, account_id, tags, info } = detail.ticket;
  const text = JSON.stringify({ location, account_id, tags, info }, null, 2);
  document.querySelector("#ticket").textContent = text;
});
