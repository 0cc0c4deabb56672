"""Streamlit building blocks: they take values and return choices; they load and compute nothing."""
