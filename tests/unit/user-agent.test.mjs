// The facts about the visitor's browser in a ticket, parsed from the user agent.
import assert from "node:assert/strict";
import test from "node:test";

import { facts } from "../../www/widget/shared/user-agent.js";

// The window's properties that `facts` reads as well.
Object.assign(globalThis, { innerWidth: 360, innerHeight: 640 });
Object.defineProperty(globalThis, "navigator", { value: { language: "en" }, configurable: true });

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
for (const [agent, browser, os, mobile] of [
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68`,
    "Edge 126.0.2592.68",
    "Windows",
    false,
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36`, "Chrome 126.0.0.0", "Linux", false],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Safari 17.5",
    "macOS",
    false,
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
    "Chrome 126.0.6478.54",
    "iOS",
    true,
  ],
  ["Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox 127.0", "Android", true],
  [
    `Mozilla/5.0 (Linux; Android 13; SM-S911B) ${WEBKIT} SamsungBrowser/22.0 Chrome/111.0.5563.116 Mobile Safari/537.36`,
    "Samsung Internet 22.0",
    "Android",
    true,
  ],
  ["curl/8.0", undefined, undefined, false],
  ["", undefined, undefined, false],
])
  test(`“${agent.slice(0, 60)}…” is read as ${browser} on ${os}`, () => {
    const said = facts(agent);
    assert.deepEqual([said.browser, said.os, said.mobile, said.user_agent], [browser, os, mobile, agent]);
    assert.equal(said.viewport, "360x640");
  });
