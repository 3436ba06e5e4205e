// Checks and sends tickets without the form: for a form of your own, a server
// or a bot. Runs in pages, Node.js 20 or later, and Deno.
import { checkTicket, createSupportTicket } from "support-ticket-widget/client";

const endpoint = "https://help.example.com/api/v1/create_support_ticket";

export async function send(ticket) {
  const problems = await checkTicket(ticket); // [{ field, code, message }, …]
  if (problems.length) return { problems };
  return createSupportTicket(ticket, { endpoint }); // { id, url }
}
