// Begins a map: unpacks what the server sent and hands it to the map's modules once they are there.

export default async function (component) {
  const host = component.parentElement;
  const turn = (host.mapTurn = (host.mapTurn ?? 0) + 1);
  const url = (path) => new URL(path, document.baseURI).href;
  const packed = new Blob([component.data]).stream();
  const unpacked = packed.pipeThrough(new DecompressionStream("deflate"));
  const data = await new Response(unpacked).json();
  if (turn !== host.mapTurn) return;
  for (const href of data.styles.map(url)) {
    if (document.querySelector(`link[href="${href}"]`)) continue;
    const link = document.createElement("link");
    document.head.append(Object.assign(link, { rel: "stylesheet", href }));
  }
  host.style.height = `min(${data.height}px, 75svh, 120vw)`;
  try {
    const modules = await Promise.all(data.modules.map((path) => import(url(path))));
    return modules.at(-1).default({ ...component, data });
  } catch (error) {
    console.warn("map:", error.message);
    host.textContent = data.labels.failed;
  }
}
