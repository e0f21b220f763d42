"""The paper's look in Word's own terms: styles, rules, fields and alternative text."""

from __future__ import annotations

from typing import Any

from wholeplace.papers import style

TITLE, HEADING_SIZES = 26, (15.5, 12.5, 10.5)


def colour(hexadecimal: str) -> Any:
    """A colour of `style` for python-docx."""
    from docx.shared import RGBColor

    return RGBColor.from_string(hexadecimal.lstrip("#").upper())


def open_template(language: str) -> Any:
    """An empty document with the paper's styles and language."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    word = docx.Document()
    styles = word.styles
    _set_language(styles.element, language)
    look(styles["Normal"], style.WORD_SANS, 10, style.INK, after=6)
    look(styles["Title"], style.WORD_SERIF, TITLE, style.INK, bold=True, after=2)
    look(styles["Subtitle"], style.WORD_SANS, 12.5, style.MUTED, after=4)
    look(styles["Caption"], style.WORD_SANS, 10.5, style.INK, bold=True, before=12, after=4)
    look(styles["List Bullet"], style.WORD_SANS, 10, style.INK, after=4)
    for level, size in enumerate(HEADING_SIZES, start=1):
        look(styles[f"Heading {level}"], style.WORD_SERIF, size, style.INK, bold=True, before=16, after=5)
    for name, ink, bold in (("Small", style.MUTED, False), ("Warning", style.WATCH, True)):
        look(styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), style.WORD_SANS, 8, ink, bold=bold, after=2)
    callout = styles.add_style("Callout", WD_STYLE_TYPE.PARAGRAPH)
    look(callout, style.WORD_SANS, 10, style.INK, before=8, after=2)
    for named in ("Title", "Caption", "Callout"):
        styles[named].paragraph_format.keep_with_next = True
    _drop_border(styles["Title"])
    return word


def look(
    named: Any, font: str, size: float, ink: str, *, bold: bool = False, before: float = 0, after: float = 0
) -> None:
    """Give a style its type, colour and space, over whatever the template's theme says."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    named.font.name, named.font.size, named.font.bold, named.font.italic = font, Pt(size), bold, False
    named.font.color.rgb = colour(ink)
    fonts = named.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    named.paragraph_format.space_before, named.paragraph_format.space_after = Pt(before), Pt(after)


def _set_language(styles: Any, language: str) -> None:
    from docx.oxml.ns import qn

    for element in styles.iter(qn("w:lang")):
        element.set(qn("w:val"), language)


def _drop_border(named: Any) -> None:
    from docx.oxml.ns import qn

    for border in named.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def element(name: str, **attributes: str) -> Any:
    """A WordprocessingML element such as `w:tblHeader` with attributes in the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def rule_above(paragraph: Any, ink: str) -> None:
    """A hairline over a paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="4", space="4", color=ink.lstrip("#")))
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no borders of its own


def add_page_numbers(paragraph: Any) -> None:
    """`n of m`, kept up to date by Word."""
    for instruction, after in ((" PAGE ", " of "), (" NUMPAGES ", "")):
        field = element("w:fldSimple", instr=instruction)
        run, text = element("w:r"), element("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own
        if after:
            paragraph.add_run(after)


def describe(picture: Any, title: str, alt: str) -> None:
    """Say in words what a picture shows."""
    properties = picture._inline.docPr  # noqa: SLF001 - python-docx has no alt text of its own
    properties.set("descr", alt)
    properties.set("title", title)
