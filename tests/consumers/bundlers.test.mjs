// The package with the quick bundlers. Each project is a folder beside this file, written as a developer would in five
// minutes. (slow_*.test.mjs have the others.)
import { site } from "./support/consumer.mjs";

site("vite", { out: "dist" });
site("esbuild", { out: "." });
site("rollup", { out: "." });
