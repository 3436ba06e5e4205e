// A dialog of MUI: everything beside it is aria-hidden, `focusin` and a clock bring the focus back.
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
