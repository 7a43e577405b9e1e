#include <gtest/gtest.h>

#include "domain/timelines.hpp"
#include "support/world/world.hpp"
#include "web/views/posts.hpp"

namespace collegium::web {
namespace {

class PostViews : public test::World {
  protected:
    json::Value seen(const model::Post& post) {
        auto here = context();
        return post_view(here, {config_, now_, AccountId()}, *domain::load_post(here, post.id, AccountId()));
    }
};
COLLEGIUM_ON_BOTH_ENGINES(PostViews);

TEST_P(PostViews, counts_are_told_in_words) {
    const auto maya = member("maya");
    const auto asked = post(maya, "Who has carts?");
    EXPECT_EQ(seen(asked)["replies_count"].string(), "");
    reply(member("daniel"), asked, "@maya We do");
    EXPECT_EQ(seen(asked)["replies_count"].string(), "1 answer");
    reply(maya, asked, "Thank you");
    EXPECT_EQ(seen(asked)["replies_count"].string(), "2 answers");
}

TEST_P(PostViews, somebody_from_here_is_answered_without_the_domain) {
    const auto asked = post(member("maya"), "Who has carts?");
    EXPECT_EQ(seen(reply(member("daniel"), asked, "@maya We do"))["reply_to"].string(), "@maya");
    EXPECT_EQ(seen(asked)["reply_to"].string(), "");
}

}  // namespace
}  // namespace collegium::web
