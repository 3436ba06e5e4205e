// Shows the events about a ticket.
const heard = document.querySelector("#heard");
const lines = [];

for (const name of ["ticket-queued", "ticket-created"])
  addEventListener(name, ({ detail }) => {
    lines.push(`${name} ${JSON.stringify(detail, undefined, 2)}`);
    heard.textContent = lines.join("\n");
  });
