#!/usr/bin/env python3
"""Checks that every route's path is one whole string literal, so that a path seen in a log or a browser
is found by searching for it, and that no method and path is offered twice."""

import re

import common

# {Method::get, <path>, Lane::read or Audience::page, ...}: a Route or an Entry.
ROUTE = re.compile(r"\b(?:http::)?Method::(\w+)\s*,\s*((?:[^,(){};]|\([^()]*\))+?)\s*,\s*(?:(?:http|sql)::)?(?:Lane|Audience)::")
LITERAL = re.compile(r'^"(/[^"\\\s?#]*)"$')
# Paths that are the names of files, not written in code.
FILES = {"server/http/static_files.cpp"}


def check(tree):
    findings = []
    seen = {}
    for path in tree.cpp():
        if not path.startswith("server/") or path in FILES:
            continue
        text = common.blank(tree.text(path), keep_strings=True)
        for match in ROUTE.finditer(text):
            place = f"{path}:{common.line_of(text, match.start())}"
            literal = LITERAL.match(match.group(2))
            if not literal:
                findings.append(f"{place}: the path {match.group(2)} is not one whole literal that starts with '/'")
                continue
            route = literal.group(1)
            if len(route) > 1 and route.endswith("/"):
                findings.append(f"{place}: {route} ends with a slash; the router serves both forms")
            key = (match.group(1), re.sub(r":\w+", ":", route))
            if key in seen:
                findings.append(f"{place}: {key[0]} {route} is offered already at {seen[key]}")
            else:
                seen[key] = place
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
