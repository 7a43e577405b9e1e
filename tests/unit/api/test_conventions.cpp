// Mastodon's conventions that apps rely on (mastodon-api.md sections 2 and 4).
#include "api_world.hpp"

namespace collegium::test {
namespace {

void expect_keys(const json::Value& value, std::initializer_list<const char*> keys) {
    for (const auto* key : keys) EXPECT_TRUE(value.find(key)) << key;
}

void expect_status(const json::Value& status) {
    expect_keys(status, {"id",
                         "uri",
                         "created_at",
                         "account",
                         "content",
                         "reblogs_count",
                         "favourites_count",
                         "url",
                         "in_reply_to_id",
                         "in_reply_to_account_id",
                         "reblog",
                         "media_attachments",
                         "mentions",
                         "tags",
                         "visibility",
                         "sensitive",
                         "spoiler_text",
                         "language",
                         "emojis",
                         "replies_count",
                         "card",
                         "poll",
                         "edited_at",
                         "quote",
                         "quotes_count",
                         "quote_approval",
                         "tagged_collections"});
    expect_keys(status["account"], {"id",
                                    "username",
                                    "acct",
                                    "url",
                                    "display_name",
                                    "note",
                                    "avatar",
                                    "header",
                                    "locked",
                                    "created_at",
                                    "statuses_count",
                                    "followers_count",
                                    "following_count",
                                    "avatar_static",
                                    "header_static",
                                    "fields",
                                    "emojis",
                                    "bot",
                                    "last_status_at",
                                    "group",
                                    "discoverable",
                                    "uri",
                                    "hide_collections",
                                    "indexable",
                                    "avatar_description",
                                    "header_description",
                                    "roles",
                                    "noindex"});
}

class Conventions : public ApiWorld {};

TEST_P(Conventions, form_json_and_multipart_mean_the_same) {
    const auto token = token_of(member("ada"));
    const auto as_json = read(post("/api/v1/statuses", token,
                                   R"({"status":"eq","spoiler_text":"cw","sensitive":true,)"
                                   R"("visibility":"unlisted","language":"de"})"));
    const auto as_form = read(ask({http::Method::post, "/api/v1/statuses/", token,
                                   "status=eq&spoiler_text=cw&sensitive=1&visibility=unlisted&language=de",
                                   "application/x-www-form-urlencoded"}));
    std::string parts;
    for (const auto& [name, value] :
         std::initializer_list<std::pair<const char*, const char*>>{{"status", "eq"},
                                                                    {"spoiler_text", "cw"},
                                                                    {"sensitive", "on"},
                                                                    {"visibility", "unlisted"},
                                                                    {"language", "de"}})
        parts += "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + value + "\r\n";
    const auto as_parts = read(
        ask({http::Method::post, "/api/v1/statuses", token, parts + "--b--\r\n", "multipart/form-data; boundary=b"}));
    for (const auto* status : {&as_json, &as_form, &as_parts}) {
        expect_status(*status);
        EXPECT_EQ((*status)["content"].string(), "<p>eq</p>");
        EXPECT_EQ((*status)["spoiler_text"].string(), "cw");
        EXPECT_EQ((*status)["visibility"].string(), "unlisted");
        EXPECT_EQ((*status)["language"].string(), "de");
        EXPECT_TRUE((*status)["sensitive"].boolean().value_or(false));
    }
}

TEST_P(Conventions, dates_have_three_decimals_and_z) {
    const auto status = read(post("/api/v1/statuses", token_of(member("ada")), R"({"status":"when"})"));
    const auto created = status["created_at"].string();
    ASSERT_EQ(created.size(), 24u);
    EXPECT_EQ(created[19], '.');
    EXPECT_EQ(created[23], 'Z');
    EXPECT_EQ(status["account"]["created_at"].string().substr(10), "T00:00:00.000Z");
    EXPECT_EQ(status["account"]["last_status_at"].string().size(), 10u);
}

TEST_P(Conventions, paging_links_next_first_and_not_at_all_on_an_empty_page) {
    const auto ada = member("ada");
    const auto token = token_of(ada);
    EXPECT_EQ(get("/api/v1/timelines/home", token).find("Link"), nullptr);
    const auto first = World::post(ada, "one");
    advance(std::chrono::seconds(1));
    const auto last = World::post(ada, "two");
    const auto path = "/api/v1/accounts/" + ada.id.text() + "/statuses";
    const auto page = get(path + "?limit=1&exclude_replies=true", token);
    ASSERT_NE(page.find("Link"), nullptr);
    const auto base = "<" + config_.base_url() + path + "?limit=1&exclude_replies=true&";
    EXPECT_EQ(*page.find("Link"), base + "max_id=" + last.id.text() + ">; rel=\"next\", " + base +
                                      "min_id=" + last.id.text() + ">; rel=\"prev\"");
    const auto next = read(get(path + "?max_id=" + last.id.text(), token));
    ASSERT_EQ(next.items().size(), 1u);
    EXPECT_EQ(next.items().front()["id"].string(), first.id.text());
    const auto whole = get(path, token);
    EXPECT_EQ(whole.find("Link")->find("next"), std::string::npos);
}

TEST_P(Conventions, deleted_status_comes_back_as_source_without_content) {
    const auto ada = member("ada");
    const auto token = token_of(ada);
    const auto id = World::post(ada, "a *draft*").id.text();
    const auto deleted = read(ask({http::Method::delete_, "/api/v1/statuses/" + id, token, "", ""}));
    EXPECT_EQ(deleted["text"].string(), "a *draft*");
    EXPECT_FALSE(deleted.find("content"));
    EXPECT_EQ(get("/api/v1/statuses/" + id, token).status, 404);
}

TEST_P(Conventions, idempotency_key_gives_the_first_status_again) {
    const auto token = token_of(member("ada"));
    EXPECT_EQ(count("post"), 0);
    Asked asked{http::Method::post, "/api/v1/statuses", token, R"({"status":"once"})"};
    asked.idempotency_key = "a-key";
    const auto first = read(ask(asked))["id"].string();
    EXPECT_EQ(read(ask(asked))["id"].string(), first);
    EXPECT_EQ(count("post"), 1);
}

TEST_P(Conventions, instance_has_what_apps_read_without_looking) {
    const auto response = get("/api/v2/instance/");
    EXPECT_EQ(response.find("Cache-Control")->substr(0, 19), "public, max-age=300");
    const auto instance = read(response);
    expect_keys(instance, {"domain", "title", "version", "source_url", "description", "usage", "thumbnail", "languages",
                           "rules", "contact", "registrations", "configuration", "icon", "api_versions"});
    EXPECT_EQ(instance["version"].string().substr(0, 14), "4.6.0+collegiu");
    const auto& configuration = instance["configuration"];
    expect_keys(configuration, {"urls", "vapid", "accounts", "statuses", "media_attachments", "polls", "translation",
                                "timelines_access", "limited_federation"});
    EXPECT_EQ(configuration["urls"]["streaming"].string(), "wss://north.example");
    const auto old = read(get("/api/v1/instance"));
    expect_keys(old, {"uri", "title", "description", "email", "version", "urls", "stats", "thumbnail", "languages",
                      "contact_account", "registrations", "short_description", "approval_required", "invites_enabled",
                      "rules", "configuration"});
}

TEST_P(Conventions, relationships_take_ids_in_every_spelling) {
    const auto token = token_of(member("ada"));
    const auto ben = member("ben").id.text();
    for (const auto& query : {"id[]=" + ben, "id=" + ben, "id[0]=" + ben, "id[]=1&id[]=x&id[]=" + ben}) {
        const auto known = read(get("/api/v1/accounts/relationships?" + query, token));
        ASSERT_EQ(known.items().size(), 1u) << query;
        EXPECT_EQ(known.items().front()["id"].string(), ben);
        expect_keys(known.items().front(),
                    {"following", "followed_by", "blocking", "requested", "muting", "domain_blocking",
                     "showing_reblogs", "muting_notifications", "endorsed", "blocked_by", "note", "notifying",
                     "languages", "requested_by", "muting_expires_at"});
    }
}

TEST_P(Conventions, mutes_tell_when_they_end) {
    const auto token = token_of(member("ada"));
    const auto ben = member("ben").id.text();
    const auto cyn = member("cyn").id.text();
    EXPECT_EQ(post("/api/v1/accounts/" + ben + "/mute", token, R"({"duration":3600})").status, 200);
    EXPECT_EQ(post("/api/v1/accounts/" + cyn + "/mute", token).status, 200);
    const auto muted = read(get("/api/v1/mutes", token));
    ASSERT_EQ(muted.items().size(), 2u);
    EXPECT_TRUE(muted.items()[0]["mute_expires_at"].is_null());
    EXPECT_TRUE(muted.items()[0].contains("mute_expires_at"));
    EXPECT_EQ(muted.items()[1]["mute_expires_at"].string().size(), 24u);
}

TEST_P(Conventions, more_ids_than_allowed_are_refused) {
    std::string query = "?id[]=1";
    for (int id = 2; id <= 41; ++id) query += "&id[]=" + std::to_string(id);
    EXPECT_EQ(get("/api/v1/accounts" + query).status, 422);
    EXPECT_EQ(get("/api/v1/statuses" + query).status, 422);
}

COLLEGIUM_ON_BOTH_ENGINES(Conventions);

}  // namespace
}  // namespace collegium::test
