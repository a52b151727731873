"""Draw `extension/icons/icon.svg` as the PNG files that the manifest names: python tools/render_icons.py."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ICONS = Path(__file__).parents[1] / "extension" / "icons"
SIZES = (16, 32, 48, 128)


def main() -> None:
    """Write `icon-16.png` to `icon-128.png` beside the drawing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for size in SIZES:
            render(page, size)
        browser.close()


def render(page: Page, size: int) -> None:
    """Draw the icon `size` pixels wide, on nothing, so that it sits on light and dark toolbars."""
    svg = (ICONS / "icon.svg").read_text().replace("<svg ", f'<svg width="{size}" height="{size}" ')
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    page.screenshot(path=ICONS / f"icon-{size}.png", omit_background=True)


if __name__ == "__main__":
    main()
