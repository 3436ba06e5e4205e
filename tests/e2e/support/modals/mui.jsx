// A dialog of MUI: hides everything beside it (aria-hidden) and pulls the focus back on `focusin` and by a timer.
import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";

import { TITLE } from "./page.js";
import { Content, start } from "./react.jsx";

start(({ open, close }) => (
  <Dialog open={open} onClose={close} aria-labelledby="title" transitionDuration={0}>
    <DialogTitle id="title">{TITLE}</DialogTitle>
    <DialogContent>
      <Content close={close} />
    </DialogContent>
  </Dialog>
));
