// What floats above the map: the tooltip and the archipelagos' insets.
//
// Everything that comes from outside (names of units, labels, values) is written with textContent:
// a commune's name may hold any characters and must never become markup.

const SVG = "http://www.w3.org/2000/svg";

/** Append a new element and return it. */
export function element(parent, className, attributes = {}, tag = "div") {
  const node = document.createElement(tag);
  node.className = className;
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  parent.appendChild(node);
  return node;
}

export class Tooltip {
  constructor(root) {
    this.root = root;
    this.box = element(root, "ntm-map__tooltip", { hidden: "" });
  }

  /** Say what a commune is and what its colour means. */
  show(commune, geometry, data) {
    const [index, text] = data.chars[data.values[commune.index]] ?? [];
    const kind = commune.kind.charAt(0).toLocaleUpperCase("vi") + commune.kind.slice(1);
    this.box.replaceChildren();
    this.line("name", `${kind} ${commune.name}`);
    this.line("place", this.placeOf(commune, geometry));
    this.value(data.classes[index], text);
    if (commune.basis === "guess") this.line("guess", data.labels.guess);
    this.box.hidden = false;
  }

  line(part, text) {
    const row = element(this.box, `ntm-map__tooltip-${part}`);
    row.textContent = text;
    return row;
  }

  placeOf(commune, geometry) {
    const district = geometry.districtOf.get(commune.district);
    const several = geometry.provinces.length > 1;
    const province = several && geometry.provinces.find(({ code }) => code === district?.province);
    return [district?.full, province?.name].filter(Boolean).join(", ");
  }

  value(style, text) {
    if (!style) return;
    const row = this.line("value", "");
    const hatch = style.hatch ? " ntm-map__swatch--hatch" : "";
    element(row, `ntm-map__swatch${hatch}`).style.backgroundColor = style.colour;
    element(row, "", {}, "span").textContent = text || style.label;
    if (text && text !== style.label) this.line("class", style.label);
  }

  /** Stand beside the pointer, on whichever side there is room. */
  place({ x, y }) {
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const left = x + 16 + width > this.root.clientWidth ? x - width - 12 : x + 16;
    const top = y + 18 + height > this.root.clientHeight ? y - height - 10 : y + 18;
    this.box.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}

/** Build the card that stands for an archipelago while its true place is out of view. */
export function buildInset(parent, group) {
  const card = element(parent, "ntm-map__inset");
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
