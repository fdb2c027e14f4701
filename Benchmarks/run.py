"""Measures etl-watch beside its baselines and prints what is required and what is met.

    scripts/bench [--quick] [--only NAME]

Corpora, the baselines' Python packages and everything written go to .build; the table's numbers and all samples
to Benchmarks/results.
"""

import argparse
import os
import sys

from harness import allocations, backfill, growth, refresh, report, standing, workspace

SLOW_RESTS = {"S": 3, "M": 5, "L": 1}


def parts(is_quick, samples):
    size, large = ("S", "M") if is_quick else ("M", "L")
    repeats = 2 if is_quick else 5
    return {
        "backfill": lambda: backfill.measure(size, repeats, samples),
        "memory": lambda: backfill.measure_memory((size, large), SLOW_RESTS, samples),
        "result-json": lambda: backfill.measure_result_json(10**8 if is_quick else 10**9, samples),
        "standing": lambda: standing.measure(size, repeats, 5 if is_quick else 20, samples),
        "refresh": lambda: refresh.measure((size, large), 20 if is_quick else 200, samples),
        "append": lambda: growth.measure_append(repeats, samples),
        "allocations": lambda: allocations.measure(workspace.ETL_WATCH, samples),
        "burst": lambda: growth.measure_burst(size, 2_000 if is_quick else 10_000, samples),
    }


def main():
    samples = {}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small corpora, few repeats: does everything work?")
    parser.add_argument("--only", choices=parts(False, samples), action="append", help="one part; may be repeated")
    options = parser.parse_args()
    workspace.prepare()
    load, rows, failures = os.getloadavg(), [], []
    for name, measure in parts(options.quick, samples).items():
        if not options.only or name in options.only:
            print(f"{name}", file=sys.stderr)
            try:
                rows += measure()
            except AssertionError as error:
                failures.append(f"{name}: {error}")
    print(report.table(rows))
    if not options.only:
        print(f"\nwritten to {os.path.relpath(report.save(rows, samples, load, options.quick), workspace.ROOT)}")
    sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
