// The only door to RapidJSON. Value: a JSON value owned as plain C++ data, for documents that are read
// or built piece by piece. Writer: straight into a string, for the answers that are made thousands of
// times a second. Parsing is bounded in size, depth and members, and refuses duplicate names and
// invalid UTF-8 (security.md 1.1 ORI-13, 1.12), before any tree is built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace collegium::json {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>;  // in order of writing

class Value {
  public:
    Value() = default;  // null
    Value(std::nullptr_t) {}
    Value(bool value) : data_(value) {}
    Value(int value) : data_(std::int64_t{value}) {}
    Value(std::int64_t value) : data_(value) {}
    Value(std::size_t value) : data_(static_cast<std::int64_t>(value)) {}
    Value(double value) : data_(value) {}
    Value(const char* value) : data_(std::string(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(Array value) : data_(std::move(value)) {}
    Value(Object value) : data_(std::move(value)) {}

    static Value array(std::initializer_list<Value> items = {}) { return Value(Array(items)); }
    static Value object(std::initializer_list<Member> members = {}) { return Value(Object(members)); }

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    bool is_bool() const { return std::holds_alternative<bool>(data_); }
    bool is_number() const {
        return std::holds_alternative<std::int64_t>(data_) || std::holds_alternative<double>(data_);
    }
    // Written without fraction and exponent, and fits 64 bits.
    bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }
    bool is_string() const { return std::holds_alternative<std::string>(data_); }
    bool is_array() const { return std::holds_alternative<Array>(data_); }
    bool is_object() const { return std::holds_alternative<Object>(data_); }

    // A wrong type reads as absent: "", nullopt or an empty list. Nothing here throws.
    // integer() also takes whole doubles up to 2^53: JSON has one kind of number.
    const std::string& string() const;
    std::optional<std::int64_t> integer() const;
    std::optional<double> number() const;
    std::optional<bool> boolean() const;
    const Array& items() const;
    const Object& members() const;

    const Value* find(std::string_view name) const;        // nullptr when absent or not an object
    const Value& operator[](std::string_view name) const;  // null when absent
    bool contains(std::string_view name) const { return find(name) != nullptr; }

    // Turn null into an object or array; replace a member of the same name.
    Value& set(std::string_view name, Value value);
    Value& push(Value value);
    void erase(std::string_view name);

    friend bool operator==(const Value&, const Value&) = default;

  private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

struct Limits {
    std::size_t bytes = 1024 * 1024;
    std::size_t depth = 64;
    std::size_t values = 20'000;  // values and member names together
};

// Also refused: NUL in strings (PostgreSQL cannot keep it) and unpaired surrogates. An integer beyond 64 bits
// becomes a double, a number beyond a double is an error.
// Errors: too_large over Limits::bytes; bad_request for everything else, with the byte position.
Result<Value> parse(std::string_view text, Limits limits = Limits());
std::string dump(const Value& value);

// Writes one JSON document. Names and values must alternate inside objects; commas are its own affair.
class Writer {
  public:
    Writer();
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);

    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(const std::string& text) { return value(std::string_view(text)); }
    Writer& value(bool flag);
    Writer& value(std::int64_t number);
    Writer& value(int number) { return value(std::int64_t{number}); }
    Writer& value(double number);
    Writer& value(const Value& tree);
    Writer& null();
    // Bytes that already are one JSON value.
    Writer& raw(std::string_view json);

    // key and value in one: w.field("id", id).
    template <class T>
    Writer& field(std::string_view name, const T& content) {
        key(name);
        return value(content);
    }
    // null when absent.
    template <class T>
    Writer& field(std::string_view name, const std::optional<T>& content) {
        key(name);
        return content ? value(*content) : null();
    }
    Writer& null_field(std::string_view name) {
        key(name);
        return null();
    }

    // The document written so far; the writer is empty afterwards.
    std::string take();

  private:
    struct Body;
    std::unique_ptr<Body> body_;
};

}  // namespace collegium::json
