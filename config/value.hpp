// What a file or the environment says about one key, before anybody knows what the key wants. The only
// door to toml++.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/load.hpp"

namespace collegium::config {

struct Value {
    // A text from the environment may stand for any kind; one from a file only for a text.
    enum class Source { file, environment };
    // monostate: a kind that no key has, such as a date
    std::variant<std::monostate, std::string, std::int64_t, bool, std::vector<std::string>> data;
    std::string where;
    Source source = Source::file;
};

struct FileContents {
    std::map<std::string, Value> values;          // "instance.domain"
    std::map<std::string, std::string> sections;  // name -> where
    std::vector<Mistake> mistakes;
};

// Sections and their keys; deeper tables are values of no kind. Unreadable or not TOML: one mistake.
FileContents read_toml(const std::string& path);

}  // namespace collegium::config
