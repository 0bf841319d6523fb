"""Adds a plan up with Apache Spark: every partition goes through `envcoop-gap tally`, the tallies
through `envcoop-gap merge-tallies`, so that the result is to the byte that of one machine.

    spark-submit tally.py PLAN --partitions 64 [--tool envcoop-gap] [--name NAME]
        [--tally "OPTIONS of envcoop-gap tally"] [--merge "OPTIONS of envcoop-gap merge-tallies"]

PLAN is CSV in UTF-8 with a header, or Parquet with columns of the same names. A partition that is
lost is run again and comes to the same: a tally depends on its rows and their places only.
"""

import argparse
import csv
import io
import re
import shlex
import subprocess
import sys
import tempfile
import unicodedata

from pyspark.sql import SparkSession
from pyspark.sql.functions import col


def rows(spark, plan):
    """Returns the header of a plan, and its cells as text, each row with its number from 0."""
    if plan.rstrip("/").endswith(".parquet"):
        frame = spark.read.parquet(plan)
    else:
        read = spark.read.option("header", True).option("quote", '"').option("escape", '"')
        frame = read.option("multiLine", True).csv(plan)
    texts = frame.select([col(f"`{name}`").cast("string") for name in frame.columns])
    return frame.columns, texts.rdd.zipWithIndex().map(lambda row: (row[1], tuple(row[0])))


def spelling(name):
    """Returns what the tool compares ids by: full-width characters are plain ones, what shows
    nothing is not there."""
    plain = re.sub("[！-～]", lambda c: chr(ord(c[0]) - 0xFEE0), name)
    plain = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff\u180e]", "", plain)
    return unicodedata.normalize("NFC", plain).strip()


def twice(header, numbered):
    """Names ids of two rows, with the lines of both: the one question that needs all rows at once."""
    at = header.index("id")
    keyed = numbered.map(lambda row: (spelling(row[1][at] or ""), row[0] + 2))
    found = keyed.groupByKey().mapValues(sorted).filter(lambda own: own[0] and len(own[1]) > 1)
    return [f"id {key!r} stands in lines {lines}" for key, lines in sorted(found.collect())]


def run(command, text):
    """Runs a tool on lines of text; returns what it prints."""
    with tempfile.TemporaryFile() as err:
        tool = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err)
        try:
            for line in text:
                tool.stdin.write(line.encode())
            tool.stdin.close()
        except BrokenPipeError:
            pass  # It says why.
        out = tool.stdout.read().decode()
        if tool.wait() != 0:
            err.seek(0)
            raise RuntimeError(f"{shlex.join(command)}:\n{err.read().decode()}")
    return out


def line(cells):
    """Writes a row as one line of CSV: in a cell, a blank stands for the end of a line."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        re.sub(r"[\r\n]+", " ", cell or "") for cell in cells
    )
    return text.getvalue()


def tallies(header, numbered, partitions, name, command):
    """Adds up ranges of rows, each by itself; returns a tally of each that has rows."""
    total = numbered.count()
    ranges = numbered.repartitionAndSortWithinPartitions(
        partitions, lambda number: number * partitions // total
    )

    def tally(part):
        first = next(part, None)
        if first is None:
            return
        place = f"{name}:{first[0] + 2}"

        def text():
            yield line(header)
            yield line(first[1])
            for _, cells in part:
                yield line(cells)

        yield run([*command, "--part-of", place], text())

    return ranges.mapPartitions(tally)


def analysis(spark, plan, partitions, tool="envcoop-gap", name=None, options=(), asked=()):
    """Returns what `envcoop-gap` prints of a plan."""
    header, numbered = rows(spark, plan)
    numbered = numbered.cache()
    found = twice(header, numbered)
    if found:
        raise ValueError("\n".join(found))
    command = [tool, "tally", "-", "--quiet", *options]
    parts = tallies(header, numbered, partitions, name or plan, command).collect()
    return run([tool, "merge-tallies", "-", *asked], parts)


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    args.add_argument("plan")
    args.add_argument("--partitions", type=int, default=8)
    args.add_argument("--tool", default="envcoop-gap")
    args.add_argument("--name", help="what results call the plan [default: PLAN]")
    args.add_argument("--tally", default="", metavar="OPTIONS", help="options of `tally`")
    args.add_argument("--merge", default="", metavar="OPTIONS", help="options of `merge-tallies`")
    own = args.parse_args()
    spark = SparkSession.builder.appName("envcoop-gap tally").getOrCreate()
    options, asked = shlex.split(own.tally), shlex.split(own.merge)
    try:
        print(analysis(spark, own.plan, own.partitions, own.tool, own.name, options, asked), end="")
    except ValueError as twice_used:
        sys.exit(f"{own.plan}: {twice_used}")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
