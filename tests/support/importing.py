"""Imports as people do them over HTTP."""

from shared.testing.waiting import eventually


def uploaded(person, content, filename="", *, kind="customers", options=None):
    """Take in a file and say how it is read; the import."""
    name = filename or ("fil.xlsx" if content[:2] == b"PK" else "fil.csv")
    answer = _send(person, content, name, kind)
    assert answer.status_code == 201, answer.text
    batch = answer.json()
    if options:
        path = f"/imports/{batch['id']}/mapping"
        changed = person.patch(path, options, version=batch["version"])
        assert changed.status_code == 200, changed.text
        batch = changed.json()
    return batch


def problem_of(person, content, status):
    """Why a file is refused."""
    answer = _send(person, content, "fil.csv", "customers")
    assert answer.status_code == status, answer.text
    return answer.json()


def committed(person, batch, **options):
    """Try and write an import; its last representation."""
    path = f"/imports/{batch['id']}"
    if person.get(path)["status"] == "uploaded":
        person.post(f"{path}/check")
    eventually(lambda: person.get(path)["status"] == "checked", within_seconds=60)
    person.post(f"{path}/commit", options or None)
    eventually(lambda: person.get(path)["status"] == "committed", within_seconds=60)
    return person.get(path)


def undone(person, batch):
    """Take an import back; its last representation."""
    path = f"/imports/{batch['id']}"
    person.post(f"{path}/undo")
    eventually(lambda: person.get(path)["status"] == "undone", within_seconds=60)
    return person.get(path)


def rows_of(person, batch, **filters):
    return person.get(f"/imports/{batch['id']}/rows", params={"limit": 200, **filters})["items"]


def counts_of(batch):
    return {name: number for name, number in batch["counts"].items() if number}


def _send(person, content, name, kind):
    return person.send("POST", "/imports", files={"file": (name, content)}, data={"kind": kind})
