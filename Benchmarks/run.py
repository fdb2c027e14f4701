"""Measures etl-watch beside its baselines and prints what is required and what is met.

    scripts/bench [--quick] [--old] [PART…]
    scripts/bench instructions [--update]

Without a PART all are measured but `instructions`, which counts below callgrind and fails above 1.03 × of the
figures in Benchmarks/instructions.json. Corpora, the baselines' Python packages and everything written go to
.build; the table's numbers and all samples to Benchmarks/results.
"""

import argparse
import os
import sys

from harness import (allocations, backfill, confined, extremes, growth, instructions, mentions, refresh, report, standing,
                     whole_account, workspace)

SLOW_RESTS = {"S": 3, "M": 5, "L": 1}


def parts(is_quick, samples, is_update=False):
    size, large = ("S", "M") if is_quick else ("M", "L")
    repeats = 2 if is_quick else 5
    return {
        "backfill": lambda: backfill.measure(size, repeats, samples),
        "memory": lambda: backfill.measure_memory((size, large), SLOW_RESTS, samples),
        "result-json": lambda: backfill.measure_result_json(10**8 if is_quick else 10**9, samples),
        "standing": lambda: standing.measure(size, repeats, 5 if is_quick else 20, samples),
        "refresh": lambda: refresh.measure((size, large), 20 if is_quick else 200, samples),
        "refresh-large": lambda: refresh.measure_large(large, 20 if is_quick else 200, samples),
        "append": lambda: growth.measure_append(repeats, samples),
        "allocations": lambda: allocations.measure(workspace.ETL_WATCH, samples),
        "burst": lambda: growth.measure_burst(size, 2_000 if is_quick else 10_000, samples),
        "readers": lambda: mentions.measure_readers(size, repeats, samples),
        "mentions": lambda: mentions.measure(size, repeats, samples),
        "second-export": lambda: whole_account.measure(size, samples),
        "extremes": lambda: extremes.measure(repeats, samples),
        "confined": lambda: confined.measure(large, samples),
        "instructions": lambda: instructions.measure(samples, is_update),
    }


ONLY_IF_NAMED = {"instructions"}


def main():
    samples = {}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small corpora, few repeats: does everything work?")
    parser.add_argument("--old", action="store_true", help="the corpora of the former generator")
    parser.add_argument("--update", action="store_true", help="write Benchmarks/instructions.json anew")
    parser.add_argument("--only", choices=parts(False, samples), action="append", default=[], help="the same as PART")
    parser.add_argument("part", choices=[[], *parts(False, samples)], nargs="*", metavar="PART",
                        help=", ".join(parts(False, samples)))
    options = parser.parse_args()
    chosen = [*options.only, *options.part]
    if options.old:
        workspace.use_old_corpora()
    workspace.prepare(set(chosen) != {"instructions"})
    load, rows, failures = os.getloadavg(), [], []
    for name, measure in parts(options.quick, samples, options.update).items():
        if name in chosen or (not chosen and name not in ONLY_IF_NAMED):
            print(f"{name}", file=sys.stderr)
            try:
                rows += measure()
            except AssertionError as error:
                failures.append(f"{name}: {error}")
    print(report.table(rows))
    if not chosen:
        print(f"\nwritten to {os.path.relpath(report.save(rows, samples, load, options.quick), workspace.ROOT)}")
    sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
