#include "core/log.hpp"

#include <cstdio>

#include "core/json.hpp"
#include "core/strings.hpp"
#include "core/time.hpp"

namespace collegium::log {
namespace {

constexpr std::size_t longest_value = 1024;

Level configured_level = Level::info;
Format configured_format = Format::text;

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warn: return "warn";
        case Level::error: return "error";
    }
    return "unknown";
}

// Values come from strangers: bounded, valid UTF-8, and one line whatever they hold (security.md INJ-07).
std::string bounded(std::string_view value) {
    const bool is_cut = value.size() > longest_value;
    std::string text(value.substr(0, longest_value));
    if (is_cut) {
        while (!text.empty() && !strings::is_valid_utf8(text) && text.size() > longest_value - 4) text.pop_back();
        text += "…";
    }
    if (strings::is_valid_utf8(text)) return text;
    for (char& character : text) {
        if (static_cast<unsigned char>(character) >= 0x80) character = '?';
    }
    return text;
}

bool is_plain(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte > 0x20 && byte != 0x7f && byte != '"' && byte != '=' && byte != '\\';
}

void append_text_value(std::string& line, std::string_view value) {
    bool plain = !value.empty();
    for (const char character : value) plain = plain && is_plain(character);
    if (plain) {
        line.append(value);
        return;
    }
    json::Writer quoted;  // escapes quotes, backslashes and everything below the blank
    quoted.value(value);
    line.append(quoted.take());
}

std::string text_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line = format_rfc3339(current_time());
    line.append(" ").append(name_of(level)).append(" ").append(event);
    for (const Field& field : fields) {
        line.append(" ").append(field.name).append("=");
        append_text_value(line, bounded(field.value));
    }
    return strings::without_controls(line);  // terminals act on DEL and on the C1 controls too
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    json::Writer writer;
    writer.begin_object();
    writer.field("time", format_rfc3339(current_time()));
    writer.field("level", name_of(level));
    writer.field("event", event);
    for (const Field& field : fields) {
        writer.key(field.name);
        if (field.bare)
            writer.raw(field.value);
        else
            writer.value(bounded(field.value));
    }
    writer.end_object();
    return writer.take();
}

}  // namespace

void configure(Level level, Format format) {
    configured_level = level;
    configured_format = format;
}

bool enabled(Level level) {
    return level >= configured_level;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!enabled(level)) return;
    std::string line;
    switch (configured_format) {
        case Format::text: line = text_line(level, event, fields); break;
        case Format::json: line = json_line(level, event, fields); break;
    }
    line.push_back('\n');
    std::fwrite(line.data(), 1, line.size(), stderr);  // one call: lines of two threads never mix
}

}  // namespace collegium::log
