"use strict";
/* Tables marked data-pj-sortable sort by their heads, those marked data-pj-search="搜索部门" get a search box of that name;
   without this script they are plain tables. A cell sorts by its text or its data-pj-key; unknown comes last whichever
   way. The search finds data-pj-words, too. A long table's further rows stand in a template after it, a line each
   (report/summary/more_rows.py), and are made like its first row when they are to be seen. */
(() => {
  const step = 200;
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const folded = (words) => words.normalize("NFKC").toLowerCase();
  const made = (tag, given) => Object.assign(document.createElement(tag), given);
  const parts = (field) => field.split("␟");

  const keyOf = (one, at, numeric) => {
    const cell = one.row && one.row.cells[at];
    const words = (cell ? cell.dataset.pjKey ?? cell.textContent : parts(one.fields[at + 1]).at(-1)).trim();
    if (!numeric) return words;
    return words ? Number(words.replace(/[,%]/g, "")) : NaN;
  };
  const unknown = (key) => key === "" || Number.isNaN(key);
  const compare = (left, right, sign) => {
    if (unknown(left) || unknown(right)) return unknown(left) - unknown(right);
    return sign * (typeof left === "number" ? left - right : collator.compare(left, right));
  };

  const shade = (cell, field, steps) => {
    const words = field.replace(/w$/, "");
    const lost = words === "<1" ? 0.5 : parseFloat(words);
    const look = lost >= 0 ? steps.filter((limit) => limit < lost).length + (lost > 0) : words === "？" ? "unknown" : "none";
    cell.className = `pj-h${look}${words === field ? "" : " pj-w"}${cell.matches(".pj-b") ? " pj-b" : ""}`;
    cell.textContent = words;
  };
  const fill = (cell, field, department) => {
    const [words, key] = parts(field);
    const link = cell.querySelector("a");
    cell.replaceChildren(link || words || "—");
    cell.dataset.pjKey = key ?? words;
    if (!link) return;
    link.href = `${encodeURIComponent(department)}/report.html`;
    link.textContent = words;
  };
  const rowOf = (one, sample, steps) => {
    if (one.row) return one.row;
    const [department, ...fields] = one.fields;
    one.row = sample.cloneNode(true);
    one.row.dataset.pjWords = department;
    fields.forEach((field, at) => {
      const cell = one.row.cells[at];
      if (steps && at > 1) shade(cell, field, steps);
      else fill(cell, field, department);
    });
    return one.row;
  };

  for (const table of document.querySelectorAll("table[data-pj-sortable], table[data-pj-search]")) {
    const body = table.tBodies[0];
    const sample = body.rows[0];
    const steps = table.dataset.pjSteps?.split(" ").map(Number);
    const lines = table.nextElementSibling?.content.textContent.split("\n") ?? [];
    const all = [...body.rows].map((row) => ({ row })).concat(lines.map((line) => ({ fields: line.split("\t") })));
    const told = made("span");
    const further = made("button", { type: "button", textContent: `再列 ${step} 个` });
    let most = lines.length ? step : Infinity;
    let wanted = [];

    const show = () => {
      const found = all.filter((one) => wanted.every((word) => one.text.includes(word)));
      const seen = found.slice(0, most);
      body.replaceChildren(...seen.map((one) => rowOf(one, sample, steps)));
      further.hidden = seen.length === found.length;
      told.textContent = `已列 ${seen.length} 个，共 ${found.length} 个 `;
      return found.length;
    };
    const sortBy = (head, at, heads) => {
      const numeric = head.classList.contains("pj-number") || head.dataset.pjKind === "number";
      const first = head.dataset.pjFirst || (numeric ? "descending" : "ascending");
      const other = first === "ascending" ? "descending" : "ascending";
      const way = head.getAttribute("aria-sort") === first ? other : first;
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way);
      const keys = new Map(all.map((one) => [one, keyOf(one, at, numeric)]));
      const sign = way === "ascending" ? 1 : -1;
      all.sort((left, right) => compare(keys.get(left), keys.get(right), sign));
      show();
    };

    if (lines.length) {
      further.addEventListener("click", () => { most += step; show(); });
      table.parentElement.nextElementSibling.replaceChildren(told, further);
      show();
    }
    const heads = [...[...table.tHead.rows].at(-1).cells];
    for (const head of "pjSortable" in table.dataset ? heads : []) {
      if (head.tagName !== "TH") continue;
      const button = made("button", { type: "button", className: "pj-sort", title: "按此列排序" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortBy(head, heads.indexOf(head), heads));
    }
    if (table.dataset.pjSearch) {
      const bar = made("div", { className: "pj-find" });
      const label = made("label");
      const input = made("input", { type: "search", autocomplete: "off" });
      const count = made("output");
      label.append(table.dataset.pjSearch, input);
      bar.append(label, count);
      table.closest(".pj-pane").before(bar);
      const named = [...sample.cells].findIndex((cell) => cell.tagName === "TH");
      for (const one of all) {
        const { row, fields } = one;
        one.text = folded(row ? `${row.cells[named].textContent} ${row.dataset.pjWords ?? ""}` : `${fields[named + 1]} ${fields[0]}`);
      }
      input.addEventListener("input", () => {
        wanted = folded(input.value).split(/\s+/).filter(Boolean);
        if (lines.length) most = step;
        const found = show();
        count.textContent = wanted.length ? `找到 ${found} 个，共 ${all.length} 个` : "";
      });
    }
  }
})();
