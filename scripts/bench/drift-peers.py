"""Compares pairs of Parquet files with Evidently or NannyML: `drift-peers.py evidently|nannyml BASELINE CURRENT` for one pair, or
without files for a folder of baseline.parquet and current.parquet a line of its input. Prints a line of JSON for each pair.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import pandas as pd  # noqa: E402


def evidently(baseline, current):
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    numeric, category = kinds(baseline)
    for frame in (baseline, current):
        # Texts that are mostly distinct would be read as texts.
        for name in category:
            frame[name] = frame[name].astype(object)
    definition = DataDefinition(numerical_columns=numeric, categorical_columns=category)
    sides = [Dataset.from_pandas(frame, data_definition=definition) for frame in (current, baseline)]
    told = Report([DataDriftPreset()], include_tests=True).run(*sides).dict()
    drifted = [
        test["metric_config"]["params"]["column"]
        for test in told["tests"]
        if test["metric_config"]["params"].get("type", "").endswith(":ValueDrift") and str(test["status"]).endswith("FAIL")
    ]
    return {"columns": len(baseline.columns), "drifted": drifted}


def nannyml(baseline, current):
    import logging

    logging.disable(logging.CRITICAL)
    from nannyml import UnivariateDriftCalculator

    _, category = kinds(baseline)
    for frame in (baseline, current):
        for name in category:
            frame[name] = frame[name].astype("category")
    names = list(baseline.columns)
    calculator = UnivariateDriftCalculator(column_names=names, chunk_number=10)
    calculator.fit(baseline)
    told = calculator.calculate(current).filter(period="analysis").to_df()
    alerts = {name: sum(int(told[column].sum()) for column in told.columns if column[0] == name and column[-1] == "alert") for name in names}
    return {"columns": len(names), "alerts": sum(alerts.values())}


def kinds(frame):
    category = [name for name in frame.columns if frame[name].dtype == object or frame[name].dtype == bool]
    return [name for name in frame.columns if name not in category], category


PEERS = {"evidently": evidently, "nannyml": nannyml}


def main():
    peer = PEERS[sys.argv[1]]
    if len(sys.argv) == 4:
        print(json.dumps(peer(*map(pd.read_parquet, sys.argv[2:]))), flush=True)
        return
    for line in sys.stdin:
        folder = Path(line.strip())
        print(json.dumps(peer(*(pd.read_parquet(folder / f"{side}.parquet") for side in ("baseline", "current")))), flush=True)


main()
