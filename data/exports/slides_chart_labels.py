"""Labels of a PowerPoint chart taken from cells of its data sheet, written the language's way.

The decimal sign of a number is that of whoever opens the file: 46.7% on an English computer. As
text in the data sheet it stays 46,7% everywhere. The cells hold formulas over the figures, so that
a figure edited there changes its label too. PowerPoint knows such labels since 2013; older programs
show the text stored with each of them.
"""

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any
from uuid import UUID

from openpyxl import load_workbook
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
LABEL_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
RANGE_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")

PERCENT = '=INT(ROUND(B{row}*10,0)/10)&"{sign}"&MOD(ROUND(B{row}*10,0),10)&"%"'
"""A percentage of column B with one decimal, whatever decimal sign the computer uses."""


def label_percentages(chart: Any, texts: Sequence[str], heading: str, sign: str) -> None:
    """Label the bars of a chart of one series with percentages written in its data sheet.

    Args:
        chart: The chart; its figures are percentages with at most one decimal, its plot has labels.
        texts: What the labels say now, one a bar.
        heading: Head of their column in the data sheet.
        sign: Decimal sign of the language.
    """
    cells = _write_cells(chart.part.chart_workbook, len(texts), heading, sign)
    plot, series = chart.plots[0]._element, chart.plots[0].series[0]._element
    # Labels of single bars stand in the series, where they take the plot's labels along.
    labels = plot.find(qn("c:dLbls"))
    run = labels.find(f"{qn('c:txPr')}//{qn('a:defRPr')}")
    for index, text in enumerate(texts):
        labels.insert(index, _label(index, text, run))
    for name in SHOWN:
        labels.find(qn(f"c:show{name}")).set("val", "0")
    labels.append(_extension(LABEL_EXTENSION, '<c15:showDataLabelsRange val="1"/>'))
    series.find(qn("c:cat")).addprevious(labels)
    series.append(_range(cells, texts))


def _write_cells(workbook: Any, count: int, heading: str, sign: str) -> str:
    """Write the labels into the third column of the data sheet; return their cells."""
    book = load_workbook(BytesIO(workbook.xlsx_part.blob))
    sheet = book.active
    sheet["C1"] = heading
    for row in range(2, count + 2):
        sheet[f"C{row}"] = PERCENT.format(row=row, sign=sign)
    stream = BytesIO()
    book.save(stream)
    workbook.update_from_xlsx_blob(stream.getvalue())
    return f"{sheet.title}!$C$2:$C${count + 1}"


def _label(index: int, text: str, run: Any) -> Any:
    """Return the label of one bar: a field of its cell, with the letters of ``run``."""
    shown = "".join(f'<c:show{name} val="0"/>' for name in SHOWN)
    label = parse_xml(
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr/><a:p>'
        f'<a:fld id="{{{str(UUID(int=index + 1)).upper()}}}" type="CELLRANGE"><a:rPr/><a:pPr/>'
        f'<a:t/></a:fld></a:p></c:rich></c:tx><c:dLblPos val="outEnd"/>{shown}</c:dLbl>'
    )
    letters = label.find(f".//{qn('a:rPr')}")
    letters.attrib.update(run.attrib)
    letters.extend(deepcopy(list(run)))
    label.find(f".//{qn('a:t')}").text = text
    inner = '<c15:dlblFieldTable/><c15:showDataLabelsRange val="1"/>'
    label.append(_extension(LABEL_EXTENSION, inner))
    return label


def _range(cells: str, texts: Sequence[str]) -> Any:
    """Return where the labels of a series stand, with what they say now."""
    points = "".join(f'<c:pt idx="{index}"><c:v/></c:pt>' for index in range(len(texts)))
    extension = _extension(
        RANGE_EXTENSION,
        f"<c15:datalabelsRange><c15:f>{cells}</c15:f><c15:dlblRangeCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c15:dlblRangeCache></c15:datalabelsRange>',
    )
    for value, text in zip(extension.iter(qn("c:v")), texts, strict=True):
        value.text = text
    return extension


def _extension(uri: str, inner: str) -> Any:
    return parse_xml(
        f'<c:extLst {nsdecls("c")}><c:ext uri="{uri}" xmlns:c15="{C15}">{inner}</c:ext></c:extLst>'
    )
