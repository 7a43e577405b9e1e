#!/usr/bin/env python3
"""Checks that every relative link and picture in the documents leads to a file, and that the decision
records are numbered without gaps and have their three parts."""

import posixpath
import re

import common

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PARTS = ("## Context", "## Decision", "## Consequences")


def check_links(tree, path):
    findings = []
    text = re.sub(r"```.*?```", lambda m: re.sub(r"[^\n]", " ", m.group(0)), tree.text(path), flags=re.DOTALL)
    for match in LINK.finditer(text):
        target = match.group(1).split("#")[0]
        if not target or re.match(r"^[a-z]+:", target):
            continue
        full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if not (tree.root / full).exists():
            findings.append(f"{path}:{common.line_of(text, match.start())}: the link leads nowhere: {target}")
    return findings


def check_decisions(tree):
    findings = []
    records = sorted(f for f in tree.files if re.match(r"docs/adr/\d{4}-[^/]+\.md$", f))
    for number, path in enumerate(records, 1):
        if posixpath.basename(path)[:4] != f"{number:04d}":
            findings.append(f"{path}:1: decision records are numbered without gaps; {number:04d} was expected")
        text = tree.text(path)
        findings += [f"{path}:1: has no part '{part}'" for part in PARTS if f"\n{part}\n" not in text]
    return findings


def check(tree):
    findings = check_decisions(tree)
    for path in tree.with_suffix(".md"):
        findings += check_links(tree, path)
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
