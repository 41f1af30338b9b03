/*
 * Asks before one leaves a page on which something was typed and not sent.
 */
"use strict";

(() => {
  // The form of a list holds ticks alone.
  const forms = [...document.querySelectorAll("#content-main form[method=post]:not(#changelist-form)")];
  const typed = (form) => [...new FormData(form)].map(([name, value]) => `${name}=${value.name ?? value}`).join("\n");
  const before = new Map();
  let sent = null;

  const isUnsaved = (form) => form !== sent && before.has(form) && before.get(form) !== typed(form);

  window.addEventListener("load", () => {
    for (const form of forms) {
      // What came back with errors is not saved either.
      before.set(form, form.querySelector(".errornote, .errorlist") ? null : typed(form));
      form.addEventListener("submit", () => { sent = form; });
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (forms.some(isUnsaved)) event.preventDefault();
  });
})();
