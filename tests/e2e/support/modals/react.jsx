// The content of the modals in React, and the page's React root.
import { useState } from "react";
import { createRoot } from "react-dom/client";

import { CONTENT, opener } from "./page.js";

export const Content = ({ close }) =>
  CONTENT.map(({ id, tag: Tag, text, attributes, click }) => (
    <Tag key={id} id={id} {...attributes} onClick={id === "done" ? close : click}>
      {text}
    </Tag>
  ));

/** Renders `Modal` with `open` and `close`; the page's "open" button opens it. */
export function start(Modal) {
  function Page() {
    const [open, setOpen] = useState(false);
    opener().onclick = () => setOpen(true);
    return <Modal open={open} close={() => setOpen(false)} />;
  }
  createRoot(document.querySelector("#app")).render(<Page />);
}
