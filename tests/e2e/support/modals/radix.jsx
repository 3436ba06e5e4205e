// A dialog of Radix: hides everything beside it and blocks its pointer and scrolling, pulls the focus back on
// `focusin`, handles Escape first, and closes on outside clicks.
import * as Dialog from "@radix-ui/react-dialog";

import { TITLE } from "./page.js";
import { Content, start } from "./react.jsx";

const OVERLAY = { position: "fixed", inset: 0, background: "#0006" };
const BOX = { position: "fixed", top: "20%", left: "10%", padding: 20, background: "#fff" };

start(({ open, close }) => (
  <Dialog.Root open={open} onOpenChange={(open) => open || close()}>
    <Dialog.Portal>
      <Dialog.Overlay style={OVERLAY} />
      <Dialog.Content style={BOX} aria-describedby={undefined}>
        <Dialog.Title>{TITLE}</Dialog.Title>
        <Content close={close} />
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
));
