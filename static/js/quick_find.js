/*
 * The box at the head of every page of the back-office: Ctrl+K leads to it, the arrows choose
 * among what it finds, Enter opens. Without this script it is a form that leads to a page.
 */
"use strict";

(() => {
  const form = document.getElementById("quick-find");
  if (!form) return;
  const input = form.querySelector("input");
  const list = form.querySelector("ul");
  const status = form.querySelector("[role=status]");
  const WAIT = 120;
  let active = -1;
  let timer;
  let running;

  const options = () => [...list.children];

  const choose = (n) => {
    active = n;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    const chosen = options()[n];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };

  const optionFor = (result, n) => {
    const option = document.createElement("li");
    option.id = `quick-find-${n}`;
    option.setAttribute("role", "option");
    option.dataset.url = result.url;
    const title = document.createElement("span");
    title.textContent = result.title;
    if (result.lang) title.lang = result.lang;
    const kind = document.createElement("small");
    kind.textContent = result.kind;
    // Why it is here, where its own name does not say so.
    const also = result.also ? ` (${result.also})` : "";
    option.append(title, also, " ", kind);
    return option;
  };

  const fill = (answer, words) => {
    const all = { title: list.dataset.all, kind: "", url: `${form.action}?find=${encodeURIComponent(words)}` };
    const lines = words ? [...answer.results, all] : answer.results;
    list.replaceChildren(...lines.map(optionFor));
    show(lines.length > 0);
    // What is typed and found is opened by Enter; what merely stands there is not.
    choose(words ? 0 : -1);
    status.textContent = answer.said;
  };

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const words = input.value.trim();
    try {
      const address = `${list.dataset.results}?find=${encodeURIComponent(words)}`;
      const response = await fetch(address, { signal: running.signal });
      // Signed out meanwhile: the form leads to the sign-in.
      if (response.ok && !response.redirected) fill(await response.json(), words);
      else show(false);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };

  const open = (option) => location.assign(option.dataset.url);

  const onKey = (event) => {
    const count = options().length;
    const chosen = list.hidden ? undefined : options()[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else choose((active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      open(chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      // A second one empties the box, which browsers do by themselves.
      event.preventDefault();
      show(false);
    }
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-keyshortcuts", "Control+K");
  input.addEventListener("keydown", onKey);
  input.addEventListener("input", () => {
    // What stands there is of other words: Enter must not open it.
    choose(-1);
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("focus", () => {
    if (!input.value) ask();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  // Before the box loses the focus, which would take the list away.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
  document.addEventListener("keydown", (event) => {
    const shortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (shortcut && event.key.toLowerCase() === "k") {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
