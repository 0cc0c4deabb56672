// The map of a slide: communes filled by class, outlines and names; no panning, no tiles.
import { readGeometry } from "./geometry.js";

const read = new Map();
const HATCH_INK = "#9aa3ab";
const INK = "#1b2a2f";
const NAMED_COMMUNES = 40;
const MARGIN = 0.02;
const SHORT = [["Thành phố ", "TP. "], ["Thị xã ", "TX. "], ["Huyện ", ""]];

/** Fetch a geometry file once; the browser keeps it, as the maps of other pages need it too. */
function geometryOf(address) {
  if (!read.has(address)) {
    const asked = fetch(new URL(address, document.baseURI)).then((answer) => {
      if (!answer.ok) throw new Error(`geometry ${answer.status}`);
      return answer.json();
    });
    read.set(address, asked.then(readGeometry));
  }
  return read.get(address);
}

const short = (name) => {
  const found = SHORT.find(([kind]) => name.startsWith(kind));
  return found ? found[1] + name.slice(found[0].length) : name;
};

function hatch(context, colour, ratio) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(8 * ratio);
  const pen = tile.getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, tile.width, tile.width);
  pen.strokeStyle = HATCH_INK;
  pen.lineWidth = ratio;
  pen.moveTo(0, tile.width);
  pen.lineTo(tile.width, 0);
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

/** Return the part of the geometry to draw and the box around it. */
function partOf(geometry, district) {
  const communes = geometry.communes.filter((c) => !district || c.district === district);
  const districts = geometry.districts.filter((d) => !district || d.code === district);
  if (!district) return { communes, districts, box: geometry.home };
  const sides = communes.map((commune) => commune.box);
  const least = (side) => Math.min(...sides.map((box) => box[side]));
  const most = (side) => Math.max(...sides.map((box) => box[side]));
  return { communes, districts, box: [least(0), least(1), most(2), most(3)] };
}

// Southernmost first: a name that would lie on another is lifted above it.
function writeNames(pen, places, size) {
  pen.font = `600 ${size}px "Source Sans", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = size / 4;
  pen.lineJoin = "round";
  pen.strokeStyle = "#fff";
  pen.fillStyle = INK;
  const settled = [];
  for (const { name, x, y } of places.sort((a, b) => b.y - a.y)) {
    const half = pen.measureText(name).width / 2;
    let at = y;
    for (let tries = 0; tries < places.length; tries += 1) {
      const hit = settled.find(
        (box) => Math.abs(box.x - x) < box.half + half && Math.abs(box.y - at) < size,
      );
      if (!hit) break;
      at = hit.y - size;
    }
    settled.push({ x, y: at, half });
    pen.strokeText(name, x, at);
    pen.fillText(name, x, at);
  }
}

export async function drawMap(canvas, body) {
  const geometry = await geometryOf(body.geometry);
  const { clientWidth: width, clientHeight: height } = canvas.parentElement;
  if (!width || !height) return;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  const { communes, districts, box } = partOf(geometry, body.district);
  const [wide, tall] = [box[2] - box[0], box[3] - box[1]];
  const scale = (1 - 2 * MARGIN) * Math.min(canvas.width / wide, canvas.height / tall);
  const left = (canvas.width - wide * scale) / 2 - box[0] * scale;
  const bottom = (canvas.height + tall * scale) / 2 + box[1] * scale;
  const toScreen = ([x, y]) => ({ x: left + x * scale, y: bottom - y * scale });
  const fills = body.fills.map(({ colour, hatched }) =>
    hatched ? hatch(pen, colour, ratio) : colour,
  );
  pen.lineJoin = "round";
  for (const commune of communes) {
    // Paths are in map units; filling and stroking in pixels keeps lines and hatching even.
    const path = new Path2D();
    path.addPath(commune.path, new DOMMatrix([scale, 0, 0, -scale, left, bottom]));
    pen.fillStyle = fills[Number(body.values[commune.index])];
    pen.fill(path);
    pen.lineWidth = 0.6 * ratio;
    pen.strokeStyle = "#ffffffb0";
    pen.stroke(path);
  }
  pen.strokeStyle = INK;
  pen.lineWidth = 1.4 * ratio;
  for (const district of districts) {
    const path = new Path2D();
    path.addPath(district.path, new DOMMatrix([scale, 0, 0, -scale, left, bottom]));
    pen.stroke(path);
  }
  const isFew = communes.length <= NAMED_COMMUNES;
  const named = isFew ? communes : districts;
  const size = 0.58 * parseFloat(getComputedStyle(canvas).fontSize) * ratio;
  writeNames(pen, named.map((unit) => ({ name: short(unit.full ?? unit.name), ...toScreen(unit.at) })), size);
}
