// The mentoring board: offers and requests from all institutions.
#include "core/strings.hpp"
#include "domain/mentorships.hpp"
#include "web/address.hpp"
#include "web/form.hpp"
#include "web/search.hpp"
#include "web/views/proposals.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr int cards_on_page = 20;
constexpr int topics_in_filter = 20;

void add_tabs(domain::Context& context, const repo::BoardQuery& query, json::Value& view) {
    const bool offers = query.purpose == model::Purpose::offer;
    view.set("purpose", offers ? "offer" : "request");
    view.set("tab", json::Value::object({{"offers", offers}, {"requests", !offers}}));
    repo::BoardQuery all;
    all.purpose = model::Purpose::offer;
    const auto offer_count = repo::board_size(context.db, all);
    all.purpose = model::Purpose::request;
    const auto request_count = repo::board_size(context.db, all);
    view.set("tabs", json::Value::object({{"offers_url", "/mentoring?purpose=offer"},
                                          {"requests_url", "/mentoring?purpose=request"},
                                          {"offers_count", offer_count ? std::to_string(offer_count) : ""},
                                          {"requests_count", request_count ? std::to_string(request_count) : ""}}));
}

void add_filters(domain::Context& context, const http::Request& request, const repo::BoardQuery& query,
                 json::Value& view) {
    const Address address(request);
    auto filters = json::Value::array();
    auto active = json::Value::array();
    if (!query.words.empty()) active.push(active_view(address, "q", "“" + trimmed_in(request, "q") + "”"));
    auto others = query;
    others.topic.clear();
    std::vector<Option> topics = {{"", "All"}};
    std::string chosen = query.topic;
    bool listed = query.topic.empty();
    for (const auto& [topic, count] : repo::board_topics(context.db, others, topics_in_filter)) {
        topics.push_back({topic.folded, topic.label + " (" + std::to_string(count) + ")"});
        if (topic.folded != query.topic) continue;
        chosen = topic.label;
        listed = true;
    }
    if (!listed) topics.push_back({query.topic, query.topic});
    if (topics.size() > 1) filters.push(filter_view("topic", "Topic", topics, query.topic));
    if (!query.topic.empty()) active.push(active_view(address, "topic", "Topic: " + chosen));
    const auto& here = context.config.instance.name;
    filters.push(
        filter_view("local", "From", {{"", "All institutions"}, {"true", here}}, query.local_only ? "true" : ""));
    if (query.local_only) active.push(active_view(address, "local", "From: " + here));
    if (query.state) active.push(active_view(address, "free", "Only with free places"));
    view.set("only_free", json::Value::object({{"checked", query.state.has_value()}}));
    view.set("is_filtered", !active.items().empty());
    view.set("facets", std::move(filters));
    view.set("active", std::move(active));
}

Span span_of(domain::Context& context, const repo::BoardQuery& query, const model::Page& page,
             const std::vector<domain::ProposalView>& views) {
    if (views.empty()) return {};
    return span_between(
        page, views.front().proposal.id.value, views.back().proposal.id.value,
        [&context, &query](const model::Page& beyond) { return !repo::board_page(context.db, query, beyond).empty(); });
}

Reply board(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    const auto query = read_board_query(request);
    const auto page = page_in(request, cards_on_page);
    const auto views = domain::load_board(context, query, visit.viewer(), page);
    const bool offers = query.purpose == model::Purpose::offer;
    auto frame = visit.frame("Mentoring board", Place::mentoring);
    frame.head.description = "Educators who offer their time, and educators who look for someone.";
    frame.head.canonical = context.config.base_url() + "/mentoring";
    if (!request.query.empty()) frame.head.robots = "noindex";
    auto view = visit.view(frame);
    view.set("q", trimmed_in(request, "q"));
    add_tabs(context, query, view);
    add_filters(context, request, query, view);
    view.set("count_text", counted(repo::board_size(context.db, query), offers ? "offer" : "request",
                                   offers ? "offers" : "requests"));
    view.set("proposals", proposal_cards(visit.scene(), views));
    view.set("pager", pager_view(Address(request), page, span_of(context, query, page, views)));
    return visit.show(Page::board, view);
}

}  // namespace

Routes board_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {{Method::get, "/mentoring", Lane::read, Audience::page, board}};
}

}  // namespace collegium::web
