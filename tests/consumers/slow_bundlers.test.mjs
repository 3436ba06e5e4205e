// The package with the bundlers that take longer to install or build. Only `cargo xtask test --all` runs them.
import { site } from "./support/consumer.mjs";

site("webpack", { out: "." });
site("parcel", { out: "dist" });
