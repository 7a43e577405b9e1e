#include "formats/form.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::formats {
namespace {

Error too_many(const char* what) {
    return Error(Errc::too_large, std::string("The form has too many or too long ") + what);
}

bool is_clean(std::string_view text) {
    return text.find('\0') == std::string_view::npos && strings::is_valid_utf8(text);
}

// A tree that can be changed in place, while the pairs are still coming in.
struct Node {
    enum class Kind { empty, text, list, map };
    Kind kind = Kind::empty;
    std::string text;
    std::vector<Node> items;
    std::vector<std::pair<std::string, Node>> members;

    void become(Kind wanted) {
        if (kind == wanted) return;
        *this = Node();
        kind = wanted;
    }
    Node* find(std::string_view name) {
        const auto same = [name](const auto& member) { return member.first == name; };
        const auto found = std::find_if(members.begin(), members.end(), same);
        return found == members.end() ? nullptr : &found->second;
    }
    Node& member(std::string_view name) {
        if (Node* found = find(name)) return *found;
        return members.emplace_back(std::string(name), Node()).second;
    }
};

// "a[b][]" -> a, b, "". Anything that is not name followed by whole brackets is one literal name.
std::vector<std::string_view> path_of(std::string_view name) {
    const auto open = name.find('[');
    if (open == 0 || open == std::string_view::npos) return {name};
    std::vector<std::string_view> path{name.substr(0, open)};
    std::size_t position = open;
    while (position < name.size()) {
        const auto close = name.find(']', position);
        if (name[position] != '[' || close == std::string_view::npos) return {name};
        const auto part = name.substr(position + 1, close - position - 1);
        if (part.find('[') != std::string_view::npos) return {name};
        path.push_back(part);
        position = close + 1;
    }
    return path;
}

using Path = std::span<const std::string_view>;

// Whether a list element already holds a value at this path: then the next one starts a new element.
bool holds(Node& element, Path path) {
    Node* node = &element;
    for (const auto& part : path) {
        if (part.empty() || node->kind != Node::Kind::map) return false;
        node = node->find(part);
        if (node == nullptr) return false;
    }
    return true;
}

void place(Node& root, Path path, const std::string& value) {
    Node* node = &root;
    for (; !path.empty(); path = path.subspan(1)) {
        if (!path.front().empty()) {
            node->become(Node::Kind::map);
            node = &node->member(path.front());
            continue;
        }
        node->become(Node::Kind::list);
        const Path rest = path.subspan(1);
        const bool extends_last = !rest.empty() && !rest.front().empty() && !node->items.empty() &&
                                  node->items.back().kind == Node::Kind::map && !holds(node->items.back(), rest);
        if (!extends_last) node->items.emplace_back();
        node = &node->items.back();
    }
    node->become(Node::Kind::text);
    node->text = value;
}

std::optional<unsigned> index_of(std::string_view key) {
    unsigned number = 0;
    if (key.empty() || key.size() > 9) return std::nullopt;
    const auto [end, failure] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (failure != std::errc() || end != key.data() + key.size()) return std::nullopt;
    return number;
}

json::Value to_value(Node& node, bool outermost);

std::optional<json::Value> as_indexed_list(Node& map) {
    std::vector<std::pair<unsigned, Node*>> order;
    for (auto& [key, child] : map.members) {
        const auto index = index_of(key);
        if (!index) return std::nullopt;
        order.emplace_back(*index, &child);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    json::Array list;
    for (const auto& [index, child] : order) list.push_back(to_value(*child, false));
    return json::Value(std::move(list));
}

json::Value to_value(Node& node, bool outermost) {
    switch (node.kind) {
        case Node::Kind::empty: return outermost ? json::Value(json::Object()) : json::Value();
        case Node::Kind::text: return json::Value(std::move(node.text));
        case Node::Kind::list: {
            json::Array list;
            for (auto& item : node.items) list.push_back(to_value(item, false));
            return json::Value(std::move(list));
        }
        case Node::Kind::map: break;
    }
    if (!outermost) {
        if (auto list = as_indexed_list(node)) return std::move(*list);
    }
    json::Object object;
    for (auto& [key, child] : node.members) object.emplace_back(key, to_value(child, false));
    return json::Value(std::move(object));
}

}  // namespace

Result<std::vector<Pair>> parse_form(std::string_view text, const FormLimits& limits) {
    if (text.size() > limits.bytes) return too_many("bytes");
    std::vector<Pair> pairs;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = std::min(part.find('='), part.size());
        std::string name = percent_decode(part.substr(0, equals), true);
        if (name.empty()) continue;
        if (pairs.size() == limits.pairs) return too_many("fields");
        if (name.size() > limits.name_bytes) return too_many("names");
        std::string value = equals < part.size() ? percent_decode(part.substr(equals + 1), true) : std::string();
        if (!is_clean(name) || !is_clean(value)) {
            return Error(Errc::bad_request, "The form holds characters that are not UTF-8 text");
        }
        pairs.emplace_back(std::move(name), std::move(value));
    }
    return pairs;
}

Result<json::Value> nest(const std::vector<Pair>& pairs, const FormLimits& limits) {
    if (pairs.size() > limits.pairs) return too_many("fields");
    Node root;
    for (const auto& [name, value] : pairs) {
        if (name.size() > limits.name_bytes) return too_many("names");
        const auto path = path_of(name);
        if (path.size() > limits.depth) return too_many("levels");
        place(root, path, value);
    }
    return to_value(root, true);
}

std::string encode_form(const std::vector<Pair>& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs) {
        if (!text.empty()) text += '&';
        text += percent_encode(name) + "=" + percent_encode(value);
    }
    return text;
}

}  // namespace collegium::formats
