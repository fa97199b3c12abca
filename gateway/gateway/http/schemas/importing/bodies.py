"""Bodies of imports and of the profiles by which files are read."""

from gateway.http.schemas.fields import Body, Choice, Flag, Id, Line, many, mapping


class ImportBody(Body):
    """How to read the file of an import."""

    sheet = Line()
    mode = Choice("create", "update", "upsert")
    match_keys = many(Line(40), at_most=10)
    defaults = mapping(Line(300))
    accept_suggestions = Flag()
    formats = mapping(Line(10), longest_name=300)
    mapping = mapping(Line(60, allow_none=True), longest_name=300)


class CommitBody(Body):
    """``force`` imports a file again that was imported before in the same way."""

    force = Flag()


class ImportProfileBody(Body):
    """The import whose reading is kept, and a name for it."""

    name = Line(100, required=True)
    import_id = Id(required=True)
