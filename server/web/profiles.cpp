// The profile of a person, ours or known from elsewhere, and following.
#include "domain/accounts.hpp"
#include "domain/mentorships.hpp"
#include "domain/relations.hpp"
#include "domain/resources.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/resources.hpp"
#include "text/plain_text.hpp"
#include "web/address.hpp"
#include "web/alternates.hpp"
#include "web/assets.hpp"
#include "web/form.hpp"
#include "web/views/people.hpp"
#include "web/views/posts.hpp"
#include "web/views/proposals.hpp"
#include "web/views/resources.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr int posts_on_page = 20;
constexpr int cards_on_page = 24;

Result<model::Account> person_in_path(domain::Context& context, const http::Request& request) {
    auto account = domain::lookup(context, request.part("username"));
    if (!account || account->kind == model::ActorKind::application)
        return Error(Errc::not_found, "Nobody of this name is known here.");
    if (account->deleted_at) return Error(Errc::gone, "This account is deleted.");
    if (account->suspended_at) return Error(Errc::not_found, "Nobody of this name is known here.");
    return std::move(*account);
}

json::Value field_list(const model::Account& account) {
    auto list = json::Value::array();
    const auto fields = json::parse(account.fields);
    if (!fields) return list;
    for (const auto& field : fields->items())
        list.push(json::Value::object({{"name", field["name"].string()}, {"value", field["value"].string()}}));
    return list;
}

json::Value person_view(const Scene& scene, const model::Account& account) {
    const auto home = account.local() ? std::string() : account.url.empty() ? account.uri : account.url;
    return json::Value::object({{"name", name_of(account)},
                                {"handle", handle_of(scene, account)},
                                {"url", local_path_of(account)},
                                {"avatar", avatar_of(scene, account)},
                                {"header", account.header_url.empty() ? asset_url("header.svg") : account.header_url},
                                {"bio", account.note},
                                {"fields", field_list(account)},
                                {"bot", account.kind == model::ActorKind::service},
                                {"locked", account.locked},
                                {"local", account.local()},
                                {"home_url", home}});
}

json::Value relation_view(domain::Context& context, AccountId viewer, const model::Account& account) {
    if (!viewer || viewer == account.id) return false;
    const auto relation = domain::relationship(context, viewer, account.id);
    const auto base = local_path_of(account);
    return json::Value::object({{"following", relation.following},
                                {"requested", relation.requested},
                                {"follows_me", relation.followed_by},
                                {"follow_action", base + "/follow"},
                                {"unfollow_action", base + "/unfollow"}});
}

void add_posts(domain::Context& context, const http::Request& request, const Scene& scene,
               const model::Account& account, json::Value& view) {
    const auto page = page_in(request, posts_on_page);
    const auto timeline = domain::account_timeline(context, scene.viewer, account.id, {}, page);
    view.set("posts", post_list(context, scene, timeline.posts));
    view.set("pager",
             pager_view(Address(request), page, {timeline.newest, timeline.oldest, timeline.rows >= posts_on_page}));
}

void add_resources(domain::Context& context, const http::Request& request, const Scene& scene,
                   const model::Account& account, json::Value& view) {
    const auto page = page_in(request, cards_on_page);
    repo::LibraryQuery query;
    query.author = account.id;
    const auto views = domain::load_library(context, query, scene.viewer, page);
    view.set("resources", resource_cards(scene, views));
    if (views.empty()) return;
    view.set("pager", pager_view(Address(request), page,
                                 {views.front().resource.id.value, views.back().resource.id.value,
                                  views.size() >= cards_on_page}));
}

void add_proposals(domain::Context& context, const http::Request& request, const Scene& scene,
                   const model::Account& account, json::Value& view) {
    const auto page = page_in(request, cards_on_page);
    repo::BoardQuery query;
    query.author = account.id;
    const auto views = domain::load_board(context, query, scene.viewer, page);
    view.set("proposals", proposal_cards(scene, views));
    if (views.empty()) return;
    view.set("pager", pager_view(Address(request), page,
                                 {views.front().proposal.id.value, views.back().proposal.id.value,
                                  views.size() >= cards_on_page}));
}

Frame profile_frame(domain::Context& context, const Visit& visit, const model::Account& account) {
    auto frame = visit.frame(name_of(account), visit.viewer() == account.id ? Place::account : Place::none);
    frame.head.description = text::excerpt(account.note, 200);
    frame.head.canonical = account.local() ? context.config.base_url() + local_path_of(account) : account.url;
    frame.head.robots = account.local() && account.indexable ? "" : "noindex";
    frame.head.og_type = "profile";
    frame.head.creator = handle_of(visit.scene(), account);
    frame.head.activity = account.uri;
    return frame;
}

http::Response profile_page(domain::Context& context, const http::Request& request, const Visit& visit,
                            const model::Account& account, const Flash& flash, int status) {
    const auto scene = visit.scene();
    auto view = visit.view(profile_frame(context, visit, account), flash);
    view.set("person", person_view(scene, account));
    view.set("origin", origin_view(scene, account));
    view.set("relation", relation_view(context, visit.viewer(), account));
    view.set("is_me", visit.viewer() == account.id);
    repo::LibraryQuery shared;
    shared.author = account.id;
    view.set("numbers", json::Value::object({{"posts", account.statuses_count},
                                             {"following", account.following_count},
                                             {"followers", account.followers_count},
                                             {"resources", repo::library_size(context.db, shared).resources}}));
    const auto& tab = text_in(request, "tab");
    const bool resources = tab == "resources", mentoring = tab == "mentoring";
    view.set("tab", json::Value::object(
                        {{"posts", !resources && !mentoring}, {"resources", resources}, {"mentoring", mentoring}}));
    view.set("tabs", json::Value::object({{"base", local_path_of(account)}}));
    if (resources)
        add_resources(context, request, scene, account, view);
    else if (mentoring)
        add_proposals(context, request, scene, account, view);
    else
        add_posts(context, request, scene, account, view);
    auto response = visit.show(Page::profile, view, status);
    name_activity(response, account.uri);
    return response;
}

Reply show(domain::Context& context, const http::Request& request) {
    auto account = person_in_path(context, request);
    if (!account) return account.error();
    if (account->local() && wanted_shape(request, HasRecord::no) == Shape::activity) return to_activity(account->uri);
    return profile_page(context, request, Visit(context, request), *account, {}, 200);
}

enum class Wish { follow, unfollow };

Reply relate(domain::Context& context, const http::Request& request, Wish wish) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto account = person_in_path(context, request);
    if (!account) return account.error();
    auto done = wish == Wish::follow ? domain::follow(context, visit.viewer(), account->id, {})
                                     : domain::unfollow(context, visit.viewer(), account->id);
    if (!done) return done.error();
    if (wish == Wish::unfollow) return go_to(request, local_path_of(*account), Notice::unfollowed);
    return go_to(request, local_path_of(*account), done->following ? Notice::followed : Notice::follow_asked);
}

Reply follow(domain::Context& context, const http::Request& request) {
    return relate(context, request, Wish::follow);
}
Reply unfollow(domain::Context& context, const http::Request& request) {
    return relate(context, request, Wish::unfollow);
}

}  // namespace

Routes profile_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/@:username", Lane::read, Audience::page, show},
        {Method::post, "/@:username/follow", Lane::write, Audience::page, follow},
        {Method::post, "/@:username/unfollow", Lane::write, Audience::page, unfollow},
    };
}

}  // namespace collegium::web
