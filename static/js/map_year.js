// The slider of the map: shows the bonds of a year from what is on the page, asking nobody.
// Without it the same form asks the server.
"use strict";

(() => {
  const form = document.getElementById("year-form");
  const [slide, typed] = [form.elements.slide, form.elements.year];
  const status = document.getElementById("map-status");
  const lines = [...document.querySelectorAll("li[data-mark]")];
  const points = [...document.querySelectorAll(".map > svg[data-mark]")];

  // Python's years_of() says the same of a phase.
  function holds({ from, until, now }, year) {
    if (year === null) return now !== undefined;
    return from !== undefined && Number(from) <= year && (until === undefined || year <= Number(until));
  }

  function count(held) {
    return new Set(held.map((line) => line.dataset.city)).size;
  }

  function show(element, isShown) {
    if (isShown) element.removeAttribute("display");
    else element.setAttribute("display", "none");
  }

  function inWords(number) {
    return number === 1 ? status.dataset.one : status.dataset.many.replace("%(count)s", number);
  }

  function say(year, number) {
    const pattern = year === null ? status.dataset.every : status.dataset.year;
    const words = pattern.replace("%(year)s", year).replace("%(count)s", inWords(number));
    if (status.textContent !== words) status.textContent = words;
  }

  function keep(link, year) {
    const url = new URL(link.getAttribute("href"), location.href);
    if (year === null) url.searchParams.delete("year");
    else url.searchParams.set("year", year);
    link.setAttribute("href", url.pathname + url.search);
  }

  function draw(year) {
    const held = lines.filter((line) => holds(line.dataset, year));
    for (const line of lines) line.hidden = line.dataset.from !== undefined && !held.includes(line);
    for (const point of points) {
      const number = point.querySelector(".count");
      const inside = held.filter((line) => line.dataset.mark === point.dataset.mark);
      show(point, number ? inside.length > 0 : holds(point.dataset, year));
      if (number) {
        const link = number.parentNode;
        const pattern = status.dataset.crowd.replace("%(name)s", link.dataset.name);
        number.textContent = count(inside);
        link.setAttribute("aria-label", pattern.replace("%(cities)s", inWords(count(inside))));
      }
    }
    document.getElementById("none-held").hidden = held.length > 0;
    document.getElementById("table-link").hidden = held.length === 0;
    document.getElementById("every-year").hidden = year === null;
    say(year, count(held));
  }

  function go(year) {
    slide.value = year;
    typed.value = year;
    draw(year);
    document.querySelectorAll("a[data-keeps-year]").forEach((link) => keep(link, year));
    document.querySelectorAll("input[data-year]").forEach((input) => { input.value = year; });
    const url = new URL(location.href);
    url.searchParams.set("year", year);
    history.replaceState(null, "", url);
  }

  slide.addEventListener("input", () => go(Number(slide.value)));
  form.addEventListener("submit", (event) => {
    if (typed.value === "") return;
    if (!typed.checkValidity()) return;
    event.preventDefault();
    go(Number(typed.value));
  });
})();
