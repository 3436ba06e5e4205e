// What the page adds to a ticket, and what goes out in the end. It must not know the form.
const help = document.querySelector("support-ticket-widget");
help.info = { plan: "team", session_token: "not-for-others" };

help.addEventListener("ticket-submit", ({ detail }) => {
  const { location, account_id, tags, info } = detail.ticket;
  const text = JSON.stringify({ location, account_id, tags, info }, null, 2);
  document.querySelector("#ticket").textContent = text;
});
