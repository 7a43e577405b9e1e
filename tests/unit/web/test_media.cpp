#include <gmock/gmock.h>

#include "domain/media.hpp"
#include "support/world/world.hpp"
#include "web/routes.hpp"

namespace collegium::web {
namespace {

const std::string sound = "ID3 0123456789";

class MediaPage : public test::World {
  protected:
    MediaPage() : media_row_(must(domain::store_media, domain::NewMedia{member("maya").id, "a.mp3", "", sound, ""})) {}
    http::Response ask(std::vector<http::Header> headers, http::Method method = http::Method::get) {
        http::Request request;
        request.method = method;
        request.headers = std::move(headers);
        request.parts_ = {{"token", media_row_.token}};
        auto here = context();
        const auto reply = media_routes().front().handler(here, request);
        return std::get<http::Response>(reply.content);
    }
    static std::string header(const http::Response& response, std::string_view name) {
        const auto* value = response.find(name);
        return value ? *value : "";
    }
    model::Media media_row_;
};
COLLEGIUM_ON_BOTH_ENGINES(MediaPage);

TEST_P(MediaPage, whole_file_says_that_parts_can_be_had) {
    const auto whole = ask({});
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.body, sound);
    EXPECT_EQ(header(whole, "Accept-Ranges"), "bytes");
    EXPECT_EQ(header(whole, "Content-Range"), "");
    EXPECT_EQ(ask({{"range", "bytes=4-8"}}, http::Method::head).body, sound);
}

TEST_P(MediaPage, part_is_answered_alone) {
    const auto part = ask({{"range", "bytes=4-8"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "01234");
    EXPECT_EQ(header(part, "Content-Range"), "bytes 4-8/14");
    EXPECT_EQ(header(part, "Content-Type"), "audio/mpeg");
    EXPECT_EQ(header(part, "ETag"), header(ask({}), "ETag"));
    EXPECT_EQ(ask({{"range", "bytes=-2"}}).body, "89");
    EXPECT_EQ(ask({{"range", "bytes=4-8"}, {"if-range", "\"another\""}}).status, 200);
    EXPECT_EQ(ask({{"range", "bytes=4-8"}, {"if-none-match", header(part, "ETag")}}).status, 304);
}

TEST_P(MediaPage, part_beyond_the_end_is_refused_with_the_size) {
    const auto beyond = ask({{"range", "bytes=14-"}});
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.body, "");
    EXPECT_EQ(header(beyond, "Content-Range"), "bytes */14");
}

}  // namespace
}  // namespace collegium::web
