// A topic: what carries its hashtag, in the library, on the board and among public posts.
#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/mentorships.hpp"
#include "domain/resources.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/posts.hpp"
#include "text/microsyntax.hpp"
#include "web/address.hpp"
#include "web/views/posts.hpp"
#include "web/views/proposals.hpp"
#include "web/views/resources.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr int posts_on_page = 20;

model::Page first_few() {
    model::Page page;
    page.limit = 3;
    return page;
}

Reply show(domain::Context& context, const http::Request& request) {
    const auto& name = request.part("tag");
    if (!text::is_hashtag_name(name)) return Error(Errc::not_found, "That is no topic.");
    const Visit visit(context, request);
    const auto scene = visit.scene();
    const auto folded = strings::fold(name);
    const auto tag = repo::find_tag(context.db, folded);
    const auto shown = tag ? tag->display_name : name;
    auto frame = visit.frame("#" + shown, Place::none);
    frame.head.canonical = context.config.base_url() + "/tags/" + percent_encode(shown);
    auto view = visit.view(frame);
    view.set("name", shown);
    const auto page = page_in(request, posts_on_page);
    if (!page.max_id && !page.min_id) {
        repo::LibraryQuery library;
        library.words = {folded};
        view.set("resources",
                 resource_cards(scene, domain::load_library(context, library, visit.viewer(), first_few())));
        repo::BoardQuery board;
        board.words = {folded};
        view.set("proposals", proposal_cards(scene, domain::load_board(context, board, visit.viewer(), first_few())));
    }
    const auto timeline = domain::tag_timeline(context, visit.viewer(), name, repo::Origin::all, page);
    view.set("posts", post_list(context, scene, timeline.posts));
    view.set("pager",
             pager_view(Address(request), page, {timeline.newest, timeline.oldest, timeline.rows >= posts_on_page}));
    return visit.show(Page::tag, view);
}

}  // namespace

Routes tag_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {{Method::get, "/tags/:tag", Lane::read, Audience::page, show}};
}

}  // namespace collegium::web
