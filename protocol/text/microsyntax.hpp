// What people write inside plain text: mentions, hashtags and addresses, found with their byte ranges by
// Mastodon's rules (mastodon-api.md 2.11), so that every client shows and counts the same. Pure scanning:
// whether a mention names somebody is the resolver's affair.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace collegium::text {

struct Token {
    enum class Kind { mention, hashtag, url };
    Kind kind;
    std::size_t begin;  // byte range, the "@" or "#" included
    std::size_t end;
    std::string name;    // user name or tag as written; the address of a url
    std::string domain;  // of a mention, as written, with a port if any; empty for a local one

    // "user" or "user@domain", in lower case: the key under which a mention is resolved.
    std::string acct() const;
};

// In order, never overlapping. At most 1,000: what follows is plain text.
std::vector<Token> find_tokens(std::string_view utf8);

// Grapheme clusters of warning and text, where each address counts 23 and a mention its local part only.
std::size_t count_post_characters(std::string_view text, std::string_view spoiler_text = {});

// Mastodon's grammar of user names, either case: a letter, digit or "_" at both ends, "." and "-" between.
bool is_username(std::string_view name);
// What can follow "#": letters, marks, digits, "_", with "·" between, and at least one letter.
bool is_hashtag_name(std::string_view name);

}  // namespace collegium::text
