// The map component: one Leaflet map per place on a page, kept alive across reruns.

import { readGeometry } from "./geometry.js";
import { defineLayers } from "./layer.js";
import { Tooltip, buildInset, element } from "./overlays.js";

const WHEEL_HINT_MS = 1400;
const PAPER_WIDTH = 680; // CSS pixels between the margins of an upright A4 page
const KEPT_GEOMETRIES = 3;
const widgets = new WeakMap();
const geometries = new Map();
let layers;

const absolute = (path) => new URL(path, document.baseURI).href;

/** Wait for the style sheets the loader added; without them Leaflet cannot place anything. */
function stylesReady(paths) {
  const links = paths.map((path) => document.querySelector(`link[href="${absolute(path)}"]`));
  return Promise.all(links.map((link) => link.sheet ?? new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(`${link.href} could not be loaded`)));
  })));
}

async function readFile(path) {
  const response = await fetch(absolute(path));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return readGeometry(await response.json());
}

/** Return the geometry at a path; the last ones read are kept, as pages share them. */
export function loadGeometry(path) {
  const reading = geometries.get(path) ?? readFile(path);
  geometries.delete(path);
  geometries.set(path, reading); // the newest stands last
  if (geometries.size > KEPT_GEOMETRIES) geometries.delete(geometries.keys().next().value);
  reading.catch(() => geometries.delete(path)); // asked for again, it is tried again
  return reading;
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
    this.tooltip = new Tooltip(this.root);
    this.picked = ({ detail }) => this.follow(detail);
    this.keyboard = () => this.root.classList.remove("ntm-map--pointer");
    this.beforePrint = () => this.toPaper();
    this.afterPrint = () => this.toScreen();
  }

  async start() {
    const path = this.data.geometry;
    const geometry = loadGeometry(path);
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
    const titles = { zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut };
    L.control.zoom({ ...titles, zoomOutText: "−" }).addTo(this.map);
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
    document.addEventListener("ntm-pick", this.picked);
    window.addEventListener("beforeprint", this.beforePrint);
    window.addEventListener("afterprint", this.afterPrint);
    await this.show(path, geometry);
    // A rerun may have asked for another place before there was a map to tell.
    if (path !== this.data.geometry) await this.show(this.data.geometry, loadGeometry(this.data.geometry));
  }

  /** Put a geometry on the map and frame it, unless another one is wanted by the time it comes. */
  async show(path, pending) {
    try {
      const geometry = await pending;
      if (this.destroyed || path !== this.data.geometry) return;
      this.leave();
      this.geometry = geometry;
      this.buildInsets();
      this.base.setGeometry(geometry, this.data);
      this.apply();
      this.frame(this.data.highlighted, true);
      this.paint();
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
      this.show(data.geometry, loadGeometry(data.geometry));
      return;
    }
    if (!this.geometry) return;
    this.base.setState(data);
    this.apply();
    // Moving the map paints it: the new classes have to be there by then, or it is painted twice.
    if (before.highlighted !== data.highlighted) this.frame(data.highlighted, false);
    if (before.selected !== data.selected) this.reveal(data.selected);
    this.paint();
  }

  /** Go to a district as soon as it is chosen: the answer of the server then only brings figures. */
  follow({ name, value }) {
    if (name !== "district" || !this.data.follows) return;
    this.update({ ...this.data, highlighted: value || null });
  }

  /** Paint what has changed and has not been painted since. */
  paint() {
    this.base.show();
    this.marks.show();
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
    if (this.hovered) this.tooltip.show(this.hovered, geometry, data);
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

  /** Bring a commune chosen elsewhere on the page into view. */
  reveal(code) {
    const commune = this.geometry.byCode.get(code);
    if (!commune?.rings.length) return;
    const [x, y] = commune.at;
    if (!this.map.getBounds().contains([y, x])) this.map.panTo([y, x], { animate: false });
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
      const name = this.data.labels.home;
      const attributes = { href: "#", role: "button", title: name, "aria-label": name };
      const button = element(box, "ntm-map__home", attributes, "a");
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
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault(); // the browser would enlarge the whole page as well
        map.scrollWheelZoom.enable();
      } else {
        map.scrollWheelZoom.disable();
        this.showHint();
      }
    };
    const touch = () => map.dragging.disable(); // two fingers still zoom and move
    const pointer = (event) => {
      if (event.pointerType === "mouse") map.dragging.enable();
      this.root.classList.add("ntm-map--pointer"); // no focus ring for those who point
    };
    this.root.addEventListener("wheel", wheel, { capture: true, passive: false });
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
    const { islands } = this.geometry;
    this.insetOf = new Map(islands.map((group) => [group, buildInset(this.insets, group)]));
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
      this.marks.show();
      this.tooltip.show(commune, this.geometry, this.data);
      this.canvas.classList.add("ntm-map__canvas--pointing");
    }
    this.tooltip.place(event.containerPoint);
  }

  leave() {
    if (!this.hovered) return;
    this.hovered = null;
    this.tooltip.hide();
    this.marks.setMarks({ hovered: null });
    this.marks.show();
    this.canvas.classList.remove("ntm-map__canvas--pointing");
  }

  click(event) {
    const commune = this.communeAt(event);
    if (commune) this.send(commune.code);
  }

  destroy() {
    this.destroyed = true;
    clearTimeout(this.hintTimer);
    this.observer?.disconnect();
    document.removeEventListener("ntm-pick", this.picked);
    document.removeEventListener("keydown", this.keyboard, { capture: true });
    window.removeEventListener("beforeprint", this.beforePrint);
    window.removeEventListener("afterprint", this.afterPrint);
    this.map?.remove();
    this.root.remove();
  }
}

/** Called by Streamlit through the inline loader at the first run and at every rerun. */
export default function render({ data, parentElement, setTriggerValue }) {
  const existing = widgets.get(parentElement);
  if (existing) existing.update(data);
  else {
    const widget = new CommuneMap(parentElement, data, (code) => setTriggerValue("clicked", code));
    widgets.set(parentElement, widget);
    widget.start().catch((error) => {
      widget.tell(widget.data.labels.failed);
      console.warn("map:", error.message);
    });
  }
  return () => {
    widgets.get(parentElement)?.destroy();
    widgets.delete(parentElement);
  };
}
