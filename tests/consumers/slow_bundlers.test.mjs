// The package by the bundlers that take longer to install or to build: `cargo xtask test --all` has them.
import { site } from "./support/consumer.mjs";

site("webpack", { out: "." });
site("parcel", { out: "dist" });
