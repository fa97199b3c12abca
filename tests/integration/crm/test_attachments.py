"""Attachments: what is taken, under which name, for whom, and what is swept away."""

import base64
import io
import os
import zipfile

import pytest
from crm.application.attachments.files import sweep_orphans
from shared.kernel.context import system_caller
from shared.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from shared.testing import callers

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
DOCX = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def packed(*names, content=b"x"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            # A fixed time: the bytes name the test, and every runner must name it alike.
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


@pytest.fixture
def attach(crm, new_customer):
    """Puts a file on a customer."""
    customer = new_customer()

    def put(content=PDF, filename="avtale.pdf", **link):
        fields = link or {"customer_id": customer["id"]}
        encoded = base64.b64encode(content).decode()
        return crm.create_attachment(filename=filename, content=encoded, fields=fields)

    return put


@pytest.mark.parametrize(
    ("filename", "content", "media_type"),
    [
        ("avtale.pdf", PDF, "application/pdf"),
        ("bilde.PNG", PNG, "image/png"),
        ("notat.txt", "Møte på fredag".encode(), "text/plain"),
        ("liste.csv", b"navn;by\nFjord;Bergen\n", "text/csv"),
        ("brev.docx", packed(*DOCX), "application/vnd.openxmlformats-officedocument."
         "wordprocessingml.document"),
    ],
)  # fmt: skip
def test_documents_pictures_and_text_come_back_as_they_were(
    attach, crm, filename, content, media_type
):
    made = attach(content, filename)
    read = crm.read_attachment(attachment_id=made["id"])

    assert (made["media_type"], made["size_bytes"]) == (media_type, len(content))
    assert base64.b64decode(read["content"]) == content


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("virus.exe", b"MZ" + bytes(200)),
        ("virus.pdf", b"MZ" + bytes(200)),
        ("lib.txt", b"\x7fELF" + bytes(100)),
        ("side.html", b"<!doctype html><script>alert(1)</script>"),
        ("side.txt", b"  <html><script>alert(1)</script></html>"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("kjor.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("avtale.pdf.exe", PDF),
        ("bilde.png", PDF),
        ("arkiv.zip", packed("a.txt")),
        ("makro.docx", packed(*DOCX, "word/vbaProject.bin")),
        ("vei.docx", packed(*DOCX, "../../etc/passwd")),
        ("mange.docx", packed(*DOCX, *(f"word/{n}" for n in range(5100)))),
        ("halv.docx", packed(*DOCX)[:40]),
        ("data.txt", b"a\0b"),
    ],
)
def test_what_can_run_or_lies_about_itself_is_refused(attach, filename, content):
    with pytest.raises(Invalid) as refused:
        attach(content, filename)

    assert refused.value.code == "crm.attachment_type_refused"


@pytest.mark.parametrize(
    ("filename", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\kari\\avtale.pdf", "avtale.pdf"),
        ("/etc/shadow.pdf", "shadow.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("avtale\u202efdp.pdf", "avtalefdp.pdf"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
        ("Tilbud <2> \"A\" .pdf", "Tilbud _2_ _A_.pdf"),
        ("..pdf", "pdf.pdf"),
        ("blåbær æøå.pdf", "blåbær æøå.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_something_to_show_and_never_a_path(attach, filename, kept):
    assert attach(filename=filename)["filename"] == kept


def test_empty_files_and_files_on_nothing_or_on_several_records_are_refused(attach, new_customer):
    with pytest.raises(Invalid) as empty:
        attach(b"")
    with pytest.raises(Invalid) as several:
        attach(customer_id=new_customer()["id"], note_id=new_customer()["id"])
    with pytest.raises(NotFound):
        attach(note_id=new_customer()["id"])

    codes = (empty.value.code, several.value.code)
    assert codes == ("crm.attachment_empty", "crm.attachment_unlinked")


def test_the_rights_to_a_file_are_those_of_its_record(attach, crm, rpc, org, new_customer):
    on_customer = attach()
    note = crm.create_note(
        fields={"body": "x", "customer_id": new_customer()["id"], "privacy": "private"}
    )
    on_note = attach(note_id=note["id"])
    looks = rpc(callers.a_colleague(org, grants={"customer.view": "all", "note.view": "all"})).crm
    nobody = rpc(callers.a_colleague(org, grants={"customer.view": "own"})).crm

    assert crm.get_attachment(attachment_id=on_note["id"])["note_id"] == note["id"]
    assert looks.read_attachment(attachment_id=on_customer["id"])["filename"] == "avtale.pdf"
    with pytest.raises(Forbidden):
        looks.archive_attachment(attachment_id=on_customer["id"])
    for caller, made in ((looks, on_note), (nobody, on_customer), (nobody, on_note)):
        with pytest.raises(NotFound):
            caller.read_attachment(attachment_id=made["id"])
    assert [each["id"] for each in looks.list_attachments(query={})["items"]] == [on_customer["id"]]
    assert nobody.list_attachments(query={"count": True})["total"] == 0


def test_a_file_taken_off_leaves_lists_and_timeline_and_can_be_put_back(attach, crm):
    made = attach()
    customer_id = made["customer_id"]

    def entries():
        page = crm.customer_timeline(customer_id=customer_id, query={})
        return [each["title"] for each in page["items"] if each["kind"] == "attachment.added"]

    before = entries()
    crm.archive_attachment(attachment_id=made["id"])
    with pytest.raises(RuleBroken):
        crm.read_attachment(attachment_id=made["id"])
    during = (entries(), crm.list_attachments(query={})["items"])
    crm.restore_attachment(attachment_id=made["id"])

    assert (before, during, entries()) == (["avtale.pdf"], ([], []), ["avtale.pdf"])
    assert crm.customer_overview(customer_id=customer_id)["files"]["total"] == 1


def test_contents_nobody_needs_are_swept_away_and_no_others(attach, crm, platform, org):
    made = attach()
    with platform.work("crm", org) as work:
        orphan = work.blobs.put(org.organisation_id, b"left behind")
        path = work.blobs._path(org.organisation_id, orphan)
        os.utime(path, (1, 1))
        os.utime(work.blobs._path(org.organisation_id, made["sha256"]), (1, 1))

    with platform.work("crm", system_caller(org.organisation_id)) as work:
        swept = sweep_orphans(work)
        work.commit()

    assert (swept, path.exists()) == (1, False)
    assert base64.b64decode(crm.read_attachment(attachment_id=made["id"])["content"]) == PDF
