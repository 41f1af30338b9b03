/*
 * Beside the form of a new record: who is probably in the directory already, asked as one types.
 * Without this script the same is asked when the form is saved.
 */
"use strict";

(() => {
  const PAUSE = 400;
  const CONTACT = /^contacts-\d+-(kind|value)$/;

  const start = (panel) => {
    const form = panel.closest("form");
    const watched = new Set(panel.dataset.watched.split(" "));
    const isWatched = (name) => watched.has(name) || CONTACT.test(name);
    let timer, running, sent;

    const typed = () => {
      const all = new FormData(form);
      const part = new URLSearchParams();
      for (const [name, value] of all) {
        if (isWatched(name) || name === "csrfmiddlewaretoken") part.append(name, value);
      }
      return part;
    };

    const show = (html) => {
      const ticked = panel.querySelector("[name=another]:checked")?.value;
      panel.innerHTML = html;
      panel.hidden = !html.trim();
      const box = panel.querySelector("[name=another]");
      // The box speaks of those that were seen when it was ticked, and of no others.
      if (box && box.value === ticked) box.checked = true;
    };

    const ask = async () => {
      const body = typed();
      if (body.toString() === sent) return;
      sent = body.toString();
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(panel.dataset.url, { method: "POST", body, signal: running.signal });
        // Of an ended session comes the page to sign in: saving will say so.
        if (answer.ok && !answer.redirected) show(await answer.text());
      } catch {
        // Out of reach, or overtaken by the next letter: it is asked again.
        sent = undefined;
      }
    };

    const later = (event) => {
      if (!isWatched(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector(".duplicates[data-url]");
    if (panel) start(panel);
  });
})();
