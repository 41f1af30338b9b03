/*
 * A choice among many is found by typing, as the admin's other choices are.
 * Without this script it is a plain list.
 */
"use strict";

(() => {
  const $ = django.jQuery;
  const dress = (root) => {
    const choices = $(root).find("select.type-ahead").not("[name*=__prefix__]");
    choices.select2({ width: "min(25rem, 100%)" });
    // The box of several choices is one to type in, and has no name of its own.
    choices.each((_number, choice) => {
      const typed = choice.nextElementSibling?.querySelector("textarea, input.select2-search__field");
      typed?.setAttribute("aria-label", choice.labels[0]?.textContent.trim() ?? "");
    });
  };
  document.addEventListener("DOMContentLoaded", () => dress(document));
  document.addEventListener("formset:added", (event) => dress(event.target));
})();
