// Accounts: read, look up, search; followers and following.
#include "domain/accounts.hpp"

#include <algorithm>

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/people.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"
#include "domain/relations.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::api {
namespace {

constexpr std::size_t batch_limit = 40;

Error not_found() {
    return Error(Errc::not_found, "Record not found");
}

Reply account_reply(const domain::Context& context, const model::Account& account) {
    json::Writer writer;
    write_account(writer, context, account);
    return json_reply(writer);
}

Reply show(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:accounts");
    if (!viewer) return viewer.error();
    auto id = id_in_path<AccountId>(request);
    if (!id) return id.error();
    auto account = repo::find_account(context.db, *id);
    if (!account || account->deleted_at) return not_found();
    return account_reply(context, *account);
}

Reply show_many(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:accounts");
    if (!viewer) return viewer.error();
    const auto ids = ids_parameter<AccountId>(request, "id", batch_limit + 1);
    if (ids.size() > batch_limit) return Error(Errc::unprocessable, "Too many ids: the limit is 40");
    return people_reply(context, ids);
}

Reply lookup(domain::Context& context, const http::Request& request) {
    auto account = domain::lookup(context, text_or(request, "acct"));
    if (!account || account->deleted_at) return not_found();
    return account_reply(context, *account);
}

// "user@host" that nobody here knows yet.
bool is_unknown_handle(domain::Context& context, std::string_view query) {
    if (query.starts_with("@")) query.remove_prefix(1);
    const auto at = query.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == query.size()) return false;
    if (query.find(' ') != std::string_view::npos) return false;
    return !domain::lookup(context, query).has_value();
}

Reply search(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:accounts");
    if (!viewer) return viewer.error();
    auto query = std::string(strings::trim(text_or(request, "q")));
    const auto page = read_page(request, 40, 80);
    const auto offset = static_cast<int>(std::max<std::int64_t>(0, number_parameter(request, "offset").value_or(0)));
    if (query.empty()) return http::Response::json("[]");
    if (flag_or(request, "resolve", false) && request.attempt == 0 && is_unknown_handle(context, query)) {
        http::Needs needs;
        needs.handles.push_back(query.starts_with("@") ? query.substr(1) : query);
        return needs;
    }
    if (auto refusal = refusal_to_fetch(request)) return *refusal;
    const auto following_of = flag_or(request, "following", false) ? viewer->id() : AccountId();
    std::vector<AccountId> ids;
    for (const auto& account : repo::search_accounts(context.db, query, page.limit, offset, following_of))
        ids.push_back(account.id);
    return people_reply(context, ids);
}

using RowsOf = std::vector<repo::Cursored> (*)(sql::Connection&, AccountId, const model::Page&);

Reply people_of(domain::Context& context, const http::Request& request, RowsOf rows_of) {
    auto viewer = viewer_or_public(context, request, "read:accounts");
    if (!viewer) return viewer.error();
    auto id = id_in_path<AccountId>(request);
    if (!id) return id.error();
    auto account = repo::find_account(context.db, *id);
    if (!account || account->deleted_at) return not_found();
    const auto page = read_page(request, 40, 80);
    return people_reply(context, request, rows_of(context.db, *id, page), page);
}

Reply followers(domain::Context& context, const http::Request& request) {
    return people_of(context, request, repo::followers_page);
}
Reply following(domain::Context& context, const http::Request& request) {
    return people_of(context, request, repo::following_page);
}

Reply lists_with(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<AccountId>(context, request, "read:lists");
    if (!subject) return subject.error();
    json::Writer writer;
    writer.begin_array();
    for (const auto& list : repo::lists_with(context.db, subject->viewer.id(), subject->id)) {
        writer.begin_object().field("id", list.id.text()).field("title", list.title);
        writer.field("replies_policy", list.replies_policy).field("exclusive", list.exclusive).end_object();
    }
    writer.end_array();
    return json_reply(writer);
}

Reply directory(domain::Context& context, const http::Request& request) {
    const auto page = read_page(request, 40, 80);
    const auto offset = static_cast<int>(std::max<std::int64_t>(0, number_parameter(request, "offset").value_or(0)));
    std::vector<AccountId> ids;
    for (const auto& account : repo::local_directory(context.db, page.limit, offset)) ids.push_back(account.id);
    return people_reply(context, ids);
}

}  // namespace

Routes account_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/accounts", Lane::read, api, show_many, open_to_browsers},
        {Method::get, "/api/v1/accounts/lookup", Lane::read, api, lookup, open_to_browsers},
        {Method::get, "/api/v1/accounts/search", Lane::read, api, search, open_to_browsers},
        {Method::get, "/api/v1/accounts/:id", Lane::read, api, show, open_to_browsers},
        {Method::get, "/api/v1/accounts/:id/followers", Lane::read, api, followers, open_to_browsers},
        {Method::get, "/api/v1/accounts/:id/following", Lane::read, api, following, open_to_browsers},
        {Method::get, "/api/v1/accounts/:id/lists", Lane::read, api, lists_with, open_to_browsers},
        {Method::get, "/api/v1/directory", Lane::read, api, directory, open_to_browsers},
    };
}

}  // namespace collegium::api
