// Hydrates the page that the server rendered.
import { hydrateRoot } from "react-dom/client";

import { Page } from "./page.jsx";

const app = document.querySelector("#app");
hydrateRoot(app, <Page endpoint={app.dataset.endpoint} />);
