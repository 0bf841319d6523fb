"""Solves what `envcoop-gap next` solves, with HiGHS, from the same files and by its own reading of
them. For plans as `xtask bench` writes them: planned and proposed rows, one currency.

Arguments: FRAMEWORK PLAN AS_OF SECONDS AMOUNT... or YEAR=AMOUNT...
Prints JSON: the mean after, the proven bound, seconds of solving."""

import csv
import json
import sys
import time

import highspy
import numpy as np

NEEDS = ["activity", "owner", "schedule", "funding", "timely"]


def met(row, as_of):
    """Needs that a planned row meets."""
    return {
        "activity": True,
        "owner": bool(row["owner"]),
        "schedule": bool(row["start"] and row["end"]),
        "funding": bool(row["budget"]) and float(row["budget"]) > 0,
        "timely": bool(row["start"]) and row["start"] >= as_of,
    }


def ids(text, separator=";"):
    return [part.split(":")[0].strip() for part in text.split(separator) if part.strip()]


def main():
    framework = json.load(open(sys.argv[1], encoding="utf-8"))
    rows = list(csv.DictReader(open(sys.argv[2], encoding="utf-8")))
    as_of, seconds, amounts = sys.argv[3], float(sys.argv[4]), sys.argv[5:]
    link = {"primary": 1.0, "secondary": 0.5}
    link |= framework.get("policy", {}).get("link_weights", {})
    weight = {need: 1.0 for need in NEEDS}
    weight |= framework.get("policy", {}).get("need_weights", {})

    already = {}
    for row in rows:
        if row["status"] == "planned":
            for measure in ids(row["measures"]):
                for need, is_met in met(row, as_of).items():
                    already[measure, need] = already.get((measure, need), False) or is_met

    whole = {challenge["id"]: 0.0 for challenge in framework["challenges"]}
    adds, before = {}, {challenge: 0.0 for challenge in whole}
    for measure in framework["measures"]:
        for answer in measure["answers"]:
            for need in NEEDS:
                amount = link[answer["strength"]] * weight[need]
                whole[answer["challenge"]] += amount
                if already.get((measure["id"], need)):
                    before[answer["challenge"]] += amount
                else:
                    key = measure["id"], need
                    adds.setdefault(key, []).append((answer["challenge"], amount))
    share = 100.0 / len(whole)
    base = sum(share * before[challenge] / whole[challenge] for challenge in whole)

    proposals = [row for row in rows if row["status"] == "proposed"]
    place = {row["id"]: i for i, row in enumerate(proposals)}
    coverers = {}
    for i, row in enumerate(proposals):
        given = met(row, as_of)
        for measure in ids(row["measures"]):
            for need in NEEDS:
                if given[need] and (measure, need) in adds:
                    coverers.setdefault((measure, need), []).append(i)

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-8)
    n = len(proposals)
    for _ in proposals:
        solver.addVar(0.0, 1.0)
    every = np.arange(n, dtype=np.int32)
    solver.changeColsIntegrality(n, every, np.array([highspy.HighsVarType.kInteger] * n))
    for at, (key, items) in enumerate(coverers.items(), start=n):
        solver.addVar(0.0, 1.0)
        solver.changeColCost(at, sum(share * amount / whole[c] for c, amount in adds[key]))
        columns = np.array([at, *items], dtype=np.int32)
        solver.addRow(-highspy.kHighsInf, 0.0, len(columns), columns, np.array([1.0] + [-1.0] * len(items)))
    for amount in amounts:
        year, _, amount = amount.rpartition("=")
        paid = [i for i, row in enumerate(proposals) if row["start"].startswith(year)]
        costs = np.array([float(proposals[i]["budget"]) / 1e4 for i in paid])
        solver.addRow(-highspy.kHighsInf, float(amount) / 1e4, len(paid), np.array(paid, dtype=np.int32), costs)
    years = {amount.rpartition("=")[0] for amount in amounts}
    for i, row in enumerate(proposals):
        if row["start"][:4] not in years and "" not in years:
            solver.changeColBounds(i, 0.0, 0.0)
        for other in ids(row["after"]):
            pair = np.array([i, place[other]], dtype=np.int32)
            solver.addRow(-highspy.kHighsInf, 0.0, 2, pair, np.array([1.0, -1.0]))
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    started = time.perf_counter()
    solver.run()
    took = time.perf_counter() - started
    info = solver.getInfo()
    after = base + info.objective_function_value
    print(json.dumps({"after": after, "bound": base + info.mip_dual_bound, "seconds": took}))


main()
