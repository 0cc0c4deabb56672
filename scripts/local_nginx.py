"""Run the shipped nginx configuration on this machine, before processes of any ports.

Tests and the load benchmark use it, so that what is measured and tried is what ``deploy/`` holds;
only addresses, paths and the certificate differ.
"""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent / "deploy" / "nginx"
SHIPPED_PORTS = (8501, 8502)
START_SECONDS = 15


def nginx_path() -> str | None:
    """Return where nginx is, ``None`` when it is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def write_config(folder: Path, port: int, ports: Sequence[int]) -> Path:
    """Write a whole nginx configuration around the shipped files; return its path.

    Args:
        folder: An empty folder for everything nginx writes.
        port: Where nginx listens, on 127.0.0.1.
        ports: Where the two processes listen.
    """
    upstreams = (DEPLOY / "ntm-upstreams.conf").read_text(encoding="utf-8")
    for shipped, own in zip(SHIPPED_PORTS, ports, strict=True):
        upstreams = upstreams.replace(f"127.0.0.1:{shipped}", f"127.0.0.1:{own}")
        upstreams = upstreams.replace(rf"127\.0\.0\.1:{shipped}", rf"127\.0\.0\.1:{own}")
    upstreams = upstreams.replace("/var/cache/nginx/ntm", str(folder / "cache"))
    (folder / "upstreams.conf").write_text(upstreams, encoding="utf-8")
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"""{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
{temporary}
    include {folder}/upstreams.conf;
    access_log {folder}/access.log ntm;
    server {{
        listen 127.0.0.1:{port};
        include {DEPLOY}/ntm-locations.conf;
    }}
}}
""",
        encoding="utf-8",
    )
    return config


def start(folder: Path, port: int, ports: Sequence[int]) -> subprocess.Popen[bytes]:
    """Start nginx before two processes; whoever starts it terminates it.

    Raises:
        RuntimeError: It does not start; the text says why.
    """
    config = write_config(folder, port, ports)
    program = nginx_path() or "nginx"
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(
            [program, "-e", str(folder / "error.log"), "-c", str(config)],
            stdout=output,
            stderr=output,
        )
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/agent", timeout=1).close()
        except urllib.error.HTTPError:
            return server  # it refuses by itself what nobody outside needs
        except OSError:
            time.sleep(0.05)
    server.terminate()
    raise RuntimeError((folder / "output").read_text() + (folder / "error.log").read_text())
