/*
 * Keeps the length of an appointment while its beginning is typed, and hides hours of whole days.
 */
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const field = (name) => document.querySelector(`[name=when_${name}]`);
  const [dayFrom, from, dayTo, to] = ["day_from", "from", "day_to", "to"].map(field);
  const allDay = document.querySelector("[name=all_day]");
  if (!dayFrom || !from || !dayTo || !to) return;

  const minutes = (input) => Number(input.value.slice(0, 2)) * 60 + Number(input.value.slice(3, 5));
  const clock = (count) => [Math.floor(count / 60), count % 60].map((part) => String(part).padStart(2, "0")).join(":");
  let day = dayFrom.value;
  let length = from.value && to.value ? minutes(to) - minutes(from) : 60;

  dayFrom.addEventListener("change", () => {
    if (!dayTo.value || dayTo.value === day || dayTo.value < dayFrom.value) dayTo.value = dayFrom.value;
    day = dayFrom.value;
  });
  from.addEventListener("change", () => {
    const end = minutes(from) + length;
    const onOneDay = !dayTo.value || dayTo.value === dayFrom.value;
    if (from.value && onOneDay && length > 0 && end < 24 * 60) to.value = clock(end);
  });
  to.addEventListener("change", () => {
    if (from.value && to.value) length = minutes(to) - minutes(from);
  });

  const hours = [from, to].map((input) => input.closest("label"));
  const show = () => hours.forEach((label) => { label.hidden = allDay.checked; });
  if (allDay) {
    allDay.addEventListener("change", show);
    show();
  }
});
