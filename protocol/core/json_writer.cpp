#include <array>
#include <charconv>
#include <cmath>

#include "core/json.hpp"

namespace collegium::json {
namespace {

// What a byte becomes inside a string: 0 itself, 'u' \u00XX, otherwise a backslash and that letter.
constexpr std::array<char, 256> make_escapes() {
    std::array<char, 256> table{};
    for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = 'u';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}
constexpr auto escapes = make_escapes();

// Appends whole runs of bytes that need no escape: most strings are one run.
void append_string(std::string& out, std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    out.push_back('"');
    std::size_t run = 0;
    for (std::size_t position = 0; position < text.size(); ++position) {
        const auto byte = static_cast<unsigned char>(text[position]);
        const char escape = escapes[byte];
        if (escape == 0) continue;
        out.append(text, run, position - run);
        run = position + 1;
        out.push_back('\\');
        out.push_back(escape);
        if (escape != 'u') continue;
        out.append("00");
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    out.append(text, run);
    out.push_back('"');
}

void append_integer(std::string& out, std::int64_t number) {
    char buffer[24];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
    out.append(buffer, end);
    static_cast<void>(error);  // the buffer holds any 64-bit number
}

// The shortest text that reads back as the same double, and as a double.
void append_double(std::string& out, double number) {
    if (!std::isfinite(number)) {  // JSON has no word for it
        out.append("null");
        return;
    }
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
    const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
    static_cast<void>(error);
    out.append(text);
    if (text.find_first_of(".e") == std::string_view::npos) out.append(".0");
}

}  // namespace

struct Writer::Body {
    std::string out;

    // Whether a comma is due shows in the last byte: a value never ends in one of these three.
    void separate() {
        if (out.empty()) return;
        const char last = out.back();
        if (last != '{' && last != '[' && last != ':') out.push_back(',');
    }
};

Writer::Writer() : body_(std::make_unique<Body>()) {}
Writer::~Writer() = default;

Writer& Writer::begin_object() {
    body_->separate();
    body_->out.push_back('{');
    return *this;
}

Writer& Writer::end_object() {
    body_->out.push_back('}');
    return *this;
}

Writer& Writer::begin_array() {
    body_->separate();
    body_->out.push_back('[');
    return *this;
}

Writer& Writer::end_array() {
    body_->out.push_back(']');
    return *this;
}

Writer& Writer::key(std::string_view name) {
    body_->separate();
    append_string(body_->out, name);
    body_->out.push_back(':');
    return *this;
}

Writer& Writer::value(std::string_view text) {
    body_->separate();
    append_string(body_->out, text);
    return *this;
}

Writer& Writer::value(bool flag) {
    body_->separate();
    body_->out.append(flag ? "true" : "false");
    return *this;
}

Writer& Writer::value(std::int64_t number) {
    body_->separate();
    append_integer(body_->out, number);
    return *this;
}

Writer& Writer::value(double number) {
    body_->separate();
    append_double(body_->out, number);
    return *this;
}

Writer& Writer::null() {
    body_->separate();
    body_->out.append("null");
    return *this;
}

Writer& Writer::raw(std::string_view json) {
    body_->separate();
    body_->out.append(json);
    return *this;
}

Writer& Writer::value(const Value& tree) {
    if (tree.is_object()) {
        begin_object();
        for (const auto& [name, member] : tree.members()) {
            key(name);
            value(member);
        }
        return end_object();
    }
    if (tree.is_array()) {
        begin_array();
        for (const Value& item : tree.items()) value(item);
        return end_array();
    }
    if (tree.is_string()) return value(std::string_view(tree.string()));
    if (const auto flag = tree.boolean()) return value(*flag);
    if (!tree.is_number()) return null();
    if (tree.is_integer()) return value(*tree.integer());
    return value(*tree.number());
}

std::string Writer::take() {
    std::string document = std::move(body_->out);
    body_->out.clear();
    return document;
}

std::string dump(const Value& value) {
    Writer writer;
    writer.value(value);
    return writer.take();
}

}  // namespace collegium::json
