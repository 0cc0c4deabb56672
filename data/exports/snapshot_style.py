"""Colours and style sheet of the snapshot; the colours are those of the screen."""

from data.exports.pictures_style import NO_DATA, NOT_COUNTED, band_colours

COLOURS = {
    "no_data": NO_DATA,
    "not_counted": NOT_COUNTED,
    "model": "#173f70",
    "advanced": "#1f7896",
    "ntm": "#6fbfa8",
    "waiting": "#d9e27f",
    "none": "#f3e6c8",
    "met": "#1f7896",
    "nearly_met": "#a1cf9e",
    "not_met": "#f0c27b",
    "group_all": "#1f7896",
    "group_lacks_1": "#a1cf9e",
    "group_lacks_2": "#f3e6c8",
    "group_lacks_3": "#f0c27b",
}

STYLE = """
*{box-sizing:border-box}body{margin:0;background:#F3F6F4;color:#1B2A2F;
font:16px/1.5 "Source Sans","Segoe UI",Roboto,Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem;background:#fff}
.app{margin:0;color:#0B6E4F;font-weight:600}h1{margin:.2rem 0 .6rem;font-size:1.7rem}
h2{font-size:1.2rem;margin:1.6rem 0 .5rem}.facts span{display:inline-block;margin:0 .4rem .4rem 0;
padding:.1rem .6rem;border:1px solid #D8E0DC;border-radius:1rem;font-size:.9rem;background:#F3F6F4}
.banner{background:#FFF4DC;border-left:4px solid #D98E04;padding:.5rem .8rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.7rem}
.tiles div{border:1px solid #D8E0DC;border-top:4px solid #0B6E4F;border-radius:.4rem;padding:.6rem}
.tiles small,.tiles b,.tiles i{display:block}.tiles b{font-size:1.6rem;line-height:1.25}
.tiles i{font-style:normal;color:#5B6B70}figure{margin:0}
svg{width:100%;max-height:40rem;background:#F8FAFB}
text{font-size:11px;text-anchor:middle;fill:#1B2A2F;paint-order:stroke;stroke:#fff;stroke-width:3px}
path{stroke:#fff;stroke-width:.8;vector-effect:non-scaling-stroke}
figure ul{list-style:none;margin:.5rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
figure li span{display:inline-block;width:1em;height:1em;margin-right:.4em;vertical-align:-.15em;
border:1px solid #9FB0A8}figcaption,footer{color:#5B6B70;font-size:.9rem}
table{width:100%;border-collapse:collapse;font-size:.95rem}
th,td{text-align:left;padding:.35rem .5rem;
border-bottom:1px solid #E3E9E6}td+td,th+th{text-align:right}
td:nth-child(5),th:nth-child(5){text-align:left}footer{margin-top:2rem;
border-top:1px solid #D8E0DC;padding-top:.8rem}footer ul{margin:.3rem 0;padding-left:1.2rem}
.wide{overflow-x:auto}
@media(max-width:30rem){main{padding:1rem}table{font-size:.85rem}th,td{padding:.3rem .25rem}
text{font-size:14px}}
@media print{body,main{background:#fff}section{break-inside:avoid}}
"""


def band_colour(place: int, count: int) -> str:
    """Return the colour of a band by its place in the legend, the highest first."""
    return band_colours(count)[place]
