// What stands at our ids, for whom, and under which headers (federation.md 1.6 to 1.8, 4.1).
#include "crypto/keys.hpp"
#include "domain/accounts.hpp"
#include "domain/mentorships.hpp"
#include "federation/routes.hpp"
#include "signatures/draft_cavage.hpp"
#include "support/test_keys.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

constexpr const char* browser = "text/html,application/xhtml+xml,*/*;q=0.8";

class Documents : public OutboundWorld {
  protected:
    static std::string path_of(std::string_view uri) { return std::string(uri.substr(uri.find('/', 8))); }
    http::Response read(std::string_view uri, std::string_view accept = "application/activity+json") {
        return ask(document_routes(), get(path_of(uri), accept));
    }
    json::Value document(std::string_view uri) {
        const auto response = read(uri);
        EXPECT_EQ(response.status, 200) << uri;
        return json::parse(response.body).value();
    }
    // The same GET, signed by the owner of `key_id`; all test accounts share one key.
    http::Request signed_get(std::string_view uri, const std::string& key_id) {
        auto request = get(path_of(uri));
        const auto url = parse_url("https://" + config_.web_authority() + request.target).value();
        const signatures::Outgoing outgoing{"GET", url, "", ""};
        const signatures::Signer signer{collegium::test::rsa_key(), key_id};
        for (auto& header : signatures::sign_cavage(outgoing, signer, now_).value())
            request.headers.push_back(std::move(header));
        return request;
    }
    void make_instance_actor() {
        auto here = context();
        ASSERT_TRUE(domain::ensure_instance_actor(here, collegium::test::rsa_key().pem(),
                                                  collegium::test::rsa_key().public_key().pem()));
    }

    model::Account ada = member("ada");
    model::Account maya = stranger("maya", "south.example");
};

TEST_F(Documents, an_actor_has_all_that_peers_require) {
    const auto actor = document(ada.uri);
    EXPECT_EQ(actor["id"].string(), ada.uri);
    EXPECT_EQ(actor["type"].string(), "Person");
    EXPECT_EQ(actor["preferredUsername"].string(), "ada");
    EXPECT_EQ(actor["webfinger"].string(), "ada@north.example");
    for (const char* name : {"inbox", "outbox", "followers", "following", "featured"})
        EXPECT_TRUE(actor[name].string().starts_with(ada.uri + "/")) << name;
    EXPECT_EQ(actor["endpoints"]["sharedInbox"].string(), "https://north.example/ap/inbox");
    EXPECT_EQ(actor["publicKey"]["id"].string(), ada.uri + "#main-key");
    EXPECT_EQ(actor["publicKey"]["owner"].string(), ada.uri);
    EXPECT_TRUE(actor["publicKey"]["publicKeyPem"].string().starts_with("-----BEGIN PUBLIC KEY-----"));
    EXPECT_EQ(actor["manuallyApprovesFollowers"].boolean(), false);
    EXPECT_TRUE(actor["attachment"].is_array());
    EXPECT_EQ(actor["published"].string(), "2026-09-01T00:00:00.000Z");
    EXPECT_EQ(actor["generator"]["id"].string(), "https://north.example/actor");
    EXPECT_EQ(actor["generator"]["implements"].items().front()["href"].string(), "https://w3id.org/fep/0837");
}

TEST_F(Documents, headers_are_exactly_those_that_peers_compare) {
    const auto response = read(ada.uri);
    EXPECT_EQ(*response.find("Content-Type"), "application/activity+json; charset=utf-8");
    EXPECT_EQ(*response.find("Vary"), "Accept");
    EXPECT_EQ(*response.find("Cache-Control"), "public, max-age=180");
}

TEST_F(Documents, browsers_go_to_the_page) {
    const auto made = post(ada, "Hello");
    for (const auto& [id, page] : {std::pair(ada.uri, ada.url), std::pair(made.uri, made.url)}) {
        const auto response = read(id, browser);
        EXPECT_EQ(response.status, 302);
        EXPECT_EQ(*response.find("Location"), page);
        EXPECT_EQ(*response.find("Vary"), "Accept");
    }
    EXPECT_EQ(read(ada.uri, "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"").status, 200);
}

TEST_F(Documents, nobody_elsewhere_has_a_document_here) {
    EXPECT_EQ(read("https://north.example/ap/users/" + maya.id.text()).status, 404);
    EXPECT_EQ(read("https://north.example/ap/users/12").status, 404);
    EXPECT_EQ(read("https://north.example/ap/users/ada").status, 404);
    const auto theirs = remote_post(maya, "https://south.example/notes/1");
    EXPECT_EQ(read("https://north.example/ap/notes/" + theirs.id.text()).status, 404);
}

TEST_F(Documents, the_instance_actor_is_an_application_and_never_needs_a_signature) {
    make_instance_actor();
    config_.federation.authorized_fetch = true;
    const auto actor = document("https://north.example/actor");
    EXPECT_EQ(actor["type"].string(), "Application");
    EXPECT_EQ(actor["preferredUsername"].string(), "north.example");
    EXPECT_EQ(actor["manuallyApprovesFollowers"].boolean(), true);
    EXPECT_FALSE(actor.contains("pln:proposals"));
    EXPECT_EQ(read(ada.uri).status, 401);
}

TEST_F(Documents, only_what_everyone_may_read_is_served_to_everyone) {
    EXPECT_EQ(read(post(ada, "a", model::Visibility::public_).uri).status, 200);
    EXPECT_EQ(read(post(ada, "b", model::Visibility::unlisted).uri).status, 200);
    EXPECT_EQ(read(post(ada, "c", model::Visibility::followers).uri).status, 404);
    EXPECT_EQ(read(post(ada, "d", model::Visibility::direct).uri).status, 404);
}

TEST_F(Documents, a_followers_only_post_is_served_to_a_follower_who_signs) {
    const auto lena = stranger("lena", "west.example");
    follows(maya, ada);
    const auto made = post(ada, "for you", model::Visibility::followers);
    const auto response = ask(document_routes(), signed_get(made.uri, maya.key_id));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(*response.find("Cache-Control"), "private, no-store");
    EXPECT_EQ(ask(document_routes(), signed_get(made.uri, lena.key_id)).status, 404);
    auto forged = signed_get(made.uri, maya.key_id);
    forged.target = "/ap/notes/1";
    EXPECT_EQ(ask(document_routes(), forged).status, 404);
}

TEST_F(Documents, authorized_fetch_answers_only_what_is_signed) {
    config_.federation.authorized_fetch = true;
    const auto made = post(ada, "Hello");
    EXPECT_EQ(read(made.uri).status, 401);
    EXPECT_EQ(read(ada.outbox).status, 401);
    const auto response = ask(document_routes(), signed_get(made.uri, maya.key_id));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(*response.find("Vary"), "Accept, Signature");
    EXPECT_EQ(*response.find("Cache-Control"), "private, no-store");
    EXPECT_EQ(read(made.uri, browser).status, 302);
}

TEST_F(Documents, an_unknown_signer_is_fetched_first_and_a_blocked_one_refused) {
    config_.federation.authorized_fetch = true;
    const auto made = post(ada, "Hello");
    EXPECT_EQ(ask(document_routes(), signed_get(made.uri, "https://east.example/actor#main-key")).status, 102);
    config_.federation.block = {"south.example"};
    EXPECT_EQ(ask(document_routes(), signed_get(made.uri, maya.key_id)).status, 403);
}

TEST_F(Documents, a_deleted_post_leaves_a_tombstone) {
    const auto made = post(ada, "Hello");
    auto here = context();
    ASSERT_TRUE(domain::delete_post(here, ada.id, made.id));
    const auto response = read(made.uri);
    EXPECT_EQ(response.status, 410);
    const auto stone = json::parse(response.body).value();
    EXPECT_EQ(stone["type"].string(), "Tombstone");
    EXPECT_EQ(stone["id"].string(), made.uri);
}

TEST_F(Documents, the_create_of_a_post_is_read_where_its_id_says) {
    const auto made = post(ada, "Hello");
    const auto create = document(made.uri + "/create");
    EXPECT_EQ(create["type"].string(), "Create");
    EXPECT_EQ(create["id"].string(), made.uri + "/create");
    EXPECT_EQ(create["object"]["id"].string(), made.uri);
}

TEST_F(Documents, the_outbox_pages_through_posts_and_boosts_newest_first) {
    const auto theirs = remote_post(maya, "https://south.example/notes/1");
    std::vector<std::string> expected;
    for (int i = 0; i < 24; ++i) expected.insert(expected.begin(), post(ada, std::to_string(i)).uri + "/create");
    post(ada, "hidden", model::Visibility::followers);
    auto here = context();
    expected.insert(expected.begin(), domain::reblog(here, ada.id, theirs.id, std::nullopt)->uri);

    const auto outbox = document(ada.outbox);
    EXPECT_EQ(outbox["type"].string(), "OrderedCollection");
    EXPECT_EQ(outbox["totalItems"].integer(), 25);
    std::vector<std::string> found;
    std::string page = outbox["first"].string();
    for (int turns = 0; !page.empty() && turns < 5; ++turns) {
        const auto content = document(page);
        EXPECT_EQ(content["type"].string(), "OrderedCollectionPage");
        EXPECT_EQ(content["id"].string(), page);
        for (const auto& item : content["orderedItems"].items()) found.push_back(item["id"].string());
        page = content["next"].string();
    }
    EXPECT_EQ(found, expected);
}

TEST_F(Documents, followers_are_counted_and_paged_by_id) {
    follows(maya, ada);
    const auto followers = document(ada.followers_uri);
    EXPECT_EQ(followers["totalItems"].integer(), 1);
    const auto page = document(followers["first"].string());
    EXPECT_EQ(json::dump(page["orderedItems"]), "[\"" + maya.uri + "\"]");
    EXPECT_EQ(page["partOf"].string(), ada.followers_uri);
    EXPECT_EQ(json::dump(document(ada.featured_uri)["orderedItems"]), "[]");
}

TEST_F(Documents, a_thread_lists_what_everyone_may_read_oldest_first) {
    const auto root = post(ada, "Question");
    const auto answer = post(ada, "Answer", model::Visibility::public_, root.id);
    post(ada, "Private", model::Visibility::followers, root.id);
    const auto thread = document("https://north.example/ap/threads/" + root.id.text());
    EXPECT_EQ(thread["totalItems"].integer(), 2);
    const auto page = document(thread["first"].string());
    EXPECT_EQ(json::dump(page["orderedItems"]), "[\"" + root.uri + "\",\"" + answer.uri + "\"]");
    EXPECT_FALSE(page.contains("next"));
    EXPECT_EQ(read("https://north.example/ap/threads/" + answer.id.text()).status, 404);
    const auto replies = document(document(root.uri + "/replies")["first"].string());
    EXPECT_EQ(json::dump(replies["items"]), "[\"" + answer.uri + "\"]");
}

TEST_F(Documents, proposals_are_served_and_agreements_never) {
    domain::ProposalDraft draft;
    draft.author = ada.id;
    draft.proposal.title = "First-year physics labs";
    draft.proposal.topics = {{"", "Lab safety", ""}};
    auto here = context();
    const auto proposal = domain::create_proposal(here, draft);
    ASSERT_TRUE(proposal);
    EXPECT_EQ(document(proposal->uri)["type"].string(), "Proposal");
    EXPECT_EQ(json::dump(document(ada.uri + "/proposals")["orderedItems"]), "[\"" + proposal->uri + "\"]");
    EXPECT_EQ(read("https://north.example/ap/agreements/" + proposal->id.text()).status, 404);
    ASSERT_TRUE(domain::delete_proposal(here, ada.id, proposal->id));
    EXPECT_EQ(read(proposal->uri).status, 410);
}

TEST_F(Documents, a_boost_is_read_at_its_id) {
    const auto theirs = remote_post(maya, "https://south.example/notes/1");
    auto here = context();
    const auto boost = domain::reblog(here, ada.id, theirs.id, std::nullopt);
    const auto announce = document(boost->uri);
    EXPECT_EQ(announce["type"].string(), "Announce");
    EXPECT_EQ(announce["object"].string(), theirs.uri);
    EXPECT_EQ(read("https://north.example/ap/notes/" + boost->id.text()).status, 404);
}

}  // namespace
}  // namespace collegium::federation::test
