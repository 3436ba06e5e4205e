// The same checks and the same sending without the form: for a form of your
// own, a server, a bot. In pages, Node.js from 20 on, and Deno.
import { checkTicket, createSupportTicket } from "support-ticket-widget/client";

const endpoint = "https://help.example.com/api/v1/create_support_ticket";

export async function send(ticket) {
  const problems = await checkTicket(ticket); // [{ field, code, message }, …]
  if (problems.length) return { problems };
  return createSupportTicket(ticket, { endpoint }); // { id, url }
}
