#include <regex>

#include "core/url.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using http::Method;
using test::object;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class InstanceRoutes : public test::Api {
  protected:
    InstanceRoutes() : maya_(member("maya")), key_(token(maya_)) {}
    // A multipart body with one file.
    test::Answer upload(const std::string& bytes, const std::string& name = "a.png") {
        auto asked = request(Method::post, "/api/v2/media");
        asked.headers.emplace_back("content-type", "multipart/form-data; boundary=b");
        asked.body =
            "--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nA cart\r\n--b\r\n"
            "Content-Disposition: form-data; name=\"file\"; filename=\"" +
            name + "\"\r\nContent-Type: image/png\r\n\r\n" + bytes + "\r\n--b--\r\n";
        return ask(asked, key_);
    }
    model::Account maya_;
    std::string key_;
};
COLLEGIUM_ON_BOTH_ENGINES(InstanceRoutes);

TEST_P(InstanceRoutes, version_is_strict_semver_that_begins_like_mastodons) {
    const std::regex semver(R"(4\.\d+\.\d+\+collegium-\d+\.\d+\.\d+)");
    EXPECT_TRUE(std::regex_match(get("/api/v2/instance")["version"].string(), semver));
    EXPECT_TRUE(std::regex_match(get("/api/v1/instance")["version"].string(), semver));
}

TEST_P(InstanceRoutes, both_versions_agree_and_need_no_token) {
    const auto two = get("/api/v2/instance");
    const auto one = get("/api/v1/instance");
    EXPECT_EQ(two["domain"].string(), "north.example");
    EXPECT_EQ(one["uri"].string(), "north.example");
    EXPECT_EQ(two["title"].string(), one["title"].string());
    EXPECT_EQ(two["configuration"]["statuses"]["max_characters"].integer(),
              one["configuration"]["statuses"]["max_characters"].integer());
    EXPECT_EQ(one["stats"]["user_count"].integer(), 1);
    EXPECT_EQ(one["urls"]["streaming_api"].string(), "wss://north.example");
    for (const auto* answer : {&one, &two}) {
        const auto& media = (*answer)["configuration"]["media_attachments"];
        EXPECT_EQ(media["image_size_limit"].integer(), 16 * 1024 * 1024);
        EXPECT_EQ(media["video_size_limit"].integer(), 25 * 1024 * 1024);
    }
    EXPECT_TRUE(two["api_versions"]["mastodon"].is_integer());
    EXPECT_TRUE(two["registrations"].is_object());
    EXPECT_TRUE(two["contact"]["email"].is_string());
    EXPECT_TRUE(two["thumbnail"]["url"].is_string());
    EXPECT_FALSE(one.body.contains("api_versions"));
}

TEST_P(InstanceRoutes, what_is_not_offered_is_honestly_empty) {
    for (const char* path : {"/api/v1/custom_emojis", "/api/v1/trends/tags", "/api/v1/trends/statuses",
                             "/api/v1/trends/links", "/api/v1/instance/rules"}) {
        const auto answer = get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_TRUE(answer.body.is_array()) << path;
    }
    for (const char* path : {"/api/v1/filters", "/api/v2/filters", "/api/v1/announcements", "/api/v1/followed_tags",
                             "/api/v1/lists", "/api/v1/conversations", "/api/v1/scheduled_statuses",
                             "/api/v1/suggestions", "/api/v2/suggestions", "/api/v1/endorsements"}) {
        EXPECT_EQ(get(path).status, 401) << path;
        const auto answer = get(path, key_);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_TRUE(answer.body.is_array()) << path;
        EXPECT_THAT(answer.items(), IsEmpty()) << path;
    }
    EXPECT_EQ(get("/api/v1/push/subscription", key_).status, 404);
}

TEST_P(InstanceRoutes, every_error_is_json_with_cors) {
    for (const char* path : {"/api/v1/nothing", "/api/v1/statuses/7", "/api/v1/timelines/home"}) {
        const auto answer = get(path);
        EXPECT_GE(answer.status, 400) << path;
        EXPECT_FALSE(answer.error().empty()) << path;
        EXPECT_THAT(answer.header("Content-Type"), HasSubstr("application/json")) << path;
        EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*") << path;
    }
    EXPECT_EQ(post("/api/v1/timelines/home", key_).status, 405);
    const auto exposed = get("/api/v1/timelines/public").header("Access-Control-Expose-Headers");
    EXPECT_THAT(exposed, HasSubstr("Link"));
}

TEST_P(InstanceRoutes, slashes_at_the_end_do_not_matter) {
    for (const char* path : {"/api/v1/instance/", "/api/v2/instance/", "/api/v1/tags/lab/"})
        EXPECT_EQ(get(path).status, 200) << path;
}

TEST_P(InstanceRoutes, uploaded_file_is_attached_described_and_limited) {
    const auto media = upload("\x89PNG\r\n\x1A\n and so on");
    ASSERT_EQ(media.status, 200) << media.error();
    EXPECT_ENTITY(media.body, "MediaAttachment");
    EXPECT_EQ(media["type"].string(), "image");
    EXPECT_EQ(media["description"].string(), "A cart");
    const auto path = "/api/v1/media/" + media["id"].string();
    EXPECT_EQ(send(Method::put, path, object({{"description", "Two carts"}}), key_)["description"].string(),
              "Two carts");
    EXPECT_EQ(get(path, token(member("daniel"))).status, 404);
    const auto status =
        post("/api/v1/statuses", object({{"status", ""}, {"media_ids", json::Array{media["id"]}}}), key_);
    ASSERT_EQ(status.status, 200) << status.error();
    EXPECT_EQ(status["media_attachments"].items().at(0)["description"].string(), "Two carts");
    EXPECT_EQ(get(path, key_).status, 404) << "attached: it is the status's now";
    EXPECT_EQ(upload("<svg onload='alert(1)'/>", "a.svg").status, 422);
    EXPECT_EQ(post("/api/v2/media", object({{"file", "x"}}), key_).status, 422);
}

}  // namespace
}  // namespace collegium::api
