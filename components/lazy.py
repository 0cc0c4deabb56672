"""Parts of a page that are built only when the reader comes near them.

A chart library of several megabytes must not hold up the headline figures and the map, so whatever
needs it waits below the fold until it is about to be seen (or printed).
"""

from collections.abc import Callable

import streamlit as st

from components import state
from components.text import t

# While the parts above are still being drawn the page is short and all of it is in view, hence the
# wait. The newline at the start tells Streamlit that this is a script and not a file name.
_WATCH = """
// Of a tall part a quarter may be more than the window holds below a heading: this much is enough.
const NEAR = 150;
// Streamlit's client runs one part of a page at a time and forgets a second one that asks
// meanwhile: each waits until the one before it has been drawn.
let turn = Promise.resolve();
const drawn = (node) => new Promise((done) => {
  const end = Date.now() + 5000;
  const look = () => (node.isConnected && Date.now() < end ? setTimeout(look, 50) : done());
  look();
});

export default function (component) {
  const { parentElement, setStateValue, data } = component;
  parentElement.style.minHeight = `${data.height}px`;
  parentElement.textContent = data.text;
  let wait = 0;
  const show = () => {
    turn = turn.then(() => {
      if (!parentElement.isConnected) return null;
      setStateValue("seen", true);
      return drawn(parentElement);
    });
  };
  const watch = new IntersectionObserver((entries) => {
    clearTimeout(wait);
    if (entries.at(-1).isIntersecting) wait = setTimeout(show, 800);
  }, { threshold: Math.min(0.25, NEAR / data.height) });
  watch.observe(parentElement);
  window.addEventListener("beforeprint", show, { once: true });
  return () => {
    clearTimeout(wait);
    watch.disconnect();
    window.removeEventListener("beforeprint", show);
  };
}
"""
_component = st.components.v2.component("ntm_lazy", js=_WATCH, isolate_styles=False)


def _ignore() -> None:
    """Stand in for the callback by which Streamlit learns the name of the state."""


@st.fragment
def render_when_near(key: str, height: int, draw: Callable[[], None]) -> None:
    """Draw a part of the page once the reader has a quarter of its place, or 150 pixels, in view.

    Only this part runs again when it comes into view. Tests ask for it with
    ``at.session_state[key] = {"seen": True}``.

    Args:
        key: Identity of the part on its page.
        height: Pixels its place takes until it is drawn.
        draw: Draws it.
    """
    place = st.empty()
    if not state.is_seen(key):
        with place:
            result = _component(
                key=key, data={"height": height, "text": t("frame.loading")}, on_seen_change=_ignore
            )
        if not result.get("seen"):
            return
        state.mark_seen(key)
        place.empty()
    draw()
