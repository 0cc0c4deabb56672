// Makes the map ready while the dashboard is still asking its server for figures: between its first
// frame and the answer the browser has nothing else to do. What fails here the map itself will tell.

// On a busy machine the browser is never idle, hence the limit.
const whenIdle = window.requestIdleCallback
  ? (task) => requestIdleCallback(task, { timeout: 150 })
  : (task) => setTimeout(task, 100);
const { modules, geometry } = JSON.parse(document.querySelector("meta[name=ntm-map]").content);

whenIdle(async () => {
  const loaded = await Promise.all(modules.map((address) => import(address)));
  whenIdle(() => loaded.at(-1).loadGeometry(geometry).catch(() => {}));
});
