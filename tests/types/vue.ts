// Vue: what vue-tsc checks a tag of a template against. It is compiled, never run.
import "support-ticket-widget/vue";
import type { GlobalComponents } from "vue";

type Tag = InstanceType<GlobalComponents["support-ticket-widget"]>;

export const right: Tag["$props"] = {
  endpoint: "/api",
  "account-id": "",
  emailAddress: "jd@example.com",
  info: { build: 4711 },
  class: "help",
  open: true,
};

// @ts-expect-error: no such place
export const place: Tag["$props"] = { endpoint: "/api", position: "middle" };

export function listen(tag: Tag, created: CustomEvent<{ id: string; url: string }>) {
  tag.$emit("ticket-created", created);
  // @ts-expect-error: no such event
  tag.$emit("ticket-done", created);
  tag.show();
}
