// Draws the filters as native controls: one element for Streamlit instead of a dozen. Controls stay
// in place between runs, so that the one in use keeps the keyboard.
import { unpack } from "./wire.js";

const PAUSE_MS = 700;

// "Cư M'gar" -> "cu m'gar": a reader types without marks, or with half of them.
const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

function fill(select, field) {
  const told = JSON.stringify(field.options);
  if (select.told === told) return;
  select.told = told;
  select.replaceChildren();
  let group = null;
  for (const [value, text, heading] of field.options) {
    if (heading && group?.label !== heading) {
      group = Object.assign(document.createElement("optgroup"), { label: heading });
      select.append(group);
    }
    (heading ? group : select).append(new Option(text, value));
  }
}

// Typing on a closed list goes to the first entry that holds what was typed, wherever in its name.
function searchByTyping(select) {
  let typed = "";
  let pause = 0;
  let before = "";
  select.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isLetter || (event.key === " " && !typed)) return;
    event.preventDefault();
    if (!typed) before = select.value;
    typed += fold(event.key);
    const options = [...select.options];
    const words = (option) => ` ${fold(option.text)}`;
    const found =
      options.find((option) => words(option).includes(` ${typed}`)) ??
      options.find((option) => words(option).includes(typed));
    if (found) select.value = found.value;
    clearTimeout(pause);
    pause = setTimeout(() => {
      typed = "";
      if (select.value !== before) select.dispatchEvent(new Event("change"));
    }, PAUSE_MS);
  });
}

function buildField(field, choose) {
  const box = document.createElement("div");
  box.className = "ntm-pick";
  const id = `ntm-pick-${field.name}${field.suffix ?? ""}`;
  const label = document.createElement("label");
  Object.assign(label, { htmlFor: id, textContent: field.label });
  const select = document.createElement("select");
  Object.assign(select, { id, name: field.name });
  select.addEventListener("change", () => choose(field.name, select.value));
  searchByTyping(select);
  box.append(label, select);
  return box;
}

function buildSwitch(field, choose) {
  const set = document.createElement("fieldset");
  set.className = "ntm-switch";
  set.append(Object.assign(document.createElement("legend"), { textContent: field.label }));
  for (const [value, text] of field.options) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", value, textContent: text, name: field.name });
    button.addEventListener("click", () => choose(field.name, value));
    set.append(button);
  }
  return set;
}

function show(field, node) {
  if (field.kind === "switch") {
    for (const button of node.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === field.value));
      button.disabled = field.disabled;
    }
    return;
  }
  const select = node.querySelector("select");
  fill(select, field);
  select.value = field.value;
  select.disabled = field.disabled || select.options.length < 2;
  select.title = select.selectedOptions[0]?.text ?? "";
}

// What a control was built from; another label or another set of switches needs another control.
const recipe = ({ kind, label, options }) =>
  JSON.stringify([kind, label, kind === "switch" ? options : null]);

/** Draw fields into an element; what stands there already stays and keeps the keyboard. */
export function place(host, fields, choose) {
  const wanted = new Set(fields.map((field) => field.name));
  for (const node of [...host.querySelectorAll(":scope > [data-field]")])
    if (!wanted.has(node.dataset.field)) node.remove();
  for (const field of fields) {
    let node = host.querySelector(`:scope > [data-field="${field.name}"]`);
    if (node?.recipe !== recipe(field)) {
      const built = (field.kind === "switch" ? buildSwitch : buildField)(field, choose);
      built.dataset.field = field.name;
      built.recipe = recipe(field);
      node ? node.replaceWith(built) : host.append(built);
      node = built;
    }
    show(field, node);
  }
}

function part(host, name, tag) {
  const found = host.querySelector(`:scope > .ntm-picks-${name}`);
  if (found) return found;
  const made = document.createElement(tag);
  made.className = `ntm-picks-${name}`;
  host.append(made);
  return made;
}

export default async function ({ parentElement: host, data: packed, setTriggerValue }) {
  const turn = (host.turn = (host.turn ?? 0) + 1);
  const data = await unpack(packed);
  if (turn !== host.turn) return;
  // Controls outlive a run; they send through whichever run drew them last.
  host.choose = (name, value) => {
    setTriggerValue("changed", { name, value });
    document.dispatchEvent(new CustomEvent("ntm-pick", { detail: { name, value } }));
  };
  const choose = (name, value) => host.choose(name, value);
  place(part(host, data.layout, "div"), data.first, choose);
  if (!data.more.length) return;
  const more = part(host, "more", "details");
  if (!more.querySelector("summary")) more.append(document.createElement("summary"));
  more.querySelector("summary").textContent = data.more_label;
  place(more, data.more, choose);
  place(part(host, "last", "div"), data.last, choose);
}
