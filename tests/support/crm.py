"""Files as people upload them, good and bad; and crm's classes as they are at run time."""

import io
import zipfile

import crm.persistence.mapping  # noqa: F401 - records made before they are mapped break
import xlsxwriter
from crm.domain.activities import Activity
from shared.kernel.ids import new_id


def a_csv(*lines, encoding="utf-8"):
    """Text with one line for each argument."""
    return "\n".join(lines).encode(encoding)


def a_workbook(**sheets):
    """A workbook: ``a_workbook(Kunder=[["Navn"], ["Fjord AS"]])``."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def with_member(workbook, name, content=b"x"):
    """The workbook with one more file inside."""
    changed = io.BytesIO(workbook)
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return changed.getvalue()


def an_activity(**changes):
    """A meeting unless told otherwise."""
    return Activity(**{"kind": "meeting", "subject": "Møte", "owner_id": new_id(), **changes})
