// Begins a map: unpacks what the server sent and hands it to the map's modules once they are there.

import { unpack } from "./wire.js";

const url = (path) => new URL(path, document.baseURI).href;
let map; // the module of the map, once it is there

export default async function (component) {
  const host = component.parentElement;
  const turn = (host.mapTurn = (host.mapTurn ?? 0) + 1);
  const unpacked = unpack(component.data);
  // Nothing is waited for that is there: a map already drawn is painted in the frame of its page.
  const data = unpacked instanceof Promise ? await unpacked : unpacked;
  if (turn !== host.mapTurn) return;
  host.style.height = `min(${data.height}px, 75svh, 120vw)`;
  if (map) return map.default({ ...component, data });
  for (const href of data.styles.map(url)) {
    if (document.querySelector(`link[href="${href}"]`)) continue;
    const link = document.createElement("link");
    document.head.append(Object.assign(link, { rel: "stylesheet", href }));
  }
  try {
    const modules = await Promise.all(data.modules.map((path) => import(url(path))));
    map = modules.at(-1);
    return map.default({ ...component, data });
  } catch (error) {
    console.warn("map:", error.message);
    host.textContent = data.labels.failed;
  }
}
