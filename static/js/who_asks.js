/*
 * The box above the form of a request: whoever is known comes up while one types, the arrows
 * choose, Enter takes. What is known of them is filled in, and what was typed stays as it is.
 * Without this script the button beside the box finds them, and the page comes back.
 */
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector(".who-asks[data-url]");
  if (!box) return;
  const form = box.closest("form");
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const PAUSE = 150;
  // What a choice filled in may be filled in again by another one.
  const filled = new Map();
  const untouched = new Map([...form.elements].filter((one) => one.name).map((one) => [one.name, one.value]));
  let lines = [];
  let active = -1;
  let timer, running;

  const choose = (n) => {
    active = n;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    const chosen = list.children[n];
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

  const optionFor = (line, n) => {
    const option = document.createElement("li");
    option.id = `who-found-${n}`;
    option.setAttribute("role", "option");
    const title = document.createElement("b");
    title.textContent = line.title;
    const kind = document.createElement("small");
    kind.textContent = line.kind;
    const said = document.createElement("span");
    said.textContent = line.said;
    option.append(title, " ", kind, said);
    return option;
  };

  const put = (name, value, label) => {
    const field = form.elements[name];
    if (!field) return;
    const mayFill = field.value === "" || field.value === filled.get(name) || field.value === untouched.get(name);
    if (!mayFill) return;
    const text = String(value);
    if (field.tagName === "SELECT" && ![...field.options].some((one) => one.value === text)) {
      if (label === undefined) return;
      field.add(new Option(label, text));
    }
    field.value = text;
    filled.set(name, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    // The boxes that look up their choices listen to their own events alone.
    if (field.tagName === "SELECT") django.jQuery(field).trigger("change");
  };

  const take = (line) => {
    Object.entries(line.fills).forEach(([name, value]) => put(name, value, line.names?.[name]));
    status.textContent = line.told;
    input.value = "";
    show(false);
    form.elements.purpose?.focus();
  };

  const fill = (answer) => {
    lines = answer.results;
    list.replaceChildren(...lines.map(optionFor));
    show(lines.length > 0);
    choose(lines.length ? 0 : -1);
    status.textContent = answer.said;
  };

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    if (!input.value.trim()) {
      show(false);
      return;
    }
    // Sent, and not in the address: logs keep addresses.
    const body = new URLSearchParams({ who: input.value });
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(box.dataset.url, { method: "POST", body, signal: running.signal });
      // Signed out meanwhile: saving will say so.
      if (response.ok && !response.redirected) fill(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.addEventListener("input", () => {
    // What stands there is of other words: Enter must not take it.
    choose(-1);
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const count = lines.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else choose((active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter") {
      // Never saves the form: nobody has looked at the rest of it yet.
      event.preventDefault();
      if (!list.hidden && active >= 0) take(lines[active]);
      else ask();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) show(false);
  });
  // Before the box loses the focus, which would take the list away.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(lines[[...list.children].indexOf(option)]);
  });
  box.querySelector("button[name=_look_up]").addEventListener("click", (event) => {
    event.preventDefault();
    input.focus();
    ask();
  });
});
