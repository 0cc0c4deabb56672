// Shows a deck of slides: every slide is built once, a key only changes which one is seen. Nothing is
// computed here; sentences, figures and lengths of bars come written (domain/slides).
import { drawMap } from "./deck_map.js";
import { place } from "./pickers.js";
import { unpack } from "./wire.js";

const IDLE_MS = 3000;
const SWIPE_PX = 50;
const SMALLEST = 0.5;
const LARGEST = 1.5;
const STEP = 0.05;
const DOCUMENT = /((?:\p{Lu}{2,3} )?\d+(?:-\p{Lu}+)?\/\p{Lu}[\p{L}-]*\p{L})/u;
const LISTED = /(?<=;) /;
const TURNS = ["PageDown", "PageUp", "ArrowLeft", "ArrowRight", "Home", "End"];

// Drawn here, because no font at hand holds these signs on every machine.
const ICONS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  filters: "M4 6h16M7 12h10M10 18h4",
  full: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
};

// What needs several lines breaks where its sentence does.
function clauses(tag, className, text, border) {
  const node = make(tag, className);
  const parts = text.split(border);
  node.append(...parts.flatMap((part, index) => [index ? " " : "", make("span", "clause", part)]));
  return node;
}

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.append(...unbroken(text));
  return node;
};

// The number of a document ("QĐ 3188/QĐ-UBND") stays on one line.
function unbroken(text) {
  return String(text).split(DOCUMENT).map((part, index) => {
    if (index % 2 === 0) return part;
    const node = document.createElement("span");
    node.className = "whole";
    node.textContent = part;
    return node;
  });
}

function figures(body) {
  const grid = make("div", "figures");
  for (const item of body.items) {
    const card = make("div", `card tone-${item.tone || "none"}`);
    card.append(make("div", "label", item.label), make("div", "value", item.value));
    if (item.verdict) card.append(make("div", "verdict", item.verdict));
    for (const note of item.notes) card.append(make("div", "note", note));
    grid.append(card);
  }
  return grid;
}

function bars(body) {
  const box = make("div", "bars");
  const rows = make("div", `rows${body.rows.length > 9 ? " many" : ""}`);
  for (const item of body.rows) {
    const row = make("div", `row tone-${item.tone || "none"}`);
    const label = make("div", "label", item.label);
    if (item.detail) label.append(make("div", "detail", item.detail));
    const track = make("div", "track");
    const fill = make("div", "fill");
    fill.style.width = `${(100 * item.value) / (body.whole || 1)}%`;
    track.append(fill);
    row.append(label, track, make("div", "text", item.text));
    rows.append(row);
  }
  box.append(make("div", "caption", body.caption), rows);
  return box;
}

function table(body) {
  const node = make("table");
  const head = node.createTHead().insertRow();
  for (const column of body.columns) {
    const cell = make("th", column.is_number ? "num" : "", column.heading);
    cell.scope = "col";
    cell.style.width = `${column.width}%`;
    head.append(cell);
  }
  const rows = node.createTBody();
  for (const item of body.rows) {
    const row = rows.insertRow();
    item.cells.forEach((text, index) => {
      const className = body.columns[index].is_number ? "num" : "";
      const isVerdict = item.tone && index === item.cells.length - 1;
      const cell = isVerdict ? make("td", className) : clauses("td", className, text, LISTED);
      cell.dataset.heading = body.columns[index].heading;
      if (isVerdict) cell.append(make("span", `pill tone-${item.tone}`, text));
      row.append(cell);
    });
  }
  return node;
}

function map(body, title) {
  const box = make("div", "map");
  const canvas = make("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", title);
  const frame = make("div", "picture");
  frame.append(canvas);
  const legend = make("div", "legend");
  legend.append(make("div", "heading", body.heading));
  for (const item of body.classes) {
    const line = make("div", "key");
    const swatch = make("span", `swatch${item.hatch ? " hatch" : ""}`);
    swatch.style.backgroundColor = item.colour;
    line.append(swatch, make("span", "name", item.label));
    if (item.count !== "") line.append(make("b", "", item.count));
    legend.append(line);
  }
  legend.append(make("div", "note", body.note));
  box.append(frame, legend);
  box.draw = () => drawMap(canvas, body).catch(() => frame.replaceChildren(body.failed));
  return box;
}

function lines(body) {
  const list = make(body.is_numbered ? "ol" : "ul", "lines");
  list.append(...body.items.map((text) => make("li", "", text)));
  return list;
}

const BODIES = { figures, bars, table, map, lines };


function buildSlide(slide, data, index) {
  const node = make("article", `slide kind-${slide.kind}${slide.body ? "" : " message"}`);
  node.dataset.id = slide.id;
  const head = make("header");
  head.append(make("div", "topic", slide.topic));
  if (slide.stamp) head.append(make("div", "stamp", slide.stamp));
  node.append(head, clauses("h2", "", slide.title, /(?<=[;:,]) /));
  if (slide.lead) node.append(clauses("p", "lead", slide.lead, LISTED));
  const body = make("div", "body");
  if (slide.body) body.append(BODIES[slide.body.type](slide.body, slide.title));
  node.append(body);
  if (slide.rest) node.append(make("p", "rest", slide.rest));
  const foot = make("footer");
  const about = make("div", "about");
  about.append(make("div", "", data.basis), make("div", "", data.source));
  foot.append(about);
  if (data.illustrative) foot.append(make("div", "made-up", data.illustrative));
  foot.append(make("div", "number", `${index + 1}/${data.slides.length}`));
  node.append(foot);
  return node;
}

// What a slide shows is set as large as there is room for; what does not fit is set smaller, step by
// step, instead of being cut.
function fit(node) {
  const body = node.querySelector(".body");
  const isFlowing = getComputedStyle(node).overflowY === "auto";
  const unbreakable = [...body.querySelectorAll(".value, td:has(.pill)")];
  const spills = () =>
    body.scrollHeight > body.clientHeight + 1 ||
    node.scrollHeight > node.clientHeight + 1 ||
    unbreakable.some((each) => each.scrollWidth > each.clientWidth + 1);
  const shrink = (name, from, least) => {
    let scale = from;
    node.style.setProperty(name, scale);
    while (scale > least && spills()) node.style.setProperty(name, (scale -= STEP));
  };
  node.style.setProperty("--fit", 1);
  node.style.setProperty("--grow", 1);
  if (!isFlowing) {
    shrink("--grow", LARGEST, 1);
    shrink("--fit", 1, SMALLEST);
  }
  node.querySelector(".map")?.draw();
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function button(className, sign, onClick) {
  const node = make("button", className);
  node.type = "button";
  node.append(icon(sign));
  node.addEventListener("click", onClick);
  return node;
}

function name(node, label) {
  node.title = label;
  node.setAttribute("aria-label", label);
}

class Deck {
  constructor(host) {
    this.index = 0;
    this.root = make("section", "ntm-deck");
    this.root.tabIndex = 0;
    this.stage = make("div", "stage");
    this.stage.setAttribute("aria-live", "polite");
    this.bar = make("div", "bar");
    this.filters = make("div", "filters ntm-picks-row");
    this.filters.hidden = true;
    this.back = button("", "back", () => this.go(this.index - 1));
    this.next = button("", "next", () => this.go(this.index + 1));
    this.list = make("select");
    this.list.addEventListener("change", () => {
      this.go(Number(this.list.value));
      this.list.blur();
    });
    this.filter = button("wide", "filters", () => this.toggleFilters());
    this.full = button("wide main", "full", () => this.togglePresenting());
    this.bar.append(this.back, this.list, this.next, this.filter, this.full);
    this.root.append(this.stage, this.filters, this.bar);
    host.replaceChildren(this.root);
    this.listen();
  }

  listen() {
    const stop = new AbortController();
    const on = (target, event, act) =>
      target.addEventListener(event, act, { signal: stop.signal, passive: false });
    on(document, "keydown", (event) => this.root.isConnected ? this.key(event) : stop.abort());
    on(document, "fullscreenchange", () => {
      if (!document.fullscreenElement && this.isPresenting) this.leave();
    });
    on(this.root, "pointermove", () => this.wake());
    // A choice made with the mouse gives the keys back to the slides; one made with the keys goes on.
    on(this.filters, "pointerdown", () => (this.isPointed = true));
    on(this.filters, "keydown", () => (this.isPointed = false));
    on(this.filters, "change", () => this.isPointed && this.root.focus());
    on(this.stage, "pointerdown", (event) => (this.down = event));
    on(this.stage, "pointerup", (event) => this.up(event));
    new ResizeObserver(() => this.current && fit(this.current)).observe(this.stage);
  }

  get isPresenting() {
    return this.root.classList.contains("presenting");
  }

  get current() {
    return this.stage.children[this.index];
  }

  up(event) {
    const [dx, dy] = [event.clientX - this.down?.clientX, event.clientY - this.down?.clientY];
    const isTouch = event.pointerType === "touch";
    if (isTouch && Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy))
      this.go(this.index + (dx < 0 ? 1 : -1));
    else if (!isTouch && this.isPresenting && event.button === 0 && Math.hypot(dx, dy) < 5)
      this.go(this.index + 1);
  }

  // Outside full screen the keys belong to the page unless the deck fills most of the view.
  hears(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (this.isPresenting && event.key === "Escape") return true;
    // A remote control turns the slides, wherever the focus was left; a list is chosen from with
    // up, down and letters: L too, since names are looked for by typing them.
    if (this.isPresenting && event.target.matches?.("select") && TURNS.includes(event.key)) return true;
    // Titles start with a number: letters choose nothing in their list.
    if (event.target === this.list && /^\p{L}$/u.test(event.key)) return true;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]"))
      return false;
    if (this.isPresenting || this.root.contains(event.target)) return true;
    const { top, bottom } = this.stage.getBoundingClientRect();
    const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
    return event.target === document.body && seen > (bottom - top) / 2;
  }

  key(event) {
    if (!this.hears(event)) return;
    if (event.target.closest?.("button") && (event.key === " " || event.key === "Enter")) return;
    const last = this.stage.children.length - 1;
    const moves = {
      ArrowRight: this.index + 1, ArrowDown: this.index + 1, PageDown: this.index + 1,
      " ": this.index + (event.shiftKey ? -1 : 1), Enter: this.index + 1,
      ArrowLeft: this.index - 1, ArrowUp: this.index - 1, PageUp: this.index - 1,
      Backspace: this.index - 1, Home: 0, End: last,
    };
    const acts = {
      f: () => this.togglePresenting(), F: () => this.togglePresenting(),
      l: () => this.toggleFilters(), L: () => this.toggleFilters(),
    };
    if (this.isPresenting) {
      acts.Escape = () => this.leave();
      acts.F5 = () => {};
      acts.b = acts.B = acts["."] = () => this.root.classList.toggle("black");
    }
    if (event.key in moves) this.go(moves[event.key]);
    else if (event.key in acts) acts[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Show a slide because the reader asked for it; it is the one to come back to. */
  go(wanted) {
    this.see(wanted);
    this.wanted = this.current.dataset.id;
  }

  see(wanted) {
    const last = this.stage.children.length - 1;
    this.index = Math.max(0, Math.min(last, wanted));
    this.root.classList.remove("black");
    [...this.stage.children].forEach((slide, index) => (slide.hidden = index !== this.index));
    this.list.value = String(this.index);
    this.back.disabled = this.index === 0;
    this.next.disabled = this.index === last;
    this.current.scrollTop = 0;
    fit(this.current);
    this.tellAddress();
  }

  // The number is part of the link, without asking the server.
  tellAddress() {
    const address = new URL(location.href);
    if (this.index) address.searchParams.set("slide", this.index + 1);
    else address.searchParams.delete("slide");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  togglePresenting() {
    this.isPresenting ? this.leave() : this.present();
  }

  async present() {
    this.root.classList.add("presenting");
    this.root.focus();
    this.wake();
    this.showLabels();
    try {
      await this.root.requestFullscreen?.();
    } catch {
      // Without leave for the whole screen the slides fill the window.
    }
    fit(this.current);
  }

  leave() {
    this.root.classList.remove("presenting", "idle", "black");
    if (document.fullscreenElement) document.exitFullscreen();
    this.showLabels();
    fit(this.current);
  }

  toggleFilters() {
    this.filters.hidden = !this.filters.hidden;
    this.filter.setAttribute("aria-expanded", String(!this.filters.hidden));
    (this.filters.hidden ? this.root : this.filters.querySelector("select"))?.focus();
    fit(this.current);
  }

  wake() {
    this.root.classList.remove("idle");
    clearTimeout(this.sleep);
    this.sleep = setTimeout(() => {
      const isBusy = !this.filters.hidden || this.bar.contains(document.activeElement);
      if (this.isPresenting && !isBusy) this.root.classList.add("idle");
    }, IDLE_MS);
  }

  showLabels() {
    const { labels } = this.data;
    const full = this.isPresenting ? labels.leave : labels.present;
    const pairs = [[this.back, labels.back], [this.next, labels.next], [this.filter, labels.filters]];
    for (const [node, label] of [...pairs, [this.full, full], [this.list, labels.list]])
      name(node, label);
    for (const [node, label] of [[this.filter, labels.filters], [this.full, full]]) {
      node.querySelector(".word")?.remove();
      node.append(make("span", "word", label));
    }
  }

  show(data, choose) {
    const isFirst = !this.data;
    this.data = data;
    this.root.setAttribute("aria-label", data.title);
    this.root.lang = data.language;
    this.stage.replaceChildren(
      ...data.slides.map((slide, index) => buildSlide(slide, data, index)),
    );
    this.list.replaceChildren(
      ...data.slides.map((slide, index) => new Option(`${index + 1}. ${slide.title}`, index)),
    );
    this.showLabels();
    place(this.filters, data.filters.map((field) => ({ ...field, suffix: "-deck" })), choose);
    // The slide looked at stays, wherever it stands in the deck that was written anew, and comes
    // back when a deck in between does not have it.
    const same = data.slides.findIndex((slide) => slide.id === this.wanted);
    if (isFirst) this.go((Number(new URL(location.href).searchParams.get("slide")) || 1) - 1);
    else this.see(same >= 0 ? same : this.index);
  }
}

function styled(href) {
  const known = document.querySelector(`link[href="${href}"]`);
  if (known) return known.ready;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.ready = new Promise((done) => (link.onload = link.onerror = done));
  document.head.append(link);
  return link.ready;
}

export default async function ({ parentElement: host, data: packed, setTriggerValue }) {
  const turn = (host.turn = (host.turn ?? 0) + 1);
  const data = await unpack(packed);
  await styled(new URL("./deck.css", import.meta.url).href);
  if (turn !== host.turn) return;
  host.deck ??= new Deck(host);
  host.deck.show(data, (field, value) => setTriggerValue("changed", { name: field, value }));
}
