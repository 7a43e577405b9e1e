#include "federation/activities/subject.hpp"

#include "core/strings.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "text/plain_text.hpp"

namespace collegium::federation::activities {
namespace {

constexpr std::size_t message_limit = 2000;

}  // namespace

http::Needs no_needs(domain::Context&, const Incoming&) {
    return {};
}

std::optional<model::Account> own_account(domain::Context& context, std::string_view uri) {
    auto name = domain::Uris(context.config).parse(uri);
    if (!name) return std::nullopt;
    std::optional<model::Account> account;
    if (name->kind == domain::Uris::Name::Kind::actor) account = repo::find_account(context.db, AccountId{name->id});
    if (name->kind == domain::Uris::Name::Kind::profile)
        account = repo::find_account_by_handle(context.db, name->username, "");
    if (name->kind == domain::Uris::Name::Kind::instance_actor) account = repo::find_account_by_uri(context.db, uri);
    if (!account || !account->local()) return std::nullopt;
    return account;
}

std::optional<model::Post> known_post(domain::Context& context, std::string_view uri) {
    return repo::find_post_by_uri(context.db, uri);
}

std::string plain_content(const as2::Activity& activity) {
    return strings::shorten(text::html_to_text(activity.content), message_limit);
}

std::string plain_content(const json::Value& object) {
    return strings::shorten(text::html_to_text(object["content"].string()), message_limit);
}

}  // namespace collegium::federation::activities
