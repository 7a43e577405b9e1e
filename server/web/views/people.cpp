#include "web/views/people.hpp"

#include "web/assets.hpp"

namespace collegium::web {

std::string name_of(const model::Account& account) {
    return account.display_name.empty() ? account.username : account.display_name;
}

std::string handle_of(const Scene& scene, const model::Account& account) {
    return "@" + account.username + "@" + (account.local() ? scene.config.instance.domain : account.domain);
}

std::string avatar_of(const Scene& scene, const model::Account& account) {
    return account.avatar_url.empty() ? default_avatar(handle_of(scene, account)) : account.avatar_url;
}

std::string local_path_of(const model::Account& account) {
    return "/@" + account.acct();
}

std::string path_of(const Scene& scene, const model::Account& account) {
    if (account.local() || scene.viewer) return local_path_of(account);
    return account.url.empty() ? account.uri : account.url;
}

json::Value author_view(const Scene& scene, const model::Account& account) {
    return json::Value::object({{"name", name_of(account)},
                                {"handle", handle_of(scene, account)},
                                {"url", path_of(scene, account)},
                                {"avatar", avatar_of(scene, account)}});
}

json::Value origin_view(const Scene& scene, const model::Account& account) {
    const auto& instance = scene.config.instance;
    const auto& domain = account.local() ? instance.domain : account.domain;
    return json::Value::object(
        {{"name", account.local() ? instance.name : domain}, {"domain", domain}, {"local", account.local()}});
}

void add_person(json::Value& view, const Scene& scene, const model::Account& account) {
    view.set("author", author_view(scene, account));
    view.set("origin", origin_view(scene, account));
}

}  // namespace collegium::web
