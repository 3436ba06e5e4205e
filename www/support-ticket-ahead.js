// @ts-check
/**
 * What a page can ask for that has to be done before the visitor reaches for the button: position="inline",
 * preload="idle" and over-modals. Only a page that has one of these attributes fetches this file. It must not know
 * what is in the form.
 */

/** Elements whose coming into view is waited for. @type {WeakSet<Element>} */
const watched = new WeakSet();

/** @param {any} host an element that was just put into the page */
export function take(host) {
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
      (error) => console.error("support-ticket-widget:", error),
    );
}
