"""
Tryton 8.2 over JSON-RPC: customers are parties.

Facts the code leans on: the status stays 200 for errors within an answer; a stale
``_timestamp`` gives ``ConcurrencyException``; an inactive party can only be made active;
organisation numbers are stored in groups of three digits.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.capabilities.outbound import AddressRefused, Answer, Outbound, Unreachable
from shared.persistence.vault import SecretUnreadable

from erp_sync.adapters.tryton_parties import FIELDS, changed_values, new_values, read_party
from erp_sync.application.ports import (
    ErpConflict,
    ErpUnavailable,
    NotSignedIn,
    Push,
    Refused,
    Throttled,
)
from erp_sync.domain.customers import RemoteCustomer, marker_of

_EVEN_INACTIVE = {"active_test": False}
_MOST_CANDIDATES = 20
_DEFAULT_WAIT_SECONDS = 30.0


class Tryton:
    """
    One Tryton database, signed in to as one user.

    Args:
        password: Unseals the password when it is needed.
        allow_private: Let the address lead into our own network.
    """

    def __init__(
        self,
        *,
        url: str,
        database: str,
        username: str,
        password: Callable[[], str],
        allow_private: bool,
    ) -> None:
        self._endpoint = f"{url.rstrip('/')}/{database}/rpc/"
        self._username, self._password = username, password
        self._outbound = Outbound(allow_private=allow_private)
        self._session = ""
        self._countries: dict[str, int] = {}

    def probe(self) -> str:
        self._model("party.party", "search", [], 0, 1, None)
        return "Tryton"

    def find(self, push: Push) -> list[RemoteCustomer]:
        number, organisation_number = push.customer.number, push.customer.organisation_number
        codes = [marker_of(push.entity_id)]
        if organisation_number:
            codes += [organisation_number, _in_threes(organisation_number)]
        wanted: list[Any] = ["OR", [["identifiers.code", "in", codes]]]
        if number:
            wanted.append([["code", "=", number]])
        parties = self._model(
            "party.party",
            "search_read",
            wanted,
            0,
            _MOST_CANDIDATES,
            None,
            FIELDS,
            context=_EVEN_INACTIVE,
        )
        return [read_party(each) for each in parties]

    def read(self, external_id: str) -> RemoteCustomer | None:
        parties = self._parties(external_id)
        return read_party(parties[0]) if parties else None

    def create(self, push: Push) -> RemoteCustomer:
        values = new_values(push, country_id=self._country(push.customer.country))
        party_id = self._model("party.party", "create", [values])[0]
        return self._after_write(party_id)

    def update(
        self, remote: RemoteCustomer, push: Push, changes: Mapping[str, Any]
    ) -> RemoteCustomer:
        current = remote
        if changes.get("active"):  # nothing else may be changed while it is inactive
            current = self._write(current, {"active": True})
        rest = {name: value for name, value in changes.items() if name != "active" or not value}
        if not rest or not current.customer.active:
            return current
        country_id = self._country(push.customer.country) if "country" in rest else None
        party = self._parties(remote.external_id)
        if not party:
            raise Refused("The customer was removed in the ERP system.")
        return self._write(current, changed_values(party[0], rest, country_id=country_id))

    def _parties(self, external_id: str) -> list[dict[str, Any]]:
        wanted = [["id", "=", int(external_id)]]
        found: list[dict[str, Any]] = self._model(
            "party.party", "search_read", wanted, 0, 1, None, FIELDS, context=_EVEN_INACTIVE
        )
        return found

    def _write(self, remote: RemoteCustomer, values: Mapping[str, Any]) -> RemoteCustomer:
        party_id = int(remote.external_id)
        precondition = {"_timestamp": {f"party.party,{party_id}": remote.etag}}
        self._model("party.party", "write", [party_id], dict(values), context=precondition)
        return self._after_write(party_id)

    def _after_write(self, party_id: int) -> RemoteCustomer:
        there = self.read(str(party_id))
        if there is None:
            raise ErpUnavailable("The customer is not there after it was written.")
        return there

    def _country(self, code: str | None) -> int | None:
        if code is None:
            return None
        if code not in self._countries:
            found = self._model("country.country", "search", [["code", "=", code]], 0, 1, None)
            if not found:
                raise Refused(f"The ERP system does not know the country {code}.")
            self._countries[code] = found[0]
        return self._countries[code]

    def _model(
        self, model: str, verb: str, *arguments: Any, context: Mapping[str, Any] | None = None
    ) -> Any:
        method = f"model.{model}.{verb}"
        parameters = [*arguments, dict(context or {})]
        if not self._session:
            self._sign_in()
        answer = self._post(method, parameters)
        if answer.status in (401, 403):  # the session ended; sign in once more
            self._sign_in()
            answer = self._post(method, parameters)
        if answer.status in (401, 403):
            raise NotSignedIn("The user may not use the ERP system over its interface.")
        return _result(answer)

    def _sign_in(self) -> None:
        self._session = ""
        try:
            password = self._password()
        except SecretUnreadable:
            raise NotSignedIn("The stored password cannot be read; enter it again.") from None
        answer = self._post("common.db.login", [self._username, {"password": password}])
        if answer.status in (401, 403):
            raise NotSignedIn("The ERP system does not accept user name and password.")
        result = _result(answer)
        if not result:
            raise NotSignedIn("The ERP system does not accept user name and password.")
        ticket = f"{self._username}:{result[0]}:{result[1]}"
        self._session = "Session " + base64.b64encode(ticket.encode()).decode()

    def _post(self, method: str, parameters: Sequence[Any]) -> Answer:
        body = json.dumps({"id": 1, "method": method, "params": list(parameters)}).encode()
        headers = {"Content-Type": "application/json"}
        if self._session:
            headers["Authorization"] = self._session
        try:
            return self._outbound.call("POST", self._endpoint, body=body, headers=headers)
        except AddressRefused as error:
            raise Refused(str(error)) from error
        except Unreachable as error:
            raise ErpUnavailable(f"The ERP system gave {error}.") from error


def _result(answer: Answer) -> Any:
    _refuse_status(answer)
    try:
        content = json.loads(answer.body)
    except ValueError:
        raise ErpUnavailable("The ERP system answered something that is not JSON.") from None
    if not isinstance(content, dict):
        raise ErpUnavailable("The ERP system answered something unexpected.")
    if "error" not in content:
        return content.get("result")
    raise _error(content["error"])


def _refuse_status(answer: Answer) -> None:
    if answer.status == 429:
        wait = answer.headers.get("retry-after", "")
        seconds = float(wait) if wait.isdigit() else _DEFAULT_WAIT_SECONDS
        raise Throttled("The ERP system asked us to wait.", retry_after_seconds=seconds)
    if answer.status in (404, 405):
        raise Refused("There is no such database at this address.")
    if answer.status >= 500:
        raise ErpUnavailable(f"The ERP system answered with status {answer.status}.")
    if answer.status != 200:
        raise Refused(f"The ERP system answered with status {answer.status}.")


def _error(error: Any) -> Exception:
    """Sort an error by its type; the sentence in it is for people only."""
    kind = error[0] if isinstance(error, list) and error else str(error)
    text = error[1] if isinstance(error, list) and len(error) > 1 else ""
    if isinstance(text, list):
        text = text[0] if text else ""
    if kind == "ConcurrencyException":
        return ErpConflict("The customer was changed in the ERP system meanwhile.")
    if kind in ("UserError", "UserWarning"):
        return Refused(str(text)[:1000])
    return ErpUnavailable(f"The ERP system failed: {str(kind)[:200]}")


def _in_threes(organisation_number: str) -> str:
    groups = range(0, len(organisation_number), 3)
    return " ".join(organisation_number[start : start + 3] for start in groups)
