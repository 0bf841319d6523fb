"use strict";
// Filters the list of gaps, and opens what is folded before it is printed. Without it the page is
// complete.
(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("gap-list");
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  if (!form || !table) return;
  const rows = [...table.tBodies[0].rows].map((tr) => ({ tr, text: tr.textContent.toLowerCase() }));
  const has = (list, word) => !word || list.split(" ").includes(word);
  const filter = () => {
    const asked = (name) => form.elements[name].value;
    const words = asked("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { tr, text } of rows) {
      const { area, challenges, state, needs } = tr.dataset;
      tr.hidden = !(has(area, asked("area")) && has(challenges, asked("challenge"))
        && has(state, asked("state")) && has(needs, asked("need")) && words.every((word) => text.includes(word)));
      if (!tr.hidden) shown += 1;
    }
    document.getElementById("gap-count").textContent = String(shown);
    document.getElementById("gap-none").hidden = shown > 0;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  // A browser may have kept the choices over a reload.
  filter();
})();
