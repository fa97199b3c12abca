"""Files that break rules, lie or attack: made where they are used, so that none is kept."""

import io
import struct
import zipfile
import zlib

from support.crm import a_csv, a_workbook, with_member

HEADERS = ["Kundenr", "Navn", "Orgnr", "Telefon", "Ansatte", "Omsetning", "Antall ansatte per"]
GOOD = a_workbook(Kunder=[["Navn", "Orgnr"], ["Fjord AS", "923609016"]])
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def changed(member, change, workbook=GOOD):
    """The workbook with one member rewritten."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            content = old.read(each)
            new.writestr(each.filename, change(content) if each.filename == member else content)
    return target.getvalue()


def with_cells(*cells, row="2"):
    """The good workbook with cells of raw XML in its second row."""
    said = "".join(cells).encode()
    return changed(SHEET, lambda xml: xml.replace(b"</sheetData>", _row(row, said)))


def _row(number, cells):
    return b'<row r="%s">%s</row></sheetData>' % (number.encode(), cells)


def with_doctype(entity):
    """The good workbook whose shared strings declare something."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return changed("xl/sharedStrings.xml", lambda xml: head + entity + xml.partition(b"?>")[2])


def lying_about_sizes():
    """A member that says it is small and is not."""
    target = io.BytesIO(with_member(GOOD, "xl/media/big.bin", bytes(210 * 1024**2)))
    content = bytearray(target.getvalue())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media/big.bin") + 1)
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


def with_many_members(number=2500):
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        for n in range(number):
            archive.writestr(f"xl/media/{n}", b"")
    return target.getvalue()


def with_a_link():
    """A member that is a symbolic link."""
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def with_a_repeated_member():
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/extra.xml", b"<a/>")
        info = zipfile.ZipInfo("xl/extra.xml")
        archive.writestr(info, b"<b/>")
    return target.getvalue()


def a_long_sheet(rows):
    """A workbook of more rows than anyone may import, written without a library's help."""
    lines = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>K</t></is></c></row>' % (n, n)
        for n in range(3, rows + 3)
    )
    return changed(SHEET, lambda xml: xml.replace(b"</sheetData>", lines + b"</sheetData>"))


def a_wide_csv(columns):
    return a_csv(";".join(["Navn", "Orgnr", *map(str, range(columns))]), "Fjord AS;;1")


def deflated_nonsense():
    return b"PK\x03\x04" + zlib.compress(bytes(5000))
