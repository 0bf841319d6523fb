"use strict";
// Makes the page editable, remembers what is entered and hands the plan back. Texts of the plan go
// into properties of elements, never into markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("plan").textContent);
  const { at, words } = data;
  const labels = new Map(data.statuses);
  const bar = byId("bar");
  const news = byId("news");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Storage may be forbidden for local files, switched off or full; asking for it may throw.
  const prefix = `envcoop/${data.framework}/${data.version}/`;
  let storage = null;
  try {
    localStorage.setItem(prefix, "");
    localStorage.removeItem(prefix);
    storage = localStorage;
  } catch { /* said below, by `showNews` */ }

  const cell = (i, at) => data.rows[i][at] ?? "";
  const rows = [...document.querySelectorAll("tr[data-row]")].map((tr) => {
    const i = Number(tr.dataset.row);
    const id = cell(i, at.id);
    const plan = { status: tr.dataset.status || cell(i, at.status), owner: cell(i, at.owner), note: cell(i, at.note) };
    return { tr, i, id, plan, edits: {}, area: tr.closest("table"), shownText: tr.textContent };
  });

  const value = (row, field) => row.edits[field] ?? row.plan[field];
  const edit = (row, field, text) => {
    // What is as the plan has it again is no edit.
    if (text === row.plan[field]) delete row.edits[field];
    else row.edits[field] = text;
  };

  function load(row) {
    if (!storage) return;
    try {
      const kept = JSON.parse(storage.getItem(prefix + row.id) ?? "{}");
      for (const field of ["status", "owner", "note"]) {
        if (typeof kept[field] === "string") edit(row, field, kept[field]);
      }
    } catch { /* not written by this page: as good as nothing */ }
  }

  function save(row) {
    try {
      const key = prefix + row.id;
      if (Object.keys(row.edits).length) storage?.setItem(key, JSON.stringify(row.edits));
      else storage?.removeItem(key);
    } catch {
      storage = null;
    }
    showState();
  }

  // The headers are the same in every table. Text as it is laid out would be laid out anew for every
  // row.
  const headers = [...document.querySelectorAll("main table:first-of-type thead th")]
    .map((th) => [...th.childNodes].map((node) => node.textContent).join(" "));

  function control(row, cellIdx, field, element) {
    const td = row.tr.cells[cellIdx];
    const header = headers[cellIdx];
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = header;
    name.setAttribute("aria-hidden", "true");
    element.setAttribute("aria-label", `${header}: ${row.id}`);
    element.addEventListener("input", () => {
      edit(row, field, element.value);
      show(row);
      save(row);
    });
    td.replaceChildren(name, element);
    return element;
  }

  const choice = document.createElement("select");
  for (const [code, label] of data.statuses) choice.add(new Option(label, code));

  function equip(row) {
    load(row);
    row.tick = row.tr.cells[0].firstElementChild;
    row.tick.disabled = false;
    row.tick.setAttribute("aria-label", `${headers[0]}: ${row.id}`);
    row.tick.addEventListener("change", () => {
      // A tick that is taken back returns to what the plan said, or to work under way.
      const before = row.plan.status === "completed" ? "ongoing" : row.plan.status;
      edit(row, "status", row.tick.checked ? "completed" : before);
      show(row);
      save(row);
    });
    row.status = control(row, 5, "status", choice.cloneNode(true));
    // A word that is no status stays a choice, so that looking at a plan never changes it.
    if (!labels.has(row.plan.status)) row.status.add(new Option(row.plan.status, row.plan.status), 0);
    row.owner = control(row, 6, "owner", document.createElement("textarea"));
    row.note = control(row, 7, "note", document.createElement("textarea"));
    row.owner.rows = row.note.rows = 1;
    show(row);
  }

  function show(row) {
    const status = value(row, "status");
    row.tr.dataset.status = status;
    row.tick.checked = status === "completed";
    row.status.value = status;
    // Setting the same text would move the cursor of who is typing.
    for (const field of ["owner", "note"]) {
      const text = value(row, field).replace(/\r\n?/g, "\n");
      if (row[field].value !== text) row[field].value = text;
    }
    row.note.setAttribute("aria-invalid", String(lacksReason(row)));
  }

  const lacksReason = (row) => value(row, "status") === "not-applicable" && ["", ...data.unknowns].includes(value(row, "note").trim());

  let said = "";
  function showState() {
    // What was given up or does not apply is nothing to do.
    const due = rows.filter((row) => !["cancelled", "not-applicable"].includes(value(row, "status")));
    const done = due.filter((row) => value(row, "status") === "completed").length;
    const [progress, output] = byId("done").children;
    progress.max = Math.max(due.length, 1);
    progress.value = done;
    output.textContent = fill(words.progress, { done, all: due.length });
    const shown = rows.filter((row) => !row.tr.hidden).length;
    if (shown < rows.length) output.textContent += ` · ${fill(words.shown, { shown, all: rows.length })}`;

    const n = rows.filter((row) => Object.keys(row.edits).length).length;
    byId("forget").hidden = n === 0;
    const reasons = rows.filter(lacksReason).map((row) => row.id);
    const lines = [said];
    if (n) lines.push(n === 1 ? words.editedOne : fill(words.edited, { n }));
    if (!storage) lines.push(words.unkept);
    if (reasons.length) lines.push(words.reasons + reasons.slice(0, 5).join(", ") + (reasons.length > 5 ? ", …" : ""));
    news.textContent = lines.filter(Boolean).join(" · ");
    news.classList.toggle("alarm", !storage || reasons.length > 0);
  }

  function filter() {
    const asked = (name) => bar.elements[name].value;
    const area = asked("area") && document.querySelectorAll("main table")[asked("area")];
    const text = asked("text").trim().toLowerCase();
    const found = (row) => [row.shownText, row.measure, value(row, "owner"), value(row, "note")].join("\n").toLowerCase().includes(text);
    for (const row of rows) {
      row.tr.hidden = (area && row.area !== area)
        || (asked("stage") && row.tr.dataset.stage !== asked("stage"))
        || (asked("status") && value(row, "status") !== asked("status"))
        || (text && !found(row));
    }
    for (const group of document.querySelectorAll("main tbody, main table")) {
      group.hidden = !group.querySelector("tr[data-row]:not([hidden])");
    }
    showState();
  }

  // The rules of a spreadsheet's CSV, as `table/guard.rs` and `table/csv.rs` of the tools have them.
  const guarded = (text) => /^['\x20\xa0\u3000\ufeff]*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  const quoted = (text) => /[,;\t"\r\n]|^\p{White_Space}|\p{White_Space}$/u.test(text)
    ? `"${text.replace(/\r\n?/g, "\n").replaceAll('"', '""')}"` : text;

  function csv() {
    const edited = data.rows.map((cells) => data.headings.map((_, at) => cells[at] ?? ""));
    for (const row of rows) {
      for (const [field, text] of Object.entries(row.edits)) edited[row.i][at[field]] = text;
    }
    const lines = [data.headings, ...edited].map((cells) => cells.map((text) => quoted(guarded(text))).join(","));
    return `\ufeff${lines.join("\r\n")}\r\n`;
  }

  function download() {
    const file = `${data.framework}-plan.csv`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.download = file;
    link.click();
    // At once would be too early for some browsers.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    said = fill(words.exported, { file });
    showState();
  }

  function forget() {
    if (!confirm(words.forget)) return;
    for (const row of rows) {
      row.edits = {};
      try { storage?.removeItem(prefix + row.id); } catch { storage = null; }
      show(row);
    }
    said = "";
    showState();
  }

  for (const row of rows) {
    row.measure = row.tr.parentElement.querySelector("[scope=rowgroup]")?.textContent ?? "";
    equip(row);
  }
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("input", filter);
  byId("export").addEventListener("click", download);
  byId("forget").addEventListener("click", forget);
  bar.hidden = false;
  // A browser may have kept the bar's choices over a reload.
  filter();
})();
