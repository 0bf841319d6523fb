"use strict";
// Uses the page as a reader would and writes what it finds into the document around it, as hex of JSON.
(() => {
  const report = { found: {}, switched: null };
  report.width = innerWidth;
  report.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;

  const form = document.getElementById("filters").elements;
  const rows = [...document.querySelectorAll("#gap-list tbody tr")];
  const isSeen = (element) => element.getClientRects().length > 0;
  const set = (element, value) => {
    element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const count = (expected) => ({
    expected,
    shown: rows.filter(isSeen).length,
    counted: Number(document.getElementById("gap-count").textContent),
  });
  const last = rows[rows.length - 1];
  const word = (list) => list.split(" ")[0];
  const fits = {
    challenge: [word(last.dataset.challenges), (tr, value) => tr.dataset.challenges.split(" ").includes(value)],
    area: [last.dataset.area, (tr, value) => tr.dataset.area === value],
    state: [last.dataset.state, (tr, value) => tr.dataset.state === value],
    need: [word(last.dataset.needs), (tr, value) => tr.dataset.needs.split(" ").includes(value)],
    text: [`  ${last.querySelector(".id").textContent.toLowerCase()} `, (tr, value) => tr.textContent.toLowerCase().includes(value.trim())],
  };
  for (const [name, [value, isFit]] of Object.entries(fits)) {
    set(form[name], value);
    report.found[name] = count(rows.filter((tr) => isFit(tr, value)).length);
    set(form[name], "");
  }
  set(form.area, fits.area[0]);
  set(form.state, fits.state[0]);
  report.found.both = count(rows.filter((tr) => fits.area[1](tr, fits.area[0]) && fits.state[1](tr, fits.state[0])).length);
  set(form.text, "no such words anywhere");
  report.none = [count(0).shown, isSeen(document.getElementById("gap-none"))];
  for (const name of ["area", "state", "text"]) set(form[name], "");

  if (document.getElementById("lang-zh")) {
    const heading = document.querySelector("h1");
    const seen = () => ["en", "zh"].map((lang) => isSeen(heading.querySelector(`[lang=${lang}]`)));
    report.switched = [seen()];
    document.getElementById("lang-zh").click();
    report.switched.push(seen());
    document.getElementById("lang-en").click();
  }

  // The name of the last row of every table, as it is read in the language shown.
  const folded = document.querySelectorAll("details");
  for (const details of folded) details.open = true;
  report.rows = [...document.querySelectorAll("table")].map((table) => {
    const names = [...table.rows].map((tr) => tr.cells[0]);
    return names[names.length - 1].innerText;
  });
  report.fetched = performance.getEntriesByType("resource").map((entry) => entry.name);

  const bytes = new TextEncoder().encode(JSON.stringify(report));
  const pre = document.createElement("pre");
  pre.id = "report";
  pre.textContent = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  parent.document.body.append(pre);
})();
