// The package with frameworks that render on a server. They take minutes to install and build, so only `cargo xtask
// test --all` runs them.
import { server } from "./support/consumer.mjs";

// Bytes (brotli) before the visitor reaches for the button: nearly all of it is the framework. The comments are the
// measured values.
server("next", { most: 150_000, own: /No build cache found/ }); // 116,958
server("sveltekit", { most: 40_000 }); // 26,657
server("nuxt", { most: 70_000, own: /nuxt:module-preload-polyfill/ }); // 52,000
