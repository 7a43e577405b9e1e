// "/": what the institution is, for strangers; what is going on, for members. And what this server is.
#include <algorithm>

#include "domain/mentorships.hpp"
#include "domain/resources.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/resources.hpp"
#include "web/address.hpp"
#include "web/home.hpp"
#include "web/views/agreements.hpp"
#include "web/views/people.hpp"
#include "web/views/proposals.hpp"
#include "web/views/resources.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr int posts_on_page = 20;
constexpr int looked_at = 40;

model::Page first(int limit) {
    model::Page page;
    page.limit = limit;
    return page;
}

http::Response start_page(domain::Context& context, const Visit& visit) {
    const auto scene = visit.scene();
    auto frame = visit.frame("", Place::home);
    frame.head.description = context.config.instance.description;
    frame.head.canonical = context.config.base_url() + "/";
    for (const auto& domain : context.config.federation.consortium)
        if (domain != context.config.instance.domain) frame.partners.push_back({domain, "https://" + domain});
    auto view = visit.view(frame);
    view.set("resources", resource_cards(scene, domain::load_library(context, {}, AccountId(), first(6))));
    repo::BoardQuery open;
    open.state = model::ProposalState::open;
    view.set("proposals", proposal_cards(scene, domain::load_board(context, open, AccountId(), first(3))));
    return visit.show(Page::start, view);
}

json::Value waiting_items(domain::Context& context, AccountId viewer) {
    auto items = json::Value::array();
    for (const auto& view : domain::load_agreements(context, viewer, first(looked_at))) {
        if (!is_waiting_for(view.agreement, viewer)) continue;
        items.push(json::Value::object({{"url", "/mentorships/" + view.agreement.id.text()},
                                        {"title", view.proposal.title},
                                        {"note", "with " + name_of(other_of(view, viewer))},
                                        {"state", state_label(view.agreement.state)},
                                        {"tone", tone_of(view.agreement.state)}}));
    }
    return items;
}

Reply start(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return start_page(context, visit);
    Composer composer;
    composer.visibility = visit.member().default_visibility;
    return home_page(context, request, visit, composer, "");
}

Reply about(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    const auto counts = repo::count_instance(context.db, context.now);
    const auto library = repo::library_size(context.db, {});
    auto frame = visit.frame("About", Place::none);
    frame.head.canonical = context.config.base_url() + "/about";
    auto view = visit.view(frame);
    auto facts = json::Value::array();
    const auto add = [&facts](const char* label, const std::string& value) {
        facts.push(json::Value::object({{"label", label}, {"value", value}}));
    };
    add("Address", context.config.instance.domain);
    add("Members", std::to_string(counts.members));
    add("Posts written here", std::to_string(counts.local_posts));
    add("Works in the library", std::to_string(library.resources));
    add("Servers we know", std::to_string(counts.domains));
    view.set("facts", std::move(facts));
    const auto mode = context.config.federation.mode;
    view.set("open", mode == config::FederationMode::open || mode == config::FederationMode::guarded);
    view.set("consortium", mode == config::FederationMode::consortium);
    return visit.show(Page::about, view);
}

}  // namespace

http::Response home_page(domain::Context& context, const http::Request& request, const Visit& visit,
                         const Composer& composer, const std::string& fault) {
    const auto scene = visit.scene();
    const auto page = page_in(request, posts_on_page);
    const auto timeline = domain::home_timeline(context, visit.viewer(), page);
    auto view = visit.view(visit.frame("", Place::home), {fault, Tone::neutral});
    view.set("composer", composer_view(scene, composer));
    view.set("posts", post_list(context, scene, timeline.posts));
    view.set("pager",
             pager_view(Address("/"), page, {timeline.newest, timeline.oldest, timeline.rows >= posts_on_page}));
    view.set("waiting_items", waiting_items(context, visit.viewer()));
    view.set("resources", resource_cards(scene, domain::load_library(context, {}, visit.viewer(), first(3))));
    return visit.show(Page::home, view, fault.empty() ? 200 : 422);
}

Routes start_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/", Lane::read, Audience::page, start},
        {Method::get, "/about", Lane::read, Audience::page, about},
    };
}

}  // namespace collegium::web
