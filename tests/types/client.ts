// What a developer may write with the client's types, and what the compiler must refuse. It is compiled, never run.
import { SupportTicketError, checkTicket, createSupportTicket } from "support-ticket-widget/client";
import type { SupportTicketDraft, SupportTicketProblem } from "support-ticket-widget/client";

const ticket: SupportTicketDraft = {
  email_address: "jd@example.com",
  subject: "package xyz",
  body: "please install it",
};
const endpoint = "https://help.example.com/api/v1/create_support_ticket";

export async function send(signal: AbortSignal): Promise<string> {
  const problems: SupportTicketProblem[] = await checkTicket({ ...ticket, type: "task" }, { dialect: "v2" });
  if (problems.some(({ field, code }) => field === "email_address" && code === "required")) return problems[0]!.message;
  try {
    const { id, url } = await createSupportTicket(ticket, {
      endpoint: new URL(endpoint),
      signal,
      timeout: 5000,
      retries: 0,
    });
    return `${id} ${url}`;
  } catch (error) {
    if (error instanceof SupportTicketError && error.code === "conflict") return error.id;
    if (error instanceof SupportTicketError && error.retryAfter) return `${error.retryAfter} s ${error.reason ?? ""}`;
    throw error;
  }
}

export const calls = [
  createSupportTicket({ ...ticket, id: crypto.randomUUID(), tags: ["member"] }, { endpoint, apiKey: "sk_x", fetch }),
  // @ts-expect-error: where to?
  createSupportTicket(ticket, {}),
  // @ts-expect-error: no such dialect
  createSupportTicket(ticket, { endpoint, dialect: "v3" }),
  // @ts-expect-error: the body is missing
  createSupportTicket({ email_address: "jd@example.com", subject: "s" }, { endpoint }),
  // @ts-expect-error: the contract's name is email_address
  checkTicket({ ...ticket, emailAddress: "jd@example.com" }),
  // @ts-expect-error: tags are a list
  checkTicket({ ...ticket, tags: "a, b" }),
];
