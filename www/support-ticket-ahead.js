// @ts-check
/**
 * What has to be done before the visitor reaches for the button: position="inline", preload="idle", over-modals, and the
 * sending of what an earlier visit could not send. Only then is this file fetched. It must not know what is in the form.
 */

/** Elements whose coming into view is waited for. @type {WeakSet<Element>} */
const watched = new WeakSet();

/** @param {unknown} error */
const said = (error) => console.error("support-ticket-widget:", error);

/**
 * The loader has no room to say what goes wrong here.
 * @param {any} host an element that was just put into the page
 * @param {(host: any) => string[]} language the loader's own way to find it
 */
export function take(host, language) {
  try {
    begin(host, language);
  } catch (error) {
    said(error);
  }
}

/** @param {any} host @param {(host: any) => string[]} language */
function begin(host, language) {
  // In the page's flow there is no button to reach for: coming into view is the reach.
  if (host.position == "inline" && !watched.has(host)) {
    watched.add(host);
    new IntersectionObserver(([entry]) => entry.isIntersecting && host.update(true)).observe(host);
  }
  if (host.preload == "idle" && !(/** @type {any} */ (navigator).connection?.saveData))
    setTimeout(host.shadowRoot.querySelector("button").onfocus, 999);
  if (host.overModals)
    import("./support-ticket-over-modals.js").then(
      (part) => part.watch(host),
      said,
    );
  try {
    // The loader's own look has no room for all of the name, which may be in a key of the page's.
    if (Object.keys(localStorage).some((key) => key.startsWith("support-ticket-outbox ")))
      import("./support-ticket-outbox.js").then((part) => part.take(language), said);
  } catch {
    // The page has no storage: nothing waits.
  }
}
