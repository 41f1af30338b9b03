/*
 * The board reads itself anew every minute, while nobody is typing on it.
 */
"use strict";

(() => {
  const EVERY = 60_000;
  const board = document.getElementById("day-board");

  const isInUse = () => board.querySelector("details[open]") || board.contains(document.activeElement);

  const refresh = async () => {
    if (document.hidden || isInUse()) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("day-board");
      if (fresh && !isInUse()) board.replaceChildren(...fresh.childNodes);
    } catch {
      // Without a network the board stays as it is: it says as of when.
    }
  };

  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
})();
