"""`cargo xtask spark`: a plan added up with Apache Spark against one machine. Takes the folder of the
example, the tool, a folder to work in, `short` or `full`, how many times the plan is repeated, and
numbers of partitions."""

import csv
import os
import shlex
import shutil
import subprocess
import sys
import time

example, tool, folder, depth, copies, *counts = sys.argv[1:]
sys.path.insert(0, example)
os.environ["PYTHONPATH"] = os.pathsep.join([example, os.environ.get("PYTHONPATH", "")])
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

import pyarrow.csv
import pyarrow.parquet
from pyspark.sql import SparkSession

import tally

OPTIONS = ["--as-of", "2026-09-30"]
ASKED = ["--format", "json"]


def enlarged():
    """Writes the shipped plan many times over, as CSV and as Parquet; returns their paths."""
    with open("data/examples/plan.csv", encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    at = header.index("id")
    path = os.path.join(folder, "plan.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for n in range(int(copies)):
            for row in rows:
                # A row is a line: the places of rows are counted so.
                cells = [f"{cell}-{n}" if i == at else cell for i, cell in enumerate(row)]
                out.writerow([" ".join(cell.split("\n")) for cell in cells])
    texts = {name: pyarrow.string() for name in header}
    options = pyarrow.csv.ConvertOptions(column_types=texts, strings_can_be_null=False)
    parquet = os.path.join(folder, "plan.parquet")
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(path, convert_options=options), parquet)
    return path, parquet


def alone(plan):
    """What one machine says; advice that needs all rows at once is not asked for."""
    line = [tool, plan, *OPTIONS, *ASKED, "--no-advice", "--quiet"]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def losing(seen):
    """Writes a tool that dies on every part when it is first given it."""
    path = os.path.join(folder, "losing")
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f"""#!/bin/sh
key={shlex.quote(seen)}/$(echo "$*" | cksum | tr ' ' -)
if [ "$1" = tally ] && [ ! -e "$key" ]; then touch "$key"; kill -9 $$; fi
exec {shlex.quote(tool)} "$@"
"""
        )
    os.chmod(path, 0o755)
    return path


plan, parquet = enlarged()
started = time.monotonic()
expected = alone(plan)
print(f"  one machine: {expected.count(chr(10))} lines of JSON, {time.monotonic() - started:.1f} s")
# A task that fails is run again: twice at most.
builder = SparkSession.builder.master("local[2,3]").config("spark.ui.enabled", False)
builder = builder.config("spark.driver.memory", "1g").config("spark.log.level", "OFF")
builder = builder.config("spark.ui.showConsoleProgress", False)
spark = builder.getOrCreate()
asked = [*ASKED, "--no-advice", "--quiet"]
seen = os.path.join(folder, "seen")
ways = [
    ("CSV", plan, tool),
    ("Parquet", parquet, tool),
    ("CSV, each partition lost once", plan, losing(seen)),
]
for n in map(int, counts):
    # In short, Parquet and loss are tried once.
    for kind, path, by in ways if depth == "full" or n == 7 else ways[:1]:
        shutil.rmtree(seen, ignore_errors=True)
        os.mkdir(seen)
        started = time.monotonic()
        found = tally.analysis(spark, path, n, by, plan, OPTIONS, asked)
        if found != expected:
            with open(os.path.join(folder, "found.json"), "w", encoding="utf-8") as file:
                file.write(found)
            sys.exit(f"{kind}, {n} partitions: not what one machine says")
        n_lost = len(os.listdir(seen))
        if (by != tool) != (n_lost == n):
            sys.exit(f"{kind}, {n} partitions: {n_lost} were lost")
        print(f"  {kind}, {n} partitions: the same bytes, {time.monotonic() - started:.1f} s")
with open(plan, encoding="utf-8") as file:
    first_row = file.readlines()[1]
with open(plan, "a", encoding="utf-8") as file:
    file.write(first_row)
try:
    tally.analysis(spark, plan, 7, tool, plan, OPTIONS, asked)
    sys.exit("an id that stands twice was not found")
except ValueError as found:
    print(f"  {found}")
spark.stop()
