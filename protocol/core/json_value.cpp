#include <algorithm>
#include <cmath>

#include "core/json.hpp"

namespace collegium::json {
namespace {

const std::string empty_string;
const Array empty_array;
const Object empty_object;
const Value null_value;

// Beyond it, a double no longer holds every integer (RFC 7493 2.2).
constexpr double largest_exact = 9007199254740992.0;

}  // namespace

const std::string& Value::string() const {
    const auto* text = std::get_if<std::string>(&data_);
    return text != nullptr ? *text : empty_string;
}

std::optional<std::int64_t> Value::integer() const {
    if (const auto* whole = std::get_if<std::int64_t>(&data_)) return *whole;
    // JSON has one kind of number: 1e2 and 100.0 are integers too.
    const auto* real = std::get_if<double>(&data_);
    if (real == nullptr || std::trunc(*real) != *real || std::fabs(*real) > largest_exact) return std::nullopt;
    return static_cast<std::int64_t>(*real);
}

std::optional<double> Value::number() const {
    if (const auto* real = std::get_if<double>(&data_)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*whole);
    return std::nullopt;
}

std::optional<bool> Value::boolean() const {
    const auto* flag = std::get_if<bool>(&data_);
    return flag != nullptr ? std::optional<bool>(*flag) : std::nullopt;
}

const Array& Value::items() const {
    const auto* array = std::get_if<Array>(&data_);
    return array != nullptr ? *array : empty_array;
}

const Object& Value::members() const {
    const auto* object = std::get_if<Object>(&data_);
    return object != nullptr ? *object : empty_object;
}

const Value* Value::find(std::string_view name) const {
    for (const auto& [member_name, value] : members()) {
        if (member_name == name) return &value;
    }
    return nullptr;
}

const Value& Value::operator[](std::string_view name) const {
    const Value* value = find(name);
    return value != nullptr ? *value : null_value;
}

Value& Value::set(std::string_view name, Value value) {
    if (!is_object()) data_ = Object();
    auto& object = std::get<Object>(data_);
    for (auto& [member_name, present] : object) {
        if (member_name == name) {
            present = std::move(value);
            return *this;
        }
    }
    object.emplace_back(std::string(name), std::move(value));
    return *this;
}

Value& Value::push(Value value) {
    if (!is_array()) data_ = Array();
    std::get<Array>(data_).push_back(std::move(value));
    return *this;
}

void Value::erase(std::string_view name) {
    if (auto* object = std::get_if<Object>(&data_)) {
        std::erase_if(*object, [name](const Member& member) { return member.first == name; });
    }
}

}  // namespace collegium::json
