"use strict";
// Uses the page as a person would and writes what it finds into the document, as hex of JSON.
(async () => {
  const rowOf = (id) => [...document.querySelectorAll("tr[data-row]")].find((tr) => tr.cells[1].textContent === id);
  const shown = () => [...document.querySelectorAll("tr[data-row]")].filter((tr) => tr.offsetParent !== null).map((tr) => tr.cells[1].textContent);
  const set = (element, value) => {
    element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const { ticked, changed, owner, note } = TOLD;
  const report = {};
  const bar = document.getElementById("bar").elements;

  if (location.hash === "#enter") {
    rowOf(ticked).querySelector("input").click();
    set(rowOf(ticked).cells[6].querySelector("textarea"), owner);
    set(rowOf(changed).querySelector("select"), "ongoing");
    set(rowOf(changed).cells[7].querySelector("textarea"), note);
    report.done = document.querySelector("#done output").textContent;
  } else {
    const cells = (id) => {
      const { cells } = rowOf(id);
      return [cells[0].firstElementChild.checked, ...[5, 6, 7].map((i) => cells[i].lastElementChild.value)];
    };
    report.remembered = { ticked: cells(ticked), changed: cells(changed) };
    report.done = document.querySelector("#done output").textContent;
    set(bar.status, "completed");
    report.completed = shown();
    set(bar.status, "");
    set(bar.text, "  " + changed.toLowerCase());
    report.searched = shown();
    set(bar.text, "");
    set(bar.area, "1");
    report.area = shown();
    set(bar.stage, "prepare");
    report.areaAndStage = shown();
    set(bar.area, "");
    set(bar.stage, "");
    report.all = shown().length;

    let blob, file;
    URL.createObjectURL = (made) => { blob = made; return "#"; };
    HTMLAnchorElement.prototype.click = function () { file = this.download; };
    document.getElementById("export").click();
    report.file = file;
    report.csv = hex(new Uint8Array(await blob.arrayBuffer()));
    // What was fetched, of whatever kind.
    report.fetched = performance.getEntriesByType("resource").map((entry) => entry.name);
    // What would stand aside at the width of a telephone is seen in the picture; here only that
    // nothing stands out at this one.
    report.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  }

  function hex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  const pre = document.createElement("pre");
  pre.id = "report";
  pre.textContent = hex(new TextEncoder().encode(JSON.stringify(report)));
  document.body.append(pre);
})();
