"""Addresses by which people come in: the sign-in form, the one-time link, department links.

Secrets in an address are exchanged for a cookie at once and never shown again: the answer names no
referrer, may not be stored, and leads to an address without them.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from data import sign_in
from data.sign_in import Failure, Opened
from data.texts import text
from data.web_pages import (
    HEADERS,
    asked_language,
    build_page,
    button,
    heading,
    paragraph,
    passphrase_form,
    sign_in_form,
    step,
)
from data.web_static import base_path
from domain.access import LINK_COOKIE, SESSION_COOKIE, is_local
from domain.catalog import LANGUAGES

FORM_COOKIE = "ntm_form"
LARGEST_FORM = 8192
LINK_HOME = "so-nganh"
_STATUS = {
    Failure.WRONG: 403,
    Failure.WAIT: 429,
    Failure.UNKNOWN_LINK: 404,
    Failure.EXPIRED: 410,
    Failure.REVOKED: 410,
    Failure.USED: 410,
}

Fields = Mapping[str, str]


def access_routes(base_url_path: str = "") -> list[BaseRoute]:
    """Return the routes to hand to ``st.App``.

    Args:
        base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
    """
    base = base_path(base_url_path)
    ways = _Ways(base)
    return [
        Route(f"{base}/dang-nhap", ways.show_sign_in, methods=["GET"]),
        Route(f"{base}/dang-nhap", _posted(ways.sign_in), methods=["POST"]),
        Route(f"{base}/vao/{{token}}", ways.use_ticket, methods=["GET"]),
        Route(f"{base}/l/{{token}}", ways.show_link, methods=["GET"]),
        Route(f"{base}/l/{{token}}", _posted(ways.open_link), methods=["POST"]),
        Route(f"{base}/thoat-lien-ket", ways.leave_link, methods=["GET"]),
    ]


def _posted(answer: Callable[[Request, Fields], Response]) -> Callable[[Request], object]:
    """Read a small form; one that did not come from a page of ours is refused."""

    async def take(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_FORM:
            return Response(status_code=413)
        body = (await request.body()).decode("utf-8", "replace")
        fields = {name: values[0] for name, values in parse_qs(body).items()}
        own, sent = request.cookies.get(FORM_COOKIE, ""), fields.get("form", "")
        if not own or not hmac.compare_digest(own.encode(), sent.encode()):
            return _told(request, "access.form_stale", 403)
        return await run_in_threadpool(answer, request, fields)

    return take


class _Ways:
    """The answers, under one base path."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._home = f"{base}/"

    def show_sign_in(self, request: Request) -> Response:
        return self._ask_to_sign_in(request)

    def sign_in(self, request: Request, fields: Fields) -> Response:
        name = fields.get("name", "")
        found = sign_in.sign_in(name, fields.get("password", ""), _address(request))
        if isinstance(found, Failure):
            return self._ask_to_sign_in(request, found, name)
        return self._let_in(request, found, SESSION_COOKIE)

    def use_ticket(self, request: Request) -> Response:
        if _is_looking_ahead(request):
            return Response(status_code=503, headers=HEADERS)
        found = sign_in.use_ticket(request.path_params["token"], _address(request))
        if isinstance(found, Failure):
            return _told(request, f"access.{found}", _STATUS[found])
        return self._let_in(request, found, SESSION_COOKIE)

    def show_link(self, request: Request) -> Response:
        token = request.path_params["token"]
        link = sign_in.find_link(token)
        if not isinstance(link, Failure) and link.has_passphrase:
            return self._ask_for_passphrase(request)
        return self._open_link(request, "")

    def open_link(self, request: Request, fields: Fields) -> Response:
        return self._open_link(request, fields.get("passphrase", ""))

    def leave_link(self, _request: Request) -> Response:
        answer = RedirectResponse(self._home, 303, headers=HEADERS)
        answer.delete_cookie(LINK_COOKIE, path=self._home)
        return answer

    def _open_link(self, request: Request, passphrase: str) -> Response:
        found = sign_in.open_link(request.path_params["token"], passphrase, _address(request))
        if found is Failure.WRONG:
            return self._ask_for_passphrase(request, found)
        if isinstance(found, Failure):
            return _told(request, f"access.{found}", _STATUS[found])
        is_agency = found.link is not None and found.link.scope.is_agency
        return self._let_in(request, found, LINK_COOKIE, LINK_HOME if is_agency else "")

    def _ask_for_passphrase(self, request: Request, failure: Failure | None = None) -> Response:
        form, language = _form_value(request), asked_language(request)
        parts = [paragraph(text("access.link.ask", language))]
        if failure:
            parts.append(paragraph(text("access.link.wrong", language), "told"))
        parts.append(passphrase_form(language, form))
        status = _STATUS[failure] if failure else 200
        page = build_page(language, text("access.link.title", language), parts, status)
        return self._with_form(request, page, form)

    def _ask_to_sign_in(
        self, request: Request, failure: Failure | None = None, name: str = ""
    ) -> Response:
        form, language, parts = _form_value(request), asked_language(request), []
        if failure:
            parts.append(paragraph(text(f"access.{failure}.text", language), "told"))
        has_passwords, has_oidc = sign_in.has_passwords(), sign_in.has_oidc()
        if has_passwords:
            parts.append(sign_in_form(language, form, name))
        if has_passwords and has_oidc:
            parts.append(paragraph(text("access.sign_in.or", language), "or"))
        if has_oidc:
            words = text("access.sign_in.oidc", language)
            parts.append(button(f"{self._home}?dang-nhap=oidc", words))
        title = "sign_in" if has_passwords or has_oidc else "no_accounts"
        if title == "no_accounts":
            parts += _without_accounts(language, is_here=is_local(request.headers))
        back = f"{self._home}{_asking(language)}"
        parts.append(button(back, text("access.sign_in.back", language), "back"))
        status = _STATUS[failure] if failure else 200
        page = build_page(language, text(f"access.{title}.title", language), parts, status)
        return self._with_form(request, page, form)

    def _let_in(self, request: Request, opened: Opened, cookie: str, page: str = "") -> Response:
        target = f"{self._home}{page}{_asking(asked_language(request))}"
        answer = RedirectResponse(target, 303, headers=HEADERS)
        self._set_cookie(request, answer, cookie, opened.token, opened.lasts)
        answer.delete_cookie(FORM_COOKIE, path=self._home)
        return answer

    def _with_form(self, request: Request, page: Response, form: str) -> Response:
        page.set_cookie(
            FORM_COOKIE,
            form,
            path=self._home,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return page

    def _set_cookie(
        self, request: Request, answer: Response, name: str, value: str, lasts: timedelta
    ) -> None:
        answer.set_cookie(
            name,
            value,
            max_age=int(lasts.total_seconds()),
            path=self._home,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )


def _told(request: Request, key: str, status: int) -> Response:
    language = asked_language(request)
    told = [paragraph(text(f"{key}.text", language))]
    return build_page(language, text(f"{key}.title", language), told, status)


def _without_accounts(language: str, *, is_here: bool) -> list[Markup]:
    """Return what to do where nobody could sign in: whom a reader asks, what an owner types."""
    reader = "here" if is_here else "reader"
    steps = [
        step(
            text(f"access.no_accounts.{name}", language),
            text(f"access.no_accounts.{name}_command", language),
        )
        for name in ("once", "account", "open")
    ]
    return [
        paragraph(text(f"access.no_accounts.{reader}", language)),
        heading(text("access.no_accounts.owner", language)),
        *steps,
        paragraph(text("access.no_accounts.oidc", language)),
    ]


def _asking(language: str) -> str:
    """Return the end of an address that asks the dashboard for a language."""
    return "" if language == LANGUAGES[0] else f"?lang={language}"


def _form_value(request: Request) -> str:
    """Return what the form has to send back; one for all forms open in a browser."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _is_looking_ahead(request: Request) -> bool:
    """Tell whether a browser fetches an address before anybody follows it."""
    purposes = (request.headers.get("sec-purpose", ""), request.headers.get("purpose", ""))
    return request.method == "HEAD" or any("prefetch" in purpose for purpose in purposes)
