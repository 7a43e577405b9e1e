#!/usr/bin/env python3
"""Proves that each lint finds what it is for: runs check_<name>.py on the small trees in
samples/<name>/<case>/. A file EXPECT lists, one a line, texts that a finding must contain; each line
must be found, and nothing else may be. A case without EXPECT is good code, and must be silent."""

import importlib
import pathlib
import sys

import common

HERE = pathlib.Path(__file__).resolve().parent


class Sample(common.Tree):
    def __init__(self, root):
        super().__init__(root)
        self.files = [f for f in self.files if f != "EXPECT"]


def run_case(name, case):
    check = importlib.import_module(f"check_{name}").check
    findings = check(Sample(case))
    expect = case / "EXPECT"
    wanted = [line for line in expect.read_text().splitlines() if line] if expect.exists() else []
    faults = [f"not found: {text}" for text in wanted if not any(text in finding for finding in findings)]
    faults += [f"found too: {finding}" for finding in findings if not any(text in finding for text in wanted)]
    return faults


def main():
    passed = failed = 0
    for folder in sorted((HERE / "samples").iterdir()):
        cases = sorted(case for case in folder.iterdir() if case.is_dir())
        for case in cases:
            faults = run_case(folder.name, case)
            passed, failed = (passed, failed + 1) if faults else (passed + 1, failed)
            for fault in faults:
                print(f"samples/{folder.name}/{case.name}: {fault}")
    for script in sorted(HERE.glob("check_*.py")):
        if not (HERE / "samples" / script.stem.removeprefix("check_")).is_dir():
            print(f"{script.name} has no samples")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
