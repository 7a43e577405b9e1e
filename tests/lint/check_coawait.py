#!/usr/bin/env python3
"""Checks the shape of coroutines, because g++ 12 destroys objects twice in ordinary-looking co_await
lines, without a warning.

A co_await stands in a statement of its own that holds one awaited call, whose arguments are names,
literals or plain calls:   auto answer = co_await fetch(client, std::move(request));
No braces, no lambda, no ?:, no && or ||, no second co_await in that statement. Coroutines live in the
few folders at the edge, a lambda with captures is never one, and asio::detached is never used.
"""

import fnmatch
import re

import common

PLACES = [
    "server/runtime/*", "server/http/*", "server/client/*", "server/streaming/*", "server/jobs/*", "server/app/*",
    "protocol/core/result.hpp",  # the TRY macros
    "server/federation/inbox*", "server/federation/fetcher*", "server/federation/*_worker*",
]
TOOLCHAIN = "tests/lint/toolchain/"  # wrong forms on purpose
KEYWORD = re.compile(r"\bco_(await|return|yield)\b")
AWAIT = re.compile(r"\bco_await\b")
# What may stand before the co_await: nothing, a declaration or assignment, co_return, or our TRY macro.
BEFORE = re.compile(
    r"^(?:\(void\)\s*|static_cast<void>\(\s*"
    r"|co_return\s+"
    r"|(?:COLLEGIUM_CO_TRY|COLLEGIUM_CO_CHECK|EXPECT_\w+|ASSERT_\w+)\(\s*(?:[\w:<>,*&\s]+,\s*)?"
    r"|(?:const\s+)?auto\s*&{0,2}\s*\[[\w\s,]*\]\s*=\s*"
    r"|[\w:<>,*&\s.\[\]()-]+?(?<![=!<>])=\s*)?$"
)
CONTROL = re.compile(r"^(?:else\b\s*|case\s[^?;{}]*?(?<!:):(?!:)\s*|default\s*:\s*)")
CAPTURING_COROUTINE = re.compile(r"\[[^\[\]]+\]\s*(?:\([^{}]*?\))?\s*(?:mutable\s*)?(?:noexcept\s*)?->\s*[\w:]*\bawaitable\s*<")
DETACHED = re.compile(r"\bdetached\b")


def statement_start(code, position):
    """The place after the last ';', '{' or '}' before position, going over balanced parentheses."""
    depth = 0
    index = position - 1
    while index >= 0:
        character = code[index]
        if character == ")":
            depth += 1
        elif character == "(":
            depth -= 1
        elif character in ";{}" and depth <= 0:
            break
        index -= 1
    return index + 1


def statement_end(code, position):
    depth = 0
    for index in range(position, len(code)):
        character = code[index]
        if character in "({":
            depth += 1
        elif character in ")}":
            depth -= 1
            if character == "}" and depth < 0:
                return index
        elif character == ";" and depth <= 0:
            return index
    return len(code)


def without_control(text):
    """'if (x) else co_await f()' without what stands before the statement proper."""
    while True:
        text = text.lstrip()
        match = CONTROL.match(text)
        if match:
            text = text[match.end():]
            continue
        match = re.match(r"(?:if|while|for|switch)\s*(?:constexpr\s*)?\(", text)
        if not match:
            return text
        depth = 1
        index = match.end()
        while index < len(text) and depth:
            depth += {"(": 1, ")": -1}.get(text[index], 0)
            index += 1
        if depth:
            return text
        text = text[index:]


def faults(before, after):
    if AWAIT.search(before) or AWAIT.search(after):
        yield "two co_await in one statement"
    head = without_control(before)
    if "?" in head or "&&" in re.sub(r"auto\s*&&", "", head) or "||" in head:
        yield "a co_await inside ?:, && or ||"
    elif not BEFORE.match(head):
        yield "a co_await that is no statement of its own"
    if re.search(r"(^|[(,=]|\breturn)\s*\[", after):
        yield "a lambda in a co_await statement"
    elif "{" in after:
        yield "braces in a co_await statement"
    if "?" in after or "||" in after or re.search(r"&&", after):
        yield "?:, && or || in a co_await statement"


def check_file(path, text):
    code = common.blank(text)
    findings = []

    def report(position, what):
        findings.append(f"{path}:{common.line_of(code, position)}: {what}")

    first = KEYWORD.search(code)
    if first and not any(fnmatch.fnmatchcase(path, place) for place in PLACES):
        report(first.start(), "coroutines live at the edge only; this is plain code")
    for match in AWAIT.finditer(code):
        before = code[statement_start(code, match.start()):match.start()]
        end = statement_end(code, match.end())
        after = code[match.end():end]
        if code[end:end + 1] == "}":
            report(match.start(), "a co_await inside the braces of an initializer")
        for fault in faults(before, after):
            report(match.start(), fault + "; name the parts first (CONTRIBUTING.md, Coroutines)")
    for match in CAPTURING_COROUTINE.finditer(code):
        report(match.start(), "a coroutine that is a lambda with captures; make it a function")
    for match in DETACHED.finditer(code):
        report(match.start(), "asio::detached swallows every error; use runtime::spawn")
    return findings


def check(tree):
    findings = []
    for path in tree.cpp():
        if path.startswith(TOOLCHAIN):
            continue
        text = tree.text(path)
        if path.startswith("tests/") and "co_" not in text:
            continue
        found = check_file(path, text)
        if path.startswith("tests/"):
            found = [f for f in found if "live at the edge" not in f]
        findings += found
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
