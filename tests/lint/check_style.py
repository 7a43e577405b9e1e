#!/usr/bin/env python3
"""Checks the small house rules that a pattern can see: a header's first paragraph and guard, captures
that are named, no using namespace in headers, no mark of unfinished work, no path of one machine."""

import re

import common

CAPTURE_ALL = re.compile(r"(?<![\w\])])\[\s*[&=]\s*[\],]")
USING_NAMESPACE = re.compile(r"^\s*using\s+namespace\b", re.MULTILINE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
HOME_FOLDER = r"/root/|/home/\w+/"
TEXTS = (".hpp", ".cpp", ".sql", ".mustache", ".css", ".py", ".sh", ".mjs", ".js", ".md", ".txt", ".cmake", ".toml", ".service")


def check_cpp(path, text):
    code = common.blank(text)
    findings = [
        f"{path}:{common.line_of(code, match.start())}: a capture of everything; name what the lambda uses"
        for match in CAPTURE_ALL.finditer(code)
    ]
    if path.endswith(".hpp"):
        if not text.startswith("//"):
            findings.append(f"{path}:1: a header begins with a paragraph: what it is for and what it must not know")
        if "#pragma once" not in text:
            findings.append(f"{path}:1: no #pragma once")
        findings += [
            f"{path}:{common.line_of(code, match.start())}: using namespace in a header"
            for match in USING_NAMESPACE.finditer(code)
        ]
    return findings


def machine_path(tree):
    """Somebody's home, or the folder in which this checkout lies."""
    return re.compile(rf"(?<![\w.~-])({HOME_FOLDER}|{re.escape(str(tree.root.resolve()))}/)")


def check_text(path, text, machine):
    findings = []
    for pattern, what in ((UNFINISHED, "a mark of unfinished work"), (machine, "a path of one machine")):
        for match in pattern.finditer(text):
            findings.append(f"{path}:{common.line_of(text, match.start())}: {what}: {match.group(0)}")
    return findings


def check(tree):
    findings = []
    machine = machine_path(tree)
    for path in tree.with_suffix(*TEXTS):
        if path.startswith(common.LINTS):
            continue
        text = tree.text(path)
        if path.endswith((".hpp", ".cpp")):
            findings += check_cpp(path, text)
        findings += check_text(path, text, machine)
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
