// Says that the server is out of reach, and takes it back once it answers. Streamlit greys its
// controls without a word and after a while opens a dialog in English over the figures.

import "./tips.js"; // this is the one script every page has

const STATE = "data-test-connection-state"; // Streamlit's, on the root of the page
const PATIENCE = { connected: 1000, never: 8000 }; // ms: a change of process is over sooner
const STYLE =
  "position:fixed;top:10px;left:50%;transform:translateX(-50%);z-index:1000001;width:max-content;" +
  "box-sizing:border-box;max-width:94vw;padding:9px 16px;border-left:4px solid #d98e04;" +
  "background:#fff6e3;color:#1b2a2f;font:600 16px/1.4 'Source Sans',sans-serif;box-shadow:0 2px 9px #0005";

const texts = JSON.parse(document.querySelector("script[data-words]").dataset.words);
const root = document.getElementById("root");
const note = document.createElement("div");
note.id = "ntm-connection";
note.role = "status";
document.body.append(note);

let past = "never";
let timer;
const state = () => root.querySelector(`[${STATE}]`)?.getAttribute(STATE);

function say() {
  const words = texts[new URLSearchParams(location.search).get("lang")] ?? texts.vi;
  note.style.cssText = STYLE;
  note.textContent = words[state() === "DISCONNECTED_FOREVER" ? "failed" : past];
}

function look() {
  clearTimeout(timer);
  if (state() === "CONNECTED" && navigator.onLine) {
    past = "connected";
    note.style.cssText = note.textContent = "";
    return;
  }
  timer = setTimeout(say, note.textContent ? 0 : PATIENCE[past]);
  // Nothing of ours opens over a page that is cut off.
  document.querySelector("body > [data-testid=stDialog] section > button")?.click();
}

new MutationObserver(look).observe(root, { attributeFilter: [STATE], subtree: true });
new MutationObserver(look).observe(document.body, { childList: true });
addEventListener("online", look);
addEventListener("offline", look);
look();
