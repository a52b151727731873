"""Pack the extension for the stores: python tools/build_extension.py [folder, default dist/].

One zip for each browser, out of the same files; only the manifest differs, by the keys that the other browser's store
has no use for, warns of or refuses. The same files give the same bytes, on every machine: names sorted, times and
permissions fixed, stored without compression so that no version of zlib has a say.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXTENSION = ROOT / "extension"

NOT_FOR = {
    # The Chrome Web Store keeps the key itself and refuses a new upload that brings one.
    "chromium": ("key", "browser_specific_settings", "background.scripts"),
    "firefox": ("key", "minimum_chrome_version", "background.service_worker"),
}
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
_READABLE_FILE = 0o100644 << 16


def main() -> None:
    """Write both zips and say where they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    for path in build(folder):
        print(path)


def build(folder: Path, extension: Path = EXTENSION) -> list[Path]:
    """Pack `extension` into `folder`, once for each browser; gives the paths of the zips."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))
    paths = []
    for browser, unwanted in NOT_FOR.items():
        path = folder / f"nutgraf-{browser}-{manifest['version']}.zip"
        pack(path, extension, without(manifest, unwanted))
        paths.append(path)
    return paths


def without(manifest: dict[str, Any], unwanted: Collection[str]) -> dict[str, Any]:
    """The manifest without some keys; a dot leads into a key's own keys."""
    kept = {}
    for key, value in manifest.items():
        if key not in unwanted:
            inner = [name.removeprefix(f"{key}.") for name in unwanted if name.startswith(f"{key}.")]
            kept[key] = without(value, inner) if inner else value
    return kept


def pack(path: Path, extension: Path, manifest: dict[str, Any]) -> None:
    """Write one zip with the files of `extension` and `manifest` in place of its own."""
    names = sorted(file.relative_to(extension).as_posix() for file in extension.rglob("*") if is_shipped(file))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            own = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
            content = own if name == "manifest.json" else (extension / name).read_bytes()
            archive.writestr(entry(name), content)


def is_shipped(file: Path) -> bool:
    """Whether a file goes into the zip: not the hidden ones that editors and systems leave, nor the icon's drawing."""
    return file.is_file() and not file.name.startswith(".") and file.suffix != ".svg"


def entry(name: str) -> zipfile.ZipInfo:
    """The zip's header for a file: the same wherever and whenever it is packed."""
    info = zipfile.ZipInfo(name, _EARLIEST)
    info.create_system = 3  # Unix, also when packed on Windows
    info.external_attr = _READABLE_FILE
    return info


if __name__ == "__main__":
    main()
