// Strings that break programs: the big list of naughty strings and our own, and the fields in which the documented
// rules refuse each.
import { createRequire } from "node:module";

/** From npm; Node 20 imports JSON modules only with a warning. */
const LIST = createRequire(import.meta.url)("big-list-of-naughty-strings");

const MORE = [
  // Lone surrogates, which UTF-8 cannot encode.
  "\ud800",
  "\udfff",
  "a\ud83db",
  "\udc00\ud800",
  "\ud83d\ud83d\ude00\ude00",
  // NUL, which ends strings in C, and all other controls.
  "\0",
  "a\0b",
  "\0\0a",
  "a\x1b[31mred\x1b[0m",
  ...Array.from({ length: 0x20 }, (_, code) => `a${String.fromCharCode(code)}b`),
  ...Array.from({ length: 0x21 }, (_, code) => `a${String.fromCharCode(0x7f + code)}b`),
  // Invisible text.
  "\u200b",
  "\u200b\u200c\u200d\u2060\ufeff",
  "\u00ad",
  "\u2800",
  "\u3164",
  "\u115f\u1160",
  "\u180e",
  "\u202a\u202c",
  "\u{e0020}\u{e007f}",
  "\ufe0f",
  " \u00a0\u2003\u3000 ",
  "\ufeff \u200b\n\t",
  // Visible text between invisible characters.
  "\u200ba\u200b",
  "\ufeffBOM first",
  "  spaces around  ",
  "\ttabs around\t",
  "\u00a0hard spaces around\u00a0",
  // Several code points that are one character to a person.
  "👩‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🏴‍☠️",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇺🇳 🇺 1️⃣ ☺︎ ☺️",
  "e\u0301 é \u1112\u1161\u11ab 한 क्षि நி กำ",
  `Z${"\u0336\u0334\u0353".repeat(60)}`,
  "\u0301 first",
  "\u200d first, and last \u200d",
  // Text that changes the direction, or leaves it changed.
  "invoice\u202egnp.exe",
  "\u202e\u202e\u202e never ended",
  "\u2066isolated\u2069 \u2067never ended",
  "\u200fעברית\u200e abc العربية\u061c",
  "\u2069\u202c ended, never begun",
  // Line breaks of every kind.
  "first\nsecond",
  "first\rsecond",
  "first\r\nsecond\r\n",
  "\nfirst\n\n\n",
  "first\u2028second",
  "first\u2029second",
  "first\u0085second",
  "first\vsecond\fthird",
  // Noncharacters and private use.
  "\ufffe\uffff\u{1fffe}\u{10ffff}",
  "\ufdd0\ufdef",
  "\ue000\u{f0000}",
  "\ufffd",
  "\u{1fae8}\u{323af}",
  // Code in the languages it passes through.
  '"}],"id":null,"x":[{"',
  "__proto__",
  "constructor",
  "${7*7}{{7*7}}<%= 7*7 %>#{7*7}",
  "'; DROP TABLE tickets; --",
  "a=b&c=d;e+f%20g%00",
  "\\u0000\\n\\",
  "<b onclick=alert(1)>bold</b>&amp;&lt;&#0;",
  "[click](javascript:alert(1)) ![x](https://tracker.invalid/x.png)",
  "<svg/onload=alert(1)><iframe srcdoc='<script>alert(1)</script>'>",
  "]]><!--</textarea></title></style></script><script>alert(1)</script>",
  // Lengths at the limits, in code points.
  "x".repeat(200),
  "x".repeat(201),
  "💡".repeat(300),
  "💡".repeat(301),
  "x".repeat(10_000),
];

/** All of them, without duplicates. */
export const NAUGHTY = [...new Set([...LIST, ...MORE])];

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const BLANK = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u3164]*$/u;
const length = (text) => [...text].length;
/** As the HTML standard defines it. */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** The fields whose text the documented rules refuse. */
export function refusedFields({ username, email_address, subject, body }) {
  return [
    (length(username) > 200 || CONTROL.test(username)) && "username",
    (!EMAIL.test(email_address) || length(email_address) > 254) && "email_address",
    (BLANK.test(subject) || length(subject) > 300 || CONTROL.test(subject)) && "subject",
    (BLANK.test(body) || body.includes("\0")) && "body",
  ].filter(Boolean);
}
