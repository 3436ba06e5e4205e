// Runs on your site's server. `secret` is the file's text without its
// line end.
import { createHmac } from "node:crypto";

const part = (value) =>
  Buffer.from(JSON.stringify(value)).toString("base64url");

export function identityToken(secret, { uuid, email, name }) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const claims = { sub: uuid, email, name, exp };
  const unsigned = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  const hmac = createHmac("sha256", secret).update(unsigned);
  return `${unsigned}.${hmac.digest("base64url")}`;
}
