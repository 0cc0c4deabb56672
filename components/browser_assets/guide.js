// The first look: see components/guide.py.
const SEEN = "ntm-guide-seen";
const remember = () => { try { localStorage.setItem(SEEN, "1"); } catch { /* private window */ } };
const seen = () => { try { return localStorage.getItem(SEEN) === "1"; } catch { return false; } };
export default function (component) {
  const { parentElement, data } = component;
  // A rerun of the page in the same language leaves the reader at the note they are on.
  if (parentElement.ntmGuide?.words === data.words.open) return parentElement.ntmGuide.end;
  parentElement.ntmGuide?.end();
  // A place of its own: the style sheet stands in the parent too.
  const root = document.createElement("div");
  parentElement.append(root);
  let step = 0, marked = null;
  const make = (tag, css, text) => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  };
  const opener = make("button", "ntm-guide-open", data.words.open);
  const card = make("section", "ntm-guide");
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", data.words.title);
  card.tabIndex = -1;
  const mark = (selector) => {
    marked?.classList.remove("ntm-guide-here");
    marked = selector ? document.querySelector(selector) : null;
    marked?.classList.add("ntm-guide-here");
    if (marked && step) marked.scrollIntoView({ block: "center" });
  };
  const close = (back) => {
    remember(); mark(null); card.remove(); opener.hidden = false;
    if (back) opener.focus();
  };
  const draw = (focus) => {
    const last = step === data.steps.length - 1;
    const head = make("div", "head");
    head.append(make("b", "", data.words.title),
      make("span", "", `${step + 1}/${data.steps.length}`));
    const buttons = make("div", "buttons");
    const button = (text, act, css) => {
      const node = make("button", css, text);
      node.type = "button";
      node.addEventListener("click", act);
      buttons.append(node);
      return node;
    };
    button(data.words.close, () => close(true), "quiet");
    if (step) button(data.words.back, () => go(-1), "quiet");
    const next = button(last ? data.words.done : data.words.next,
      () => last ? close(true) : go(1), "main");
    card.replaceChildren(head, make("p", "", data.steps[step].text), buttons);
    mark(data.steps[step].at);
    if (focus) next.focus();
  };
  const go = (by) => {
    step = Math.min(Math.max(step + by, 0), data.steps.length - 1);
    draw(true);
  };
  const show = (focus) => { step = 0; opener.hidden = true; root.append(card); draw(focus); };
  const key = (event) => {
    const act = { Escape: () => close(true), ArrowRight: () => go(1), ArrowLeft: () => go(-1) };
    if (act[event.key]) { event.preventDefault(); event.stopPropagation(); act[event.key](); }
  };
  card.addEventListener("keydown", key);
  // The keys answer as well while nothing else on the page has them, as when it has just greeted.
  const stop = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (card.isConnected && event.target === document.body) key(event);
  }, { signal: stop.signal });
  opener.type = "button";
  opener.addEventListener("click", () => show(true));
  root.replaceChildren(opener);
  // A first visit is greeted once the page stands, without taking the keyboard from the reader.
  const wait = seen() ? 0 : setTimeout(() => show(false), 1200);
  const end = () => { clearTimeout(wait); stop.abort(); mark(null); root.remove(); };
  parentElement.ntmGuide = { words: data.words.open, end };
  return end;
}
