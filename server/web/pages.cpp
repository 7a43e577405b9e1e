#include "web/pages.hpp"

#include <map>
#include <memory>

#include <kainjow/mustache.hpp>

#include "core/strings.hpp"
#include "web/embedded.hpp"

namespace collegium::web {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr int deepest_partial = 8;

std::string_view find_template(std::string_view name) {
    for (const auto& file : embedded_templates()) {
        if (file.name.size() == name.size() + 9 && file.name.starts_with(name)) return file.bytes;
    }
    return {};
}

// Without the comment that describes the view, and without the last line feed, so that a partial can stand
// in the middle of a line.
std::string_view body_of(std::string_view text) {
    if (text.starts_with("{{!")) {
        const auto end = text.find("}}");
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
        if (text.starts_with('\n')) text.remove_prefix(1);
    }
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

// Partials are taken in when loading: kainjow would parse them again at every use.
Result<void> append_expanded(std::string& out, std::string_view name, std::string_view content, int depth) {
    const auto bytes = find_template(name);
    if (bytes.empty()) return Error(Errc::internal, "a page cannot be shown", "no template " + std::string(name));
    if (depth > deepest_partial)
        return Error(Errc::internal, "a page cannot be shown", "partials in a circle at " + std::string(name));
    auto text = body_of(bytes);
    for (;;) {
        const auto start = text.find("{{>");
        if (start == std::string_view::npos) break;
        const auto end = text.find("}}", start);
        if (end == std::string_view::npos)
            return Error(Errc::internal, "a page cannot be shown", "open tag in " + std::string(name));
        out += text.substr(0, start);
        const auto partial = strings::trim(text.substr(start + 3, end - start - 3));
        COLLEGIUM_CHECK(append_expanded(out, partial == "content" ? content : partial, content, depth + 1));
        text.remove_prefix(end + 2);
    }
    out += text;
    return ok();
}

data data_of(const json::Value& value);

data list_of(const json::Array& items) {
    kainjow::mustache::list list;
    list.reserve(items.size());
    for (const auto& item : items) list.push_back(data_of(item));
    return data(list);
}

data object_of(const json::Object& members) {
    data object(data::type::object);
    for (const auto& [name, value] : members) {
        if (value.is_array()) object["has_" + name] = data(!value.items().empty());
        object[name] = data_of(value);
    }
    return object;
}

data data_of(const json::Value& value) {
    if (value.is_string()) return value.string().empty() ? data(false) : data(value.string());
    if (value.is_array()) return value.items().empty() ? data(false) : list_of(value.items());
    if (value.is_object()) return value.members().empty() ? data(false) : object_of(value.members());
    if (value.is_number()) return data(json::dump(value));
    return data(value.boolean().value_or(false));
}

using Parsed = std::map<Page, std::unique_ptr<mustache>>;

Result<Parsed> parse_all() {
    Parsed parsed;
    for (const auto page : all_pages()) {
        COLLEGIUM_TRY(const auto text, assemble("layout", name_of(page)));
        auto tree = std::make_unique<mustache>(text);
        if (!tree->is_valid())
            return Error(Errc::internal, "a page cannot be shown",
                         std::string(name_of(page)) + ".mustache: " + tree->error_message());
        parsed[page] = std::move(tree);
    }
    return parsed;
}

// Constant after the first call: kainjow's render() writes to its object only when a partial or a lambda
// fails, and neither is left in an assembled page. So any number of threads may render at once.
const Result<Parsed>& parsed_pages() {
    static const Result<Parsed> parsed = parse_all();
    return parsed;
}

}  // namespace

const std::vector<Page>& all_pages() {
    static const std::vector<Page> pages = {
        Page::about,    Page::agreement,    Page::board,    Page::consent,       Page::consent_code,
        Page::error,    Page::home,         Page::library,  Page::mentorships,   Page::profile,
        Page::proposal, Page::proposal_new, Page::resource, Page::resource_edit, Page::settings_profile,
        Page::share,    Page::sign_in,      Page::start,    Page::status,        Page::tag,
    };
    return pages;
}

const char* name_of(Page page) {
    switch (page) {
        case Page::about: return "about";
        case Page::agreement: return "agreement";
        case Page::board: return "board";
        case Page::consent: return "consent";
        case Page::consent_code: return "consent_code";
        case Page::error: return "error";
        case Page::home: return "home";
        case Page::library: return "library";
        case Page::mentorships: return "mentorships";
        case Page::profile: return "profile";
        case Page::proposal: return "proposal";
        case Page::proposal_new: return "proposal_new";
        case Page::resource: return "resource";
        case Page::resource_edit: return "resource_edit";
        case Page::settings_profile: return "settings_profile";
        case Page::share: return "share";
        case Page::sign_in: return "sign_in";
        case Page::start: return "start";
        case Page::status: return "status";
        case Page::tag: return "tag";
    }
    return "error";
}

Result<std::string> assemble(std::string_view name, std::string_view content) {
    std::string text;
    COLLEGIUM_CHECK(append_expanded(text, name, content, 0));
    return text;
}

Result<void> load_pages() {
    const auto& parsed = parsed_pages();
    if (!parsed) return parsed.error();
    return ok();
}

std::string render(Page page, const json::Value& view) {
    const auto& parsed = parsed_pages();
    if (!parsed) return {};  // told by load_pages() at start
    std::string html;
    parsed->at(page)->render(data_of(view), [&html](const std::string& part) { html += part; });
    return html;
}

http::Response respond(Page page, const json::Value& view, int status) {
    auto response = http::Response::html(render(page, view), status);
    response.set("Cache-Control", "private, no-cache");
    response.set("Vary", "Accept, Cookie");
    return response;
}

std::string json_for_script(const json::Value& document) {
    auto text = json::dump(document);
    text = strings::replace_all(std::move(text), "<", "\\u003c");
    text = strings::replace_all(std::move(text), ">", "\\u003e");
    return strings::replace_all(std::move(text), "&", "\\u0026");
}

}  // namespace collegium::web
