/*
 * A choice among many is found by typing, as the admin's other choices are.
 * Without this script it is a plain list.
 */
"use strict";

(() => {
  const $ = django.jQuery;
  const dress = (root) => {
    $(root).find("select.type-ahead").not("[name*=__prefix__]").select2({ width: "min(25rem, 100%)" });
  };
  document.addEventListener("DOMContentLoaded", () => dress(document));
  document.addEventListener("formset:added", (event) => dress(event.target));
})();
