#include "core/registrable.hpp"

#include <algorithm>
#include <array>

#include "core/strings.hpp"

namespace collegium {
namespace {

// Second labels below which countries register: co.uk, edu.au, ac.jp.
constexpr std::array<std::string_view, 28> registries = {
    "ac", "ad",  "asn", "co",  "com", "ed",  "edu", "gen", "go", "gob", "gouv", "gov",    "govt", "id",
    "lg", "ltd", "me",  "mil", "ne",  "net", "nhs", "nom", "or", "org", "sch",  "school", "web",  "k12"};
// Below the states of the United States: cedarvalley.k12.ca.us.
constexpr std::array<std::string_view, 5> of_states = {"k12", "cc", "tec", "lib", "state"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& list, std::string_view label) {
    return std::find(list.begin(), list.end(), label) != list.end();
}

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// How many of the last labels were registered as one.
std::size_t registered_labels(const std::vector<std::string_view>& labels) {
    const auto count = labels.size();
    const auto top = labels[count - 1];
    const auto second = labels[count - 2];
    if (top.size() != 2) return 2;
    if (top == "us" && second.size() == 2) return count > 2 && contains(of_states, labels[count - 3]) ? 4 : 3;
    return contains(registries, second) ? 3 : 2;
}

}  // namespace

std::string registrable_domain(std::string_view authority) {
    if (authority.starts_with('[')) return std::string(authority.substr(0, authority.find(']') + 1));
    const auto host = authority.substr(0, authority.find(':'));
    const auto labels = strings::split(host, '.');
    if (labels.size() < 2 || is_number(labels.back())) return std::string(host);
    auto wanted = std::min(registered_labels(labels), labels.size());
    std::size_t length = wanted - 1;  // the dots
    for (auto label = labels.rbegin(); wanted > 0; ++label, --wanted) length += label->size();
    return std::string(host.substr(host.size() - length));
}

}  // namespace collegium
