// Every way to ask that federation.md 1.1 and 1.5 list.
#include "domain/accounts.hpp"
#include "federation/routes.hpp"
#include "support/test_keys.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

class WellKnown : public OutboundWorld {
  protected:
    WellKnown() {
        config_.instance.web_domain = "learn.north.example";
        ada = member("ada");
        auto here = context();
        auto made = domain::ensure_instance_actor(here, collegium::test::rsa_key().pem(),
                                                  collegium::test::rsa_key().public_key().pem());
        if (!made) throw std::runtime_error(made.error().message());
    }
    http::Response finger(std::string_view resource) {
        auto request = get("/.well-known/webfinger");
        request.parameters_.set("resource", resource);
        return ask(well_known_routes(), request);
    }
    std::string subject(std::string_view resource) {
        const auto response = finger(resource);
        if (response.status != 200) return std::to_string(response.status);
        return json::parse(response.body).value()["subject"].string();
    }
    std::string self(std::string_view resource) {
        const auto response = finger(resource);
        if (response.status != 200) return std::to_string(response.status);
        const auto document = json::parse(response.body).value();
        for (const auto& link : document["links"].items())
            if (link["rel"].string() == "self") return link["href"].string();
        return {};
    }
    json::Value nodeinfo(std::string_view path) {
        return json::parse(ask(well_known_routes(), get(path)).body).value();
    }

    model::Account ada;
};

TEST_F(WellKnown, every_spelling_of_a_person_has_one_subject_and_one_self) {
    const std::string profile = "https://learn.north.example/@ada";
    for (const std::string& resource :
         {std::string("acct:ada@north.example"), std::string("acct:ADA@North.Example"),
          std::string("acct:ada@learn.north.example"), std::string("ada@north.example"), profile, ada.uri}) {
        EXPECT_EQ(subject(resource), "acct:ada@north.example") << resource;
        EXPECT_EQ(self(resource), ada.uri) << resource;
    }
}

TEST_F(WellKnown, the_instance_answers_to_its_address_and_its_own_name) {
    for (const char* resource :
         {"https://learn.north.example", "https://learn.north.example/", "https://learn.north.example/actor",
          "acct:north.example@north.example", "acct:learn.north.example@learn.north.example"}) {
        EXPECT_EQ(self(resource), "https://learn.north.example/actor") << resource;
    }
}

TEST_F(WellKnown, the_document_has_its_own_type_and_may_be_read_from_anywhere) {
    const auto response = finger("acct:ada@north.example");
    ASSERT_NE(response.find("Content-Type"), nullptr);
    EXPECT_EQ(*response.find("Content-Type"), "application/jrd+json; charset=utf-8");
    for (const auto& route : well_known_routes()) EXPECT_TRUE(route.options.cors) << route.path;
}

TEST_F(WellKnown, who_is_not_ours_is_not_found_and_what_cannot_be_read_is_refused) {
    EXPECT_EQ(finger("acct:nobody@north.example").status, 404);
    EXPECT_EQ(finger("acct:ada@south.example").status, 404);
    EXPECT_EQ(finger("https://south.example/@ada").status, 404);
    EXPECT_EQ(finger("https://learn.north.example/about").status, 404);
    EXPECT_EQ(finger("ada").status, 400);
    EXPECT_EQ(finger("acct:a@b@c").status, 400);
    EXPECT_EQ(finger("").status, 400);
    EXPECT_EQ(ask(well_known_routes(), get("/.well-known/webfinger")).status, 400);
}

TEST_F(WellKnown, people_of_other_servers_are_not_answered_for) {
    stranger("maya", "south.example");
    EXPECT_EQ(finger("acct:maya@south.example").status, 404);
    EXPECT_EQ(finger("https://south.example/users/maya").status, 404);
}

TEST_F(WellKnown, a_deleted_person_is_gone) {
    db_->execute("UPDATE account SET deleted_at = ? WHERE id = ?", {now_, ada.id});
    EXPECT_EQ(finger("acct:ada@north.example").status, 410);
}

TEST_F(WellKnown, nodeinfo_says_honestly_what_runs_here) {
    post(ada, "Hello");
    const auto info = nodeinfo("/nodeinfo/2.1");
    EXPECT_EQ(info["version"].string(), "2.1");
    EXPECT_EQ(info["software"]["name"].string(), "collegium");
    EXPECT_EQ(info["software"]["version"].string(), COLLEGIUM_VERSION);
    EXPECT_EQ(info["metadata"]["upstream"]["name"].string(), "mastodon");
    EXPECT_EQ(info["metadata"]["nodeName"].string(), "North District");
    EXPECT_EQ(info["usage"]["users"]["total"].integer(), 1);
    EXPECT_EQ(info["usage"]["localPosts"].integer(), 1);
    EXPECT_TRUE(info["metadata"].is_object());
}

TEST_F(WellKnown, another_name_brings_the_version_that_goes_with_it) {
    config_.instance.nodeinfo_software = "mastodon";
    const auto info = nodeinfo("/nodeinfo/2.0");
    EXPECT_EQ(info["version"].string(), "2.0");
    EXPECT_EQ(info["software"]["name"].string(), "mastodon");
    EXPECT_EQ(info["software"]["version"].string(), std::string("4.6.0+collegium-") + COLLEGIUM_VERSION);
    EXPECT_FALSE(info["software"].contains("homepage"));
}

TEST_F(WellKnown, links_lead_to_both_versions_and_the_instance_actor) {
    const auto links = nodeinfo("/.well-known/nodeinfo")["links"];
    ASSERT_EQ(links.items().size(), 3u);
    EXPECT_EQ(links.items()[0]["href"].string(), "https://learn.north.example/nodeinfo/2.1");
    EXPECT_EQ(links.items()[1]["href"].string(), "https://learn.north.example/nodeinfo/2.0");
    EXPECT_EQ(links.items()[2]["href"].string(), "https://learn.north.example/actor");
}

TEST_F(WellKnown, host_meta_leads_to_webfinger_in_both_forms) {
    const auto xml = ask(well_known_routes(), get("/.well-known/host-meta"));
    EXPECT_EQ(*xml.find("Content-Type"), "application/xrd+xml; charset=utf-8");
    EXPECT_NE(xml.body.find("https://learn.north.example/.well-known/webfinger?resource={uri}"), std::string::npos);
    const auto document = nodeinfo("/.well-known/host-meta.json");
    EXPECT_EQ(document["links"].items().front()["rel"].string(), "lrdd");
}

}  // namespace
}  // namespace collegium::federation::test
