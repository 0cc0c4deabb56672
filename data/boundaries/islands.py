"""The two archipelagos that every map of the country shows and names.

No table of coordinates of ours reaches them and no competition of polygons can place them, so the
points below are written by hand from general geographic knowledge, to about a kilometre: they say
where an island is, not how large it is.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Archipelago:
    """An archipelago with the district that administers it.

    Attributes:
        name: Vietnamese name, as printed on maps.
        district_code: Code of the administering district.
        administered_by: That district and its province, in Vietnamese.
        province_code: Code of the province.
        label_at: (lon, lat) in degrees where the name is written.
        islands: (name, lon, lat) of its main islands, in degrees.
    """

    name: str
    district_code: str
    administered_by: str
    province_code: str
    label_at: tuple[float, float]
    islands: tuple[tuple[str, float, float], ...]


ARCHIPELAGOS = (
    Archipelago(
        name="Quần đảo Hoàng Sa",
        district_code="498",
        administered_by="huyện Hoàng Sa, thành phố Đà Nẵng",
        province_code="48",
        label_at=(112.0, 16.3),
        islands=(
            ("Hoàng Sa", 111.61, 16.53),
            ("Hữu Nhật", 111.58, 16.50),
            ("Quang Hòa", 111.71, 16.45),
            ("Phú Lâm", 112.34, 16.83),
            ("Cây", 112.27, 16.98),
            ("Linh Côn", 112.73, 16.67),
            ("Bông Bay", 112.52, 16.04),
            ("Tri Tôn", 111.20, 15.78),
        ),
    ),
    Archipelago(
        name="Quần đảo Trường Sa",
        district_code="576",
        administered_by="huyện Trường Sa, tỉnh Khánh Hòa",
        province_code="56",
        label_at=(113.6, 9.5),
        islands=(
            ("Song Tử Tây", 114.33, 11.43),
            ("Thị Tứ", 114.28, 11.05),
            ("Loại Ta", 114.42, 10.67),
            ("Ba Bình", 114.36, 10.38),
            ("Sơn Ca", 114.48, 10.37),
            ("Nam Yết", 114.36, 10.18),
            ("Sinh Tồn", 114.33, 9.89),
            ("Phan Vinh", 113.70, 8.97),
            ("Trường Sa Đông", 112.35, 8.93),
            ("Trường Sa", 111.92, 8.64),
            ("An Bang", 112.91, 7.89),
        ),
    ),
)

# Communes of huyện Trường Sa by code, each drawn as a disc at the island that bears its name.
ISLAND_COMMUNES = {
    "22736": (111.92, 8.64),
    "22737": (114.33, 11.43),
    "22739": (114.33, 9.89),
}
ISLAND_RADIUS = 0.03  # degrees: large enough to be clicked, not a measure of the island
