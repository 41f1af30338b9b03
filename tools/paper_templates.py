"""
Make the Word templates that come with the program: office/papers/templates/*.docx.

What the office changes is its own copy of one, in the back-office ("Paper templates").
"""

from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).parent.parent / "office" / "papers" / "templates"
# On every machine; the office may choose its own.
FACE = "Arial"
INK, QUIET, LINE, NOTICE = "17324D", "455B71", "C5C7C9", "FFF3D6"
PAGE_WIDTH, MARGIN = Mm(210), Mm(22)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN


def main():
    report().save(TARGET / "report.docx")
    letter().save(TARGET / "letter.docx")


def report():
    document = empty()
    headers(document.sections[0])
    body = Writer(document)
    body.when("made_up", lambda: body.line("{{ made_up }}", "Made up"))
    body.line("{{ title }}", "Title")
    body.when("subtitle", lambda: body.line("{{ subtitle }}", "Subtitle"))
    body.each("paragraph in intro", lambda: body.line("{{ paragraph }}"))
    body.each("section in sections", lambda: section(body))
    body.when("sources", lambda: sources(body))
    return document


def letter():
    document = empty()
    headers(document.sections[0])
    look(document, "Signature", 10, before=0, after=0)
    document.styles["Signature"].paragraph_format.left_indent = TEXT_WIDTH // 2
    body = Writer(document)
    body.when("made_up", lambda: body.line("{{ made_up }}", "Made up"))
    body.each("line in to", lambda: body.line("{{ line }}"))
    body.line("{{ day }}", "Signature")
    body.when("number", lambda: body.line("{{ number }}", "Signature"))
    body.line("{{ title }}", "Heading 1")
    body.each("paragraph in paragraphs", lambda: body.line("{{ paragraph }}"))
    body.line("", "Signature")
    body.each("line in signature", lambda: body.line("{{ line }}", "Signature"))
    return document


def section(body):
    body.line("{%p if section.level == 1 %}")
    body.line("{{ section.heading }}", "Heading 1")
    body.line("{%p else %}")
    body.line("{{ section.heading }}", "Heading 2")
    body.line("{%p endif %}")
    body.each("paragraph in section.paragraphs", lambda: body.line("{{ paragraph }}"))
    body.when("section.facts", lambda: facts(body))
    body.when("section.table", lambda: table(body))
    body.when("section.note", lambda: body.line("{{ section.note }}", "Note"))


def facts(body):
    made = body.table([Mm(50), TEXT_WIDTH - Mm(50)])
    body.row(made, ["{%tr for fact in section.facts %}", ""])
    body.row(made, ["{{ fact.term }}", "{{ fact.said }}"], bold=[0])
    body.row(made, ["{%tr endfor %}", ""])


def table(body):
    body.when("section.table.caption", lambda: body.line("{{ section.table.caption }}", "Caption"))
    made = body.table([TEXT_WIDTH // 3] * 3)
    head = body.row(
        made,
        ["{%tc for cell in section.table.header %}", "{{ cell }}", "{%tc endfor %}"],
        bold=[1],
    )
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    body.row(made, ["{%tr for row in section.table.rows %}", "", ""])
    body.row(made, ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"])
    body.row(made, ["{%tr endfor %}", "", ""])


def sources(body):
    body.line("{{ sources_heading }}", "Heading 1")
    body.each("source in sources", lambda: body.line("{{ source }}", "List Bullet"))


# ---------------------------------------------------------------- the page and its styles


def empty():
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = PAGE_WIDTH, Mm(297)
    page.left_margin = page.right_margin = MARGIN
    page.top_margin = page.bottom_margin = Mm(22)
    page.different_first_page_header_footer = True
    styles(document)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    return document


def styles(document):
    set_face(next(document.styles.element.iter(qn("w:rFonts"))))
    look(document, "Normal", 10, after=6)
    look(document, "Title", 21, bold=True, colour=INK, after=4)
    look(document, "Subtitle", 12, colour=QUIET, after=12)
    look(document, "Heading 1", 13, bold=True, colour=INK, before=18, after=6)
    look(document, "Heading 2", 11, bold=True, colour=INK, before=14, after=4)
    look(document, "Caption", 8.5, colour=QUIET, after=3)
    look(document, "List Bullet", 8.5, after=2)
    look(document, "Header", 8, colour=QUIET, after=0)
    look(document, "Footer", 8, colour=QUIET, after=0)
    look(document, "Note", 8.5, colour=QUIET, after=8)
    look(document, "Office", 14, bold=True, colour=INK, after=0)
    made_up = look(document, "Made up", 9, bold=True, colour=INK, after=12)
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{NOTICE}"/>')
    put(made_up.element.get_or_add_pPr(), shade, ("w:tabs", "w:spacing", "w:ind", "w:jc"))
    for name in ("Title", "Subtitle"):
        for border in document.styles[name].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break


def look(document, name, size, *, bold=False, colour="000000", before=0, after=0):
    known = {style.name for style in document.styles}
    if name not in known:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
    style = document.styles[name]
    style.font.name, style.font.size = FACE, Pt(size)
    style.font.bold, style.font.italic = bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    set_face(style.element.get_or_add_rPr().get_or_add_rFonts())
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    return style


def set_face(fonts):
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), FACE)


def headers(page):
    """On the first page the head of the letter, on the others whose paper it is."""
    first = page.first_page_header
    head = first.add_table(1, 2, TEXT_WIDTH)
    left, right = head.rows[0].cells
    left.width, right.width = Mm(100), TEXT_WIDTH - Mm(100)
    left.paragraphs[0].text = "{{ office.coat_of_arms }}"
    left.add_paragraph("{{ office.name }}", "Office")
    left.add_paragraph("{{ office.department }}", "Header")
    right.paragraphs[0].text = "{%p for line in office.contacts %}"
    right.add_paragraph("{{ line }}", "Header").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    right.add_paragraph("{%p endfor %}")
    first.paragraphs[0]._p.getparent().remove(first.paragraphs[0]._p)
    rule(first.add_paragraph("", "Header"))
    page.header.paragraphs[0].text = "{{ office.name }} · {{ title }} {{ made_up }}"
    rule(page.header.paragraphs[0])
    for footer in (page.first_page_footer, page.footer):
        line = footer.paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH)
        line.add_run("{{ date }}\t")
        counted(line, "PAGE")
        line.add_run(" / ")
        counted(line, "NUMPAGES")


def rule(paragraph):
    xml = (
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="4" '
        f'w:color="{INK}"/></w:pBdr>'
    )
    put(paragraph._p.get_or_add_pPr(), parse_xml(xml), ("w:shd", "w:tabs", "w:spacing", "w:jc"))


def put(properties, element, behind):
    """Word wants the properties in an order of its own."""
    properties.insert_element_before(element, *behind)


def counted(paragraph, what):
    """A number that Word works out itself."""
    xml = f'<w:fldSimple {nsdecls("w")} w:instr=" {what} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml))


class Writer:
    """Writes a template line by line."""

    def __init__(self, document):
        self.document = document

    def line(self, text, style="Normal"):
        return self.document.add_paragraph(text, style)

    def when(self, condition, write):
        self.line(f"{{%p if {condition} %}}")
        write()
        self.line("{%p endif %}")

    def each(self, loop, write):
        self.line(f"{{%p for {loop} %}}")
        write()
        self.line("{%p endfor %}")

    def table(self, widths):
        made = self.document.add_table(0, len(widths))
        made.autofit = True
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            for side in ("top", "bottom", "insideH")
        )
        element = parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>")
        put(made._tbl.tblPr, element, ("w:tblLayout", "w:tblCellMar", "w:tblLook"))
        return made

    def row(self, table, texts, *, bold=()):
        row = table.add_row()
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(9)
            run.bold = place in bold or None
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        return row


if __name__ == "__main__":
    main()
