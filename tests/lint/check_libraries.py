#!/usr/bin/env python3
"""Checks that each third-party library is included by the few files that are its door, and that the
difference between the two databases is asked for in storage/sql and the search repository alone.

A new file that needs a library is added to the list below in the same change, with that change's reason.
"""

import fnmatch
import re

import common

# library: (includes that belong to it, files that may have them)
LIBRARIES = {
    "Beast": (
        ["boost/beast*"],
        ["server/http/head.cpp", "server/http/beast_*", "server/http/listener*", "server/http/session*",
         "server/http/connection*", "server/http/stream*", "server/http/sse*", "server/http/websocket*",
         "server/client/beast_*", "server/client/response_reader*", "server/runtime/beast_src.cpp"],
    ),
    "Asio": (
        ["boost/asio*"],
        ["server/runtime/*", "server/http/*", "server/client/*", "server/streaming/*", "server/jobs/*",
         "server/app/*", "server/federation/inbox*", "server/federation/fetcher*",
         "server/federation/*_worker*", "server/federation/services*"],
    ),
    "RapidJSON": (["rapidjson/*"], ["protocol/core/json*"]),
    "OpenSSL": (
        ["openssl/*", "boost/asio/ssl*", "boost/beast/ssl*"],
        ["protocol/core/hash*", "protocol/core/random*", "protocol/core/bytes*", "protocol/crypto/*.cpp",
         "server/http/tls*", "server/http/session*", "server/http/listener*", "server/http/beast_*",
         "server/http/stream*", "server/client/tls*", "server/client/connection.*", "server/client/beast_*",
         "server/runtime/asio_*"],
    ),
    "SQLite": (["SQLiteCpp/*", "sqlite3.h"], ["storage/sql/sqlite_*.cpp", "storage/sql/sqlite_*.hpp"]),
    "libpq": (["libpq-fe.h", "postgresql/*", "libpq/*"], ["storage/sql/postgres_*.cpp", "storage/sql/postgres_*.hpp"]),
    "libcurl": (["curl/*"], ["storage/media/s3_store.cpp"]),
    "gumbo": (["gumbo.h"], ["protocol/text/*.cpp"]),
    "md4c": (["md4c*.h"], ["protocol/text/markdown*.cpp"]),
    "argon2": (["argon2.h"], ["protocol/crypto/password*.cpp"]),
    "toml++": (["toml++/*", "toml.hpp"], ["config/*.cpp"]),
    "CLI11": (["CLI/*"], ["server/cli/*.cpp"]),
    "mustache": (["mustache.hpp", "*/mustache.hpp"], ["server/web/*.cpp"]),
    "ICU": (["unicode/*"], ["protocol/core/strings*.cpp", "protocol/text/characters.cpp"]),
    "libidn2": (["idn2.h"], ["protocol/core/url*.cpp"]),
    "Boost.URL": (["boost/url*"], ["protocol/core/url*.cpp"]),
}

# Headers too dear for every file that sees them, or never needed.
BANNED = {
    "regex": "76,000 lines to compile, and patterns that back-track on hostile input",
    "boost/beast.hpp": "include the part that is needed",
    "boost/asio.hpp": "include the part that is needed",
    "bits/stdc++.h": "include what is used",
}

LIST = "tests/lint/check_libraries.py"
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
DIALECT = re.compile(r"\bDialect::(?!\w+\()\w+|\bdialect\(\)\s*(==|!=)|\bswitch\s*\([^)]*dialect")
DIALECT_PLACES = ["storage/sql/*", "storage/repo/search*"]


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def check_library_includes(path, text):
    findings = []
    for match in INCLUDE.finditer(text):
        header = match.group(1)
        place = f"{path}:{common.line_of(text, match.start(1))}"
        if header in BANNED:
            findings.append(f"{place}: <{header}> is not used here: {BANNED[header]}")
        for library, (headers, places) in LIBRARIES.items():
            if matches(header, headers) and not matches(path, places):
                findings.append(f"{place}: {library} ({header}) is not to be included here; LIBRARIES in {LIST} has its places")
    return findings


def check_dialect(path, text):
    if matches(path, DIALECT_PLACES):
        return []
    return [
        f"{path}:{common.line_of(text, match.start())}: a branch on the database belongs in storage/sql/dialect"
        for match in DIALECT.finditer(text)
    ]


def check(tree):
    findings = []
    for path in tree.cpp():
        if path.startswith("tests/"):
            continue
        text = tree.text(path)
        findings += check_library_includes(path, common.blank(text, keep_strings=True))
        findings += check_dialect(path, common.blank(text))
    return findings


if __name__ == "__main__":
    common.main(check, __doc__)
