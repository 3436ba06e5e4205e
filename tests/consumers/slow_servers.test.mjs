// The package where a server renders the page first. They take minutes to install and build: `cargo xtask test --all` has them.
import { server } from "./support/consumer.mjs";

// Before the visitor reaches for the button, nearly all of it is the framework (bytes after brotli; measured in the comments).
server("next", { most: 150_000, own: /No build cache found/ }); // 116,958
server("sveltekit", { most: 40_000 }); // 26,657
server("nuxt", { most: 70_000, own: /nuxt:module-preload-polyfill/ }); // 52,000
