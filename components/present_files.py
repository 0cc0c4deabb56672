"""The slides as files: PowerPoint to edit, PDF to hand out."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components import state
from components.data_checks import render_style
from components.data_export_scope import Scope
from components.data_exports import Build, render_card
from domain.outputs import OutputKind
from domain.slides.recipe import Recipe

KINDS = (OutputKind.SLIDES, OutputKind.SLIDES_PDF)


def render_files(scope: Scope, recipe: Recipe, kinds: Sequence[OutputKind], build: Build) -> None:
    """Draw a card for each file, of the very slides on the page.

    Args:
        scope: What is looked at.
        recipe: The slides.
        kinds: Files the reader may take away.
        build: Makes a file.
    """
    if not kinds:
        return
    render_style()
    for column, kind in zip(st.columns(len(kinds)), kinds, strict=True):
        with column:
            order = replace(
                scope.order(kind),
                plan=scope.selection.plan,
                recipe=recipe,
                language=state.language(),
            )
            render_card(scope, order, build)
