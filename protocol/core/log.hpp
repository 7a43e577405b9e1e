// One line per event on standard error, as key=value or as JSON. Never give it a secret, a token or
// the text of a private post.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace collegium::log {

enum class Level { debug, info, warn, error };
enum class Format { text, json };

struct Field {
    std::string_view name;
    std::string value;
    bool bare = false;  // a number or a truth value: in JSON without quotes
    Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
    Field(std::string_view field_name, const char* text) : name(field_name), value(text) {}
    Field(std::string_view field_name, const std::string& text) : name(field_name), value(text) {}
    template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number>>>
    Field(std::string_view field_name, Number number)
        : name(field_name), value(std::to_string(number)), bare(is_finite(number)) {}
    Field(std::string_view field_name, bool truth) : name(field_name), value(truth ? "true" : "false"), bare(true) {}

  private:
    template <class Number>
    static bool is_finite(Number number) {
        return number - number == 0;  // JSON has neither infinity nor NaN
    }
};

// Once at start, before threads exist.
void configure(Level level, Format format);
bool enabled(Level level);
// `event` is a fixed short text: "delivery failed". The rest goes into fields.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warn, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

}  // namespace collegium::log
