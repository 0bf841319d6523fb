"""What other programs find in the inputs of `cargo xtask bench`, part by part.

Of a plan: lines `measure,status,currency,rows,cents,first start,last end`; of published activities:
lines `name,sum`. Arguments: PART THREADS FILE [OUT]."""

import csv, importlib.metadata, os, pathlib, sys
from collections import Counter


def versions():
    for name in ("duckdb", "polars", "lxml", "openpyxl", "xlsxwriter", "fastexcel"):
        try:
            print(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            pass


def show(groups):
    for group in groups:
        print(*("" if value is None else value for value in group), sep=",")


def duckdb(threads, file):
    import duckdb

    script = pathlib.Path(__file__).with_name("tally.sql").read_text("utf-8")
    *settings, query, _ = script.replace("THREADS", threads).replace("FILE", file).split(";\n")
    for setting in settings:
        duckdb.sql(setting)
    show(duckdb.sql(query).fetchall())


def grouped(plan):
    """Groups the rows of a lazy frame of texts."""
    import polars as pl

    day = lambda name: pl.col(name).str.head(10).str.to_date("%Y-%m-%d", strict=False)
    part = pl.col("part").str.split(":")
    share = part.list.get(1, null_on_oob=True).cast(pl.Int64).fill_null(100 // pl.col("n_parts"))
    return (
        plan.select(
            pl.col("measures").str.split(";").alias("part"),
            pl.col("measures").str.split(";").list.len().cast(pl.Int64).alias("n_parts"),
            pl.col("status"),
            pl.col("currency").fill_null(""),
            (pl.col("budget").cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64).alias("cents"),
            day("start"),
            day("end"),
        )
        .explode("part")
        .with_columns(part.list.get(0).alias("measure"), (pl.col("cents") * share // 100).alias("cents"))
        .group_by("measure", "status", "currency")
        .agg(pl.len(), pl.col("cents").sum(), pl.col("start").min(), pl.col("end").max())
    )


def polars(threads, file):
    os.environ["POLARS_MAX_THREADS"] = threads
    import polars as pl

    show(grouped(pl.scan_csv(file, infer_schema=False)).collect(engine="streaming").rows())


def fastexcel(threads, file):
    os.environ["POLARS_MAX_THREADS"] = threads
    import polars as pl

    show(grouped(pl.read_excel(file, engine="calamine", infer_schema_length=0).lazy()).collect().rows())


def openpyxl(_, file):
    import openpyxl

    rows = openpyxl.load_workbook(file, read_only=True).active.iter_rows(values_only=True)
    at = {name: i for i, name in enumerate(next(rows))}
    groups = {}
    for row in rows:
        budget, start, end = row[at["budget"]], row[at["start"]], row[at["end"]]
        cents = round(budget * 100) if isinstance(budget, (int, float)) else 0
        parts = row[at["measures"]].split(";")
        for part in parts:
            measure, _, share = part.partition(":")
            key = measure, row[at["status"]], row[at["currency"]]
            group = groups.setdefault(key, [0, 0, None, None])
            group[0] += 1
            group[1] += cents * (int(share) if share else 100 // len(parts)) // 100
            if hasattr(start, "date"):
                group[2] = min(group[2] or start, start)
            if hasattr(end, "date"):
                group[3] = max(group[3] or end, end)
    show((*key, n, cents, *(day and day.date() for day in days)) for key, (n, cents, *days) in groups.items())


def lxml(_, file):
    from lxml import etree

    sums = Counter()
    for _, activity in etree.iterparse(file, tag="iati-activity"):
        sums["rows"] += 1
        currency = activity.get("default-currency")
        for value in activity.iterfind("budget/value"):
            sums[value.get("currency", currency)] += round(float(value.text) * 100)
        activity.clear()
        while activity.getprevious() is not None:
            del activity.getparent()[0]
    show(sums.items())


def xlsxwriter(_, file, out):
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Activities")
    with open(file, newline="", encoding="utf-8") as plan:
        for i, row in enumerate(csv.reader(plan)):
            for j, cell in enumerate(row):
                if i and j == 9 and cell not in ("", "?"):
                    sheet.write_number(i, j, float(cell))
                else:
                    sheet.write_string(i, j, cell)
    book.close()


PARTS = (versions, duckdb, polars, fastexcel, openpyxl, lxml, xlsxwriter)
{part.__name__: part for part in PARTS}[sys.argv[1]](*sys.argv[2:])
