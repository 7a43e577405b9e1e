// One's own account: credentials, profile, preferences.
#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/routes.hpp"
#include "domain/accounts.hpp"
#include "storage/repo/members.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::api {
namespace {

Reply credentials_reply(domain::Context& context, const model::Account& account) {
    auto member = repo::find_member(context.db, account.id);
    if (!member) return Error(Errc::not_found, "Record not found");
    model::Page page;
    page.limit = 41;
    const auto waiting = repo::follow_requests_page(context.db, account.id, page).size();
    json::Writer writer;
    write_credential_account(writer, context, account, *member, static_cast<std::int64_t>(waiting));
    return json_reply(writer);
}

Reply verify(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "profile");
    if (!viewer) {
        // "read:accounts" alone is enough too.
        viewer = require_viewer(context, request, "read:accounts");
        if (!viewer) return viewer.error();
    }
    return credentials_reply(context, viewer->account);
}

// fields_attributes comes as an array, or as a map with numeric keys (mastodon-api.md 2.3).
std::optional<std::vector<domain::ProfileField>> read_fields(const http::Request& request) {
    const auto& given = request.parameters()["fields_attributes"];
    if (given.is_null()) return std::nullopt;
    std::vector<domain::ProfileField> fields;
    auto add = [&fields](const json::Value& field) {
        fields.push_back({text_of(field["name"]).value_or(""), text_of(field["value"]).value_or("")});
    };
    for (const auto& field : given.items()) add(field);
    for (const auto& [key, field] : given.members()) add(field);
    return fields;
}

Reply update(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:accounts");
    if (!viewer) return viewer.error();
    domain::ProfileChange change;
    change.display_name = text_parameter(request, "display_name");
    change.note = text_parameter(request, "note");
    change.fields = read_fields(request);
    change.locked = flag_parameter(request, "locked");
    change.bot = flag_parameter(request, "bot");
    change.discoverable = flag_parameter(request, "discoverable");
    change.indexable = flag_parameter(request, "indexable");
    const auto& source = request.parameters()["source"];
    if (auto name = text_of(source["privacy"]); name && !name->empty()) {
        change.default_visibility = parse_visibility(*name);
        if (!change.default_visibility)
            return Error(Errc::unprocessable, "Validation failed: Privacy is not included in the list");
    }
    change.default_sensitive = flag_of(source["sensitive"]);
    change.default_language = text_of(source["language"]);
    auto account = domain::update_profile(context, viewer->id(), change);
    if (!account) return account.error();
    return credentials_reply(context, *account);
}

Reply preferences(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:accounts");
    if (!viewer) return viewer.error();
    const auto& member = viewer->member;
    json::Writer writer;
    writer.begin_object();
    writer.field("posting:default:visibility", name_of(member.default_visibility));
    writer.field("posting:default:sensitive", member.default_sensitive);
    writer.key("posting:default:language");
    member.default_language.empty() ? writer.null() : writer.value(member.default_language);
    writer.field("posting:default:quote_policy", "nobody");
    writer.field("reading:expand:media", "default");
    writer.field("reading:expand:spoilers", false);
    writer.field("reading:autoplay:gifs", false);
    writer.end_object();
    return json_reply(writer);
}

}  // namespace

Routes profile_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/accounts/verify_credentials", Lane::read, api, verify, open_to_browsers},
        {Method::patch, "/api/v1/accounts/update_credentials", Lane::write, api, update, open_to_browsers},
        {Method::get, "/api/v1/preferences", Lane::read, api, preferences, open_to_browsers},
    };
}

}  // namespace collegium::api
