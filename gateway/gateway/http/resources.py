"""
Resources by convention: from a noun to its routes.

Services name their calls ``create_customer``, ``list_customers`` and so on, so one line describes
what the public API does with a noun.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response
from marshmallow import Schema

from gateway.http.calls import listing, reading
from gateway.http.exchange import Exchange
from gateway.http.routing import API, Route

View = Callable[[Exchange], Response]

CREATE, READ, CHANGE, ARCHIVE, RESTORE = "create", "read", "change", "archive", "restore"
ALL = (CREATE, READ, CHANGE, ARCHIVE, RESTORE)


@dataclass(frozen=True, kw_only=True)
class Resource:
    """
    A noun of the public API and the calls behind it.

    Args:
        path: Its collection, such as ``/customers``; with ``{…}`` when it lies below another.
        service: Who owns it.
        noun: As in the names of the calls; ``nouns`` is its plural there.
        item: What a list shows of one, when it is less than the whole.
        created: What creating answers, when it is more than the whole.
        key: The name of its id, among a call's arguments and in paths.
        home: Where one of them lies, when not below the collection.
    """

    path: str
    tag: str
    service: str
    noun: str
    answer: type
    body: type[Schema] | None = None
    can: tuple[str, ...] = ALL
    nouns: str = ""
    item: type | None = None
    created: type | None = None
    key: str = ""
    home: str = ""

    @property
    def id_name(self) -> str:
        return self.key or f"{self.noun}_id"

    @property
    def one_path(self) -> str:
        return f"{self.home or self.path}/{{{self.id_name}}}"

    @property
    def plural(self) -> str:
        return self.nouns or f"{self.noun}s"

    def call(self, verb: str) -> str:
        """The full name of one of the resource's calls."""
        return f"{self.service}.{verb}_{self.noun}"

    def routes(self) -> Iterator[Route]:
        """Everything the API does with the noun."""
        words = self.noun.replace("_", " ")
        if READ in self.can:
            yield self._list(words)
            yield self._read(words)
        if CREATE in self.can:
            yield self._create(words)
        if CHANGE in self.can:
            yield self._change(words)
        if ARCHIVE in self.can:
            yield self._archive(words)
        if RESTORE in self.can:
            yield self.action("restore", f"Take an archived {words} back.")

    def action(
        self,
        verb: str,
        summary: str,
        *,
        body: type[Schema] | None = None,
        body_needed: bool = True,
        call: str = "",
        **more: Any,
    ) -> Route:
        """
        Describe ``POST /things/{id}/verb``; the body's fields are the call's arguments.

        Args:
            call: The method, when it is not ``service.verb_noun``.
        """
        method, home = call or self.call(verb.replace("-", "_")), self.home or self.path

        def view(exchange: Exchange) -> Response:
            version = exchange.optional_version()
            done = exchange.ask(method, **exchange.path, **exchange.body, **version)
            if exchange.route.status == 201:
                return exchange.created(done, f"{API}{home}/{done['id']}")
            return exchange.one(done)

        more.setdefault("answer", self.answer)
        return Route(
            verb="POST",
            path=f"{self.one_path}/{verb}",
            tag=self.tag,
            summary=summary,
            view=view,
            body=body,
            body_needed=body_needed,
            refusals=(404, 409, 412),
            **more,
        )

    def _list(self, words: str) -> Route:
        return listing(
            self.path,
            f"{self.service}.list_{self.plural}",
            tag=self.tag,
            answer=self.item or self.answer,
            summary=f"List every {words} you may see.",
        )

    def _read(self, words: str) -> Route:
        return reading(
            self.one_path,
            self.call("get"),
            tag=self.tag,
            answer=self.answer,
            summary=f"Read one {words}.",
        )

    def _create(self, words: str) -> Route:
        method, home, answer = self.call("create"), self.home or self.path, self.created

        def view(exchange: Exchange) -> Response:
            made = exchange.ask(method, **exchange.path, fields=exchange.body)
            return exchange.created(made, f"{API}{home}/{made['id']}")

        return Route(
            verb="POST",
            path=self.path,
            tag=self.tag,
            summary=f"Create a {words}.",
            view=view,
            body=self.body,
            answer=answer or self.answer,
            status=201,
            refusals=(404, 409),
        )

    def _change(self, words: str) -> Route:
        change, read = self.call("change"), self.call("get")

        def view(exchange: Exchange) -> Response:
            return exchange.one(exchange.change(change, read=read, fields=exchange.body))

        return Route(
            verb="PATCH",
            path=self.one_path,
            tag=self.tag,
            summary=f"Change a {words} by merge patch.",
            view=view,
            body=self.body,
            is_partial=True,
            answer=self.answer,
            refusals=(404, 409, 412, 428),
        )

    def _archive(self, words: str) -> Route:
        archive = self.call("archive")

        def view(exchange: Exchange) -> Response:
            put_away = exchange.ask(archive, **exchange.path, **exchange.optional_version())
            return exchange.archived(put_away)

        return Route(
            verb="DELETE",
            path=self.one_path,
            tag=self.tag,
            summary=f"Archive a {words}.",
            view=view,
            status=204,
            is_versioned=True,
            refusals=(404, 409, 412),
        )
