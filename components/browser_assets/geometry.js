// Reads the geometry file and answers "which commune is here?". No DOM, no Leaflet.
//
// The file (data/boundaries/document.py describes it) holds longitudes and latitudes as integers; a
// map is drawn in plane units: degrees of longitude eastwards and Mercator degrees northwards,
// counted from the south-west corner. Small numbers keep Path2D, which stores 32-bit floats, exact
// enough at every zoom. A tile map's coordinates are taken as they are.

const GRID_CELLS = 64;

// Degrees that the name of the easternmost archipelago juts out on a phone showing the country.
const ISLAND_NAME_WIDTH = 1.4;

const mercator = (latitude) =>
  (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360));

/**
 * Return a function that turns one delta-encoded line into plane coordinates.
 *
 * The answer is { xy: [x0, y0, x1, …], box: [west, south, east, north] }. One tight loop: this runs
 * over every vertex of the country before anything can be painted.
 */
function lineReader(file) {
  const { scale, tile } = file;
  const west = file.bbox[0] * scale;
  const origin = tile ? file.bbox[1] : mercator(file.bbox[1]);
  return (deltas) => {
    const count = deltas.length;
    const xy = new Float64Array(count);
    let x = 0;
    let y = 0;
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < count; i += 2) {
      x += deltas[i];
      y += deltas[i + 1];
      const px = (x - west) / scale;
      const py = (tile ? y / scale : mercator(y / scale)) - origin;
      xy[i] = px;
      xy[i + 1] = py;
      if (px < left) left = px;
      if (px > right) right = px;
      if (py < bottom) bottom = py;
      if (py > top) top = py;
    }
    return { xy, box: [left, bottom, right, top] };
  };
}

/** Return a box around both boxes. */
function join(a, b) {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

const EMPTY = [Infinity, Infinity, -Infinity, -Infinity];

function trace(path, xy) {
  path.moveTo(xy[0], xy[1]);
  for (let i = 2; i < xy.length; i += 2) path.lineTo(xy[i], xy[i + 1]);
}

function traceBackwards(path, xy) {
  let i = xy.length - 2;
  path.moveTo(xy[i], xy[i + 1]);
  for (i -= 2; i >= 0; i -= 2) path.lineTo(xy[i], xy[i + 1]);
}

/** Return the signed area of a ring and where its name may stand. */
function measure(xy) {
  let area = 0;
  let cx = 0;
  let cy = 0;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const cross = xy[j] * xy[i + 1] - xy[i] * xy[j + 1];
    area += cross;
    cx += (xy[j] + xy[i]) * cross;
    cy += (xy[j + 1] + xy[i + 1]) * cross;
  }
  return { area, at: area ? [cx / (3 * area), cy / (3 * area)] : [xy[0], xy[1]] };
}

function readCommune(entry, index, read) {
  const path = new Path2D();
  const rings = [];
  let box = EMPTY;
  let widest = 0;
  let at = [0, 0];
  for (const polygon of entry.g) {
    for (let ring = 0; ring < polygon.length; ring += 1) {
      const line = read(polygon[ring]);
      const measured = measure(line.xy);
      // Shells one way round and holes the other: communes can then be filled together by the
      // non-zero rule, under which overlapping neighbours do not cancel out.
      if (ring === 0 ? measured.area < 0 : measured.area > 0) traceBackwards(path, line.xy);
      else trace(path, line.xy);
      path.closePath();
      rings.push(line.xy);
      box = join(box, line.box);
      if (ring === 0 && Math.abs(measured.area) > widest) {
        widest = Math.abs(measured.area);
        at = measured.at;
      }
    }
  }
  return {
    index, code: entry.c, name: entry.n, kind: entry.k, district: entry.d, basis: entry.b,
    rings, path, box, at,
  };
}

function readOutline(entry, read) {
  const path = new Path2D();
  let box = EMPTY;
  for (const deltas of entry.o) {
    const line = read(deltas);
    trace(path, line.xy);
    box = join(box, line.box);
  }
  return {
    code: entry.c, name: entry.n, full: entry.full ?? entry.n, province: entry.p,
    at: read(entry.at).xy, path, box,
  };
}

/** Bucket communes by the cells of a coarse grid that their boxes touch. */
function buildGrid(communes, box) {
  const width = (box[2] - box[0]) / GRID_CELLS || 1;
  const height = (box[3] - box[1]) / GRID_CELLS || 1;
  const clamp = (value) => Math.max(0, Math.min(GRID_CELLS - 1, Math.floor(value)));
  const cells = new Map();
  const cell = (x, y) => [clamp((x - box[0]) / width), clamp((y - box[1]) / height)];
  for (const commune of communes) {
    const [left, bottom] = cell(commune.box[0], commune.box[1]);
    const [right, top] = cell(commune.box[2], commune.box[3]);
    for (let cx = left; cx <= right; cx += 1) {
      for (let cy = bottom; cy <= top; cy += 1) {
        const key = cx * GRID_CELLS + cy;
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(commune);
      }
    }
  }
  return (x, y) => {
    const [cx, cy] = cell(x, y);
    return cells.get(cx * GRID_CELLS + cy) ?? [];
  };
}

function contains(commune, x, y) {
  const [left, bottom, right, top] = commune.box;
  if (x < left || x > right || y < bottom || y > top) return false;
  let inside = false;
  for (const ring of commune.rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[i + 1] > y !== ring[j + 1] > y;
      const slope = (ring[j] - ring[i]) / (ring[j + 1] - ring[i + 1]);
      if (crosses && x < slope * (y - ring[i + 1]) + ring[i]) inside = !inside;
    }
  }
  return inside;
}

/** Read a geometry file of format 1; throws when it is of another format. */
export function readGeometry(file) {
  if (file.format !== 1) throw new Error(`geometry format ${file.format} is not known`);
  const read = lineReader(file);
  const communes = file.communes.map((entry, index) => readCommune(entry, index, read));
  const box = communes.reduce((all, commune) => join(all, commune.box), EMPTY);
  const districts = file.districts.map((entry) => readOutline(entry, read));
  const islands = (file.islands ?? []).map((group) => ({
    name: group.n, admin: group.by ?? "", names: group.names ?? [],
    at: read(group.at).xy, points: group.pts.map((point) => read(point).xy),
  }));
  const corner = read([file.bbox[2] * file.scale, file.bbox[3] * file.scale]).xy;
  let candidates;
  return {
    communes, districts, islands,
    tile: Boolean(file.tile),
    home: [0, 0, corner[0] + (islands.length && !file.tile ? ISLAND_NAME_WIDTH : 0), corner[1]],
    provinces: file.provinces.map((entry) => readOutline(entry, read)),
    byCode: new Map(communes.map((commune) => [commune.code, commune])),
    districtOf: new Map(districts.map((district) => [district.code, district])),
    find(x, y) {
      candidates ??= buildGrid(communes, box);
      return candidates(x, y).findLast((commune) => contains(commune, x, y)) ?? null;
    },
  };
}
