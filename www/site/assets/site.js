// Adds a Copy button to each block of code.
for (const code of document.querySelectorAll("main pre > code:not([id])")) {
  // Only a page that came safely may write to the clipboard.
  if (!navigator.clipboard) break;
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "code";
  button.className = "copy";
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      // The browser said no: what is selected can be copied by hand.
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
  });
  button.addEventListener("blur", () => (button.textContent = "Copy"));
  code.parentElement.replaceWith(frame);
  frame.append(button, code.parentElement);
}
