#!/usr/bin/env python3
"""Checks that files have at most 300 lines and functions at most 70 (the aim is 40)."""

import re

import common

FILE_LIMIT = 300
FUNCTION_LIMIT = 70
SUFFIXES = (".hpp", ".cpp", ".sql", ".mustache", ".css", ".py", ".sh", ".mjs", ".js", ".cmake")

# path: why it may be longer
EXCEPTIONS = {
    "server/web/assets/site.css": "one design system in one file, which a browser fetches once",
}

# Code inside a namespace is not indented, so a function starts and ends at the margin.
NO_FUNCTION = re.compile(r"^(namespace|struct|class|enum|union|extern|typedef|using|template\s*<[^>]*>\s*(struct|class))\b")


def check_functions(path, text):
    findings = []
    start = None
    head = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line and not line[0].isspace() and line[0] not in "#})":
            head = number
        if line.rstrip().endswith("{") and line[:1] not in ("", "}") and start is None:
            opener = lines[head - 1] if head else line
            if "(" in " ".join(lines[max(head - 1, 0):number]) and not NO_FUNCTION.match(opener):
                start = head or number
        if line.startswith("}"):
            if start is not None and number - start + 1 > FUNCTION_LIMIT:
                findings.append(f"{path}:{start}: a function of {number - start + 1} lines; {FUNCTION_LIMIT} is the limit, 40 the aim")
            start = None
    return findings


def check(tree):
    findings = []
    for path in tree.with_suffix(*SUFFIXES):
        text = tree.text(path)
        lines = text.count("\n") + (0 if text.endswith("\n") or not text else 1)
        if lines > FILE_LIMIT and path not in EXCEPTIONS:
            findings.append(f"{path}:{FILE_LIMIT}: {lines} lines; {FILE_LIMIT} is the limit, so divide it by subject")
        if path.endswith((".cpp", ".hpp")):
            findings += check_functions(path, common.blank(text))
    for path in EXCEPTIONS:
        if path in tree.files and tree.text(path).count("\n") <= FILE_LIMIT:
            findings.append(f"{path}:1: is short enough by now; take it out of the exceptions")
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
