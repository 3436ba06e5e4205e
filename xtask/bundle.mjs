// Makes the scripts that a page, a bundler or a program loads, with esbuild: `node xtask/bundle.mjs WORK`, run by
// `cargo xtask build`. WORK holds what the modules' build made (`glue/`) and the scripts that are written by xtask
// (`generated/`); the results are put into WORK/page and WORK/npm. `node xtask/bundle.mjs WORK page` makes only the
// former.
//
// The tree is the list of files: each script directly in www/widget/ is one request of a page, made of what it imports.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";
import { minify } from "terser";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const WIDGET = join(ROOT, "www/widget");
const WORK = resolve(process.argv[2]);
const ONLY_PAGE = process.argv[3] === "page";
const PAGE = join(WORK, "page");
const LOADER = join(WIDGET, "support-ticket-widget.js");

/** Scripts that are fetched on their own, by the addresses that they are imported by. */
const ENTRY = /^\.\/support-ticket-[\w-]+\.js$/;

const OPTIONS = {
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
  // What wasm-bindgen writes for `using`, which nobody here does.
  define: { "Symbol.dispose": "undefined" },
};

/** A stylesheet without what only its readers need: blanks, comments, and quotes around words in selectors. */
async function minifiedCss(css) {
  const { code } = await transform(css, { loader: "css", minify: true, target: "es2022", charset: "utf8" });
  return code.trim().replace(/="([a-z]+)"\]/g, "=$1]");
}

/** The table of the screen without its comments, the names that only Rust reads, and half of its indentation. */
const minifiedTable = (table) =>
  table
    .replace(/^#.*\n/gm, "")
    .replace(/ @\w+/g, "")
    .replace(/^ +/gm, (blanks) => " ".repeat(blanks.length / 2));

/** Finds what lies elsewhere in the tree than a script says, and turns stylesheets into texts. */
const widget = {
  name: "widget",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/support_ticket_\w+\.js$/ }, ({ path }) => ({ path: join(WORK, "glue", path) }));
    onResolve({ filter: /^\.\/english\.js$/ }, ({ path }) => ({ path: join(WORK, "generated", path) }));
    // wasm-bindgen copies the scripts that Rust imports; these are the originals, which other scripts import, too.
    onResolve({ filter: /^\.\/snippets\/[^/]+\/www\// }, ({ path }) => ({
      path: join(ROOT, path.replace(/^\.\/snippets\/[^/]+\//, "")),
    }));
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: await minifiedCss(await readFile(path, "utf8")),
      loader: "text",
    }));
    onLoad({ filter: /screen\.txt$/ }, async ({ path }) => ({
      contents: minifiedTable(await readFile(path, "utf8")),
      loader: "text",
    }));
    onLoad({ filter: /[/\\]glue[/\\]\w+\.js$/ }, async ({ path }) => ({
      contents: await withoutWarnings(await readFile(path, "utf8")),
      resolveDir: dirname(path),
      loader: "js",
    }));
    // Scripts that a page may also load as they are have their stylesheet in them, as a template.
    onLoad({ filter: /support-ticket-widget\.js$/ }, async ({ path }) => {
      const [before, css, after] = (await readFile(path, "utf8")).split(/\/\* css \*\/ `([^`]*)`/);
      return { contents: before + JSON.stringify(await minifiedCss(css)) + after, loader: "js" };
    });
  },
};

/**
 * Takes wasm-bindgen's warnings out, which are for who calls its glue in another way than we do. Its property descriptors
 * inherit nothing: pages that extend `Object.prototype` would break them.
 */
const withoutWarnings = async (glue) => {
  const options = { pure: ["console.warn"], minifySyntax: true, target: "es2022", charset: "utf8" };
  return (await transform(glue.replaceAll("{ value: __wbg", "{ __proto__: null, value: __wbg"), options)).code;
};

/** A second module of the same file, in a namespace of its own; `path` is relative, as esbuild writes it into a comment. */
const copy = async ({ path }) => ({
  contents: await readFile(join(ROOT, path), "utf8"),
  resolveDir: dirname(join(ROOT, path)),
  loader: "js",
});

/** What differs in the npm package: all that is fetched is imported, so that a bundler finds it. */
const npm = {
  name: "npm",
  setup({ onResolve, onLoad }) {
    // The loader has a copy of its own: a bundler would put a shared one into a file that each page view fetches.
    onResolve({ filter: /\/files\.js$/ }, ({ importer }) => ({
      path: importer === LOADER ? "npm/files.js" : join(ROOT, "npm/files.js"),
      namespace: importer === LOADER ? "loader" : "file",
    }));
    onLoad({ filter: /.*/, namespace: "loader" }, copy);
    onResolve({ filter: /\.wasm\.js$|\/support-ticket-languages\.js$|\/texts-[\w-]+\.js$/ }, ({ path }) => ({
      path: join(WORK, "generated", basename(path)),
    }));
    onResolve({ filter: ENTRY }, ({ path }) => ({ path: join(WIDGET, path) }));
  },
};

/** The modules' bytes stay scripts of their own: esbuild would write most of them as escapes. */
const wasmApart = {
  name: "wasm apart",
  setup: ({ onResolve }) => onResolve({ filter: /\.wasm\.js$/ }, ({ path }) => ({ path, external: true })),
};

const entries = (await readdir(WIDGET)).filter((name) => name.endsWith(".js")).map((name) => join(WIDGET, name));

await build({
  ...OPTIONS,
  entryPoints: entries,
  outdir: PAGE,
  minify: true,
  external: ["./support-ticket-*"],
  plugins: [widget],
});
// While somebody edits, seconds count and bytes do not.
if (ONLY_PAGE) process.exit();

await Promise.all([
  build({
    ...OPTIONS,
    entryPoints: { index: LOADER },
    outdir: join(WORK, "npm/dist"),
    splitting: true,
    chunkNames: "[name]-[hash]",
    plugins: [wasmApart, npm, widget],
  }),
  build({
    ...OPTIONS,
    entryPoints: [join(ROOT, "npm/client.js")],
    outdir: join(WORK, "npm/dist"),
    plugins: [wasmApart, npm, widget],
  }),
  build({
    ...OPTIONS,
    entryPoints: [join(ROOT, "npm/react.js")],
    outdir: join(WORK, "npm/dist"),
    external: ["react", "./index.js"],
    plugins: [npm, widget],
  }),
  build({
    ...OPTIONS,
    entryPoints: [LOADER],
    outfile: join(WORK, "npm/support-ticket-widget.single.js"),
    minify: true,
    plugins: [npm, widget],
  }),
]);

/** Minifies a script of the page once more: 1 kB less in all than with esbuild alone. */
async function minifyFurther(name) {
  const file = join(PAGE, name);
  const compress = { passes: 3, keep_fargs: false, unsafe_arrows: true };
  const { code } = await minify(await readFile(file, "utf8"), { module: true, ecma: 2022, compress });
  await writeFile(file, code);
}

await Promise.all(entries.map((entry) => minifyFurther(basename(entry))));
