"""What measuring needs at hand: the built programs, the baselines' Python, the corpora, loaded databases.

All of it lies below .build and is made when it is first asked for.
"""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BASELINES = os.path.join(ROOT, "Benchmarks", "baselines")
BUILD = os.path.join(ROOT, ".build")
SCRATCH = os.path.join(BUILD, "bench")
ETL_WATCH = os.path.join(BUILD, "release", "etl-watch")
PYTHON = os.path.join(BUILD, "bench-venv", "bin", "python")

# Meetings are shown up to a time after "now"; a fixed one keeps every run the same.
AS_OF = "2024-07-01T00:00:00Z"


def prepare(needs_baselines=True):
    os.makedirs(SCRATCH, exist_ok=True)
    command(["scripts/build"])
    if needs_baselines:
        prepare_baselines()


def prepare_baselines():
    requirements = os.path.join(BASELINES, "requirements.txt")
    installed = os.path.join(BUILD, "bench-venv", "requirements.txt")
    if not os.path.exists(installed) or read(installed) != read(requirements):
        command([sys.executable, "-m", "venv", os.path.join(BUILD, "bench-venv")])
        command([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", requirements])
        shutil.copyfile(requirements, installed)
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "libxml-2.0"], text=True).split()
    for name in ("null_sax", "read"):
        sources = [os.path.join(BASELINES, file) for file in (f"{name}.c", "each_file.c")]
        command(["cc", "-O2", "-Wall", "-Wextra", "-pthread", *sources, "-o", program(name), *flags])


def program(name):
    return os.path.join(SCRATCH, name)


def baseline(name):
    return [PYTHON, os.path.join(BASELINES, f"{name}.py")]


def command(arguments):
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{done.stdout[-3000:]}")


def run_quietly(arguments):
    """A call whose time does not matter."""
    command(list(map(str, arguments)))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def use_old_corpora():
    """From here on, S, M, L and single are those of the former generator."""
    global preset_prefix
    preset_prefix = "old-"


preset_prefix = ""


def corpus(*arguments):
    """The corpus that `generate_corpus.py ARGUMENTS` writes."""
    if arguments[0] == "--preset":
        arguments = ("--preset", preset_prefix + arguments[1], *arguments[2:])
    path = os.path.join(BUILD, "corpora", "-".join(arguments).replace("--", "").replace("preset-", ""))
    # A corpus without an account of itself is one that the former generator left under this name.
    if not os.path.isdir(path) or (arguments[0] == "--preset" and not preset_prefix
                                   and not os.path.exists(os.path.join(path, "truth.json"))):
        shutil.rmtree(path, ignore_errors=True)
        say(f"writing corpus {os.path.basename(path)}")
        shutil.rmtree(path + ".partial", ignore_errors=True)
        command([sys.executable, os.path.join(ROOT, "scripts", "generate_corpus.py"), *arguments, path + ".partial"])
        os.rename(path + ".partial", path)
    return path


def say(text):
    print(f"  {text} …", file=sys.stderr, flush=True)


def fresh(name):
    """An empty directory."""
    path = os.path.join(SCRATCH, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


class State:
    """A database and the JSON beside it, and how etl-watch is called to keep them."""

    def __init__(self, name, drops, mapping=None):
        self.folder = fresh(name)
        self.output = os.path.join(self.folder, "unified.json")
        self.options = ["--output", self.output, "--db", os.path.join(self.folder, "etl_watch.db"),
                        "--log-file", "none", "--as-of", AS_OF]
        for drop in drops:
            self.options += ["--drop", drop]
        if mapping:
            self.options += ["--mapping", mapping]

    def backfill(self):
        return [ETL_WATCH, "backfill", "--quiet", "--json", *self.options]

    def run(self):
        return [ETL_WATCH, "run", *self.options]

    def output_bytes(self):
        return os.path.getsize(self.output)


def first_companies(corpus_path, folder, count):
    """A mapping of the first `count` companies of a corpus's own, in `folder`."""
    with open(os.path.join(corpus_path, "company_mapping.csv"), encoding="utf-8") as file:
        header, *rows = file.read().splitlines(keepends=True)
    names, kept = set(), []
    for row in rows:
        names.add(row.split(",")[0])
        if len(names) > count:
            break
        kept.append(row)
    path = os.path.join(folder, "company_mapping.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines([header, *kept])
    return path
