/*
 * Says, as the first day is chosen, whether it is early enough; the last day follows the first.
 */
"use strict";

const told = document.querySelector("[data-notice-from]");
const [first, last] = ["first_day", "last_day"].map((name) => document.querySelector(`[name=${name}]`));

function tell() {
  if (!told) return;
  const isShort = first.value < told.dataset.noticeFrom;
  told.querySelector("[data-in-time]").hidden = !first.value || isShort;
  told.querySelector("[data-short]").hidden = !first.value || !isShort;
}

if (first && last) {
  let before = first.value;
  const follow = () => {
    if (!last.value || last.value === before || last.value < first.value) last.value = first.value;
    before = first.value;
    tell();
  };
  first.addEventListener("change", follow);
  // A day may have been chosen before this script arrived.
  if (!last.value) follow();
  else tell();
}

// Whoever cannot see the page hears at once what is wrong.
document.getElementById("wrong")?.focus();
