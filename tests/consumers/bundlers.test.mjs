// The package by the bundlers that are done soon: each project stands in the folder of its name, as a developer writes it in
// five minutes. (slow_*.test.mjs have the others.)
import { site } from "./support/consumer.mjs";

site("vite", { out: "dist" });
site("esbuild", { out: "." });
site("rollup", { out: "." });
