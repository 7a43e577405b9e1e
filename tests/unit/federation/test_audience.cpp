// federation.md 5.1, row by row.
#include "as2/vocabulary.hpp"
#include "federation/objects/note.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

using Texts = std::vector<std::string>;
const std::string everyone(as2::public_collection);

class Audience : public OutboundWorld {
  protected:
    federation::Audience of(model::Visibility visibility) {
        model::Post post;
        post.visibility = visibility;
        model::Account author;
        author.followers_uri = "https://north.example/ap/users/7/followers";
        model::Mention mention;
        mention.uri = "https://south.example/users/maya";
        return audience_of(context(), post, author, {mention, mention});
    }
};

TEST_F(Audience, public_goes_to_public_with_followers_and_mentioned_in_cc) {
    const auto audience = of(model::Visibility::public_);
    EXPECT_EQ(audience.to, Texts{everyone});
    EXPECT_EQ(audience.cc, (Texts{"https://north.example/ap/users/7/followers", "https://south.example/users/maya"}));
}

TEST_F(Audience, unlisted_goes_to_followers_with_public_in_cc) {
    const auto audience = of(model::Visibility::unlisted);
    EXPECT_EQ(audience.to, Texts{"https://north.example/ap/users/7/followers"});
    EXPECT_EQ(audience.cc, (Texts{everyone, "https://south.example/users/maya"}));
}

TEST_F(Audience, followers_only_never_names_public) {
    const auto audience = of(model::Visibility::followers);
    EXPECT_EQ(audience.to, Texts{"https://north.example/ap/users/7/followers"});
    EXPECT_EQ(audience.cc, Texts{"https://south.example/users/maya"});
}

TEST_F(Audience, direct_goes_to_the_mentioned_alone) {
    const auto audience = of(model::Visibility::direct);
    EXPECT_EQ(audience.to, Texts{"https://south.example/users/maya"});
    EXPECT_TRUE(audience.cc.empty());
}

}  // namespace
}  // namespace collegium::federation::test
