"""The slides as files: PowerPoint to edit, PDF to hand out."""

from dataclasses import replace

import streamlit as st

from components import state
from components.data_checks import render_style
from components.data_export_scope import Scope
from components.data_exports import Build, render_card
from domain.outputs import OutputKind
from domain.slides.recipe import Recipe

KINDS = (OutputKind.SLIDES, OutputKind.SLIDES_PDF)


def render_files(scope: Scope, recipe: Recipe, build: Build) -> None:
    """Draw a card for each file, of the very slides on the page.

    Args:
        scope: What is looked at.
        recipe: The slides.
        build: Makes a file.
    """
    render_style()
    for column, kind in zip(st.columns(2), KINDS, strict=True):
        with column:
            order = replace(
                scope.order(kind),
                plan=scope.selection.plan,
                recipe=recipe,
                language=state.language(),
            )
            render_card(scope, order, build)
