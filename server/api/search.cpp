// Search, and finding what a person pasted: handles and addresses are fetched when asked for.
#include <algorithm>

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"
#include "domain/accounts.hpp"
#include "domain/timelines.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "text/microsyntax.hpp"

namespace collegium::api {
namespace {

struct Query {
    std::string text;
    std::string type;  // "accounts", "statuses", "hashtags" or "" for all
    int limit = 20;
    int offset = 0;
    bool resolve = false;
    bool following = false;

    bool wants(std::string_view kind) const { return type.empty() || type == kind; }
    bool is_address() const { return text.starts_with("https://") || text.starts_with("http://"); }
};

Result<Query> read_query(const http::Request& request, AccountId viewer) {
    Query query;
    query.text = std::string(strings::trim(text_or(request, "q")));
    query.type = text_or(request, "type");
    const auto limit = number_parameter(request, "limit").value_or(20);
    const auto offset = number_parameter(request, "offset").value_or(0);
    if (limit < 0 || offset < 0) return Error(Errc::bad_request, "Limit and offset can't be negative");
    query.limit = static_cast<int>(std::clamp<std::int64_t>(limit, 1, 40));
    query.offset = static_cast<int>(std::min<std::int64_t>(offset, 10'000));
    query.resolve = flag_or(request, "resolve", false);
    query.following = flag_or(request, "following", false);
    if (query.text.empty()) return Error(Errc::bad_request, "Missing parameter q");
    if (query.text.size() > 2048) return Error(Errc::bad_request, "Search text is too long");
    // Nobody without an account makes us fetch, or page (security.md SSR-16).
    if (!viewer && query.resolve)
        return Error(Errc::unauthorized,
                     "Search queries that resolve remote resources are not supported without authentication");
    if (!viewer && query.offset > 0)
        return Error(Errc::unauthorized, "Search queries pagination is not supported without authentication");
    return query;
}

// The post that an address names: by its id, or by the address of a page of ours.
std::optional<PostId> post_at(domain::Context& context, const std::string& address) {
    const domain::Uris uris(context.config);
    if (auto name = uris.parse(address)) {
        if (name->kind == domain::Uris::Name::Kind::note) return PostId{name->id};
    }
    if (auto post = repo::find_post_by_uri(context.db, address)) return post->id;
    if (auto post = repo::find_post_by_url(context.db, address)) return post->id;
    return std::nullopt;
}

std::optional<model::Account> account_at(domain::Context& context, const std::string& address) {
    if (auto account = domain::lookup(context, address)) return account;
    return repo::find_account_by_url(context.db, address);
}

// What a resolving search lacks; empty when everything is known or has been tried.
http::Needs missing(domain::Context& context, const http::Request& request, const Query& query) {
    http::Needs needs;
    if (!query.resolve || request.attempt > 0 || query.offset > 0) return needs;
    if (query.is_address()) {
        if (domain::Uris(context.config).is_ours(query.text)) return needs;
        if (!post_at(context, query.text) && !account_at(context, query.text)) needs.uris.push_back(query.text);
        return needs;
    }
    std::string_view handle = query.text;
    if (handle.starts_with("@")) handle.remove_prefix(1);
    const auto at = handle.find('@');
    const bool is_handle =
        at != std::string_view::npos && at > 0 && at + 1 < handle.size() && handle.find(' ') == std::string_view::npos;
    if (is_handle && query.wants("accounts") && !domain::lookup(context, handle)) needs.handles.emplace_back(handle);
    return needs;
}

// Whom a whole handle names, ours with our own domain too.
std::optional<model::Account> exact_account(domain::Context& context, const Query& query) {
    if (query.offset > 0 || query.following || query.text.find('@', 1) == std::string::npos) return std::nullopt;
    std::string_view handle = query.text;
    if (handle.starts_with("@")) handle.remove_prefix(1);
    auto account = domain::lookup(context, handle);
    return account && !account->deleted_at ? account : std::nullopt;
}

void write_accounts(json::Writer& writer, domain::Context& context, const Query& query, AccountId viewer) {
    writer.key("accounts").begin_array();
    if (query.wants("accounts")) {
        if (query.is_address()) {
            if (auto account = account_at(context, query.text); account && !account->deleted_at)
                write_account(writer, context, *account);
        } else if (!query.text.starts_with("#")) {
            const auto of = query.following ? viewer : AccountId();
            const auto exact = exact_account(context, query);
            if (exact) write_account(writer, context, *exact);
            for (const auto& account : repo::search_accounts(context.db, query.text, query.limit, query.offset, of))
                if (!exact || account.id != exact->id) write_account(writer, context, account);
        }
    }
    writer.end_array();
}

void write_found_statuses(json::Writer& writer, domain::Context& context, const Query& query, AccountId viewer) {
    writer.key("statuses").begin_array();
    if (query.wants("statuses") && query.is_address() && query.offset == 0) {
        if (auto id = post_at(context, query.text)) {
            if (auto view = domain::load_post(context, *id, viewer)) write_status(writer, context, *view, viewer);
        }
    }
    writer.end_array();
}

void write_hashtags(json::Writer& writer, domain::Context& context, const Query& query) {
    writer.key("hashtags").begin_array();
    if (query.wants("hashtags") && !query.is_address()) {
        std::string_view name = query.text;
        if (name.starts_with("#")) name.remove_prefix(1);
        if (name.find('@') == std::string_view::npos)
            for (const auto& tag : repo::search_tags(context.db, strings::fold(name), query.limit, query.offset))
                write_tag(writer, context, tag);
    }
    writer.end_array();
}

Reply search(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:search");
    if (!viewer) return viewer.error();
    auto query = read_query(request, *viewer);
    if (!query) return query.error();
    auto needs = missing(context, request, *query);
    if (!needs.uris.empty() || !needs.handles.empty()) return needs;
    if (auto refusal = refusal_to_fetch(request)) return *refusal;
    json::Writer writer;
    writer.begin_object();
    write_accounts(writer, context, *query, *viewer);
    write_found_statuses(writer, context, *query, *viewer);
    write_hashtags(writer, context, *query);
    writer.end_object();
    return json_reply(writer);
}

Reply tag(domain::Context& context, const http::Request& request) {
    if (!text::is_hashtag_name(request.part("tag"))) return Error(Errc::not_found, "Record not found");
    const auto name = strings::fold(request.part("tag"));
    auto tag = repo::find_tag(context.db, name).value_or(model::Tag{TagId(), name, request.part("tag")});
    json::Writer writer;
    write_tag(writer, context, tag);
    return json_reply(writer);
}

}  // namespace

Routes search_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v2/search", Lane::read, api, search, open_to_browsers},
        {Method::get, "/api/v1/tags/:tag", Lane::read, api, tag, open_to_browsers},
    };
}

}  // namespace collegium::api
