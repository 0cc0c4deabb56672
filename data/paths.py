"""Every path the project reads or writes, once."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "data" / "reference"
ILLUSTRATIVE = ROOT / "data" / "illustrative"
I18N = ROOT / "i18n"
SETTINGS = ROOT / "data" / "settings.yml"


def var_dir() -> Path:
    """Return the folder for what this machine makes; ``NTM_VAR_DIR`` moves it."""
    return Path(os.environ.get("NTM_VAR_DIR") or ROOT / "var")


def boundaries_dir() -> Path:
    """Return the folder of the commune polygons built or loaded on this machine."""
    return var_dir() / "boundaries"


def web_dir() -> Path:
    """Return the folder of static files the browser fetches by versioned name (map geometry)."""
    return var_dir() / "web"


def log_path() -> Path:
    """Return the file that unforeseen errors are written to."""
    return var_dir() / "log" / "ntm.log"
