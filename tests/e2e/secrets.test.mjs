// What looks like a secret is masked in the page's address and in info; what only looks odd is not. The rules
// themselves, without a browser; details.test.mjs shows them at work in the form.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { ROOT } from "./support/places.mjs";

const source = readFileSync(join(ROOT, "www/support-ticket-browser.js"), "utf8");
const { masked, maskedInfo } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

for (const [address, expected] of [
  ["/app?token=abc", "/app?token=***"],
  ["/app?a=1&access_token=x.y&b=2", "/app?a=1&access_token=***&b=2"],
  ["/app#id_token=abc&state=xyz", "/app#id_token=***&state=***"],
  ["/callback?code=4/0AX4&scope=all", "/callback?code=***&scope=all"],
  ["/app?password=a%20b#top", "/app?password=***#top"],
  ["/app?session=1;jsessionid=9", "/app?session=***;jsessionid=***"],
  ["/reset/5f4dcc3b5aa765d61d8327deb882cf99", "/reset/***"],
  ["/reset/Ab3dE6gH9jK2mN5pQ8sT", "/reset/***"],
  ["/x?u=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "/x?u=***"],
  ["/app?author=jo&page=2#line-3", "/app?author=jo&page=2#line-3"],
  ["/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/files/notebook.ipynb", "/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/files/notebook.ipynb"],
  ["/docs/my-notes-2024-final-version.md", "/docs/my-notes-2024-final-version.md"],
  ["/a%20b/%C3%BC.md", "/a%20b/%C3%BC.md"],
]) {
  test(`of ${address} goes ${expected}`, () => assert.equal(masked(address, true), expected));
}

for (const [info, expected] of [
  [{ password: "x", api_key: 1, apiKey: "y", deep: { Authorization: { a: 1 } } }, { password: "***", api_key: "***", apiKey: "***", deep: { Authorization: "***" } }],
  [{ note: "Bearer abcdefgh1234" }, { note: "Bearer ***" }],
  [{ note: "key ghp_0123456789abcdef0123 here" }, { note: "key *** here" }],
  [{ list: ["sk_abcdefQWERTY090900000000"] }, { list: ["***"] }],
  [{ url: "https://jo:secret@example.com/x" }, { url: "https://***@example.com/x" }],
  [{ key: "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----" }, { key: "***" }],
  [{ error: { stack: "at f (https://example.com/app.js?token=abc:1:2)" } }, { error: { stack: "at f (https://example.com/app.js?token=***" } }],
  [{ build: "9fceb02d0ae598e95dc970b74767f19372d61af8", course: "cc8f1243-d573-4562-9aab-c15a3872d683" }, undefined],
  [{ user_agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0" }, undefined],
  [{ author: "Jo", passed: true, count: 3, nothing: null }, undefined],
]) {
  test(`of ${JSON.stringify(info).slice(0, 60)} goes what is no secret`, () => assert.deepEqual(maskedInfo(info), expected ?? info));
}

test("what is no object adds nothing", () => {
  for (const info of [undefined, null, "hello", 1]) assert.deepEqual(maskedInfo(info), {});
});
