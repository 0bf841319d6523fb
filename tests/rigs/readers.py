"""What other programs make of the tables: `cargo xtask readers` runs this, part by part."""

import csv, datetime, json, pathlib, re, shutil, subprocess, sys
from decimal import Decimal

WRONG = []


def check(fits, what):
    if not fits:
        WRONG.append(what)


def rows(path, separator=","):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file, delimiter=separator, strict=True))


def tables(folder):
    """Yields each table of a package: its path, the types of its columns by name, its rows."""
    for resource in json.loads(pathlib.Path(folder, "datapackage.json").read_text("utf-8"))["resources"]:
        path = pathlib.Path(folder, resource["path"])
        yield path, {field["name"]: field["type"] for field in resource["schema"]["fields"]}, rows(path)


def package(folder):
    import frictionless

    report = frictionless.validate(str(pathlib.Path(folder, "datapackage.json")))
    for error in report.flatten(["title", "rowNumber", "fieldName", "type", "note"]):
        check(False, f"frictionless: {error}")
    descriptor = frictionless.Package(str(pathlib.Path(folder, "datapackage.json")))
    keys = [key for resource in descriptor.resources for key in resource.schema.foreign_keys]
    check(len(keys) > 10, "frictionless sees no foreign keys")
    # The validator is worth what it finds: an owner who is nowhere, a row that stands twice.
    money = pathlib.Path(folder, "owner_money.csv")
    intact = money.read_bytes()
    for damage, expected in [(b"nobody,CNY,1,1\n", "foreign-key"), (intact.split(b"\n")[-2] + b"\n", "primary-key")]:
        money.write_bytes(intact + damage)
        found = frictionless.validate(str(pathlib.Path(folder, "datapackage.json"))).flatten(["type"])
        check([expected] in found, f"frictionless does not find the {expected} error: {found}")
    money.write_bytes(intact)
    print(f"  frictionless {frictionless.__version__}: {len(descriptor.resources)} tables, {len(keys)} foreign keys")


def duck(folder):
    import duckdb

    kinds = {"integer": ["BIGINT"], "number": ["DOUBLE", "BIGINT"], "date": ["DATE"]}
    for path, types, expected in tables(folder):
        table = duckdb.sql(f"SELECT * FROM read_csv('{path}')")
        header, *expected = expected
        found = table.fetchall()
        check(table.columns == header, f"DuckDB: {path.name} has the columns {table.columns}")
        check(len(found) == len(expected), f"DuckDB: {path.name} has {len(found)} rows, not {len(expected)}")
        for i, (name, kind) in enumerate(zip(table.columns, table.types)):
            texts = [row[i] for row in expected]
            if types[name] in kinds and any(texts):
                check(str(kind) in kinds[types[name]], f"DuckDB: {path.name} {name} is {kind}")
            if str(kind) == "VARCHAR":
                check([row[i] or "" for row in found] == texts, f"DuckDB: {path.name} {name} has other texts")
    print(f"  DuckDB {duckdb.__version__}: names, counts, types and texts")


def panda(folder):
    import pandas

    for path, types, (header, *expected) in tables(folder):
        table = pandas.read_csv(path)
        check(list(table.columns) == header, f"pandas: {path.name} has the columns {list(table.columns)}")
        check(len(table) == len(expected), f"pandas: {path.name} has {len(table)} rows, not {len(expected)}")
        for name in table.columns:
            if expected and types[name] in ("integer", "number"):
                check(table[name].dtype.kind in "if", f"pandas: {path.name} {name} is {table[name].dtype}")
        texts = pandas.read_csv(path, dtype=str, keep_default_na=False)
        check(texts.values.tolist() == expected, f"pandas: {path.name} has other texts")
    money = pandas.read_csv(pathlib.Path(folder, "money.csv"))
    sums = money.groupby("currency")[["committed", "proposed"]].sum()
    measures = json.loads(pathlib.Path(folder, "../gap.json").read_text("utf-8"))["measures"]
    for currency in sums.index:
        for column in sums.columns:
            of_json = sum(Decimal(entry[column]) for m in measures for entry in m["money"] if entry["currency"] == currency)
            check(round(sums.loc[currency, column] * 100) == of_json * 100, f"pandas: {column} {currency}")
    check({e["currency"] for m in measures for e in m["money"]} == set(sums.index), "pandas: other currencies")
    print(f"  pandas {pandas.__version__}: names, counts, types, texts; money in {', '.join(sums.index)} as in the JSON")


# What R takes for the name of a column: no word of the language.
NAME = re.compile("(?!(?:if|else|repeat|while|function|for|next|break|in)$)[a-z][a-z0-9_]*")


def r(folder):
    """What `read.csv` relies on: its defaults are a header, commas, `"` doubled within quotes."""
    cell = r'(?:[^",\n\r]*|"(?:[^"]|"")*")'
    paths, sizes = [], []
    for path, types, expected in tables(folder):
        text = path.read_bytes().decode("utf-8")
        width = len(types)
        check(re.fullmatch(f"(?:{cell}(?:,{cell}){{{width - 1}}}\n)*", text), f"{path.name}: a record of another shape")
        check(all(NAME.fullmatch(name) for name in types), f"{path.name}: a header that R renames")
        check("\0" not in text and "\r" not in text, f"{path.name}: a character that R cuts at")
        sizes.append([str(len(expected) - 1), *types])
        paths.append(str(path))
    if not shutil.which("Rscript"):
        return print(f"  R is not installed and was not run; {len(sizes)} tables have the form that its read.csv expects")
    code = 'for (f in commandArgs(TRUE)) { d <- read.csv(f, encoding = "UTF-8"); cat(nrow(d), names(d), "\\n") }'
    ran = subprocess.run(["Rscript", "-e", code, *paths], capture_output=True, text=True)
    found = [line.split() for line in ran.stdout.splitlines()]
    check(ran.returncode == 0 and not ran.stderr, f"R says: {ran.stderr}")
    check(found == sizes, f"R reads other sizes or names: {[one for one in found if one not in sizes]}")
    print(f"  R: names and counts")


# What a spreadsheet makes of a text without asking; `envcoop-report` warns of these.
LOOKALIKE = re.compile(r"\.?\d[\d.,:/%eE 年月日-]*|(?i:true|false)|#N/A")


def sheet(folder, sheets, opened, separator, decimals):
    """Compares sheets with what LibreOffice opened; `decimals` says whether they must be numbers."""
    import openpyxl

    n_cells, changed = 0, set()
    for path, types, _ in tables(folder):
        (header, *expected) = rows(pathlib.Path(sheets, path.name), separator)
        book = openpyxl.load_workbook(pathlib.Path(opened, path.stem + ".xlsx"))
        (first, *found) = [list(row) for row in book.active.iter_rows(max_col=len(header))]
        check([cell.value for cell in first] == header, f"{path.name}: other columns")
        check(book.active.max_column == len(header), f"{path.name}: {book.active.max_column} columns")
        check(len(found) == len(expected), f"{path.name}: {len(found)} rows, not {len(expected)}")
        for line, (row, texts) in enumerate(zip(found, expected), 2):
            for cell, text, name in zip(row, texts, header):
                place = f"{path.name}: {cell.coordinate} `{text[:60]}` ({name}) is {cell.value!r:.60}"
                # A plan's dates and amounts may be `?` as well: no type describes both.
                may_be_value = path.stem == "activities" and name in ("start", "end", "updated", "budget")
                value, kind = cell.value, "any" if may_be_value else types[name]
                n_cells += 1
                check(cell.data_type != "f", f"{place}: a formula")
                if value is None or isinstance(value, str):
                    check((value or "") == text, place)
                    check(kind != "date" or not text, f"{place}: no date")
                    is_number = text and (kind == "integer" or kind == "number" and decimals == "numbers")
                    check(not is_number, f"{place}: no number")
                elif kind == "string":
                    changed.add(text)
                    check(LOOKALIKE.fullmatch(text), place)
                elif isinstance(value, datetime.datetime):
                    check(str(value.date()) == text, place)
                else:
                    check(Decimal(str(value)) == Decimal(text.replace(",", ".")), place)
    kept = f"; changed: {', '.join(sorted(changed))}" if changed else ""
    print(f"  {n_cells} cells: columns, rows, dates and texts kept, no formula, decimals are {decimals}{kept}")


def unguarded(opened):
    import openpyxl

    book = openpyxl.load_workbook(pathlib.Path(opened, "activities.xlsx"))
    formulas = [cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
    check("=1+1" in formulas, f"LibreOffice runs no formula of a file without a guard: {formulas}")
    print(f"  {len(formulas)} cells of the same plan without a guard are formulas there")


def main(part, *arguments):
    {f.__name__: f for f in (package, duck, panda, r, sheet, unguarded)}[part](*arguments)
    if WRONG:
        more = f"\nand {len(WRONG) - 20} more" if len(WRONG) > 20 else ""
        sys.exit("\n".join(WRONG[:20]) + more)


main(*sys.argv[1:])
