/*
 * One row of buttons on a form of the back-office: which languages of its texts are shown.
 * Without this script every language stands below the other, and nothing is lost.
 */
"use strict";

(() => {
  const columnOf = (input) =>
    [...input.classList].map((name) => /^mt-field-.*-([a-z]{2})$/.exec(name)).find(Boolean);

  const rowsByLanguage = (form) => {
    const rows = new Map();
    for (const input of form.querySelectorAll(".mt")) {
      const match = columnOf(input);
      const row = input.closest(".form-row, td");
      if (!match || !row) continue;
      const list = rows.get(match[1]) || rows.set(match[1], []).get(match[1]);
      list.push({ row, input });
    }
    return rows;
  };

  // A text that is only read stands in an element without a value, and is there only if filled.
  const isFilled = (entry) => entry.input.value === undefined || entry.input.value.trim() !== "";

  const start = (form) => {
    const names = JSON.parse(document.getElementById("language-names").textContent);
    let rows = rowsByLanguage(form);
    const codes = Object.keys(names.languages).filter((code) => rows.has(code));
    if (codes.length < 2) return;

    const bar = document.createElement("div");
    bar.className = "language-tabs";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", names.label);
    const buttons = new Map();

    const show = (chosen) => {
      for (const [code, entries] of rows) {
        const visible = chosen === "all" || chosen === code;
        for (const entry of entries) {
          // A text that is wrong is always in sight.
          const wrong = entry.row.classList.contains("errors");
          entry.row.classList.toggle("language-hidden", !visible && !wrong);
        }
      }
      for (const [code, button] of buttons) button.setAttribute("aria-pressed", String(code === chosen));
      try {
        sessionStorage.setItem("language-tab", chosen);
      } catch {
        // Private windows may refuse: then the choice holds for this page alone.
      }
    };

    const add = (code, text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => show(code));
      buttons.set(code, button);
      bar.append(button);
    };
    for (const code of codes) {
      const filled = rows.get(code).some(isFilled);
      add(code, filled ? names.languages[code] : `${names.languages[code]} –`);
      if (!filled) buttons.get(code).title = names.empty;
    }
    add("all", names.all);

    // The fields' own: the page of a conflict has others, above them.
    const first = form.querySelector("fieldset.module");
    first.before(bar);
    document.addEventListener("formset:added", () => {
      rows = rowsByLanguage(form);
      show([...buttons].find(([, button]) => button.ariaPressed === "true")[0]);
    });
    let chosen = codes[0];
    try {
      chosen = sessionStorage.getItem("language-tab") || chosen;
    } catch {
      // As above.
    }
    show(buttons.has(chosen) ? chosen : codes[0]);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#content-main form[id$='_form']");
    if (form && document.getElementById("language-names")) start(form);
  });
})();
