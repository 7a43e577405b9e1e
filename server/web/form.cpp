#include "web/form.hpp"

#include <algorithm>
#include <charconv>

#include "core/strings.hpp"

namespace collegium::web {
namespace {

std::vector<std::string> texts_of(const json::Value& value) {
    std::vector<std::string> texts;
    if (value.is_string()) texts.push_back(value.string());
    for (const auto& item : value.items())
        if (item.is_string()) texts.push_back(item.string());
    return texts;
}

bool is_among(const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

const std::string& text_in(const http::Request& request, std::string_view name) {
    return request.parameters()[name].string();
}

std::string trimmed_in(const http::Request& request, std::string_view name) {
    return std::string(strings::trim(text_in(request, name)));
}

std::vector<std::string> texts_in(const http::Request& request, std::string_view name) {
    return texts_of(request.parameters()[name]);
}

Form::Form(const http::Request& request) {
    for (const auto& [name, value] : request.parameters().members()) values_[name] = texts_of(value);
}

void Form::put(std::string_view name, std::string value) {
    values_[std::string(name)] = {std::move(value)};
}

void Form::put_list(std::string_view name, std::vector<std::string> values) {
    values_[std::string(name)] = std::move(values);
}

std::string Form::text(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end() || found->second.empty()) return {};
    return std::string(strings::trim(strings::replace_all(found->second.front(), "\r\n", "\n")));
}

std::vector<std::string> Form::list(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> Form::words(std::string_view name) const {
    std::vector<std::string> words;
    const auto all = text(name);
    for (const auto part : strings::split(all, ',')) {
        const auto word = strings::without_controls(strings::trim(part));
        if (!word.empty() && !is_among(words, word)) words.push_back(word);
    }
    return words;
}

void Form::fail(std::string_view field, std::string message) {
    const auto same = [field](const Fault& fault) { return fault.field == field; };
    if (!field.empty() && std::any_of(faults_.begin(), faults_.end(), same)) return;
    faults_.push_back({std::string(field), std::move(message)});
}

void Form::fail(const Error& error) {
    constexpr std::string_view prefix = "Validation failed: ";
    std::string_view message = error.message();
    if (message.starts_with(prefix)) message.remove_prefix(prefix.size());
    fail("", std::string(message) + (message.ends_with('.') ? "" : "."));
}

void Form::require(std::string_view field, std::string message) {
    if (text(field).empty()) fail(field, std::move(message));
}

void Form::limit(std::string_view field, std::size_t characters) {
    if (strings::count_characters(text(field)) > characters)
        fail(field, "At most " + std::to_string(characters) + " characters.");
}

std::optional<std::int64_t> Form::number(std::string_view field, std::int64_t least, std::int64_t most) {
    const auto typed = text(field);
    if (typed.empty()) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (error == std::errc() && end == typed.data() + typed.size() && number >= least && number <= most) return number;
    fail(field, "A whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    return std::nullopt;
}

void Form::choose(std::string_view field, const std::vector<Option>& options) {
    const auto chosen = text(field);
    const auto same = [&chosen](const Option& option) { return option.value == chosen; };
    if (!chosen.empty() && std::none_of(options.begin(), options.end(), same)) fail(field, "Choose one of the list.");
}

std::string Form::fault_of(std::string_view field) const {
    const auto same = [field](const Fault& fault) { return fault.field == field; };
    const auto found = std::find_if(faults_.begin(), faults_.end(), same);
    return found == faults_.end() ? std::string() : found->message;
}

json::Value Form::field(std::string_view name) const {
    return field_view(name, text(name), fault_of(name));
}

json::Value Form::select(std::string_view name, const std::vector<Option>& options) const {
    return select_view(name, options, text(name), fault_of(name));
}

json::Value Form::boxes(std::string_view name, const std::vector<Option>& options) const {
    const auto chosen = list(name);
    auto items = json::Value::array();
    for (const auto& option : options)
        items.push(json::Value::object(
            {{"value", option.value}, {"label", option.label}, {"selected", is_among(chosen, option.value)}}));
    return json::Value::object({{"name", name}, {"error", fault_of(name)}, {"options", std::move(items)}});
}

json::Value Form::box(std::string_view name) const {
    return json::Value::object({{"name", name}, {"checked", checked(name)}, {"error", fault_of(name)}});
}

json::Value Form::errors() const {
    auto list = json::Value::array();
    for (const auto& fault : faults_)
        list.push(json::Value::object({{"message", fault.message}, {"field", fault.field}}));
    return list;
}

}  // namespace collegium::web
