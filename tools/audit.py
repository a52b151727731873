"""Is anything that is shipped known to be vulnerable: python tools/audit.py, in a Python that has pip-audit.

The server's locked packages by pip-audit, the extension's by `npm audit`. pip-audit ends well where it got no answer
and calls such a package skipped. Here what was not checked is a failure of its own.

Exit code: 0 all checked and nothing known, 1 something is known to be vulnerable, 2 something could not be checked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "run.lock"
PIP_AUDIT = [
    *(sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off"),
]
NPM_AUDIT = ["npm", "audit", "--omit=dev", "--json"]
_NAMED = 5
"""How many unchecked packages are named before the rest is a number."""


@dataclass(frozen=True)
class Audit:
    """What came of an audit: how many packages were checked, which could not be, what is known of the others."""

    what: str
    checked: int = 0
    unchecked: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """`package version: advisory`, for each."""


def main() -> None:
    """Audit both, say what came out, and exit by it."""
    audits = (
        read_pip("server (requirements/run.lock)", output_of(PIP_AUDIT)),
        read_npm("extension (package-lock.json, without development)", output_of(NPM_AUDIT), shipped_by_npm()),
    )
    print("\n".join(line for audit in audits for line in told(audit)))
    raise SystemExit(exit_code(audits))


def output_of(command: list[str]) -> str:
    """What a command prints, empty where there is no such command. Its complaints are shown where it says nothing else:
    pip-audit's "no known vulnerabilities" is also said of what it did not check.
    """
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return ""
    if not done.stdout:
        print(done.stderr, file=sys.stderr)
    return done.stdout


def shipped_by_npm() -> int:
    """How many packages of npm's registry the extension ships; development's are not."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return sum(bool(name) and not package.get("dev") for name, package in packages.items())


def read_pip(what: str, output: str) -> Audit:
    """An audit from pip-audit's JSON; without any, nothing was checked."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        return Audit(what, unchecked=("every package: pip-audit gave no answer",))
    skipped = tuple(package["name"] for package in packages if "skip_reason" in package)
    known = tuple(
        f"{package['name']} {package['version']}: {found['id']}"
        for package in packages
        for found in package.get("vulns", ())
    )
    return Audit(what, len(packages) - len(skipped), skipped, known)


def read_npm(what: str, output: str, shipped: int) -> Audit:
    """An audit from npm's JSON. Where nothing is shipped, npm is not needed for the answer."""
    if not shipped:
        return Audit(what)
    try:
        found = json.loads(output)["vulnerabilities"]
    except (ValueError, KeyError):
        return Audit(what, unchecked=(f"{shipped} packages: npm audit gave no answer",))
    known = tuple(f"{name} {entry.get('range', '')}: {entry['severity']}" for name, entry in found.items())
    return Audit(what, shipped, known=known)


def told(audit: Audit) -> list[str]:
    """An audit in words, one line for each finding."""
    lines = [f"{audit.what}: {audit.checked} packages checked, {len(audit.known)} advisories"]
    lines += [f"  vulnerable: {known}" for known in audit.known]
    if not (audit.checked or audit.unchecked):
        lines = [f"{audit.what}: ships no package, so there is nothing to check"]
    if audit.unchecked:
        names = ", ".join(audit.unchecked[:_NAMED])
        more = len(audit.unchecked) - _NAMED
        lines.append(f"  NOT CHECKED: {names}{f' and {more} more' if more > 0 else ''}")
        lines.append("  The service that knows of vulnerabilities gave no answer. Try again where it can be reached.")
    return lines


def exit_code(audits: tuple[Audit, ...]) -> int:
    """0, 1 or 2, as the head of this file says."""
    if any(audit.known for audit in audits):
        return 1
    return 2 if any(audit.unchecked for audit in audits) else 0


if __name__ == "__main__":
    main()
