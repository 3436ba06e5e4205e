// Renders the page on a server.
import { renderToString } from "react-dom/server";

import { Page } from "./page.jsx";

export const html = (endpoint) => renderToString(<Page endpoint={endpoint} />);
