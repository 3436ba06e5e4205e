// Every state of the form, and how a visitor gets there from the one before: the walk that the accessibility tests
// share.
import { held, json } from "./answers.mjs";
import { until } from "./until.mjs";
import { GOOD } from "./widget.mjs";

export const PAGE = `<h1>Notes</h1>
  <p>Error 42: the notebook could not be read. It was saved yesterday, and nobody has opened it since.</p>
  <p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.</p>
  <p><a href="#elsewhere">Read more</a></p>`;
/** States its colours, because axe assumes a white canvas otherwise, even in dark mode. */
export const HEAD = `<style>:root { color-scheme: light dark; background: Canvas } body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 40rem }</style>`;
export const ATTRIBUTES = { "help-email": "help@example.org", tags: "member, student", "allow-tags": "" };

/** A little longer than until the form says that sending takes long, in milliseconds. */
const SLOW = 11_000;

const STATES = [
  ["closed", async () => {}],
  [
    "open",
    async ({ widget }) => {
      await widget.openForm();
      await widget.untilComplete();
    },
  ],
  [
    "with a type",
    async ({ widget }) => {
      await widget.field("type").selectOption("problem");
      await widget.field("body_2").waitFor({ state: "visible" });
    },
  ],
  [
    "with problems",
    async ({ widget }) => {
      await widget.send();
      await widget.part("jump").nth(2).waitFor({ state: "visible" });
    },
  ],
  [
    "sending",
    async ({ widget, answers, keep }) => {
      // Prevents an automatic retry while a test looks at this state.
      const later = { "Retry-After": "600" };
      keep.later = held(json(503, { error: "The ticket store cannot be reached." }, later));
      answers.give(keep.later.answer);
      await widget.fill(GOOD);
      await widget.send();
      await keep.later.arrived;
      await until(() => widget.host.locator("form.sending").count(), "it is sending");
    },
  ],
  [
    "slow",
    async ({ widget, page }) => {
      await page.clock.runFor(SLOW);
      await until(() => widget.host.locator("form.slow").count(), "it says that it takes long");
    },
  ],
  [
    "failed",
    async ({ widget, keep }) => {
      keep.later.release();
      await widget.part("help-email").waitFor({ state: "visible" });
    },
  ],
  [
    "sent",
    async ({ widget }) => {
      await widget.send();
      await widget.address();
    },
  ],
  [
    "draft kept",
    async ({ widget, page }) => {
      await widget.another.click();
      await widget.field("body").fill("It stood still again.");
      await page.keyboard.press("Escape");
      await widget.untilClosed();
      await widget.openForm();
      await widget.part("kept").locator("button").waitFor({ state: "visible" });
    },
  ],
  [
    "what will be sent",
    async ({ widget }) => {
      await widget.host.locator("[data-late=details]").click();
      await widget.part("details").locator("input").first().waitFor({ state: "visible" });
      await widget.part("details").locator("summary").click();
    },
    "details",
  ],
  [
    "tickets list",
    async ({ widget }) => {
      const button = widget.host.locator("[data-late=tickets]");
      await until(() => button.isVisible(), "My tickets is offered");
      await button.click();
      await widget.part("ticket-link").first().waitFor({ state: "visible" });
    },
    "tickets",
  ],
  [
    "waiting",
    async ({ widget, answers }) => {
      await widget.part("back").click();
      answers.give(json(503, { error: "The ticket store cannot be reached." }));
      await widget.fill(GOOD);
      await widget.send();
      await widget.part("outbox").getByRole("button").click();
      await widget.part("outbox-item").waitFor({ state: "visible" });
    },
    "outbox",
  ],
];

/** The states whose files the endpoint serves: rarely opened panels are separate files. */
export async function statesServed(endpoint) {
  const isServed = async (late) => !late || (await fetch(`${endpoint.url}/widget/support-ticket-${late}.js`)).ok;
  const served = [];
  for (const state of STATES) if (await isServed(state[2])) served.push(state);
  return served;
}

/** The states that need no separate file. */
export const CERTAIN = STATES.filter(([, , late]) => !late).map(([name]) => name);

/** Goes to a page and through all states, calling `look` once each has settled. Returns their names. */
export async function walkStates({ visit, widget, page, answers, endpoint }, parts, look) {
  await page.clock.install();
  await visit({ before: PAGE, head: HEAD, ...parts, attributes: { ...ATTRIBUTES, ...parts.attributes } });
  const keep = {};
  const seen = [];
  for (const [state, reach] of await statesServed(endpoint)) {
    await reach({ widget, page, answers, keep });
    await untilSettled(widget);
    await look(state);
    seen.push(state);
  }
  return seen;
}

/** Waits for the opening animation, during which contrast would measure too low, and for its scrolling. */
export function untilSettled(widget) {
  return widget.host.evaluate((host) =>
    Promise.all(
      host.shadowRoot
        .getAnimations()
        .filter((animation) => animation.effect.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished),
    ),
  );
}

/** The variants in which every state is checked: name, browser options, page options. */
export const VARIANTS = [
  ["light", {}, {}],
  ["dark", { colorScheme: "dark" }, {}],
  ["Arabic", {}, { lang: "ar" }],
  ["German", {}, { lang: "de" }],
  ["phone", { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }, {}],
  ["forced colors", { forcedColors: "active" }, {}],
];
