// All is readable without this: it sorts, filters, copies, and unfolds what an address names.
(function () {
  "use strict";

  var said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "small";
  document.querySelector("main").prepend(said);

  // ---- cells ----

  function text(cell) { return cell.textContent.trim(); }

  // Numbers by their value, texts as they read; empty cells are last either way.
  function compare(a, b, up) {
    var x = a.dataset.value, y = b.dataset.value;
    if (x !== undefined || y !== undefined) {
      if (x === undefined) { return 1; }
      if (y === undefined) { return -1; }
      return (Number(x) - Number(y)) * up;
    }
    if (text(a) === "" || text(b) === "") { return (text(a) === "" ? 1 : 0) - (text(b) === "" ? 1 : 0); }
    return text(a).localeCompare(text(b), "en", { numeric: true }) * up;
  }

  // ---- sorting ----

  function heads(table) { return Array.from(table.tHead.rows[0].cells); }
  function isFigures(row, at) { return row.cells.length > at; }

  function sort(table, at, up) {
    var rows = Array.from(table.tBodies[0].rows);
    rows.sort(function (a, b) {
      if (!isFigures(a, at) || !isFigures(b, at)) { return isFigures(b, at) - isFigures(a, at); }
      return compare(a.cells[at], b.cells[at], up);
    });
    rows.forEach(function (row) { table.tBodies[0].append(row); });
    heads(table).forEach(function (head, i) {
      if (i === at) { head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending"); }
      else { head.removeAttribute("aria-sort"); }
    });
    said.textContent = "sorted by " + text(heads(table)[at]) + (up > 0 ? ", ascending" : ", descending");
  }

  // Figures are asked for largest first, names from a on.
  function isNumber(table, at) {
    return Array.from(table.tBodies[0].rows).some(function (row) {
      return isFigures(row, at) && row.cells[at].dataset.value !== undefined;
    });
  }
  function turn(table, at) {
    var now = heads(table)[at].getAttribute("aria-sort");
    var up = now === null ? (isNumber(table, at) ? -1 : 1) : now === "ascending" ? -1 : 1;
    sort(table, at, up);
  }

  function makeSortable(table) {
    heads(table).forEach(function (head, at) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () { turn(table, at); });
    });
  }

  // ---- Markdown ----

  function markdown(cells) {
    return "| " + cells.map(function (cell) { return text(cell).replace(/\|/g, "\\|").replace(/\s+/g, " "); }).join(" | ") + " |";
  }
  function rowAsMarkdown(table, row) {
    var columns = heads(table).filter(function (head) { return head.className !== "copying"; });
    var cells = Array.from(row.cells).filter(function (cell) { return cell.className !== "copying"; });
    var rule = "|" + columns.map(function () { return "---|"; }).join("");
    return [markdown(columns), rule, markdown(cells)].join("\n") + "\n";
  }
  function copyByHand(words) {
    var area = document.createElement("textarea");
    area.value = words;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  function copy(words, name) {
    function told() { said.textContent = "copied: " + name; }
    function byHand() { copyByHand(words); told(); }
    if (navigator.clipboard) { navigator.clipboard.writeText(words).then(told, byHand); } else { byHand(); }
  }
  function makeCopying(table) {
    var head = document.createElement("th");
    head.scope = "col";
    head.className = "copying";
    head.textContent = "copy";
    table.tHead.rows[0].append(head);
    Array.from(table.tBodies[0].rows).forEach(function (row) {
      var cell = document.createElement("td"), button = document.createElement("button");
      cell.className = "copying";
      button.type = "button";
      button.className = "copy";
      button.textContent = "Markdown";
      button.setAttribute("aria-label", "copy " + text(row.cells[0]) + " as Markdown");
      button.addEventListener("click", function () { copy(rowAsMarkdown(table, row), text(row.cells[0])); });
      cell.append(button);
      row.append(cell);
    });
  }

  // ---- filtering: every word must stand somewhere in the row ----

  function filter(table, words) {
    var wanted = words.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    Array.from(table.tBodies[0].rows).forEach(function (row) {
      var here = Array.from(row.cells).filter(function (cell) { return cell.className !== "copying"; })
        .map(text).join(" ").toLowerCase();
      row.hidden = !wanted.every(function (word) { return here.includes(word); });
      shown += row.hidden ? 0 : 1;
    });
    said.textContent = wanted.length === 0 ? "" : shown + " rows shown";
    return shown;
  }
  function makeFilter(table) {
    var label = document.createElement("label"), input = document.createElement("input");
    input.type = "search";
    label.className = "filter";
    label.append("Only rows with ", input);
    input.addEventListener("input", function () { filter(table, input.value); });
    table.parentElement.before(label);
    return input;
  }

  // ---- folded sources: a browser that runs this took what stands in their noscript as one text, and is ready sooner ----

  function kept() { return document.querySelectorAll("#the_source noscript"); }
  function read(one) { one.outerHTML = one.textContent; }
  function readAll() { kept().forEach(read); }
  function readHolder(id) {
    kept().forEach(function (one) { if (one.textContent.includes(" id=\"" + id + "\"")) { read(one); } });
  }
  // All of it, so that it can be searched and printed: file by file when nothing else is to be done.
  function readRest() {
    var left = kept();
    if (left.length === 0) { return; }
    read(left[0]);
    later(readRest);
  }
  var later = window.requestIdleCallback || setTimeout;
  function keepReading() {
    window.addEventListener("load", function () { later(readRest); });
    window.addEventListener("beforeprint", readAll);
    window.addEventListener("keydown", function (key) {
      if ((key.ctrlKey || key.metaKey) && key.key === "f" || key.key === "F3") { readAll(); }
    });
    document.querySelector("#the_source").addEventListener("toggle", function (one) {
      one.target.querySelectorAll("noscript").forEach(read);
    }, true);
  }
  if (kept().length > 0) { keepReading(); }

  // ---- addresses: #case unfolds a case; #sort=factor and #filter=words set up the table ----

  // The page of a class has no cases to unfold, and of guesses alone no table of all.
  var all = document.querySelector("#the_table table"), input = all ? makeFilter(all) : null;

  function address() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch (broken) { return ""; }
  }
  function follow() {
    var hash = address();
    if (/^e\d+$/.test(hash)) { readHolder(hash); }
    var target = document.getElementById(hash);
    var setting = /^(sort|filter)=(.*)$/.exec(hash);
    for (var at = target; at; at = at.parentElement) { if (at.tagName === "DETAILS") { at.open = true; } }
    if (target) { (target.closest("details.case") || target).scrollIntoView(); }
    if (setting === null || all === null) { return; }
    if (setting[1] === "filter") { input.value = setting[2]; filter(all, setting[2]); return; }
    heads(all).forEach(function (head, i) { if (text(head) === setting[2]) { turn(all, i); } });
  }

  document.querySelectorAll("table.sortable").forEach(makeSortable);
  if (all) { makeCopying(all); }
  window.addEventListener("hashchange", follow);
  follow();

  // ---- all at once: what is unfolded is what is printed ----

  function makeUnfolding(section) {
    var button = document.createElement("button");
    function folded() { return section.querySelector("details:not([open]), noscript") !== null; }
    function tell() { button.textContent = folded() ? "Unfold all" : "Fold all"; }
    button.type = "button";
    button.className = "copy";
    button.addEventListener("click", function () {
      var open = folded();
      readAll();
      section.querySelectorAll("details").forEach(function (one) { one.open = open; });
    });
    section.addEventListener("toggle", tell, true);
    section.querySelector("h2").after(button);
    tell();
  }
  document.querySelectorAll("#the_cases, #the_source").forEach(makeUnfolding);
}());
