#include <gtest/gtest.h>

#include "domain/uris.hpp"

namespace collegium::domain {
namespace {

using Kind = Uris::Name::Kind;

config::Config north() {
    config::Config config;
    config.instance.domain = "north.example";
    return config;
}

TEST(UriNames, every_id_of_ours_is_read_back) {
    const Uris uris(north());
    struct Case {
        std::string uri;
        Kind kind;
    };
    for (const auto& [uri, kind] :
         {Case{uris.actor(AccountId{7}), Kind::actor}, Case{uris.key(AccountId{7}), Kind::actor},
          Case{uris.note(PostId{7}), Kind::note}, Case{uris.announce(PostId{7}), Kind::announce},
          Case{uris.proposal(ProposalId{7}), Kind::proposal}, Case{uris.intent(ProposalId{7}), Kind::proposal},
          Case{uris.agreement(AgreementId{7}), Kind::agreement}, Case{uris.resource(ResourceId{7}), Kind::resource},
          Case{uris.followers(AccountId{7}), Kind::followers}, Case{uris.post_page("maya", PostId{7}), Kind::note},
          Case{uris.proposal_page(ProposalId{7}), Kind::proposal},
          Case{uris.agreement_page(AgreementId{7}), Kind::agreement}}) {
        const auto name = uris.parse(uri);
        ASSERT_TRUE(name) << uri;
        EXPECT_EQ(name->kind, kind) << uri;
        EXPECT_EQ(name->id, 7) << uri;
    }
    EXPECT_EQ(uris.parse(uris.instance_actor())->kind, Kind::instance_actor);
    EXPECT_EQ(uris.parse(uris.profile("maya"))->username, "maya");
}

TEST(UriNames, what_is_not_ours_names_nothing) {
    const Uris uris(north());
    for (const char* uri :
         {"", "https://north.example", "https://north.example/", "http://north.example/ap/notes/7",
          "https://north.example.evil.example/ap/notes/7", "https://evil.example/https://north.example/ap/notes/7",
          "https://north.example:444/ap/notes/7", "https://north.example@evil.example/ap/notes/7",
          "https://north.example/ap/notes/", "https://north.example/ap/notes/07", "https://north.example/ap/notes/-7",
          "https://north.example/ap/notes/7x", "https://north.example/ap/notes/7/create",
          "https://north.example/ap/notes/99999999999999999999", "https://north.example/@",
          "https://north.example/@a/b", "https://north.example/ap/users/7/inbox"})
        EXPECT_FALSE(uris.parse(uri)) << uri;
    EXPECT_TRUE(uris.is_ours("https://north.example/anything"));
    EXPECT_FALSE(uris.is_ours("https://north.example.evil.example/"));
    EXPECT_FALSE(uris.is_ours("https://north.exampleevil"));
}

}  // namespace
}  // namespace collegium::domain
