// REST of the learning network (design section 8): resources, proposals, agreements.
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using http::Method;
using test::ids;
using test::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* cc_by = "https://creativecommons.org/licenses/by/4.0/";

class LearningRoutes : public test::Api {
  protected:
    LearningRoutes() : maya_(member("maya")), daniel_(member("daniel")), key_(token(maya_)), mentor_(token(daniel_)) {}
    using Api::post;
    json::Value carts() {
        return object({{"title", "Momentum carts"},
                       {"url", "https://files.example.org/carts.pdf"},
                       {"license", cc_by},
                       {"description", "Four **stations**"},
                       {"learningResourceType", json::Array{"lessonPlan"}},
                       {"about", json::Array{object({{"type", "DefinedTerm"}, {"name", "Physics"}})}},
                       {"keywords", json::Array{"lab"}},
                       {"inLanguage", "en"}});
    }
    test::Answer share(const json::Value& body) { return post("/api/v1/pln/resources", body, key_); }
    json::Value labs(int places) {
        return object({{"purpose", "offer"},
                       {"title", "Inquiry labs"},
                       {"topics", json::Array{"Labs", "Routines"}},
                       {"places", places},
                       {"content", "One unit & more"},
                       {"weeks", 12},
                       {"formats", json::Array{"video"}}});
    }
    test::Answer offer(int places) { return post("/api/v1/pln/mentorships", labs(places), mentor_); }
    test::Answer ask_for(const std::string& proposal, const std::string& key) {
        return post("/api/v1/pln/mentorships/" + proposal + "/ask", object({{"message", "May I?"}}), key);
    }
    test::Answer step(const std::string& id, const char* action, const std::string& key,
                      const json::Value& body = json::Value::object({})) {
        return post("/api/v1/pln/agreements/" + id + "/" + action, body, key);
    }
    model::Account maya_, daniel_;
    std::string key_, mentor_;
};
COLLEGIUM_ON_BOTH_ENGINES(LearningRoutes);

TEST_P(LearningRoutes, disclosure_by_its_plain_name_is_the_second_line_of_the_post) {
    auto body = carts();
    body.set("disclosure", object({{"kind", "free_access"}, {"party", "ExampleLab"}}));
    const auto made = share(body);
    ASSERT_EQ(made.status, 200) << made.error();
    EXPECT_THAT(made["status"]["content"].string(), HasSubstr("Disclosure: given free access by ExampleLab"));
}

TEST_P(LearningRoutes, resource_is_answered_with_its_metadata_author_and_status) {
    const auto made = share(carts());
    ASSERT_EQ(made.status, 200) << made.error();
    EXPECT_EQ(made["title"].string(), "Momentum carts");
    EXPECT_EQ(made["url"].string(), "https://files.example.org/carts.pdf");
    EXPECT_EQ(made["license"].string(), cc_by);
    EXPECT_EQ(made["version"].string(), "1");
    EXPECT_THAT(made["description"].string(), HasSubstr("<strong>stations</strong>"));
    EXPECT_THAT(json::dump(made["about"]), HasSubstr("Physics"));
    EXPECT_THAT(json::dump(made["learningResourceType"]), HasSubstr("lessonPlan"));
    EXPECT_EQ(made["local"].boolean(), true);
    EXPECT_ENTITY(made["author"], "Account");
    EXPECT_ENTITY(made["status"], "Status");
    EXPECT_EQ(made["status"]["url"].string(), made["page"].string());
    const auto seen = get("/api/v1/pln/resources/" + made["id"].string());
    EXPECT_EQ(seen["title"].string(), "Momentum carts");
    EXPECT_EQ(get("/api/v1/pln/resources/7").status, 404);
}

TEST_P(LearningRoutes, resource_without_what_it_needs_is_refused) {
    for (const char* name : {"title", "license", "url"}) {
        auto body = carts();
        body.erase(name);
        const auto answer = share(body);
        EXPECT_EQ(answer.status, 422) << name;
        EXPECT_THAT(answer.error(), HasSubstr("Validation failed: ")) << name;
    }
    auto body = carts();
    body.set("url", "javascript:alert(1)");
    EXPECT_EQ(share(body).status, 422);
    body = carts();
    body.set("media_ids", json::Array{"7"});
    EXPECT_EQ(share(body).status, 404);
    body = carts();
    body.set("visibility", "secret");
    EXPECT_EQ(share(body).status, 422);
    EXPECT_EQ(count("resource"), 0);
}

TEST_P(LearningRoutes, claimed_identity_files_and_author_are_not_believed) {
    auto body = carts();
    body.set("id", "https://evil.example/1");
    body.set("encoding", json::Array{object({{"contentUrl", "https://evil.example/x.exe"}})});
    body.set("datePublished", "1999-01-01");
    const auto made = share(body);
    ASSERT_EQ(made.status, 200);
    EXPECT_EQ(made["uri"].string(), "https://north.example/resources/" + made["id"].string());
    EXPECT_THAT(json::dump(made.body), testing::Not(HasSubstr("evil.example")));
}

TEST_P(LearningRoutes, resource_is_replaced_and_deleted_by_its_author) {
    const auto made = share(carts());
    const auto path = "/api/v1/pln/resources/" + made["id"].string();
    auto body = carts();
    body.set("title", "Carts, revised").set("version", "2");
    EXPECT_EQ(send(Method::put, path, body, mentor_).status, 404);
    const auto changed = send(Method::put, path, body, key_);
    ASSERT_EQ(changed.status, 200) << changed.error();
    EXPECT_EQ(changed["title"].string(), "Carts, revised");
    EXPECT_EQ(changed["version"].string(), "2");
    EXPECT_FALSE(changed["status"]["edited_at"].is_null());
    EXPECT_EQ(ask(request(Method::delete_, path), mentor_).status, 404);
    EXPECT_EQ(ask(request(Method::delete_, path), key_)["title"].string(), "Carts, revised");
    EXPECT_EQ(get(path).status, 410);
    EXPECT_EQ(get("/api/v1/statuses/" + made["status"]["id"].string()).status, 404);
}

TEST_P(LearningRoutes, library_filters_and_pages) {
    std::vector<std::string> made;
    for (const char* title : {"Carts", "Waves", "Fractions"}) {
        auto body = carts();
        body.set("title", title);
        if (std::string_view(title) == "Fractions") body.set("about", json::Array{object({{"name", "Mathematics"}})});
        made.push_back(share(body)["id"].string());
    }
    const std::string path = "/api/v1/pln/resources";
    EXPECT_THAT(ids(get(path)), ElementsAre(made[2], made[1], made[0]));
    EXPECT_THAT(ids(get(path + "?q=WAVES")), ElementsAre(made[1]));
    EXPECT_THAT(ids(get(path + "?subject=physics&kind=lessonPlan")), ElementsAre(made[1], made[0]));
    EXPECT_THAT(ids(get(path + "?subject=mathematics")), ElementsAre(made[2]));
    EXPECT_THAT(ids(get(path + "?language=de")), IsEmpty());
    EXPECT_THAT(ids(get(path + "?account_id=" + daniel_.id.text())), IsEmpty());
    const auto page = get(path + "?limit=2&subject=physics");
    const auto base = "<https://north.example" + path + "?limit=2&subject=physics&";
    EXPECT_EQ(page.header("Link"),
              base + "max_id=" + made[0] + ">; rel=\"next\", " + base + "min_id=" + made[1] + ">; rel=\"prev\"");
    EXPECT_EQ(get(path + "?q=nothing").header("Link"), "");
}

TEST_P(LearningRoutes, idempotency_key_gives_the_first_share_again) {
    auto once = [this](const std::string& path, const json::Value& body) {
        auto asked = request(Method::post, path);
        asked.headers.emplace_back("content-type", "application/json");
        asked.headers.emplace_back("idempotency-key", "one");
        asked.body = json::dump(body);
        return ask(asked, key_)["id"].string();
    };
    const auto first = once("/api/v1/pln/resources", carts());
    EXPECT_EQ(once("/api/v1/pln/resources", carts()), first);
    EXPECT_EQ(count("resource"), 1);
}

TEST_P(LearningRoutes, proposal_is_answered_with_its_facts) {
    const auto made = offer(2);
    ASSERT_EQ(made.status, 200) << made.error();
    EXPECT_EQ(made["purpose"].string(), "offer");
    EXPECT_EQ(made["places"].integer(), 2);
    EXPECT_EQ(made["places_free"].integer(), 2);
    EXPECT_EQ(made["state"].string(), "open");
    ASSERT_EQ(made["topics"].items().size(), 2u);
    EXPECT_EQ(made["topics"].items()[0].string(), "Labs");
    EXPECT_THAT(made["content"].string(), HasSubstr("One unit &amp; more"));
    EXPECT_EQ(made["weeks"].integer(), 12);
    EXPECT_ENTITY(made["author"], "Account");
    EXPECT_ENTITY(made["status"], "Status");
    EXPECT_EQ(made["status"]["pln"]["kind"].string(), "mentorship");
    EXPECT_THAT(ids(get("/api/v1/pln/mentorships?purpose=offer&q=inquiry")), ElementsAre(made["id"].string()));
    EXPECT_THAT(ids(get("/api/v1/pln/mentorships?purpose=request")), IsEmpty());
    EXPECT_THAT(ids(get("/api/v1/pln/mentorships?topic=routines")), ElementsAre(made["id"].string()));
}

TEST_P(LearningRoutes, proposal_outside_the_rules_is_refused) {
    auto refused = [this](const char* name, json::Value value) {
        auto body = labs(1);
        body.set(name, std::move(value));
        return post("/api/v1/pln/mentorships", body, mentor_).status;
    };
    EXPECT_EQ(refused("purpose", "chat"), 422);
    EXPECT_EQ(refused("title", ""), 422);
    EXPECT_EQ(refused("topics", json::Array{}), 422);
    EXPECT_EQ(refused("places", 0), 422);
    EXPECT_EQ(refused("places", 7), 422);
    EXPECT_EQ(refused("places", "many"), 422);
    EXPECT_EQ(refused("weeks", 100), 422);
    EXPECT_EQ(count("proposal"), 0);
}

TEST_P(LearningRoutes, proposal_is_changed_paused_and_deleted_by_its_author) {
    const auto path = "/api/v1/pln/mentorships/" + offer(1)["id"].string();
    EXPECT_EQ(send(Method::put, path, labs(3), key_).status, 404);
    EXPECT_EQ(send(Method::put, path, labs(3), mentor_)["places_free"].integer(), 3);
    EXPECT_EQ(send(Method::put, path, object({{"state", "paused"}}), mentor_)["state"].string(), "paused");
    EXPECT_EQ(send(Method::put, path, object({{"state", "full"}}), mentor_).status, 422);
    EXPECT_EQ(ask(request(Method::delete_, path), key_).status, 404);
    EXPECT_EQ(ask(request(Method::delete_, path), mentor_).status, 200);
    EXPECT_EQ(get(path).status, 410);
}

TEST_P(LearningRoutes, agreement_goes_from_asking_to_its_end) {
    const auto proposal = offer(1);
    const auto asked = ask_for(proposal["id"].string(), key_);
    ASSERT_EQ(asked.status, 200) << asked.error();
    EXPECT_EQ(asked["state"].string(), "requested");
    EXPECT_EQ(asked["role"].string(), "mentee");
    EXPECT_TRUE(asked["uri"].is_null());
    EXPECT_ENTITY(asked["mentor"], "Account");
    EXPECT_ENTITY(asked["mentee"], "Account");
    EXPECT_EQ(asked["proposal"]["id"].string(), proposal["id"].string());
    const auto id = asked["id"].string();
    EXPECT_EQ(step(id, "accept", key_).status, 409);
    EXPECT_EQ(step(id, "more_info", mentor_).status, 422) << "a question needs words";
    EXPECT_EQ(step(id, "more_info", mentor_, object({{"message", "Which grade?"}}))["state"].string(), "info_needed");
    EXPECT_EQ(step(id, "more_info", key_, object({{"message", "Nine"}}))["state"].string(), "requested");
    const auto terms = object({{"terms", object({{"cadence", "weekly"}, {"trialWeeks", 2}})}});
    EXPECT_EQ(step(id, "propose_terms", mentor_, terms)["terms"]["cadence"].string(), "weekly");
    const auto running = step(id, "accept", key_);
    EXPECT_EQ(running["state"].string(), "trial");
    EXPECT_EQ(running["trial_ends_at"].string(), format_rfc3339(now_ + std::chrono::weeks(2)));
    EXPECT_EQ(get("/api/v1/pln/mentorships/" + proposal["id"].string())["state"].string(), "full");
    const auto ended = step(id, "end", mentor_);
    EXPECT_EQ(ended["state"].string(), "ended");
    EXPECT_EQ(ended["role"].string(), "mentor");
    ASSERT_EQ(ended["steps"].items().size(), 6u);
    EXPECT_TRUE(ended["steps"].items()[0]["from"].is_null());
    EXPECT_EQ(ended["steps"].items()[5]["by"].string(), "mentor");
    EXPECT_THAT(ended["possible"].items(), IsEmpty());
    for (const char* action : {"accept", "decline", "withdraw", "end", "propose_terms"})
        EXPECT_EQ(step(id, action, mentor_).status, 409) << action;
}

TEST_P(LearningRoutes, last_place_goes_to_one) {
    const auto proposal = offer(1)["id"].string();
    const auto other = token(member("rosa"));
    const auto first = ask_for(proposal, key_)["id"].string();
    const auto second = ask_for(proposal, other)["id"].string();
    EXPECT_EQ(step(first, "accept", mentor_).status, 200);
    const auto late = step(second, "accept", mentor_);
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late.error(), "All places are taken");
    EXPECT_EQ(ask_for(proposal, token(member("tom"))).status, 409);
    EXPECT_EQ(step(second, "decline", mentor_)["state"].string(), "declined");
}

TEST_P(LearningRoutes, agreements_are_for_the_two_alone) {
    const auto id = ask_for(offer(1)["id"].string(), key_)["id"].string();
    const auto other = token(member("rosa"));
    EXPECT_THAT(ids(get("/api/v1/pln/agreements", key_)), ElementsAre(id));
    EXPECT_THAT(ids(get("/api/v1/pln/agreements", mentor_)), ElementsAre(id));
    EXPECT_THAT(ids(get("/api/v1/pln/agreements", other)), IsEmpty());
    EXPECT_EQ(get("/api/v1/pln/agreements/" + id, other).status, 404);
    EXPECT_EQ(get("/api/v1/pln/agreements/" + id).status, 401);
    for (const char* action : {"accept", "decline", "withdraw", "end", "propose_terms", "more_info", "answer"})
        EXPECT_EQ(step(id, action, other, object({{"message", "x"}})).status, 404) << action;
    EXPECT_EQ(step(id, "withdraw", key_)["state"].string(), "withdrawn");
}

}  // namespace
}  // namespace collegium::api
