// @ts-check
/**
 * The looks of what comes later: what came of sending, and what support-ticket-extras.js adds. The form's own are
 * src/style.css, whose custom properties these use. It must not reach out of the shadow root.
 */

const HOVER = "background:color-mix(in srgb,var(--_text) 8%,transparent)";

export const CSS = [
  `.alert.said{max-height:40vh;margin-bottom:12px;padding:8px 12px;overflow-y:auto;border:1px solid var(--_danger);border-inline-start-width:4px;border-radius:var(--_field-radius);background:color-mix(in srgb, var(--_danger) 7%, transparent)}`,
  `.alert p:first-child{font-weight:600}`,
  `.result{gap:8px}`,
  `.ticket-url{display:block;margin-top:4px;padding:12px;border:1px solid var(--_line);border-inline-start:4px solid var(--_success);border-radius:var(--_field-radius);background:color-mix(in srgb, var(--_success) 7%, transparent);font-weight:600}`,
  `.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}`,
  `.form.sent ~ .status{order:1;padding:4px 20px;color:var(--_success);font-weight:600}`,
  `.form.sent ~ .status::before{content:"✓ " / ""}`,
  `.dialog .copy, .dialog .another{flex:1;white-space:normal;border-color:var(--_border);background:none;color:inherit}`,
  `.dialog .copy:hover,.dialog .another:hover{${HOVER}}`,
  `.kept:empty,.meant:empty,.summary:empty,.chips:empty{display:none}`,
  `.kept{flex:none;margin:0 20px 4px;display:flex;flex-wrap:wrap;align-items:center;gap:0 12px;padding:0 12px;border-radius:var(--_field-radius);background:color-mix(in srgb,var(--_text) 6%,transparent)}`,
  `.kept span{flex:1 1 60%;padding:8px 0}`,
  `.chips{display:flex;flex-wrap:wrap;gap:8px;margin-top:6px}`,
  `.dialog .chip{padding:4px 12px;border-color:var(--_border);border-radius:99px;background:none;color:inherit;font-weight:400;white-space:normal}`,
  `.chip::after{content:" ×" / "";color:var(--_muted)}`,
  `.dialog .chip:hover{${HOVER}}`,
  // Or what is out of sight in it would be placed in the panel, and scroll that away.
  `.field{position:relative}`,
  `.gone{position:absolute;width:1px;height:1px;min-height:0;padding:0;border:0;clip-path:inset(50%)}`,
  `.summary{max-height:30vh;margin-bottom:12px;overflow-y:auto}`,
  `.summary p{font-weight:600}`,
  `.summary a{display:block;padding:4px 0;color:var(--_danger)}`,
  // From here on somebody hears of it.
  `.dialog .more{visibility:inherit}`,
  `.dialog .list{min-width:0}`,
  `.outbox{flex:none;max-height:30vh;margin:0 20px 8px;padding:8px 12px;overflow-y:auto;border:1px solid var(--_line);border-inline-start:4px solid #c05c00;border-radius:var(--_field-radius)}`,
  `.rescued{padding:8px;background:Canvas;color:CanvasText}`,
  `.outbox h3{margin:0;font-size:1em;font-weight:600}`,
  `.outbox li{padding-block:4px}`,
  `.outbox li + li{border-block-start:1px solid var(--_line)}`,
  `.outbox .outbox-actions{display:flex;flex-wrap:wrap;gap:0 16px}`,
  `.outbox a{display:inline-block;padding-block:8px;color:var(--_accent)}`,
  `@media (forced-colors:active){.dialog .link{padding-inline:8px}}`,
].join("");
