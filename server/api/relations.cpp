// Follow, block, mute and their undo; follow requests; relationships.
#include "domain/relations.hpp"

#include <algorithm>

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/people.hpp"
#include "api/routes.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::api {
namespace {

constexpr std::size_t batch_limit = 40;

using Act = Result<model::Relationship> (*)(domain::Context&, AccountId, AccountId);

Reply relationship_reply(const Result<model::Relationship>& relationship) {
    if (!relationship) return relationship.error();
    json::Writer writer;
    write_relationship(writer, *relationship);
    return json_reply(writer);
}

Reply act(domain::Context& context, const http::Request& request, std::string_view scope, Act action) {
    auto subject = require_subject<AccountId>(context, request, scope);
    if (!subject) return subject.error();
    return relationship_reply(action(context, subject->viewer.id(), subject->id));
}

Reply follow(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<AccountId>(context, request, "write:follows");
    if (!subject) return subject.error();
    domain::FollowOptions options{flag_parameter(request, "reblogs"), flag_parameter(request, "notify")};
    return relationship_reply(domain::follow(context, subject->viewer.id(), subject->id, options));
}
Reply unfollow(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:follows", domain::unfollow);
}
Reply remove_follower(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:follows", domain::remove_follower);
}
Reply block(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:blocks", domain::block);
}
Reply unblock(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:blocks", domain::unblock);
}
Reply unmute(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:mutes", domain::unmute);
}
Reply authorize(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:follows", domain::accept_follow_request);
}
Reply reject(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:follows", domain::reject_follow_request);
}

Reply mute(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<AccountId>(context, request, "write:mutes");
    if (!subject) return subject.error();
    std::optional<Timestamp> until;
    if (auto seconds = number_parameter(request, "duration"); seconds && *seconds > 0)
        until = context.now + std::chrono::seconds(std::min<std::int64_t>(*seconds, 10ll * 365 * 24 * 3600));
    const bool notifications = flag_or(request, "notifications", true);
    return relationship_reply(domain::mute(context, subject->viewer.id(), subject->id, notifications, until));
}

Reply relationships(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:follows");
    if (!viewer) return viewer.error();
    auto ids = ids_parameter<AccountId>(request, "id", batch_limit);
    json::Writer writer;
    writer.begin_array();
    for (const auto& relationship : repo::relationships(context.db, viewer->id(), ids, context.now))
        write_relationship(writer, relationship);
    writer.end_array();
    return json_reply(writer);
}

Reply follow_requests(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:follows");
    if (!viewer) return viewer.error();
    const auto page = read_page(request, 40, 80);
    return people_reply(context, request, repo::follow_requests_page(context.db, viewer->id(), page), page);
}

Reply blocks(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:blocks");
    if (!viewer) return viewer.error();
    const auto page = read_page(request, 40, 80);
    return people_reply(context, request, repo::blocks_page(context.db, viewer->id(), page), page);
}

Reply mutes(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:mutes");
    if (!viewer) return viewer.error();
    const auto page = read_page(request, 40, 80);
    const auto rows = repo::mutes_page(context.db, viewer->id(), page, context.now);
    return muted_people_reply(context, request, rows, page, viewer->id());
}

}  // namespace

Routes relation_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::post, "/api/v1/accounts/:id/follow", Lane::write, api, follow, open_to_browsers},
        {Method::post, "/api/v1/accounts/:id/unfollow", Lane::write, api, unfollow, open_to_browsers},
        {Method::post, "/api/v1/accounts/:id/remove_from_followers", Lane::write, api, remove_follower,
         open_to_browsers},
        {Method::post, "/api/v1/accounts/:id/block", Lane::write, api, block, open_to_browsers},
        {Method::post, "/api/v1/accounts/:id/unblock", Lane::write, api, unblock, open_to_browsers},
        {Method::post, "/api/v1/accounts/:id/mute", Lane::write, api, mute, open_to_browsers},
        {Method::post, "/api/v1/accounts/:id/unmute", Lane::write, api, unmute, open_to_browsers},
        {Method::get, "/api/v1/accounts/relationships", Lane::read, api, relationships, open_to_browsers},
        {Method::get, "/api/v1/follow_requests", Lane::read, api, follow_requests, open_to_browsers},
        {Method::post, "/api/v1/follow_requests/:id/authorize", Lane::write, api, authorize, open_to_browsers},
        {Method::post, "/api/v1/follow_requests/:id/reject", Lane::write, api, reject, open_to_browsers},
        {Method::get, "/api/v1/blocks", Lane::read, api, blocks, open_to_browsers},
        {Method::get, "/api/v1/mutes", Lane::read, api, mutes, open_to_browsers},
    };
}

}  // namespace collegium::api
