#include "domain/uris.hpp"

#include "core/url.hpp"

namespace collegium::domain {
namespace {

using Kind = Uris::Name::Kind;

struct Prefix {
    std::string_view path;
    Kind kind;
};

// Longest first where one begins with another; each is followed by the decimal id.
constexpr Prefix prefixes[] = {
    {"/ap/users/", Kind::actor},        {"/ap/notes/", Kind::note},           {"/ap/announces/", Kind::announce},
    {"/ap/proposals/", Kind::proposal}, {"/ap/agreements/", Kind::agreement}, {"/resources/", Kind::resource},
    {"/proposals/", Kind::proposal},    {"/mentorships/", Kind::agreement},
};

// "/@ada" is a profile; "/@ada/123" is the page of a post.
std::optional<Uris::Name> parse_profile(std::string_view path) {
    auto rest = path.substr(2);
    auto slash = rest.find('/');
    if (slash == std::string_view::npos) {
        if (rest.empty()) return std::nullopt;
        return Uris::Name{Kind::profile, 0, std::string(rest)};
    }
    auto id = parse_decimal_id(rest.substr(slash + 1));
    if (!id) return std::nullopt;
    return Uris::Name{Kind::note, *id, {}};
}

}  // namespace

std::string Uris::tag(std::string_view name) const {
    return base_ + "/tags/" + percent_encode(name);
}

bool Uris::is_ours(std::string_view uri) const {
    return uri == base_ || (uri.size() > base_.size() && uri.substr(0, base_.size()) == base_ &&
                            (uri[base_.size()] == '/' || uri[base_.size()] == '#' || uri[base_.size()] == '?'));
}

std::optional<Uris::Name> Uris::parse(std::string_view uri) const {
    if (!is_ours(uri)) return std::nullopt;
    auto path = uri.substr(base_.size());
    path = path.substr(0, path.find_first_of("#?"));
    if (path == "/actor") return Name{Kind::instance_actor, 0, {}};
    if (path.substr(0, 2) == "/@") return parse_profile(path);
    for (const auto& prefix : prefixes) {
        if (path.substr(0, prefix.path.size()) != prefix.path) continue;
        auto rest = path.substr(prefix.path.size());
        auto kind = prefix.kind;
        constexpr std::string_view followers_suffix = "/followers";
        if (kind == Kind::actor && rest.ends_with(followers_suffix)) {
            rest.remove_suffix(followers_suffix.size());
            kind = Kind::followers;
        }
        auto id = parse_decimal_id(rest);
        if (!id) return std::nullopt;
        return Name{kind, *id, {}};
    }
    return std::nullopt;
}

}  // namespace collegium::domain
