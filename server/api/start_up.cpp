// What clients call when they start and what this server does not offer: honest empty answers, so that no
// client waits, warns or fails (mastodon-api.md section 3).
#include "api/auth.hpp"
#include "api/routes.hpp"

namespace collegium::api {
namespace {

Reply empty_list(domain::Context&, const http::Request&) {
    return http::Response::json("[]");
}

Reply lasting_empty_list(domain::Context&, const http::Request&) {
    return kept_for_minutes(http::Response::json("[]"));
}

// No pair of languages: nothing is translated here.
Reply no_translations(domain::Context&, const http::Request&) {
    return kept_for_minutes(http::Response::json("{}"));
}

// The same for what is a person's own.
Reply own_empty_list(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "");
    if (!viewer) return viewer.error();
    return http::Response::json("[]");
}

Reply not_there(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "");
    if (!viewer) return viewer.error();
    return Error(Errc::not_found, "Record not found");
}

}  // namespace

Routes start_up_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/custom_emojis", Lane::read, api, lasting_empty_list, open_to_browsers},
        {Method::get, "/api/v1/instance/rules", Lane::read, api, lasting_empty_list, open_to_browsers},
        {Method::get, "/api/v1/instance/peers", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/instance/activity", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/instance/translation_languages", Lane::read, api, no_translations, open_to_browsers},
        {Method::get, "/api/v1/trends", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/trends/tags", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/trends/statuses", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/trends/links", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/filters", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v2/filters", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/announcements", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/followed_tags", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/featured_tags", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/endorsements", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/domain_blocks", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/suggestions", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v2/suggestions", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/scheduled_statuses", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/accounts/familiar_followers", Lane::read, api, own_empty_list, open_to_browsers},
        {Method::get, "/api/v1/accounts/:id/featured_tags", Lane::read, api, empty_list, open_to_browsers},
        {Method::get, "/api/v1/push/subscription", Lane::read, api, not_there, open_to_browsers},
    };
}

}  // namespace collegium::api
