// Who an actor of another server may call itself, and whose word a document is (security.md 1.1).
#include "domain/accounts.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

using FetcherTest = NetworkWorld;

TEST_F(FetcherTest, actor_with_its_own_handle_is_stored_under_it) {
    put_actor("south.example", "maya");
    ASSERT_TRUE(wait(fetcher_->actor(uri_of("south.example", "maya"))));
    const auto maya = account(uri_of("south.example", "maya"));
    ASSERT_TRUE(maya);
    EXPECT_EQ(maya->domain, "south.example");
}

TEST_F(FetcherTest, split_domain_counts_when_its_web_finger_redirects_and_leads_back) {
    const auto uri = uri_of("social.south.example", "maya");
    put_actor("social.south.example", "maya");
    web_.put_webfinger("maya", "social.south.example", "maya@south.example", uri);
    client::Answer moved;
    moved.status = 301;
    moved.headers = {
        {"location", "https://social.south.example/.well-known/webfinger?resource=acct%3Amaya%40south.example"}};
    web_.put(discovery::webfinger_url({"maya", "south.example"}, "https"), [moved] { return moved; });
    client::Answer found = activity_answer(discovery::make_jrd({"maya@south.example", uri, "", "", "", ""}));
    web_.put(moved.headers.front().second, [found] { return found; });
    ASSERT_TRUE(wait(fetcher_->handle("maya@south.example")));
    EXPECT_EQ(account(uri)->domain, "south.example");
}

TEST_F(FetcherTest, domain_that_was_not_asked_itself_is_not_believed) {
    // evil.example names evil2.example, which leads back and names the victim: two hops must not make a handle.
    const auto uri = uri_of("evil.example", "principal");
    put_actor("evil.example", "principal");
    web_.put_webfinger("principal", "evil.example", "principal@evil2.example", uri);
    web_.put_webfinger("principal", "evil2.example", "principal@victim.example", uri);
    ASSERT_TRUE(wait(fetcher_->actor(uri)));
    EXPECT_NE(account(uri)->domain, "victim.example");
}

TEST_F(FetcherTest, domain_that_names_somebody_else_is_not_believed) {
    const auto uri = uri_of("evil.example", "principal");
    put_actor("evil.example", "principal");
    web_.put_webfinger("principal", "evil.example", "principal@victim.example", uri);
    web_.put_webfinger("principal", "victim.example", "principal@victim.example",
                       uri_of("victim.example", "principal"));
    ASSERT_TRUE(wait(fetcher_->actor(uri)));
    EXPECT_EQ(account(uri)->domain, "evil.example");
}

TEST_F(FetcherTest, our_own_domain_cannot_be_claimed) {
    member("ada");
    const auto uri = uri_of("evil.example", "ada");
    put_actor("evil.example", "ada");
    web_.put_webfinger("ada", "evil.example", "ada@north.example", uri);
    ASSERT_TRUE(wait(fetcher_->actor(uri)));
    EXPECT_EQ(account(uri)->domain, "evil.example");
}

TEST_F(FetcherTest, web_finger_is_not_followed_from_https_to_http) {
    client::Answer moved;
    moved.status = 302;
    moved.headers = {{"location", "http://south.example/finger"}};
    web_.put(discovery::webfinger_url({"maya", "south.example"}, "https"), [moved] { return moved; });
    EXPECT_FALSE(wait(fetcher_->handle("maya@south.example")));
    EXPECT_EQ(web_.asked("http://south.example/finger"), 0);
}

TEST_F(FetcherTest, name_that_looks_like_another_handle_is_refused) {
    for (const char* name : {"principal@victim.example", "prin cipal", "prin\u202Ecipal", ""}) {
        auto document = put_actor("evil.example", "x");
        document.set("preferredUsername", name);
        web_.put_document(uri_of("evil.example", "x"), document);
        EXPECT_FALSE(wait(fetcher_->actor(uri_of("evil.example", "x")))) << name;
    }
}

TEST_F(FetcherTest, document_with_anothers_id_is_read_from_there_or_not_at_all) {
    auto document = put_actor("victim.example", "carol");
    web_.put("https://victim.example/users/carol", [] {
        client::Answer gone;
        gone.status = 404;
        return gone;
    });
    web_.put_document("https://evil.example/copy", document);
    EXPECT_FALSE(wait(fetcher_->document("https://evil.example/copy")));
}

}  // namespace
}  // namespace collegium::federation::test
