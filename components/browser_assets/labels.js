// Writes names on the map: in pixels, with a halo, and never one over another.

const INK = "#22303c";
const SOFT_INK = "#33424f";
const HALO = "rgba(255, 255, 255, 0.92)";

// Mean size of the units, in CSS pixels, below which their names would only be clutter.
const DISTRICT_NAMES_FROM = 36;
const COMMUNE_NAMES_FROM = 34;
const ISLAND_NAMES_FROM = 70; // pixels a degree
const ROOM_FOR_LIFT = 40; // pixels: more than any name is high or lifted

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
    if (room && this.isFarOff(left, middle, room)) return; // before its letters are measured
    const height = rows.reduce((sum, row) => sum + row.size * 1.25, 0);
    const width = Math.max(...rows.map((row) => this.measure(row)));
    const x = fromLeft ? left + width / 2 : left;
    const y = middle - lift;
    const box = [x - width / 2 - 2, y - height / 2 - 1, x + width / 2 + 2, y + height / 2 + 1];
    if (!always && (!this.fits(width, height, room) || this.collides(box))) return;
    this.taken.push(box);
    let line = y - height / 2;
    for (const row of rows) {
      this.choose(row);
      const middle = line + row.size * 0.625;
      this.ctx.strokeStyle = HALO;
      this.ctx.strokeText(row.text, x, middle);
      this.ctx.fillStyle = colour;
      this.ctx.fillText(row.text, x, middle);
      line += row.size * 1.25;
    }
  }

  measure(row) {
    this.choose(row);
    return this.ctx.measureText(row.text).width;
  }

  choose({ weight = 400, size }) {
    const font = `${weight} ${size}px ${this.family}`;
    if (font !== this.font) this.ctx.font = this.font = font;
  }

  /** Say whether a name, no wider than fits() lets it be, cannot reach into what is drawn. */
  isFarOff(x, y, room) {
    const { bounds, scale } = this.view;
    const reach = (room[2] - room[0]) * scale + ROOM_FOR_LIFT;
    return (
      x < bounds.min.x - reach || x > bounds.max.x + reach ||
      y < bounds.min.y - ROOM_FOR_LIFT || y > bounds.max.y + ROOM_FOR_LIFT
    );
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
      const beside = [x + 8 / view.scale, y];
      lettering.write(beside, [{ text, size: 11, weight: 600 }], { always: true, fromLeft: true });
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

/** Name archipelagos, provinces, districts and communes, as far as there is room. */
export function paintLabels(ctx, geometry, view, family) {
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
    const options = { room: commune.box, colour: SOFT_INK };
    lettering.write(commune.at, [{ text: commune.name, size: 10.5 }], options);
  }
}
