// Paints communes and outlines on Leaflet's canvas renderer.
//
// Leaflet's own polygons would be projected, clipped and hit-tested one by one at every move; here
// the renderer is kept (canvas, zoom animation, redraw) and only its drawing step is replaced.

import { paintLabels } from "./labels.js";

const FALLBACK = { colour: "#e8ebee", hatch: true };

// Sizes in CSS pixels below which a detail would only blur the colours.
const BORDERS_FROM = 5;
const DISTRICTS_FROM = 16;
const GUESSES_FROM = 9;

/** Return the mean side of the shapes' boxes; a commune without a known area counts for nothing. */
function meanSize(shapes) {
  const sides = shapes
    .filter(({ box }) => box[2] > box[0])
    .map(({ box }) => Math.sqrt((box[2] - box[0]) * (box[3] - box[1])));
  return sides.length ? sides.reduce((sum, side) => sum + side, 0) / sides.length : 0;
}

/** Return a diagonal hatch that keeps its size on screen whatever the transform of ctx. */
function hatchPattern(ctx, colour, ratio) {
  const size = Math.round(6 * ratio);
  const tile = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = tile.getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = "rgba(70, 84, 99, 0.38)";
  pen.lineWidth = 0.9 * ratio;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  const pattern = ctx.createPattern(tile, "repeat");
  pattern.setTransform(ctx.getTransform().inverse());
  return pattern;
}

/**
 * Merge communes into one path a class: adjoining communes of a class then leave no seam.
 *
 * What is together already stays as it is: on a map of the country most communes have no data in
 * any layer, and merging ten thousand takes as long as painting them.
 */
function groupByClass(geometry, state, before) {
  const matches = state.values.length === geometry.communes.length;
  const groups = new Map();
  geometry.communes.forEach((commune, index) => {
    const entry = matches ? state.chars[state.values[index]] : undefined;
    const style = entry ? state.classes[entry[0]] : FALLBACK;
    if (!groups.has(style)) groups.set(style, []);
    groups.get(style).push(commune);
  });
  return [...groups].map(([style, communes]) => {
    const known = before.find((group) => isSame(group.communes, communes));
    return { style, communes, path: known?.path ?? mergePaths(communes) };
  });
}

const isSame = (left, right) =>
  left.length === right.length && left.every((each, index) => each === right[index]);

function mergePaths(shapes) {
  const path = new Path2D();
  shapes.forEach((shape) => path.addPath(shape.path));
  return path;
}

function once(make) {
  let made;
  return () => (made ??= make());
}

/** What only changes with the geometry: computed once, and paths only when they are drawn. */
function prepare(geometry) {
  return {
    borders: once(() => mergePaths(geometry.communes)),
    guesses: once(() => mergePaths(geometry.communes.filter(({ basis }) => basis === "guess"))),
    districts: once(() => mergePaths(geometry.districts)),
    provinces: once(() => mergePaths(geometry.provinces)),
    communeSize: meanSize(geometry.communes),
    districtSize: meanSize(geometry.districts),
  };
}

function stroke(ctx, path, colour, width, scale, dash = []) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width / scale;
  ctx.setLineDash(dash.map((length) => length / scale));
  ctx.stroke(path);
  ctx.setLineDash([]);
}

function paintFills(ctx, groups, ratio) {
  for (const { style, path } of groups) {
    ctx.fillStyle = style.hatch ? hatchPattern(ctx, style.colour, ratio) : style.colour;
    ctx.fill(path, "nonzero");
  }
}

/** Lighten everything that is not in the highlighted district or province. */
function paintVeil(ctx, geometry, highlighted) {
  const outside = geometry.communes.filter(({ district }) => {
    const owner = geometry.districtOf.get(district);
    return district !== highlighted && owner?.province !== highlighted;
  });
  if (outside.length === geometry.communes.length) return;
  ctx.fillStyle = "rgba(255, 255, 255, 0.62)";
  ctx.fill(mergePaths(outside), "nonzero");
}

function paintBase(ctx, geometry, prepared, groups, state, view) {
  const { scale } = view;
  paintFills(ctx, groups, view.ratio);
  if (state.highlighted) paintVeil(ctx, geometry, state.highlighted);
  const communeSize = prepared.communeSize * scale;
  if (communeSize >= BORDERS_FROM) {
    stroke(ctx, prepared.borders(), "#ffffff", Math.min(1, communeSize / 26), scale);
  }
  if (communeSize >= GUESSES_FROM) stroke(ctx, prepared.guesses(), "#4a5866", 1, scale, [1.5, 2.5]);
  const country = geometry.provinces.length > 1;
  if (!country || prepared.districtSize * scale >= DISTRICTS_FROM) {
    const [colour, width] = country ? ["rgba(55, 71, 86, 0.55)", 0.7] : ["#3f4e5c", 1.4];
    stroke(ctx, prepared.districts(), colour, width, scale);
  }
  stroke(ctx, prepared.provinces(), "#2f3e4c", country ? 0.9 : 1.6, scale);
}

function paintMarks(ctx, { hovered, selected, highlighted }, { scale }) {
  if (highlighted) stroke(ctx, highlighted.path, "#1b2733", 2.4, scale);
  if (hovered) stroke(ctx, hovered.path, "#1b2733", 1.6, scale);
  if (!selected) return;
  stroke(ctx, selected.path, "#ffffff", 5, scale);
  stroke(ctx, selected.path, "#111a22", 2.6, scale);
}

/** Define the two layers for the Leaflet that was loaded: the map itself, and the marks above it. */
export function defineLayers(L) {
  const Plane = L.Canvas.extend({
    options: { padding: 0.25 },

    /** Return how plane units become pixels of this canvas at the current zoom. */
    view() {
      const scale = this._map.options.crs.scale(this._zoom);
      const origin = this._map.getPixelOrigin();
      return {
        scale, origin, bounds: this._bounds, ratio: L.Browser.retina ? 2 : 1,
        toPixels: (x, y) => [x * scale - origin.x, -y * scale - origin.y],
      };
    },

    /** Sit on whole pixels after a reset: Leaflet's fractional offset would blur every line. */
    _reset() {
      this._postponeUpdatePaths = false;
      this._update();
    },

    repaint() {
      if (this._ctx && this._map) this._redraw();
    },

    inPlane(view, draw) {
      const ctx = this._ctx;
      ctx.save();
      ctx.lineJoin = "round";
      ctx.transform(view.scale, 0, 0, -view.scale, -view.origin.x, -view.origin.y);
      draw(ctx);
      ctx.restore();
    },
  });

  const CommuneLayer = Plane.extend({
    /** On paper the marks go into this canvas: one above it would print as a white sheet. */
    setPaper(marks) {
      this.paperMarks = marks;
      this.repaint();
    },

    setGeometry(geometry, state) {
      this.geometry = geometry;
      this.prepared = prepare(geometry);
      this.told = "";
      this.groups = [];
      this.setState(state);
    },

    /** Take new classes; what moves the map next paints them, else `show` does. */
    setState(state) {
      this.state = state;
      const told = JSON.stringify([state.values, state.classes, state.chars, state.highlighted]);
      if (told === this.told) return;
      this.told = told;
      this.painted = false;
      if (this.geometry) this.groups = groupByClass(this.geometry, state, this.groups);
    },

    show() {
      if (!this.painted) this.repaint();
    },

    _draw() {
      if (!this.geometry || !this._ctx) return;
      this.painted = true;
      const view = this.view();
      view.communeSize = this.prepared.communeSize * view.scale;
      view.districtSize = this.prepared.districtSize * view.scale;
      const family = getComputedStyle(this._map.getContainer()).fontFamily;
      const { geometry, prepared, groups, state } = this;
      this.inPlane(view, (ctx) => paintBase(ctx, geometry, prepared, groups, state, view));
      if (this.paperMarks) this.inPlane(view, (ctx) => paintMarks(ctx, this.paperMarks, view));
      this._ctx.save();
      paintLabels(this._ctx, this.geometry, view, family);
      this._ctx.restore();
    },
  });

  const MarkLayer = Plane.extend({
    marks: { hovered: null, selected: null, highlighted: null },

    setMarks(marks) {
      if (Object.entries(marks).every(([name, shape]) => this.marks[name] === shape)) return;
      this.marks = { ...this.marks, ...marks };
      this.painted = false;
    },

    show() {
      if (!this.painted) this.repaint();
    },

    _draw() {
      if (!this._ctx) return;
      this.painted = true;
      const view = this.view();
      this.inPlane(view, (ctx) => paintMarks(ctx, this.marks, view));
    },
  });

  return { CommuneLayer, MarkLayer };
}
