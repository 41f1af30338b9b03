/*
 * Names for those inputs of the back-office that Django leaves without one, for people who hear
 * a page: an input in a table is called like the head of its column, a box that looks up its
 * choices like its field.
 */
"use strict";

(() => {
  let count = 0;
  const idOf = (element) => (element.id ||= `field-name-${++count}`);

  const nameOf = (input) => {
    const cell = input.closest(".tabular td");
    return input.labels?.[0] ?? cell?.closest("table").tHead.rows[0].cells[cell.cellIndex];
  };

  const nameInputsOfTables = (root) => {
    for (const input of root.querySelectorAll(".tabular td :is(input, select, textarea)")) {
      const name = nameOf(input);
      if (name && !input.labels?.length) input.setAttribute("aria-labelledby", idOf(name));
    }
  };

  const nameBoxes = (root) => {
    for (const select of root.querySelectorAll("select:is(.admin-autocomplete, .type-ahead)")) {
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      const name = nameOf(select);
      if (!box || !name) continue;
      const chosen = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", `${idOf(name)} ${idOf(chosen)}`);
      chosen.setAttribute("aria-labelledby", idOf(name));
      // Where several may be chosen, one types in the box itself.
      box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", idOf(name));
    }
  };

  const nameAll = (root) => {
    nameInputsOfTables(root);
    nameBoxes(root);
  };

  // After the boxes themselves, which Django builds when jQuery says that the page is ready.
  django.jQuery(() => {
    nameAll(document);
    document.addEventListener("formset:added", (event) => nameAll(event.target));
  });
})();
