"""The door by which staff make, list and revoke department links, and take their static page."""

import os
from dataclasses import dataclass, replace
from datetime import date

from data import access, cached, cached_scenarios, outputs, sign_in
from data.access import needs
from data.store import accounts, share_links, visits
from data.store.engine import begin_write, get_engine
from data.store.share_links import ShareLink
from domain.access import Permission, Scope
from domain.duties.agencies import build_agency
from domain.outputs import OutputFile, Refused
from domain.sharing import ShareWish, build_scope, find_faults


@dataclass(frozen=True)
class NewLink:
    """A link just made; ``token`` is known now and never again."""

    link: ShareLink
    token: str


@needs(Permission.SHARE)
def today() -> date:
    """Return the day it is in Việt Nam."""
    return sign_in.today()


@needs(Permission.SHARE)
def public_address() -> str:
    """Return the address readers outside reach the dashboard by (``NTM_PUBLIC_URL``), or ""."""
    return os.environ.get("NTM_PUBLIC_URL", "").rstrip("/")


@needs(Permission.SHARE)
def find_problems(wish: ShareWish) -> list[str]:
    """Return why a link cannot be made, as keys of the texts."""
    return _problems(wish)


def _problems(wish: ShareWish) -> list[str]:
    faults = find_faults(wish, cached.get_catalog(), sign_in.today())
    if wish.agency and wish.agency not in _agencies(wish.plan):
        faults.append("agency")
    if wish.scenario is not None:
        own = cached_scenarios.get_scenarios(wish.province)
        if wish.scenario not in {each.scenario_id for each in own}:
            faults.append("scenario")
    return list(dict.fromkeys(faults))


def _agencies(plan_id: str) -> dict[str, dict[str, object]]:
    rows = cached.get_rows("agencies")
    return {row["agency_id"]: row for row in rows if row["plan_id"] == plan_id}


def _scope(wish: ShareWish) -> Scope:
    agencies = [build_agency(row) for row in _agencies(wish.plan).values()]
    return build_scope(wish, cached.get_catalog(), agencies)


@needs(Permission.EXPORT)
def build_page(wish: ShareWish, language: str = "vi") -> OutputFile | list[str]:
    """Make the static page of what a link would show; when it ends and for whom does not matter.

    Returns:
        The file, or why there is none.
    """
    whole = replace(wish, label="x", expires_on=sign_in.today(), passphrase="", scenario=None)
    if problems := _problems(whole):
        return problems
    made = outputs.build_static_page(_scope(whole), language)
    return ["no_marks"] if isinstance(made, Refused) else made


@needs(Permission.SHARE)
def create_link(wish: ShareWish, actor: str) -> NewLink | list[str]:
    """Make a link.

    Returns:
        The link with its token, which is not kept, or why there is none.
    """
    problems = find_problems(wish)
    if problems or wish.expires_on is None:
        return problems
    scope = _scope(wish)
    token = visits.new_token()
    stored = accounts.hash_secret(wish.passphrase) if wish.passphrase else ""
    with begin_write(get_engine()) as connection:
        link_id = share_links.add_link(
            connection,
            token,
            scope,
            label=" ".join(wish.label.split()) or scope.agency_name,
            expires_on=wish.expires_on,
            passphrase_hash=stored,
            actor=access.actor(actor),
            now=sign_in.now(),
        )
        link = share_links.read_link(connection, link_id)
    if link is None:
        raise KeyError(link_id)
    return NewLink(link, token)


@needs(Permission.SHARE)
def list_links(province: str = "") -> list[ShareLink]:
    """Return the links, newest first; of one province, or all."""
    with get_engine().connect() as connection:
        found = share_links.list_links(connection)
    return [link for link in found if province in ("", link.scope.province)]


@needs(Permission.SHARE)
def revoke_link(link_id: int, actor: str) -> bool:
    """Stop a link at once; tell whether it was still open."""
    with begin_write(get_engine()) as connection:
        return share_links.revoke_link(
            connection, link_id, actor=access.actor(actor), now=sign_in.now()
        )
