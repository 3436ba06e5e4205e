// Secrets in the page's address and in info are masked, and texts that only look odd are not. details.test.mjs tests it
// in the form.
import assert from "node:assert/strict";
import test from "node:test";

import { masked, maskedInfo } from "../../www/widget/shared/secrets.js";

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
const GITHUB = "ghp_0123456789abcdef0123";

for (const [address, expected] of [
  ["/app?token=abc", "/app?token=***"],
  ["/app?a=1&access_token=x.y&b=2", "/app?a=1&access_token=***&b=2"],
  ["/app#id_token=abc&state=xyz", "/app#id_token=***&state=***"],
  ["/callback?code=4/0AX4&scope=all", "/callback?code=***&scope=all"],
  ["/app?password=a%20b#top", "/app?password=***#top"],
  ["/app?session=1;jsessionid=9", "/app?session=***;jsessionid=***"],
  ["/app?PHPSESSID=1&sessid=2&pw=3&user_pass=4", "/app?PHPSESSID=***&sessid=***&pw=***&user_pass=***"],
  [
    "/app?user[password]=1&user%5Bpassword%5D=2&token[]=3",
    "/app?user[password]=***&user%5Bpassword%5D=***&token[]=***",
  ],
  ["/cas?ticket=ST-1856-aA5Y&next=home", "/cas?ticket=***&next=home"],
  ["/sso?SAMLResponse=PHNhbWw&RelayState=home", "/sso?SAMLResponse=***&RelayState=home"],
  ["/login?next=/x?token=abc&tab=1", "/login?next=/x?token=***&tab=1"],
  ["/login?next=%2Fx%3Faccess_token%3Dabc&tab=1", "/login?next=%2Fx%3Faccess_token%3D***&tab=1"],
  [
    "/login?redirect=https%3A%2F%2Fexample.com%2F%3Fcode%3Dabc",
    "/login?redirect=https%3A%2F%2Fexample.com%2F%3Fcode%3D***",
  ],
  ["/login?redirect=https://jo:secret@example.com/", "/login?redirect=https://***@example.com/"],
  ["/reset/5f4dcc3b5aa765d61d8327deb882cf99", "/reset/***"],
  ["/reset/Ab3dE6gH9jK2mN5pQ8sT", "/reset/***"],
  [`/x?u=${JWT}`, "/x?u=***"],
  ["/app?author=jo&page=2#line-3", undefined],
  ["/app?keyword=a&stateful=b&ticket=4711&passed=yes&q=how+do+tokens+work", undefined],
  ["/app?q=a%26b%3Dc&email=jo%40example.com#L10-L20", undefined],
  ["/projects/0010abe1-9283-4b42-b403-fa4fc1e3be57/files/notebook.ipynb", undefined],
  ["/docs/my-notes-2024-final-version.md", undefined],
  ["/npm/react@18.2.0/@jo/index.js", undefined],
  ["/a%20b/%C3%BC.md", undefined],
]) {
  test(`${address} is sent as ${expected ?? "it is"}`, () => assert.equal(masked(address, true), expected ?? address));
}

for (const [text, expected] of [
  [
    "GET https://example.com/?api_key=abc failed with 500\n at load (app.js:1:2)",
    "GET https://example.com/?api_key=*** failed with 500\n at load (app.js:1:2)",
  ],
  ["at f (https://example.com/app.js?token=abc:1:2)\nat g", "at f (https://example.com/app.js?token=***\nat g"],
  ["to https://example.com/?next=%2F%3Ftoken%3Dabc and on", "to https://example.com/?next=%2F%3Ftoken%3D*** and on"],
  ['<a href="/?token=abc">', '<a href="/?token=***">'],
  ["Bearer abcdefgh1234", "Bearer ***"],
  ["Authorization: Bearer abc.def-12", "Authorization: Bearer ***"],
  ["authorization: bearer abcdefgh12345678\nat f", "authorization: bearer ***\nat f"],
  ["sent bearer abcdefgh12345678 twice", "sent bearer *** twice"],
  ['Authorization: Digest username="jo", response="6629fae49393a05397450978507c4ef1"', "Authorization: ***"],
  ["Cookie: sid=abc; theme=dark\nat f", "Cookie: sid=***\nat f"],
  ["Set-Cookie: session=s%3Aabc.def; Path=/", "Set-Cookie: session=***"],
  ["document.cookie = 'session=abc'; next", "document.cookie = '***'; next"],
  ["password=hunter2 for jo", "password=*** for jo"],
  ["password: hunter for jo", "password: *** for jo"],
  ['password = "correct horse" for jo', 'password = "***" for jo'],
  ['{"password":"correct horse","user":"jo"}', '{"password":"***","user":"jo"}'],
  [`{"password":"jo's"}`, '{"password":"***"}'],
  ['{"password": "hunter2", "user": "jo"}', '{"password": "***", "user": "jo"}'],
  ["x-api-key: abcd1234\nhost: a", "x-api-key: ***\nhost: a"],
  [`key ${GITHUB} here`, "key *** here"],
  ["sk_abcdefQWERTY090900000000", "***"],
  ["AKIAIOSFODNN7EXAMPLE", "***"],
  [JWT, "***"],
  ["https://jo:secret@example.com/x", "https://***@example.com/x"],
  ["postgres://jo:p@ss@host/db", "postgres://***@host/db"],
  ["postgres://jo:p/x@host/db", "postgres://***@host/db"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nat f", "***\nat f"],
  ["-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQdG\n-----END PGP PRIVATE KEY BLOCK-----", "***"],
]) {
  test(`the secrets in ${JSON.stringify(text)} are masked`, () => assert.equal(masked(text, false), expected));
}

for (const text of [
  "I forgot my password and the token is gone; basic understanding of cookies",
  "TokenError: jwt expired\n    at Session.token (https://example.com/app.js:12:5)\n    at Auth::Token::parse1 (auth.ts:12:5)",
  "SyntaxError: unexpected token: identifier",
  "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
  "AuthenticationError: 401 Unauthorized. Invalid credentials: user 7 not found",
  "Error setting cookie: blocked by the browser",
  "Basic authentication is needed. Bearer authentication failed.",
  "at login (https://example.com/session:12:5)\n at https://example.com/reset-password:120:15\n at https://example.com/token:12:5",
  "getToken@https://example.com/app.js:1:2\nlogin@https://example.com/app.js:3:4",
  "at https://unpkg.com/react@18.2.0/umd/react.js:3:4 and http://localhost:8000/npm/react@18.2.0/index.js",
  '{"url":"https://example.com:8080","mail":"jo@example.com"}',
  "see https://medium.com/@user/post, C:\\Users\\jo\\secret\\file.txt, /home/jo/token/private-key.pem, src/passwords/reset.ts",
  "CanvasRenderingContext2D, WebGL2RenderingContext, skeletonAnimation2DController, pkcs12CertificateBag, SGMLDocumentParserFactory",
  "node_modules/npm-registry-fetch/lib/index.js",
  "if (token === x) return; token => x",
  'rootPath=/srv {"rootPath":"/srv","authority":"x"}',
  "key: ArrowUp, keyboard: de, code: 42, state=open, cache key: user1",
  "v1.2.3-beta.4+build.567, index-4f2b9c1d.js:1:2345, 2026-11-25T04:50:00.000Z",
  "9fceb02d0ae598e95dc970b74767f19372d61af8 cc8f1243-d573-4562-9aab-c15a3872d683",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
]) {
  test(`${JSON.stringify(text).slice(0, 60)} stays as it is`, () => assert.equal(masked(text, false), text));
}

for (const [info, expected] of [
  [
    { password: "x", api_key: 1, apiKey: "y", deep: { Authorization: { a: 1 } } },
    { password: "***", api_key: "***", apiKey: "***", deep: { Authorization: "***" } },
  ],
  [
    { list: [GITHUB], user: { pass: "x", db_pw: "y" } },
    { list: ["***"], user: { pass: "***", db_pw: "***" } },
  ],
  [
    { [GITHUB]: 1, deep: [{ [`of ${JWT}`]: "x" }] },
    { "***": 1, deep: [{ "of ***": "x" }] },
  ],
  [
    { body: JSON.stringify({ password: 'a"b', to: "jo" }), log: 'a\n"b": "c\\d"' },
    { body: '{"password":"***","to":"jo"}', log: 'a\n"b": "c\\d"' },
  ],
  [
    { headers: "Cookie: a=b; c=d\r\nHost: x", trace: "Authorization: Basic x\n at f" },
    { headers: "Cookie: a=***\r\nHost: x", trace: "Authorization: ***\n at f" },
  ],
  [{ "http://a:b": "x", mail: "jo@example.com" }, undefined],
  [{ build: "9fceb02d0ae598e95dc970b74767f19372d61af8", course: "cc8f1243-d573-4562-9aab-c15a3872d683" }, undefined],
  [{ author: "Jo", passed: true, count: 3, nothing: null, rootPath: "/srv", code: "E42", state: "open" }, undefined],
]) {
  test(`only the secrets in ${JSON.stringify(info).slice(0, 60)} are masked`, () =>
    assert.deepEqual(maskedInfo(info), expected ?? info));
}

test("info that is not an object adds nothing", () => {
  for (const info of [undefined, null, "hello", 1]) assert.deepEqual(maskedInfo(info), {});
});

// Rules that backtrack from every character take quadratic time on each of these. Ours take milliseconds; a second
// allows for a busy machine.
for (const [piece, times, before = ""] of [
  [" ", 100_000, "Bearer"],
  ["Bearer ", 30_000],
  ["-----BEGIN", 20_000],
  ["-----END", 60_000, "-----BEGIN A KEY-----"],
  ["eyJaaaaaa-", 60_000],
  ["sk-", 200_000],
  ["://a:", 60_000],
  ["a1", 200_000],
  ["token", 60_000],
  ['token="', 60_000],
  ["token: ", 60_000],
  ["token%25", 60_000],
  ["Cookie: a", 60_000],
  ["?a", 200_000],
]) {
  test(`masking ${JSON.stringify(before + piece)}, ${times} times, takes linear time`, () => {
    const text = before + piece.repeat(times);
    // The processor's time, which a busy machine does not lengthen.
    const began = process.cpuUsage();
    masked(text, false);
    maskedInfo({ text });
    const millis = process.cpuUsage(began).user / 1_000;
    assert.ok(millis < 1_000, `${millis} ms`);
  });
}
