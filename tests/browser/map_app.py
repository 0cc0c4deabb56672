"""The page the map's browser tests visit: synthetic squares, a filter, and what Python received.

The environment says which geometry and values to show (``NTM_TEST_MAP``, JSON).
"""

import json
import os

import streamlit as st

from components import map_legend, maps

COLOURS = {"a": "#1b4a7d", "b": "#c4501b"}


def main() -> None:
    given = json.loads(os.environ["NTM_TEST_MAP"])
    st.set_page_config(layout="wide")
    turned = st.checkbox("Đổi chỉ tiêu")
    district = st.checkbox("Chọn huyện")
    classes = {char: maps.MapClass(char, f"Lớp {char}", COLOURS[char]) for char in COLOURS}
    view = maps.MapView(
        geometry_url=given["geometry"],
        values=given["turned" if turned else "values"],
        classes=maps.standard_classes(classes, "Chưa có số liệu", "Phường, thị trấn"),
        text={"a": "16/19 tiêu chí"},
        label="Bản đồ thử, huyện 001" if district else "Bản đồ thử",
        attribution="Ranh giới thử",
        selected=st.session_state.get("chosen"),
        highlighted="001" if district else None,
        follows=True,
        height=500,
    )
    code = maps.render_map(view, key="map")
    if code:
        st.session_state["chosen"] = code
        st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    counts = map_legend.count_classes(view)
    map_legend.render_legend(counts, title="Chú giải", guess="Vị trí ước đoán")
    st.write("Bấm:", st.session_state.get("clicks", 0), "xã", st.session_state.get("chosen", ""))
    st.write("Lần chạy: đổi" if turned else "Lần chạy: gốc")
    for line in range(30):
        st.write("Dòng", line)


if __name__ == "__main__":
    main()
else:
    from data.web import web_routes

    app = st.App(__file__, routes=web_routes(st.get_option("server.baseUrlPath") or ""))
