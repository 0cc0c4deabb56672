"""The few pages that are not the dashboard: signing in, and a department link that asks or ends.

They need no script, and nothing of the dashboard, so that a stranger gets nothing to look at.
"""

from markupsafe import Markup
from starlette.responses import HTMLResponse

from data.texts import text

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
code{background:#F3F6F4;padding:.1rem .3rem;border-radius:.25rem;overflow-wrap:anywhere}
"""


def build_page(title: str, parts: list[Markup], status: int = 200) -> HTMLResponse:
    """Return a page with a heading and what stands under it."""
    page = Markup(
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        "<title>{title}</title><style>{style}</style></head><body><main>"
        '<p class="app">{app}</p><h1>{title}</h1>{body}</main></body></html>'
    ).format(
        title=title,
        style=Markup(_STYLE),  # noqa: S704 -- a constant above
        app=text("app.title"),
        body=Markup("").join(parts),
    )
    return HTMLResponse(str(page), status_code=status, headers=HEADERS)


def paragraph(words: str, kind: str = "") -> Markup:
    """Return a paragraph."""
    return Markup('<p class="{}">{}</p>').format(kind, words)


def sign_in_form(form: str, name: str) -> Markup:
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
        name_label=text("access.sign_in.name"),
        password_label=text("access.sign_in.password"),
        send=text("access.sign_in.send"),
    )


def passphrase_form(form: str) -> Markup:
    """Return the form for the passphrase of a department link."""
    return Markup(
        '<form method="post"><input type="hidden" name="form" value="{form}">'
        '<label for="passphrase">{label}</label><input id="passphrase" name="passphrase" '
        'type="password" autocomplete="off" required maxlength="1000" autofocus>'
        '<button type="submit">{send}</button></form>'
    ).format(form=form, label=text("access.link.passphrase"), send=text("access.link.send"))


def button(address: str, words: str, kind: str = "button") -> Markup:
    """Return a link that looks like a button, or a plain one below the form ("back")."""
    return Markup('<a class="{}" href="{}">{}</a>').format(kind, address, words)
