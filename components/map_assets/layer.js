// Paints communes, outlines and labels on Leaflet's canvas renderer.
//
// Leaflet's own polygons would be projected, clipped and hit-tested one by one at every move; here
// the renderer is kept (canvas, zoom animation, redraw) and only its drawing step is replaced.

const INK = "#22303c";
const HALO = "rgba(255, 255, 255, 0.92)";
const FALLBACK = { colour: "#e8ebee", hatch: true };

// Sizes in CSS pixels below which a detail would only blur the colours.
const BORDERS_FROM = 5;
const DISTRICTS_FROM = 16;
const GUESSES_FROM = 9;
const DISTRICT_NAMES_FROM = 36;
const COMMUNE_NAMES_FROM = 34;
const ISLAND_NAMES_FROM = 70; // pixels a degree

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

/** Merge communes into one path a class: adjoining communes of a class then leave no seam. */
function groupByClass(geometry, state) {
  const matches = state.values.length === geometry.communes.length;
  const groups = new Map();
  geometry.communes.forEach((commune, index) => {
    const entry = matches ? state.chars[state.values[index]] : undefined;
    const style = entry ? state.classes[entry[0]] : FALLBACK;
    if (!groups.has(style)) groups.set(style, new Path2D());
    groups.get(style).addPath(commune.path);
  });
  return groups;
}

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

/** Writes labels from the most to the least important and leaves out those that would collide. */
class Lettering {
  constructor(ctx, view, family) {
    Object.assign(this, { ctx, view, family, taken: [] });
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.2;
  }

  /**
   * Write rows around a point of the plane, or from it to the right.
   *
   * `room` is the box of the unit that is named: a name much wider than its unit is left out.
   */
  write(at, rows, { colour = INK, room = null, always = false, lift = 0, fromLeft = false } = {}) {
    const [left, middle] = this.view.toPixels(at[0], at[1]);
    const height = rows.reduce((sum, row) => sum + row.size * 1.25, 0);
    const width = Math.max(...rows.map((row) => this.measure(row)));
    const x = fromLeft ? left + width / 2 : left;
    const y = middle - lift;
    const box = [x - width / 2 - 2, y - height / 2 - 1, x + width / 2 + 2, y + height / 2 + 1];
    if (!always && (!this.fits(width, height, room) || this.collides(box))) return;
    this.taken.push(box);
    let line = y - height / 2;
    for (const row of rows) {
      this.measure(row);
      const middle = line + row.size * 0.625;
      this.ctx.strokeStyle = HALO;
      this.ctx.strokeText(row.text, x, middle);
      this.ctx.fillStyle = colour;
      this.ctx.fillText(row.text, x, middle);
      line += row.size * 1.25;
    }
  }

  measure(row) {
    this.ctx.font = `${row.weight ?? 400} ${row.size}px ${this.family}`;
    return this.ctx.measureText(row.text).width;
  }

  fits(width, height, room) {
    if (!room) return true;
    const scale = this.view.scale;
    return (room[2] - room[0]) * scale * 1.15 >= width && (room[3] - room[1]) * scale >= height;
  }

  collides(box) {
    const { bounds } = this.view;
    if (box[2] < bounds.min.x || box[0] > bounds.max.x) return true;
    if (box[3] < bounds.min.y || box[1] > bounds.max.y) return true;
    return this.taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
  }
}

const bySize = (a, b) =>
  (b.box[2] - b.box[0]) * (b.box[3] - b.box[1]) - (a.box[2] - a.box[0]) * (a.box[3] - a.box[1]);

function paintIslands(ctx, geometry, view, lettering) {
  for (const group of geometry.islands) {
    ctx.fillStyle = INK;
    for (const point of group.points) {
      const [x, y] = view.toPixels(point[0], point[1]);
      ctx.beginPath();
      ctx.arc(x, y, 1.7, 0, 2 * Math.PI);
      ctx.fill();
    }
    if (geometry.tile) {
      const [x, y] = group.points.at(-1);
      const text = group.admin ? `${group.name} (${group.admin})` : group.name;
      lettering.write([x + 8 / view.scale, y], [{ text, size: 11, weight: 600 }], { always: true, fromLeft: true });
      continue;
    }
    const rows = [{ text: group.name, size: 12, weight: 600 }];
    if (group.admin) rows.push({ text: group.admin, size: 10.5 });
    const top = Math.max(...group.points.map(([, y]) => y));
    lettering.write([group.at[0], top], rows, { always: true, lift: 20 });
    if (view.scale < ISLAND_NAMES_FROM) continue;
    group.points.forEach((point, index) => {
      lettering.write(point, [{ text: group.names[index] ?? "", size: 10.5 }], { lift: -10 });
    });
  }
}

function paintLabels(ctx, geometry, view, family) {
  const lettering = new Lettering(ctx, view, family);
  const country = geometry.provinces.length > 1;
  paintIslands(ctx, geometry, view, lettering);
  const wide = (view.bounds.max.x - view.bounds.min.x) * 0.7;
  if (country) {
    for (const province of [...geometry.provinces].sort(bySize)) {
      if ((province.box[2] - province.box[0]) * view.scale > wide) continue;
      const options = { room: province.box, lift: geometry.tile ? 5 : 0 };
      lettering.write(province.at, [{ text: province.name, size: 12, weight: 600 }], options);
    }
  }
  if (country && view.districtSize < DISTRICT_NAMES_FROM) return;
  const size = country ? 11 : 12.5;
  for (const district of [...geometry.districts].sort(bySize)) {
    lettering.write(district.at, [{ text: district.name, size, weight: 600 }], { room: district.box });
  }
  if (view.communeSize < COMMUNE_NAMES_FROM) return;
  for (const commune of geometry.communes) {
    lettering.write(commune.at, [{ text: commune.name, size: 10.5 }], { room: commune.box, colour: "#33424f" });
  }
}

function paintFills(ctx, groups, ratio) {
  for (const [style, path] of groups) {
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
    stroke(ctx, prepared.districts(), country ? "rgba(55, 71, 86, 0.55)" : "#3f4e5c", country ? 0.7 : 1.4, scale);
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
      this.setState(state);
    },

    setState(state) {
      this.state = state;
      if (!this.geometry) return;
      this.groups = groupByClass(this.geometry, state);
      this.repaint();
    },

    _draw() {
      if (!this.geometry || !this._ctx) return;
      const view = this.view();
      view.communeSize = this.prepared.communeSize * view.scale;
      view.districtSize = this.prepared.districtSize * view.scale;
      const family = getComputedStyle(this._map.getContainer()).fontFamily;
      this.inPlane(view, (ctx) => paintBase(ctx, this.geometry, this.prepared, this.groups, this.state, view));
      if (this.paperMarks) this.inPlane(view, (ctx) => paintMarks(ctx, this.paperMarks, view));
      this._ctx.save();
      paintLabels(this._ctx, this.geometry, view, family);
      this._ctx.restore();
    },
  });

  const MarkLayer = Plane.extend({
    marks: { hovered: null, selected: null, highlighted: null },

    setMarks(marks) {
      this.marks = { ...this.marks, ...marks };
      this.repaint();
    },

    _draw() {
      if (!this._ctx) return;
      const view = this.view();
      this.inPlane(view, (ctx) => paintMarks(ctx, this.marks, view));
    },
  });

  return { CommuneLayer, MarkLayer };
}
