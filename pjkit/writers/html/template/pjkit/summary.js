"use strict";
/* Tables marked data-pj-sortable sort by their columns' heads; data-pj-search="搜索部门" adds a search box of that name.
   Without this script they are plain tables in the order they were written. What a cell sorts by is its text, or its
   data-pj-key; unknown ("" or, in a column of numbers, no number) comes last whichever way. data-pj-words on a row is
   found by the search too. */
(() => {
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const folded = (words) => words.normalize("NFKC").toLowerCase();

  const keyOf = (row, at, numeric) => {
    const cell = row.cells[at];
    const words = (cell.dataset.pjKey ?? cell.textContent).trim();
    if (!numeric) return words;
    return words ? Number(words.replace(/[,%]/g, "")) : NaN;
  };
  const unknown = (key) => key === "" || Number.isNaN(key);
  const compare = (left, right, sign) => {
    if (unknown(left) || unknown(right)) return unknown(left) - unknown(right);
    return sign * (typeof left === "number" ? left - right : collator.compare(left, right));
  };

  const sortable = (table, rows) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    const sortBy = (head, at) => {
      const numeric = head.classList.contains("pj-number") || head.dataset.pjKind === "number";
      const first = head.dataset.pjFirst || (numeric ? "descending" : "ascending");
      const other = first === "ascending" ? "descending" : "ascending";
      const way = head.getAttribute("aria-sort") === first ? other : first;
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way);
      const keys = new Map(rows.map((row) => [row, keyOf(row, at, numeric)]));
      const sign = way === "ascending" ? 1 : -1;
      body.append(...[...rows].sort((left, right) => compare(keys.get(left), keys.get(right), sign)));
    };
    heads.forEach((head, at) => {
      if (head.tagName !== "TH") return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pj-sort";
      button.title = "按此列排序";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortBy(head, at));
    });
  };

  const searchable = (table, rows) => {
    const bar = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const told = document.createElement("output");
    bar.className = "pj-find";
    input.type = "search";
    input.autocomplete = "off";
    label.append(table.dataset.pjSearch, input);
    bar.append(label, told);
    (table.closest(".pj-pane") || table).before(bar);
    const texts = rows.map((row) => folded(`${row.querySelector("th").textContent} ${row.dataset.pjWords || ""}`));
    input.addEventListener("input", () => {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !words.every((word) => texts[at].includes(word));
        shown += !row.hidden;
      });
      told.textContent = words.length ? `找到 ${shown} 个，共 ${rows.length} 个` : "";
    });
  };

  for (const table of document.querySelectorAll("table[data-pj-sortable]")) {
    const rows = [...table.tBodies[0].rows];
    sortable(table, rows);
    if (table.dataset.pjSearch) searchable(table, rows);
  }
})();
