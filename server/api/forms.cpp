#include "api/forms.hpp"

#include <charconv>

#include "api/entities/entities.hpp"
#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/strings.hpp"

namespace collegium::api {

std::optional<std::string> text_of(const json::Value& value) {
    if (value.is_string()) return value.string();
    if (auto number = value.integer()) return std::to_string(*number);
    if (auto flag = value.boolean()) return *flag ? "true" : "false";
    return std::nullopt;
}

std::optional<std::string> text_parameter(const http::Request& request, std::string_view name) {
    return text_of(request.parameters()[name]);
}

std::string text_or(const http::Request& request, std::string_view name, std::string_view fallback) {
    return text_parameter(request, name).value_or(std::string(fallback));
}

std::optional<bool> flag_of(const json::Value& value) {
    if (auto flag = value.boolean()) return flag;
    if (auto number = value.integer()) return *number != 0;
    if (!value.is_string() || value.string().empty()) return std::nullopt;
    const auto text = strings::lower(value.string());
    return !(text == "false" || text == "0" || text == "f" || text == "off");
}

std::optional<bool> flag_parameter(const http::Request& request, std::string_view name) {
    return flag_of(request.parameters()[name]);
}

bool flag_or(const http::Request& request, std::string_view name, bool fallback) {
    return flag_parameter(request, name).value_or(fallback);
}

std::optional<std::int64_t> number_parameter(const http::Request& request, std::string_view name) {
    auto text = text_parameter(request, name);
    if (!text) return std::nullopt;
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return number;
}

Result<model::Visibility> visibility_parameter(const http::Request& request, model::Visibility fallback) {
    auto name = text_parameter(request, "visibility");
    if (!name || name->empty()) return fallback;
    auto visibility = parse_visibility(*name);
    if (!visibility) return Error(Errc::unprocessable, "Validation failed: Visibility is not included in the list");
    return *visibility;
}

std::string idempotency_key(const http::Request& request) {
    const auto header = request.header("idempotency-key");
    return header.empty() ? "" : hex_encode(sha256(header));
}

std::optional<Error> refusal_to_fetch(const http::Request& request) {
    for (const auto& one : request.unresolved)
        if (one.refusal) return one.refusal;
    return std::nullopt;
}

std::vector<std::string> texts_parameter(const http::Request& request, std::string_view name) {
    const auto& value = request.parameters()[name];
    std::vector<std::string> texts;
    if (value.is_array()) {
        for (const auto& item : value.items())
            if (auto text = text_of(item)) texts.push_back(std::move(*text));
    } else if (value.is_object()) {  // ids[0]=a&ids[1]=b
        for (const auto& [key, item] : value.members())
            if (auto text = text_of(item)) texts.push_back(std::move(*text));
    } else if (auto text = text_of(value)) {
        texts.push_back(std::move(*text));
    }
    return texts;
}

}  // namespace collegium::api
