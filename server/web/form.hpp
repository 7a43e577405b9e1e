// A form between the browser and a handler: what was typed (or what is there to be changed), what is wrong
// with it, and its parts of the view. Fields are written as the templates read them: name, value, error.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"
#include "http/request.hpp"
#include "web/frame.hpp"

namespace collegium::web {

// The text of a query or body parameter, "" when it is absent or no text.
const std::string& text_in(const http::Request& request, std::string_view name);
// The same without blanks around it.
std::string trimmed_in(const http::Request& request, std::string_view name);
// A list ("name[]"), or one text.
std::vector<std::string> texts_in(const http::Request& request, std::string_view name);

class Form {
  public:
    Form() = default;
    // With everything that was sent.
    explicit Form(const http::Request& request);

    void put(std::string_view name, std::string value);
    void put_list(std::string_view name, std::vector<std::string> values);
    // Line ends as "\n", without blanks around it.
    std::string text(std::string_view name) const;
    std::vector<std::string> list(std::string_view name) const;
    bool checked(std::string_view name) const { return !text(name).empty(); }
    // Parts between commas, without blanks, never empty.
    std::vector<std::string> words(std::string_view name) const;

    // The first fault of a field is told; a field of "" stands for the whole form.
    void fail(std::string_view field, std::string message);
    // What the domain refused, without its "Validation failed: ".
    void fail(const Error& error);
    bool sound() const { return faults_.empty(); }

    // Fails the field when it is wrong.
    void require(std::string_view field, std::string message);
    void limit(std::string_view field, std::size_t characters);
    // Absent when empty.
    std::optional<std::int64_t> number(std::string_view field, std::int64_t least, std::int64_t most);
    // Only what is among the options passes; "" is an option of its own.
    void choose(std::string_view field, const std::vector<Option>& options);

    json::Value field(std::string_view name) const;
    json::Value select(std::string_view name, const std::vector<Option>& options) const;
    // {name, error, options} of check boxes that share a name.
    json::Value boxes(std::string_view name, const std::vector<Option>& options) const;
    // {checked, error} of one check box.
    json::Value box(std::string_view name) const;
    // For error_summary.
    json::Value errors() const;

  private:
    struct Fault {
        std::string field;
        std::string message;
    };
    std::string fault_of(std::string_view field) const;

    std::map<std::string, std::vector<std::string>, std::less<>> values_;
    std::vector<Fault> faults_;
};

}  // namespace collegium::web
