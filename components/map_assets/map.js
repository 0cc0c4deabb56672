// The map component: one Leaflet map per place on a page, kept alive across reruns.
//
// Everything that comes from outside (names of units, labels, values) is written with textContent:
// a commune's name may hold any characters and must never become markup.

import { readGeometry } from "./geometry.js";
import { defineLayers } from "./layer.js";

const SVG = "http://www.w3.org/2000/svg";
const WHEEL_HINT_MS = 1400;
const PAPER_WIDTH = 680; // CSS pixels between the margins of an upright A4 page
const widgets = new WeakMap();
let layers;

const absolute = (path) => new URL(path, document.baseURI).href;

function element(parent, className, attributes = {}, tag = "div") {
  const node = document.createElement(tag);
  node.className = className;
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  parent.appendChild(node);
  return node;
}

/** Wait for the style sheets the loader added; without them Leaflet cannot place anything. */
function stylesReady(paths) {
  const links = paths.map((path) => document.querySelector(`link[href="${absolute(path)}"]`));
  return Promise.all(links.map((link) => link.sheet ?? new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(`${link.href} could not be loaded`)));
  })));
}

/** Read the geometry at a path; the loader may have asked for it already. */
async function loadGeometry(path, request) {
  const response = await (request ?? fetch(absolute(path)));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return readGeometry(await response.json());
}

const toBounds = ([west, south, east, north]) => [[south, west], [north, east]];

class CommuneMap {
  constructor(host, data, send) {
    this.data = data;
    this.send = send;
    this.root = element(host, "ntm-map");
    this.canvas = element(this.root, "ntm-map__canvas");
    this.insets = element(this.root, "ntm-map__insets");
    this.attribution = element(this.root, "ntm-map__attribution");
    this.hint = element(this.root, "ntm-map__hint", { hidden: "" });
    this.message = element(this.root, "ntm-map__message", { role: "status", hidden: "" });
    this.tooltip = element(this.root, "ntm-map__tooltip", { hidden: "" });
    this.keyboard = () => this.root.classList.remove("ntm-map--pointer");
    this.beforePrint = () => this.toPaper();
    this.afterPrint = () => this.toScreen();
  }

  async start(request) {
    const geometry = loadGeometry(this.data.geometry, request);
    geometry.catch(() => {}); // awaited, and its failure told, in show()
    await stylesReady(this.data.styles);
    if (this.destroyed) return;
    const { labels } = this.data;
    const { L } = window; // leaflet.js, which the loader imports before this module runs
    layers ??= defineLayers(L);
    this.L = L;
    this.map = L.map(this.canvas, {
      crs: L.CRS.Simple, zoomSnap: 0.25, zoomDelta: 0.75, minZoom: -20, maxZoom: 20,
      wheelPxPerZoomLevel: 90, scrollWheelZoom: false, attributionControl: false,
      zoomControl: false, doubleClickZoom: true, maxBoundsViscosity: 0.8,
    }).setView([0, 0], 0);
    L.control.zoom({ zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut, zoomOutText: "−" }).addTo(this.map);
    this.addHomeButton();
    this.base = new layers.CommuneLayer().addTo(this.map);
    this.marks = new layers.MarkLayer().addTo(this.map);
    this.marks._container.classList.add("ntm-map__marks");
    this.map.on("mousemove", (event) => this.hover(event));
    this.map.on("mouseout movestart zoomstart", () => this.leave());
    this.map.on("click", (event) => this.click(event));
    this.map.on("moveend", () => this.showInsets());
    this.guardGestures();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
    window.addEventListener("beforeprint", this.beforePrint);
    window.addEventListener("afterprint", this.afterPrint);
    await this.show(geometry);
  }

  /** Put a geometry on the map and frame it. */
  async show(pending) {
    const path = this.data.geometry;
    try {
      const geometry = await pending;
      if (this.destroyed || path !== this.data.geometry) return;
      this.leave();
      this.geometry = geometry;
      this.buildInsets();
      this.frame(this.data.highlighted, true);
      this.apply();
      this.base.setGeometry(geometry, this.data);
      this.root.dataset.ready = path;
    } catch (error) {
      if (!this.destroyed && path === this.data.geometry) this.tell(this.data.labels.failed);
      console.warn("map:", error.message);
    }
  }

  update(data) {
    const before = this.data;
    this.data = data;
    if (!this.map) return;
    if (before.geometry !== data.geometry) {
      this.show(loadGeometry(data.geometry));
      return;
    }
    if (!this.geometry) return;
    if (before.highlighted !== data.highlighted) this.frame(data.highlighted, false);
    this.apply();
    this.base.setState(data);
  }

  /** Bring everything but the painted communes in line with the data. */
  apply() {
    const { data, geometry } = this;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", `${data.label}. ${data.labels.keyboard}`);
    this.attribution.textContent = data.attribution;
    const matches = data.values.length === geometry.communes.length;
    this.tell(matches ? "" : data.labels.mismatch);
    const shape = (list) => list.find(({ code }) => code === data.highlighted);
    this.marks.setMarks({
      selected: geometry.byCode.get(data.selected) ?? null,
      highlighted: shape(geometry.districts) ?? shape(geometry.provinces) ?? null,
    });
    if (this.hovered) this.fillTooltip(this.hovered);
  }

  tell(text) {
    this.message.textContent = text;
    this.message.hidden = !text;
  }

  // ---- view

  /** Show a district or province, or everything; limits follow the whole map. */
  frame(code, newGeometry) {
    const { map, L, geometry } = this;
    const home = L.latLngBounds(toBounds(geometry.home));
    const padding = { padding: [14, 14], animate: false };
    if (newGeometry) map.setMaxBounds(null).setMinZoom(-20).setMaxZoom(20);
    const wanted = [...geometry.districts, ...geometry.provinces].find((shape) => shape.code === code);
    map.fitBounds(wanted ? toBounds(wanted.box) : home, padding);
    if (newGeometry) {
      // Limits come last: set earlier, they would start to move the map on their own.
      const fitted = map.getBoundsZoom(home, false, L.point(28, 28));
      const { x, y } = map.getSize().divideBy(2 * map.options.crs.scale(fitted));
      const { lat, lng } = home.getCenter();
      const view = L.latLngBounds([lat - y, lng - x], [lat + y, lng + x]);
      map.setMinZoom(fitted - 1).setMaxZoom(fitted + 7).setMaxBounds(view.pad(0.6));
    }
    this.framed = { code, center: map.getCenter(), zoom: map.getZoom() };
  }

  /** Keep the framing when the page's width changes, unless the user has moved the map. */
  resize() {
    const { map, framed, canvas } = this;
    const size = map.getSize();
    if (size.x === canvas.clientWidth && size.y === canvas.clientHeight) return;
    const untouched = framed && map.getZoom() === framed.zoom && map.getCenter().equals(framed.center, 1e-6);
    map.invalidateSize({ pan: !untouched, animate: false });
    if (untouched) this.frame(framed.code, true);
  }

  /** Narrow the map to the paper: nothing would tell it to repaint once the page is laid out anew. */
  toPaper() {
    if (this.root.clientWidth > PAPER_WIDTH) this.root.style.width = `${PAPER_WIDTH}px`;
    this.resize();
    this.base.setPaper({ ...this.marks.marks, hovered: null });
  }

  toScreen() {
    this.root.style.width = "";
    this.resize();
    this.base.setPaper(null);
  }

  addHomeButton() {
    const control = this.L.control({ position: "topleft" });
    control.onAdd = () => {
      const box = this.L.DomUtil.create("div", "leaflet-bar");
      const button = element(box, "ntm-map__home", { href: "#", role: "button", title: this.data.labels.home, "aria-label": this.data.labels.home }, "a");
      button.textContent = "⤢";
      this.L.DomEvent.disableClickPropagation(box);
      this.L.DomEvent.on(button, "click", (event) => {
        this.L.DomEvent.preventDefault(event);
        if (this.geometry) this.frame(null, true);
      });
      return box;
    };
    control.addTo(this.map);
  }

  /** Let the page scroll: the wheel zooms only with Ctrl, one finger never moves the map. */
  guardGestures() {
    const { map } = this;
    const wheel = (event) => {
      if (event.ctrlKey || event.metaKey) map.scrollWheelZoom.enable();
      else {
        map.scrollWheelZoom.disable();
        this.showHint();
      }
    };
    const touch = () => map.dragging.disable(); // two fingers still zoom and move
    const pointer = (event) => {
      if (event.pointerType === "mouse") map.dragging.enable();
      this.root.classList.add("ntm-map--pointer"); // no focus ring for those who point
    };
    this.root.addEventListener("wheel", wheel, { capture: true, passive: true });
    this.root.addEventListener("touchstart", touch, { capture: true, passive: true });
    this.root.addEventListener("pointerdown", pointer, { capture: true });
    document.addEventListener("keydown", this.keyboard, { capture: true });
  }

  showHint() {
    this.hint.textContent = this.data.labels.wheel;
    this.hint.hidden = false;
    clearTimeout(this.hintTimer);
    this.hintTimer = setTimeout(() => (this.hint.hidden = true), WHEEL_HINT_MS);
  }

  // ---- islands

  buildInsets() {
    this.insets.replaceChildren();
    this.insetOf = new Map(this.geometry.islands.map((group) => [group, this.buildInset(group)]));
  }

  buildInset(group) {
    const card = element(this.insets, "ntm-map__inset");
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "0 0 64 34");
    picture.setAttribute("aria-hidden", "true");
    const xs = group.points.map(([x]) => x);
    const ys = group.points.map(([, y]) => y);
    const place = (value, all, length) => {
      const low = Math.min(...all);
      const range = Math.max(...all) - low;
      return range ? 4 + ((value - low) / range) * (length - 8) : length / 2;
    };
    for (const [x, y] of group.points) {
      const dot = document.createElementNS(SVG, "circle");
      dot.setAttribute("cx", place(x, xs, 64));
      dot.setAttribute("cy", 34 - place(y, ys, 34));
      dot.setAttribute("r", 1.8);
      picture.appendChild(dot);
    }
    card.appendChild(picture);
    element(card, "ntm-map__inset-name").textContent = group.name;
    element(card, "ntm-map__inset-admin").textContent = group.admin;
    return card;
  }

  /** Show an archipelago in an inset whenever its true place is out of view. */
  showInsets() {
    if (!this.insetOf) return;
    const bounds = this.map.getBounds();
    for (const [group, card] of this.insetOf) card.hidden = bounds.contains([group.at[1], group.at[0]]);
  }

  // ---- pointing at communes

  communeAt(event) {
    return this.geometry?.find(event.latlng.lng, event.latlng.lat) ?? null;
  }

  hover(event) {
    const commune = this.communeAt(event);
    if (!commune) {
      this.leave();
      return;
    }
    if (commune !== this.hovered) {
      this.hovered = commune;
      this.marks.setMarks({ hovered: commune });
      this.fillTooltip(commune);
      this.canvas.classList.add("ntm-map__canvas--pointing");
    }
    this.placeTooltip(event.containerPoint);
  }

  leave() {
    if (!this.hovered) return;
    this.hovered = null;
    this.tooltip.hidden = true;
    this.marks.setMarks({ hovered: null });
    this.canvas.classList.remove("ntm-map__canvas--pointing");
  }

  click(event) {
    const commune = this.communeAt(event);
    if (commune) this.send(commune.code);
  }

  fillTooltip(commune) {
    const { data, geometry } = this;
    const district = geometry.districtOf.get(commune.district);
    const province = geometry.provinces.find(({ code }) => code === district?.province);
    const [index, text] = data.chars[data.values[commune.index]] ?? [];
    const style = data.classes[index];
    this.tooltip.replaceChildren();
    const kind = commune.kind.charAt(0).toLocaleUpperCase("vi") + commune.kind.slice(1);
    element(this.tooltip, "ntm-map__tooltip-name").textContent = `${kind} ${commune.name}`;
    const place = [district?.full, geometry.provinces.length > 1 ? province?.name : null].filter(Boolean);
    element(this.tooltip, "ntm-map__tooltip-place").textContent = place.join(", ");
    if (style) {
      const row = element(this.tooltip, "ntm-map__tooltip-value");
      const swatch = element(row, style.hatch ? "ntm-map__swatch ntm-map__swatch--hatch" : "ntm-map__swatch");
      swatch.style.backgroundColor = style.colour;
      element(row, "", {}, "span").textContent = text || style.label;
      if (text && text !== style.label) element(this.tooltip, "ntm-map__tooltip-class").textContent = style.label;
    }
    if (commune.basis === "guess") element(this.tooltip, "ntm-map__tooltip-guess").textContent = data.labels.guess;
    this.tooltip.hidden = false;
  }

  placeTooltip({ x, y }) {
    const { offsetWidth: width, offsetHeight: height } = this.tooltip;
    const left = x + 16 + width > this.root.clientWidth ? x - width - 12 : x + 16;
    const top = y + 18 + height > this.root.clientHeight ? y - height - 10 : y + 18;
    this.tooltip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  destroy() {
    this.destroyed = true;
    clearTimeout(this.hintTimer);
    this.observer?.disconnect();
    document.removeEventListener("keydown", this.keyboard, { capture: true });
    window.removeEventListener("beforeprint", this.beforePrint);
    window.removeEventListener("afterprint", this.afterPrint);
    this.map?.remove();
    this.root.remove();
  }
}

/** Called by Streamlit through the inline loader at the first run and at every rerun.
 *
 * At the first run `request` is the fetch of the geometry, begun while this module was on its way.
 */
export default function render({ data, parentElement, setTriggerValue }, request) {
  const existing = widgets.get(parentElement);
  if (existing) existing.update(data);
  else {
    const widget = new CommuneMap(parentElement, data, (code) => setTriggerValue("clicked", code));
    widgets.set(parentElement, widget);
    widget.start(request).catch((error) => {
      widget.tell(widget.data.labels.failed);
      console.warn("map:", error.message);
    });
  }
  return () => {
    widgets.get(parentElement)?.destroy();
    widgets.delete(parentElement);
  };
}
