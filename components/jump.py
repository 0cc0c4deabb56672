"""Bring the reader to the place on the page that the link names after ``#``.

Streamlit scrolls to a heading as soon as the heading exists, while what stands above it is still
being drawn and then pushes it away. This follows the heading until the page has settled.
"""

import streamlit as st

# The newline at the start tells Streamlit that this is a script and not a file name.
_FOLLOW = """
const SETTLED_AFTER_MS = 4000;
export default function (component) {
  const { parentElement, data } = component;
  if (parentElement.dataset.done || window.location.hash !== `#${data.anchor}`) return;
  parentElement.dataset.done = "yes";
  const follow = () => document.getElementById(data.anchor)?.scrollIntoView({ block: "start" });
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  const watch = new ResizeObserver(follow);
  const stop = () => watch.disconnect();
  if (page) watch.observe(page);
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(name, stop, { once: true, passive: true });
  }
  window.setTimeout(stop, SETTLED_AFTER_MS);
  follow();
  return stop;
}
"""
_component = st.components.v2.component("ntm_jump", js=_FOLLOW, isolate_styles=False)


def follow_anchor(anchor: str) -> None:
    """Keep a heading in view while the page is being drawn, if the link asks for it.

    Args:
        anchor: Anchor of the heading, without ``#``.
    """
    _component(key=f"jump_{anchor}", data={"anchor": anchor})
