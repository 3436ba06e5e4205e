// @ts-check
/**
 * What few visitors look at is fetched when they do: a button with data-late="NAME" in the form has
 * support-ticket-NAME.js show itself in the form's part NAME, with the texts that only such parts need. This file is
 * fetched with the first of them. It must not know what those parts show.
 */

/**
 * @param {{ host: HTMLElement, root: ShadowRoot, form: object, button: HTMLElement }} given
 * @param {Promise<{ language: string, keys: string[], words: string[] }>} texts those of late parts, by their keys
 * @param {string} query each try's own, since some browsers remember a failed import under its address
 */
export async function show(given, texts, query) {
  const name = given.button.dataset.late;
  const [part, { language, keys, words }] = await Promise.all([
    import(new URL(`support-ticket-${name}.js${query}`, import.meta.url).href),
    texts,
  ]);
  const say = (/** @type {string} */ key) => words[keys.indexOf(key)] ?? "";
  part.show({ ...given, place: given.root.querySelector(`[part~=${name}]`), say, language });
}
