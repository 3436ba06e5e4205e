// Runs on your site's server. `secret` is the text of the file, without its line's end.
import { createHmac } from "node:crypto";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function identityToken(secret, { uuid, email, name }) {
  const claims = { sub: uuid, email, name, exp: Math.floor(Date.now() / 1000) + 3600 };
  const unsigned = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}`;
}
