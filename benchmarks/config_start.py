"""What reading the configuration costs at a start: the long way, and from the form kept by the start before.

    python benchmarks/config_start.py

Three programs run in turn: one that only imports the settings' types, one that loads a configuration without a
cache, one that loads it with one. The figures are medians of whole-process time above that of the first.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.command import environment

from page_watch.config import SAMPLE

RUNS = 31
NOTHING = "import page_watch.settings, sys, os"
LOAD = f"{NOTHING}\nfrom pathlib import Path\nfrom page_watch.config import load\nload(Path(sys.argv[1]), os.environ)"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "config.yaml"
        file.write_text(SAMPLE)
        kept = environment(folder)
        unkept = kept | {"XDG_CACHE_HOME": "/dev/null"}
        programs = {"types": (NOTHING, kept), "long way": (LOAD, unkept), "from cache": (LOAD, kept)}
        seconds: dict[str, list[float]] = {what: [] for what in programs}
        for _ in range(RUNS + 1):
            for what, (program, env) in programs.items():
                began = time.perf_counter()
                subprocess.run([sys.executable, "-c", program, str(file)], env=env, check=True)
                seconds[what].append(time.perf_counter() - began)
    medians = {what: statistics.median(times[1:]) for what, times in seconds.items()}
    for what in ("long way", "from cache"):
        print(f"{what:<12} {(medians[what] - medians['types']) * 1000:6.1f} ms")
    long, short = (medians[what] - medians["types"] for what in ("long way", "from cache"))
    print(f"{'ratio':<12} {long / short:6.1f}")


if __name__ == "__main__":
    main()
