"""The few pages that are not the dashboard: signing in, and a department link that asks or ends.

They need no script, and nothing of the dashboard, so that a stranger gets nothing to look at. They
are written in Vietnamese, or in the language that ``?lang=`` of their address names.
"""

from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from data.texts import text
from domain.catalog import LANGUAGES

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
}
_STYLE = """
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;
font:1rem/1.55 "Source Sans","Segoe UI",Roboto,Arial,sans-serif;background:#F3F6F4;color:#1B2A2F}
main{background:#fff;border:1px solid #D8E0DC;border-radius:.75rem;padding:2rem;width:100%;
max-width:27rem;box-shadow:0 6px 24px rgba(27,42,47,.07)}p.app{margin:0 0 1rem;color:#0B6E4F;
font-weight:600;font-size:.95rem}h1{font-size:1.45rem;line-height:1.3;margin:0 0 .6rem}
p{margin:0 0 1rem}label{display:block;font-weight:600;margin:.9rem 0 .3rem}
input{width:100%;font:inherit;padding:.6rem .7rem;border:1px solid #9FB0A8;border-radius:.5rem}
input:focus{outline:3px solid #BFE3D5;border-color:#0B6E4F}
button,a.button{display:block;width:100%;margin-top:1.3rem;padding:.7rem;border:0;cursor:pointer;
border-radius:.5rem;background:#0B6E4F;color:#fff;font:inherit;font-weight:600;text-align:center;
text-decoration:none}a{color:#0B6E4F}
.told{background:#FBEDE9;border-left:4px solid #B5442E;padding:.6rem .8rem;border-radius:.3rem}
a.back{display:inline-block;margin-top:1.2rem}
.or{text-align:center;color:#5B6B70;margin:1.2rem 0 0}.small{font-size:.92rem;color:#5B6B70}
code{display:block;background:#F3F6F4;padding:.5rem .6rem;border-radius:.4rem;font-size:.88rem;
margin:.2rem 0 .9rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:1.4rem 0 .4rem}p.step{margin:0}
p.language{margin:1.4rem 0 0;padding-top:.9rem;border-top:1px solid #E6ECE9;font-size:.92rem;
text-align:right}
"""


def asked_language(asked: HTTPConnection) -> str:
    """Return the language an address asks for, else the first."""
    language = parse_qs(asked.url.query).get("lang", [""])[0]
    return language if language in LANGUAGES else LANGUAGES[0]


def build_page(language: str, title: str, parts: list[Markup], status: int = 200) -> HTMLResponse:
    """Return a page with a heading, what stands under it, and a way to the other language."""
    page = Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        "<title>{title}</title><style>{style}</style></head><body><main>"
        '<p class="app">{app}</p><h1>{title}</h1>{body}{other}</main></body></html>'
    ).format(
        language=language,
        title=title,
        style=Markup(_STYLE),  # noqa: S704 -- a constant above
        app=text("app.title", language),
        body=Markup("").join(parts),
        other=Markup("").join(_other(each) for each in LANGUAGES if each != language),
    )
    return HTMLResponse(str(page), status_code=status, headers=HEADERS)


def _other(language: str) -> Markup:
    # The same address in another language: the secret in its path need not be written here.
    return Markup(
        '<p class="language"><a href="?lang={0}" hreflang="{0}" lang="{0}">{1}</a></p>'
    ).format(language, text(f"language.{language}", language))


def paragraph(words: str, kind: str = "") -> Markup:
    """Return a paragraph."""
    return Markup('<p class="{}">{}</p>').format(kind, words)


def heading(words: str) -> Markup:
    """Return a heading inside a page."""
    return Markup("<h2>{}</h2>").format(words)


def step(words: str, command: str) -> Markup:
    """Return what a command does, and the command."""
    return Markup('<p class="step">{}</p><code>{}</code>').format(words, command)


def sign_in_form(language: str, form: str, name: str) -> Markup:
    """Return the form for name and password; ``form`` proves that it came from here."""
    return Markup(
        '<form method="post"><input type="hidden" name="form" value="{form}">'
        '<label for="name">{name_label}</label><input id="name" name="name" value="{name}" '
        'autocomplete="username" required maxlength="200" autofocus>'
        '<label for="password">{password_label}</label><input id="password" name="password" '
        'type="password" autocomplete="current-password" required maxlength="1000">'
        '<button type="submit">{send}</button></form>'
    ).format(
        form=form,
        name=name,
        name_label=text("access.sign_in.name", language),
        password_label=text("access.sign_in.password", language),
        send=text("access.sign_in.send", language),
    )


def passphrase_form(language: str, form: str) -> Markup:
    """Return the form for the passphrase of a department link."""
    return Markup(
        '<form method="post"><input type="hidden" name="form" value="{form}">'
        '<label for="passphrase">{label}</label><input id="passphrase" name="passphrase" '
        'type="password" autocomplete="off" required maxlength="1000" autofocus>'
        '<button type="submit">{send}</button></form>'
    ).format(
        form=form,
        label=text("access.link.passphrase", language),
        send=text("access.link.send", language),
    )


def button(address: str, words: str, kind: str = "button") -> Markup:
    """Return a link that looks like a button, or a plain one below the form ("back")."""
    return Markup('<a class="{}" href="{}">{}</a>').format(kind, address, words)
