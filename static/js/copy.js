/*
 * A button that copies what stands in an input; without this script it is not shown.
 */
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const told = button.after(document.createElement("span")) ?? button.nextElementSibling;
  told.setAttribute("role", "status");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    told.textContent = ` ${button.dataset.copied}`;
  });
}
