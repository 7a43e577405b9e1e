#include "http/router.hpp"

#include <array>
#include <cstdlib>
#include <map>

#include "core/log.hpp"
#include "core/strings.hpp"

namespace collegium::http {
namespace {

constexpr std::size_t method_count = 7;
constexpr std::size_t max_segments = 32;

std::size_t index_of(Method method) {
    return static_cast<std::size_t>(method);
}

std::vector<std::string_view> segments_of(std::string_view path) {
    if (!path.empty() && path.front() == '/') path.remove_prefix(1);
    if (path.empty()) return {};
    return strings::split(path, '/');
}

[[noreturn]] void refuse(const Entry& entry, std::string_view why) {
    log::error("route table is broken", {{"method", name_of(entry.method)}, {"path", entry.path}, {"why", why}});
    std::abort();
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> handle;    // "@:name"
    std::unique_ptr<Node> variable;  // ":name"
    std::array<const Entry*, method_count> entries{};

    std::unique_ptr<Node>& child(std::string_view segment) {
        if (segment.front() == ':') return variable;
        if (segment.substr(0, 2) == "@:") return handle;
        return literals[std::string(segment)];
    }
    const Entry* serving(Method method) const {
        if (const auto* exact = entries[index_of(method)]) return exact;
        switch (method) {
            case Method::head: return entries[index_of(Method::get)];
            case Method::put: return entries[index_of(Method::patch)];
            case Method::patch: return entries[index_of(Method::put)];
            case Method::get:
            case Method::post:
            case Method::delete_:
            case Method::options: return nullptr;
        }
        return nullptr;
    }
    bool any() const {
        for (const auto* entry : entries)
            if (entry) return true;
        return false;
    }
    std::string allow() const {
        std::string text;
        for (std::size_t index = 0; index < method_count; ++index) {
            const auto method = static_cast<Method>(index);
            if (!serving(method)) continue;
            if (!text.empty()) text += ", ";
            text += name_of(method);
        }
        return text;
    }

    // The deepest search that serves the method wins; otherwise the first node that has any entry is kept
    // in `other`. Literals are tried before the variables, with a way back: /a/:x/c and /a/b/d live together.
    const Node* walk(const std::vector<std::string_view>& segments, std::size_t at, Method method,
                     const Node*& other) const {
        if (at == segments.size()) {
            if (serving(method)) return this;
            if (any() && !other) other = this;
            return nullptr;
        }
        const auto literal = literals.find(segments[at]);
        if (literal != literals.end())
            if (const auto* found = literal->second->walk(segments, at + 1, method, other)) return found;
        if (handle && segments[at].size() > 1 && segments[at].front() == '@')
            if (const auto* found = handle->walk(segments, at + 1, method, other)) return found;
        if (!variable || segments[at].empty()) return nullptr;
        return variable->walk(segments, at + 1, method, other);
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Entry entry) {
    if (entry.path.empty() || entry.path.front() != '/' || !entry.action) refuse(entry, "no path or no action");
    auto* node = root_.get();
    for (const auto segment : segments_of(entry.path)) {
        if (segment.empty()) refuse(entry, "empty segment");
        auto& next = node->child(segment);
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    auto& place = node->entries[index_of(entry.method)];
    if (place) refuse(entry, "registered twice");
    entries_.push_back(std::make_unique<Entry>(std::move(entry)));
    place = entries_.back().get();
}

Router::Match Router::find(Method method, std::string_view path) const {
    Match match;
    const auto segments = segments_of(path);
    if (segments.size() > max_segments) return match;
    const Node* other = nullptr;
    const auto* node = root_->walk(segments, 0, method, other);
    if (!node) {
        if (other) match.allow = other->allow();
        return match;
    }
    match.entry = node->serving(method);
    const auto pattern = segments_of(match.entry->path);
    for (std::size_t index = 0; index < pattern.size(); ++index) {
        if (pattern[index].front() == ':') match.parts.emplace_back(pattern[index].substr(1), segments[index]);
        if (pattern[index].substr(0, 2) == "@:")
            match.parts.emplace_back(pattern[index].substr(2), segments[index].substr(1));
    }
    return match;
}

std::vector<std::string> Router::table() const {
    std::vector<std::string> lines;
    for (const auto& entry : entries_) lines.push_back(std::string(name_of(entry->method)) + " " + entry->path);
    return lines;
}

}  // namespace collegium::http
