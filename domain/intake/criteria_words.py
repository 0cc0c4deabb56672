"""How offices shorten the names of criteria at the head of a column."""

from collections.abc import Mapping

SHORT: Mapping[str, str] = {
    "csvc": "co so vat chat",
    "csht": "co so ha tang",
    "cshttm": "co so ha tang thuong mai",
    "tm": "thuong mai",
    "nt": "nong thon",
    "tttt": "thong tin va truyen thong",
    "tt&tt": "thong tin va truyen thong",
    "tt-tt": "thong tin va truyen thong",
    "gd": "giao duc",
    "dt": "dao tao",
    "gd-dt": "giao duc va dao tao",
    "gddt": "giao duc va dao tao",
    "gd&dt": "giao duc va dao tao",
    "qp": "quoc phong",
    "an": "an ninh",
    "qp-an": "quoc phong va an ninh",
    "qpan": "quoc phong va an ninh",
    "qp&an": "quoc phong va an ninh",
    "htct": "he thong chinh tri",
    "tcpl": "tiep can phap luat",
    "attp": "an toan thuc pham",
    "mt": "moi truong",
    "tcsx": "to chuc san xuat",
    "htsx": "hinh thuc to chuc san xuat",
    "ld": "lao dong",
    "vh": "van hoa",
    "qh": "quy hoach",
    "gt": "giao thong",
    "gtnt": "giao thong",
    "tl": "thuy loi",
    "pctt": "phong chong thien tai",
    "tcsx&ptktnt": "to chuc san xuat",
}
"""Abbreviations in the names of criteria, written out without marks."""

KNOWN_AS: Mapping[str, str] = {
    "cho": "co so ha tang thuong mai nong thon",
    "cho nong thon": "co so ha tang thuong mai nong thon",
    "htx": "to chuc san xuat",
    "hop tac xa": "to chuc san xuat",
    "viec lam": "lao dong co viec lam",
    "co viec lam": "lao dong co viec lam",
    "dien nt": "dien",
    "dien nong thon": "dien",
    "truong": "truong hoc",
    "nha o": "nha o dan cu",
    "mt attp": "moi truong va an toan thuc pham",
    "mtatp": "moi truong va an toan thuc pham",
}
"""What offices call a criterion otherwise, without marks, as heading of a column of its own."""
