"""The passes of a crawl on Slurm, one waiting for the other: Slurm's own commands alone are made up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from unit.crawl.files import environment, lines, written
from unit.crawl.test_counting import SITES, story
from unit.sites.pages import PLUG

_SBATCH = """#!{python}
import os, re, subprocess, sys
*words, script = sys.argv[1:]
number = 1 + len(open("{jobs}").readlines())
with open("{jobs}", "a") as jobs:
    print(number, *words, file=jobs)
offset = re.search(r"RUN_OFFSET=(\\d+)", " ".join(words) + " RUN_OFFSET=0")[1]
first, last = re.search(r"#SBATCH --array=(\\d+)-(\\d+)", open(script).read()).groups()
for task in range(int(first), int(last) + 1):
    job = dict(SLURM_JOB_ID=str(number), SLURM_ARRAY_TASK_ID=str(task), SLURM_NODELIST="here", RUN_OFFSET=offset)
    with open("{jobs}.log", "a") as log:
        subprocess.run(["bash", script], env=dict(os.environ, **job), stdout=log, stderr=log, check=True)
print("Submitted batch job", number)
"""
_SRUN = '#!/bin/sh\nwhile [ "$1" != launch_pickled_pipeline ]; do shift; done\nexec "$@"\n'
_SCONTROL = "#!/bin/sh\necho here\n"
_CRAWL = """
import sys
from pathlib import Path

from datatrove.executor import SlurmPipelineExecutor
from nutgraf.crawl.run import Crawl, passes
from nutgraf.options import Options
from nutgraf.settings import load_settings

source, target = sys.argv[1:]
crawl = Crawl(source, Path(target), Options(), load_settings(), learn=True, shards=1)
last = None
for one in passes(crawl):
    last = SlurmPipelineExecutor(
        one.pipeline,
        one.tasks,
        time="20:00:00",
        partition="cpu",
        job_name=f"nutgraf-{one.name}",
        logging_dir=one.logging_dir,
        depends=last,
    )
last.run()
"""


def queue(folder: Path) -> dict[str, str]:
    """The commands of a Slurm whose jobs run here and now, and the environment in which they are found."""
    folder.mkdir()
    jobs = folder / "jobs"
    jobs.touch()
    programs = {
        "sbatch": _SBATCH.replace("{python}", sys.executable).replace("{jobs}", str(jobs)),
        "srun": _SRUN,
        "scontrol": _SCONTROL,
    }
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    path = os.pathsep.join((str(folder), str(Path(sys.executable).parent), os.environ["PATH"]))
    return environment(PATH=path, NUTGRAF_MEMORY_SECRET=str(folder / "secret"))


def test_the_passes_run_one_after_the_other_and_read_with_the_counts(tmp_path: Path) -> None:
    source, out, jobs = tmp_path / "pages", tmp_path / "out", tmp_path / "slurm" / "jobs"
    source.mkdir()
    for part in range(2):
        rows = [story(site, part * 3 + number) for number in range(3) for site in SITES[:2]]
        (source / f"{part}.jsonl").write_bytes(lines(rows))
    command = [sys.executable, "-c", _CRAWL, str(source), str(out)]

    env = queue(tmp_path / "slurm")
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    again = subprocess.run(command, env=env, capture_output=True, text=True)

    log = jobs.with_suffix(".log")
    assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")
    assert [line.split() for line in jobs.read_text().splitlines()] == [
        ["1", "--export=ALL,RUN_OFFSET=0"],
        ["2"],
        ["3", "--export=ALL,RUN_OFFSET=0", "--dependency=afterok:1"],
        ["4"],
        ["5", "--export=ALL,RUN_OFFSET=0", "--dependency=afterok:3"],
        ["6"],
    ], "each pass, and after it the sum of what datatrove noted"
    rows = written(out)
    assert [row["id"] for row in rows] == [f"{site} {n}" for n in range(6) for site in SITES[:2]]
    assert {row["memory"]["pages"] for row in rows} == {5}
    assert all(PLUG not in row["text"] for row in rows)
    assert again.returncode == 0, again.stderr
    assert written(out) == rows
