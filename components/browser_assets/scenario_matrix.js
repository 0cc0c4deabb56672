// The matrix of a scenario: a click (or Enter, Space) on a cell turns its criterion over. The cell
// changes at once; the figures follow when the server has answered.
const SIGNS = { m: "✓", n: "~", x: "✕", u: "·" };
const CLASSES = { m: "", n: "n", x: "x", u: "u" };

const make = (tag, text, className) =>
  Object.assign(document.createElement(tag), { textContent: text ?? "", className: className ?? "" });

function paint(cell, base, flipped, words) {
  const now = flipped ? (base === "m" ? "x" : "m") : base;
  cell.className = `${CLASSES[now]} ${flipped ? (now === "m" ? "won" : "gone") : ""}`.trim();
  cell.textContent = SIGNS[now];
  cell.setAttribute("aria-label", `${cell.dataset.name}: ${flipped ? `${words.flipped} ` : ""}${words[now]}`);
}

function heading(data) {
  const row = document.createElement("tr");
  const first = make("th", data.words.commune);
  row.append(first);
  for (const { no, name, after, change } of data.criteria) {
    const cell = make("th", no);
    cell.title = name;
    cell.append(make("small", after));
    if (change) cell.append(make("small", change, "moved"));
    row.append(cell);
  }
  row.append(make("th", data.words.total), make("th", data.words.level));
  const head = document.createElement("thead");
  head.append(row);
  return head;
}

function communeRow(item, data, focusKey) {
  const row = document.createElement("tr");
  row.append(make("th", item.name));
  [...item.marks].forEach((base, position) => {
    const cell = document.createElement("td");
    const no = data.criteria[position].no;
    cell.dataset.key = `${item.code}:${no}`;
    cell.dataset.base = base;
    cell.dataset.name = `${item.name}, ${data.words.criterion} ${no}`;
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = cell.dataset.key === focusKey ? 0 : -1;
    paint(cell, base, item.flips[position] === "1", data.words);
    row.append(cell);
  });
  row.append(make("td", item.total, "t"), make("td", item.level, "l"));
  return row;
}

function draw(box, data) {
  const table = document.createElement("table");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", data.words.title);
  const body = document.createElement("tbody");
  const firstRow = data.rows.find((item) => item.code);
  const focusKey = box.focusKey ?? (firstRow && `${firstRow.code}:${data.criteria[0]?.no}`);
  for (const item of data.rows) {
    if (item.code) {
      body.append(communeRow(item, data, focusKey));
    } else {
      const row = make("tr", "", "d");
      const text = make("td", item.note);
      text.colSpan = data.criteria.length + 2;
      row.append(make("th", item.name), text);
      body.append(row);
    }
  }
  table.append(heading(data), body);
  box.replaceChildren(table);
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function neighbour(cell, [down, right]) {
  let row = cell.parentElement;
  const column = cell.cellIndex + right;
  if (down) {
    do row = down < 0 ? row.previousElementSibling : row.nextElementSibling;
    while (row && row.className === "d");
  }
  const found = row?.cells[column];
  return found?.dataset.key ? found : null;
}

export default function ({ parentElement, data, setTriggerValue }) {
  let box = parentElement.querySelector(".ntm-matrix");
  if (!box) {
    box = make("div", "", "ntm-matrix ntm-editable");
    parentElement.append(box);
    const turn = (cell) => {
      const flipped = !(cell.classList.contains("won") || cell.classList.contains("gone"));
      box.focusKey = cell.dataset.key;
      paint(cell, cell.dataset.base, flipped, box.words);
      box.count = (box.count ?? 0) + 1;
      const [code, no] = cell.dataset.key.split(":");
      box.send({ code, no: Number(no), count: box.count });
    };
    box.addEventListener("click", (event) => {
      const cell = event.target.closest("td[data-key]");
      if (cell) turn(cell);
    });
    box.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td[data-key]");
      if (!cell) return;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        turn(cell);
      }
      const next = STEPS[event.key] && neighbour(cell, STEPS[event.key]);
      if (STEPS[event.key]) event.preventDefault();
      if (next) {
        cell.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    });
  }
  box.words = data.words;
  box.send = (value) => setTriggerValue("turned", value);
  const told = JSON.stringify(data);
  if (box.told === told) return;
  box.told = told;
  const had = document.activeElement?.dataset?.key;
  const [left, top] = [box.scrollLeft, box.scrollTop];
  draw(box, data);
  box.scrollTo(left, top);
  if (had) box.querySelector(`td[data-key="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
}
