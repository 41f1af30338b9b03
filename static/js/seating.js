// Moves people between the seats of the drawing with the keyboard; the form does the rest.
"use strict";

(() => {
  const form = document.getElementById("sit_form");
  const drawings = [...document.querySelectorAll("svg.seats")];
  if (!form || !drawings.length) return;

  const told = document.getElementById("seat-told");
  const help = document.querySelector("[data-with-script]");
  const seats = [...document.querySelectorAll("svg.seats .seat")];
  let taken = null;

  const middle = (seat) => {
    const box = seat.querySelector("circle").getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // The nearest seat that lies more in that direction than beside it.
  const next = (seat, [dx, dy]) => {
    const from = middle(seat);
    let best = null;
    for (const one of seats) {
      if (one === seat) continue;
      const to = middle(one);
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (along <= 1 || aside > along * 2) continue;
      const far = along + aside * 2;
      if (!best || far < best.far) best = { one, far };
    }
    return best && best.one;
  };

  const focus = (seat) => {
    for (const one of seats) one.setAttribute("tabindex", one === seat ? "0" : "-1");
    seat.focus();
  };

  const put_down = () => {
    if (taken) taken.classList.remove("is-taken-up");
    taken = null;
    told.textContent = "";
  };

  const optionOf = (select, seat) => {
    const place = form.elements.seat.querySelector(`option[value="${seat.dataset.seat}"]`);
    return [...select.options].find((one) => one.text.endsWith(` – ${place.text}`));
  };

  const enter = (seat) => {
    if (!taken) {
      if (!optionOf(form.elements.who, seat)) return;
      taken = seat;
      seat.classList.add("is-taken-up");
      told.textContent = form.dataset.taken.replace("{who}", seat.dataset.label);
      return;
    }
    if (taken === seat) {
      put_down();
      return;
    }
    form.elements.who.value = optionOf(form.elements.who, taken).value;
    form.elements.seat.value = seat.dataset.seat;
    form.requestSubmit(form.querySelector('button[value="sit"]'));
  };

  for (const drawing of drawings) drawing.setAttribute("role", "group");
  for (const seat of seats) {
    seat.setAttribute("role", "button");
    seat.setAttribute("aria-label", seat.dataset.label);
    seat.setAttribute("tabindex", "-1");
    seat.addEventListener("click", () => {
      focus(seat);
      enter(seat);
    });
    seat.addEventListener("keydown", (event) => {
      if (event.key in ways) {
        const to = next(seat, ways[event.key]);
        if (to) focus(to);
      } else if (event.key === "Enter" || event.key === " ") {
        enter(seat);
      } else if (event.key === "Escape") {
        put_down();
      } else {
        return;
      }
      event.preventDefault();
    });
  }
  seats[0].setAttribute("tabindex", "0");
  if (help) help.append(` ${help.dataset.withScript}`);
})();
