#include "config/value.hpp"

#include <filesystem>
#include <fstream>

#include <toml++/toml.h>

namespace collegium::config {
namespace {

constexpr std::size_t largest_file = 1024 * 1024;

std::string place(const std::string& path, const toml::source_region& region) {
    return std::filesystem::path(path).filename().string() + ":" + std::to_string(region.begin.line);
}

Value value_of(const toml::node& node, std::string where) {
    Value value;
    value.where = std::move(where);
    if (const auto* text = node.as_string()) {
        value.data = text->get();
    } else if (const auto* number = node.as_integer()) {
        value.data = number->get();
    } else if (const auto* flag = node.as_boolean()) {
        value.data = flag->get();
    } else if (const auto* array = node.as_array()) {
        std::vector<std::string> texts;
        for (const toml::node& item : *array) {
            if (!item.is_string()) return value;
            texts.push_back(item.as_string()->get());
        }
        value.data = std::move(texts);
    }
    return value;
}

void read_section(const std::string& path, const std::string& name, const toml::table& section,
                  FileContents& contents) {
    contents.sections.emplace(name, place(path, section.source()));
    for (const auto& [key, node] : section) {
        const std::string full = name + "." + std::string(key.str());
        contents.values.emplace(full, value_of(node, place(path, key.source())));
    }
}

}  // namespace

FileContents read_toml(const std::string& path) {
    FileContents contents;
    std::error_code ignored;
    std::ifstream file;
    if (!std::filesystem::is_directory(path, ignored)) file.open(path, std::ios::binary);
    if (!file.is_open()) {
        contents.mistakes.push_back({path, "cannot be read"});
        return contents;
    }
    std::string text(largest_file + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > largest_file) {
        contents.mistakes.push_back({path, "is larger than a configuration can be"});
        return contents;
    }
    try {
        const toml::table root = toml::parse(text, path);
        for (const auto& [key, node] : root) {
            const std::string name(key.str());
            if (const auto* section = node.as_table()) {
                read_section(path, name, *section, contents);
            } else {
                contents.values.emplace(name, value_of(node, place(path, key.source())));
            }
        }
    } catch (const toml::parse_error& error) {
        contents.mistakes.push_back({place(path, error.source()), "is not TOML: " + std::string(error.description())});
    }
    return contents;
}

}  // namespace collegium::config
