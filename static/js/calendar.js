/*
 * Draws the calendar of the page, and lets its appointments be moved by drag and by keyboard.
 *
 * Without this script the page shows the same as a table. What a change would come to is asked
 * of the server before it is saved; the hours are those of the office, wherever one sits.
 */
"use strict";

(() => {
  const settings = JSON.parse(document.getElementById("calendar-settings").textContent);
  const { words, urls } = settings;
  const place = document.getElementById("calendar");
  const plain = document.querySelector(".calendar-plain");
  const said = document.getElementById("calendar-said");
  const dialog = document.getElementById("calendar-dialog");
  const stepForm = document.getElementById("calendar-step");
  const token = stepForm.querySelector("[name=csrfmiddlewaretoken]").value;
  const known = new Map();
  const MINUTE = 60_000;
  let calendar = null;
  let focusOn = null;
  let putBack = null;

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
  // The hour on the office's clocks, which the component hands out as one of the browser's.
  const two = (number) => String(number).padStart(2, "0");
  const clock = (moment) => `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
    + `T${two(moment.getHours())}:${two(moment.getMinutes())}`;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  // ------------------------------------------------------------ asking the server

  async function ask(url, change) {
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(change),
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      return await answer.json();
    } catch {
      return { error: words.failed };
    }
  }

  // Looks what would come of the change; saves at once what nothing speaks against.
  async function propose(id, change) {
    const entry = known.get(id);
    const now = { appointment: entry.extendedProps.pk, version: entry.extendedProps.version };
    const asked = { ...now, ...change };
    tell(words.asks);
    const found = await ask(urls.preview, asked);
    tell("");
    if (!found.error && found.maySave && !found.says.length && !entry.extendedProps.asks) {
      await save(id, asked, found);
    } else {
      showProposal(id, asked, found);
    }
  }

  async function save(id, asked, found) {
    const entry = known.get(id);
    const done = await ask(urls.save, { ...asked, seen: found.seen });
    if (done.error || !done.saved) {
      showProposal(id, asked, done);
      return;
    }
    putBack = null;
    if (dialog.open) dialog.close();
    focusOn = id;
    const back = {
      appointment: asked.appointment,
      version: done.version,
      start: entry.start,
      end: entry.end,
      all_day: entry.allDay,
      line: asked.to_line,
      to_line: asked.line,
    };
    tell(fill(words.moved, done), entry.start && !asked.place ? () => undo(id, back) : null);
    refresh();
  }

  async function undo(id, back) {
    const done = await ask(urls.preview, back);
    const saved = done.error ? done : await ask(urls.save, { ...back, seen: done.seen });
    focusOn = id;
    if (saved.error || !saved.saved) showProposal(id, back, saved);
    else tell(fill(words.undone, saved));
    refresh();
  }

  function tell(text, undoing = null) {
    said.replaceChildren(text);
    if (undoing) said.append(" ", element("button", { type: "button", class: "button", onclick: undoing }, words.undo));
  }

  // ------------------------------------------------------------ the dialogs

  function open(...children) {
    dialog.replaceChildren(...children);
    if (!dialog.open) dialog.showModal();
  }

  function title(text) {
    return element("h2", { id: "calendar-dialog-title" }, text);
  }

  function closing(text) {
    return element("button", { type: "button", class: "button quiet-button", onclick: () => dialog.close() }, text);
  }

  function showProposal(id, asked, found) {
    if (found.error) {
      open(title(known.get(id).title), element("p", { class: "level-block" }, found.error), element("p", { class: "offers" }, closing(words.leave)));
      return;
    }
    const list = element("ul", { class: "says" }, ...found.says.map((one) => saying(id, asked, one)));
    const move = element("button", { type: "button", class: "button default", onclick: () => save(id, asked, found) },
      found.says.length ? words.moveAllTheSame : words.move);
    open(
      title(found.title),
      element("p", {}, element("del", {}, found.was), " → ", element("strong", {}, found.would)),
      found.says.length ? list : "",
      found.maySave ? "" : element("p", { class: "level-block" }, words.cannot),
      element("p", { class: "offers" }, found.maySave ? move : "", closing(words.leave)),
    );
    dialog.querySelector("button").focus();
  }

  // One thing that speaks against it, with what is free instead.
  function saying(id, asked, one) {
    const { appointment, version } = asked;
    const proposals = one.proposals.map(({ label, ...change }) => element("button", {
      type: "button",
      class: "button",
      onclick: () => propose(id, proposal(asked, { appointment, version, ...change })),
    }, label));
    const text = one.url ? element("a", { href: one.url }, one.text) : one.text;
    return element("li", { class: `level-${one.level}` }, text, proposals.length ? element("div", { class: "offers" }, ...proposals) : "");
  }

  // A proposed place is for the hours that were asked, a proposed hour for the line.
  function proposal(asked, change) {
    return change.place ? { ...asked, line: null, to_line: null, ...change } : { ...asked, minutes: null, stretch: null, ...change };
  }

  // Everything that can be done with an entry, by keyboard.
  function menu(id) {
    const entry = known.get(id);
    const about = entry.extendedProps;
    const hours = about.hours || (about.look === "mark" ? "" : words.allDay);
    const facts = [about.days, hours, about.place, about.who].filter(Boolean).join(", ");
    const shift = (label, change) => element("button", { type: "button", class: "button", onclick: () => propose(id, change) }, label);
    const steps = (about.steps ?? []).map(([label, url]) => element("button", { type: "submit", class: "button", form: stepForm.id, formaction: url }, label));
    open(
      title(entry.title),
      element("p", {}, facts),
      element("p", { class: "quiet" }, [about.words, ...about.notes].join("; ")),
      about.pk && !about.mayChange ? element("p", { class: "quiet" }, words.readOnly) : "",
      entry.editable && !entry.allDay ? element("p", { class: "offers" },
        shift(words.earlier, { minutes: -15 }), shift(words.later, { minutes: 15 }),
        shift(words.shorter, { stretch: -15 }), shift(words.longer, { stretch: 15 })) : "",
      entry.editable ? elsewhere(id, entry) : "",
      element("p", { class: "offers" },
        about.url ? element("a", { class: "button default", href: about.url }, words.open) : "",
        ...steps,
        closing(words.close)),
    );
  }

  // Another day, hour or line, as a small form.
  function elsewhere(id, entry) {
    const day = (value, label) => field(label, element("input", { type: "date", value: value.slice(0, 10), required: true }));
    const hour = (value, label) => field(label, element("input", { type: "time", value: value.slice(11, 16), required: true }));
    const { 0: on, 1: from, 2: to } = entry.allDay
      ? [day(entry.start, words.day), null, null]
      : [day(entry.start, words.day), hour(entry.start, words.from), hour(entry.end, words.to)];
    const line = lines(entry);
    const form = element("form", {
      class: "elsewhere",
      onsubmit: (event) => {
        event.preventDefault();
        propose(id, { ...times(entry, on, from, to), ...lineOf(line) });
      },
    }, on, from, to, line, element("button", { type: "submit", class: "button" }, words.look));
    return element("details", {}, element("summary", {}, words.other), form,
      entry.extendedProps.move ? element("a", { href: entry.extendedProps.move }, words.place) : "");
  }

  function field(label, input) {
    return element("label", {}, element("span", {}, label), input);
  }

  function lines(entry) {
    const now = settings.resources.find((one) => entry.resourceIds.includes(one.id));
    if (!settings.lines || !now) return null;
    const options = settings.resources.map((one) => element("option", { value: one.id, selected: one.id === now.id }, one.title));
    return field(words.room, element("select", { "data-was": now.id }, ...options));
  }

  function lineOf(label) {
    const select = label?.querySelector("select");
    return select && select.value !== select.dataset.was ? { line: select.dataset.was, to_line: select.value } : {};
  }

  // As many days later as the day that was chosen; the hours as they were typed.
  function times(entry, on, from, to) {
    const value = (label) => label.querySelector("input").value;
    const gap = (Date.parse(`${value(on)}T00:00Z`) - Date.parse(`${entry.start.slice(0, 10)}T00:00Z`));
    const moved = (text) => new Date(Date.parse(`${text.slice(0, 10)}T00:00Z`) + gap).toISOString().slice(0, 10);
    if (!from) return { start: moved(entry.start), end: moved(entry.end), all_day: true };
    return { start: `${value(on)}T${value(from)}`, end: `${moved(entry.end)}T${value(to)}`, all_day: false };
  }

  dialog.addEventListener("close", () => {
    putBack?.();
    putBack = null;
    const shown = focusOn ?? dialog.dataset.entry;
    (place.querySelector(`[data-entry="${shown}"]`) ?? plain.querySelector(`[data-entry="${shown}"]`))?.focus();
  });

  // ------------------------------------------------------------ drawing

  async function load() {
    const answer = await fetch(urls.events);
    const events = answer.ok ? await answer.json() : [];
    known.clear();
    for (const event of events) known.set(event.id, event);
    return events;
  }

  // The table is what is printed, and what small screens show.
  async function refresh() {
    calendar ? calendar.refetchEvents() : await load();
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const table = page.querySelector(".calendar-plain");
    if (table) plain.replaceChildren(...table.children);
  }

  function dropped(info) {
    putBack = info.revert;
    dialog.dataset.entry = info.event.id;
    const all_day = info.event.allDay;
    const end = info.event.end ?? new Date(info.event.start.getTime() + 60 * MINUTE);
    propose(info.event.id, {
      start: clock(info.event.start),
      end: clock(end),
      all_day,
      line: info.oldResource?.id ?? null,
      to_line: info.newResource?.id ?? null,
    });
  }

  function begin(start, end, resource, isDay) {
    const query = new URLSearchParams({ day: clock(start).slice(0, 10) });
    if (!isDay) {
      query.set("from", clock(start).slice(11));
      query.set("to", clock(end).slice(11));
      query.set("day_to", clock(end).slice(0, 10));
    } else if (end.getTime() - start.getTime() > 24 * 60 * MINUTE) {
      query.set("day_to", clock(new Date(end.getTime() - MINUTE)).slice(0, 10));
      query.set("all_day", "1");
    }
    if (resource && settings.places[resource.id]) query.set("place", settings.places[resource.id]);
    else if (resource) query.set("resource", resource.id);
    window.location.assign(`${urls.add}&${query}`);
  }

  function content(info) {
    const about = info.event.extendedProps;
    if (info.event.display === "background") return { domNodes: [element("span", { class: "in-background" }, info.event.title)] };
    // For who hears it, where it stands; how it is called else is what is seen of it.
    const when = settings.lines ? [about.days, about.hours] : [about.days];
    const nodes = [element("span", { class: "visually-hidden" }, `${when.filter(Boolean).join(", ")}: `)];
    // How long it takes is seen; on a line also when.
    if (about.hours && !settings.lines) nodes.push(element("span", { class: "hours" }, about.hours.slice(0, 5)));
    nodes.push(element("span", { class: "what" }, info.event.title));
    nodes.push(element("span", { class: "sub" }, [about.words, settings.lines === "rooms" ? "" : about.place, about.who].filter(Boolean).join(", ")));
    return { domNodes: nodes };
  }

  function mounted(info) {
    const about = info.event.extendedProps;
    if (!about?.words) return;
    info.el.dataset.entry = info.event.id;
    info.el.title = [about.hours, info.event.title, about.words, about.place, about.who, ...about.notes].filter(Boolean).join("\n");
  }

  const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

  // Its roles of a table are those of no whole table: to who hears it, it is a group of buttons,
  // each of which says its day and hour.
  function withoutHalfATable() {
    const left = "[role]:not([role=button]):not([role=dialog])";
    for (const one of place.querySelectorAll(left)) one.removeAttribute("role");
    for (const name of ["aria-colindex", "aria-colspan", "aria-rowindex", "aria-rowspan", "aria-colcount", "aria-rowcount"]) {
      for (const one of place.querySelectorAll(`[${name}]`)) one.removeAttribute(name);
    }
    for (const one of place.querySelectorAll("[aria-label]:not([role=button])")) one.removeAttribute("aria-label");
    // What scrolls can be scrolled with the keyboard.
    place.querySelector(".ec-main")?.setAttribute("tabindex", "0");
  }

  function draw() {
    new MutationObserver(withoutHalfATable).observe(place, { childList: true, subtree: true });
    const isMonth = settings.view === "dayGridMonth";
    const hasHours = settings.view.startsWith("timeGrid");
    calendar = EventCalendar.create(place, {
      view: settings.view,
      date: settings.date,
      ...(settings.days ? { duration: { days: settings.days } } : {}),
      timeZone: settings.offset,
      locale: settings.locale,
      firstDay: 1,
      headerToolbar: { start: "", center: "", end: "" },
      resources: settings.resources,
      eventSources: [{ events: load }],
      editable: true,
      selectable: settings.mayAdd && !isMonth,
      selectMinDistance: 5,
      nowIndicator: true,
      slotEventOverlap: false,
      dayMaxEvents: true,
      slotDuration: settings.lines ? "01:00" : "00:30",
      snapDuration: "00:15",
      // The working day is in sight; to the hours before and after one scrolls.
      scrollTime: "08:00:00",
      slotMinTime: "00:00",
      slotMaxTime: "24:00",
      slotHeight: 26,
      slotWidth: Math.max(64, Math.floor((place.clientWidth - 190) / 14)),
      height: hasHours ? "47rem" : undefined,
      slotLabelFormat: hours,
      eventTimeFormat: hours,
      dayHeaderFormat: isMonth ? { weekday: "long" } : { weekday: "short", day: "numeric", month: "short" },
      allDayContent: words.allDay,
      moreLinkContent: (info) => fill(words.more, { count: info.num }),
      buttonText: (text) => ({ ...text, close: words.close }),
      dayCellContent: isMonth ? (info) => ({ domNodes: [dayLink(info.date)] }) : undefined,
      eventContent: content,
      eventDidMount: mounted,
      eventAllUpdated: () => {
        if (focusOn) place.querySelector(`[data-entry="${focusOn}"]`)?.focus();
        if (focusOn && !dialog.open) focusOn = null;
      },
      eventClick: (info) => {
        if (!known.get(info.event.id)?.extendedProps.words) return;
        // Else the same key would press the first button of what it opens.
        info.jsEvent.preventDefault();
        dialog.dataset.entry = info.event.id;
        menu(info.event.id);
      },
      eventDrop: dropped,
      eventResize: dropped,
      dateClick: (info) => {
        if (settings.mayAdd) begin(info.date, new Date(info.date.getTime() + 60 * MINUTE), info.resource, info.allDay);
      },
      select: (info) => begin(info.start, info.end, info.resource, info.allDay),
    });
  }

  function dayLink(date) {
    const day = clock(date).slice(0, 10);
    return element("a", { href: urls.day.replace("DAY", day) }, String(Number(day.slice(8))));
  }

  // On a small screen the table is a list of days, which says more.
  let loaded = Promise.resolve();
  if (window.matchMedia("(min-width: 48rem)").matches) {
    place.hidden = false;
    plain.classList.toggle("is-drawn", !settings.listStays);
    draw();
  } else {
    loaded = load().catch(() => {});
  }
  plain.addEventListener("click", async (event) => {
    const link = event.target.closest("a.move");
    if (!link) return;
    event.preventDefault();
    // One may be quicker than what is known of the entries.
    await loaded;
    if (!known.has(link.dataset.entry)) {
      window.location.assign(link.href);
      return;
    }
    dialog.dataset.entry = link.dataset.entry;
    menu(link.dataset.entry);
  });
})();
