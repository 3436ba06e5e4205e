// The content of the modals as React has it, and where the page's React begins. It must not know any library.
import { useState } from "react";
import { createRoot } from "react-dom/client";

import { CONTENT, opener } from "./page.js";

export const Content = ({ close }) =>
  CONTENT.map(({ id, tag: Tag, text, attributes, click }) => (
    <Tag key={id} id={id} {...attributes} onClick={id === "done" ? close : click}>
      {text}
    </Tag>
  ));

/** Puts `Modal` on the page; it gets `open` and `close`, and "open" on the page opens it. */
export function start(Modal) {
  function Page() {
    const [open, setOpen] = useState(false);
    opener().onclick = () => setOpen(true);
    return <Modal open={open} close={() => setOpen(false)} />;
  }
  createRoot(document.querySelector("#app")).render(<Page />);
}
