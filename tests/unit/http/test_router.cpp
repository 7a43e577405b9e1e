#include <gtest/gtest.h>

#include "http/path.hpp"
#include "http/router.hpp"

namespace collegium::http {
namespace {

void add(Router& router, Method method, std::string path) {
    router.add({method, std::move(path), Audience::client_api, {}, [](Request, Respond) {}});
}

std::string found(const Router& router, Method method, std::string_view path) {
    const auto match = router.find(method, path);
    return match.entry ? std::string(name_of(match.entry->method)) + " " + match.entry->path : "-";
}

TEST(Router, literal_wins_over_a_name_whatever_the_order) {
    Router router;
    add(router, Method::get, "/api/v1/accounts/:id");
    add(router, Method::get, "/api/v1/accounts/lookup");
    EXPECT_EQ(found(router, Method::get, "/api/v1/accounts/lookup"), "GET /api/v1/accounts/lookup");
    EXPECT_EQ(found(router, Method::get, "/api/v1/accounts/7"), "GET /api/v1/accounts/:id");
}

TEST(Router, goes_back_to_the_name_when_the_literal_ends_nowhere) {
    Router router;
    add(router, Method::get, "/a/b/c");
    add(router, Method::get, "/a/:x/d");
    EXPECT_EQ(found(router, Method::get, "/a/b/d"), "GET /a/:x/d");
}

TEST(Router, literal_of_another_method_does_not_hide_the_name) {
    Router router;
    add(router, Method::post, "/lists/search");
    add(router, Method::get, "/lists/:id");
    EXPECT_EQ(found(router, Method::get, "/lists/search"), "GET /lists/:id");
}

TEST(Router, parts_are_given_by_name) {
    Router router;
    add(router, Method::get, "/lists/:list/accounts/:id");
    const auto match = router.find(Method::get, "/lists/4/accounts/kim w\xc3\xb6lf");
    ASSERT_NE(match.entry, nullptr);
    ASSERT_EQ(match.parts.size(), 2u);
    EXPECT_EQ(match.parts[0], Header("list", "4"));
    EXPECT_EQ(match.parts[1], Header("id", "kim w\xc3\xb6lf"));
}

TEST(Router, names_that_differ_by_route_are_each_route_s_own) {
    Router router;
    add(router, Method::get, "/posts/:id");
    add(router, Method::post, "/posts/:number/like");
    EXPECT_EQ(router.find(Method::post, "/posts/9/like").parts.at(0), Header("number", "9"));
}

TEST(Router, at_sign_tells_people_from_other_names) {
    Router router;
    add(router, Method::get, "/@:username");
    add(router, Method::get, "/@:username/:id");
    add(router, Method::post, "/@:username/follow");
    const auto match = router.find(Method::get, "/@ada@lake.example/17");
    ASSERT_NE(match.entry, nullptr);
    EXPECT_EQ(match.parts.at(0), Header("username", "ada@lake.example"));
    EXPECT_EQ(match.parts.at(1), Header("id", "17"));
    EXPECT_EQ(found(router, Method::post, "/@ada/follow"), "POST /@:username/follow");
    EXPECT_EQ(found(router, Method::get, "/ada"), "-");
    EXPECT_EQ(found(router, Method::get, "/@"), "-");
    EXPECT_EQ(router.find(Method::post, "/ada/17").allow, "");
}

TEST(Router, other_method_is_told_what_is_allowed) {
    Router router;
    add(router, Method::get, "/x");
    add(router, Method::put, "/x");
    const auto match = router.find(Method::delete_, "/x");
    EXPECT_EQ(match.entry, nullptr);
    EXPECT_EQ(match.allow, "GET, HEAD, PUT, PATCH");
    EXPECT_EQ(router.find(Method::get, "/y").allow, "");
}

TEST(Router, head_is_served_by_get_and_put_by_patch) {
    Router router;
    add(router, Method::get, "/x");
    add(router, Method::patch, "/x");
    EXPECT_EQ(found(router, Method::head, "/x"), "GET /x");
    EXPECT_EQ(found(router, Method::put, "/x"), "PATCH /x");
    add(router, Method::put, "/x");
    EXPECT_EQ(found(router, Method::put, "/x"), "PUT /x");
}

TEST(Router, name_does_not_match_an_empty_segment_or_two) {
    Router router;
    add(router, Method::get, "/a/:id");
    add(router, Method::get, "/");
    EXPECT_EQ(found(router, Method::get, "/a/"), "-");
    EXPECT_EQ(found(router, Method::get, "/a/b/c"), "-");
    EXPECT_EQ(found(router, Method::get, "/"), "GET /");
    EXPECT_EQ(found(router, Method::get, "/" + std::string(100, '/')), "-");
}

TEST(Router, same_route_twice_aborts) {
    Router router;
    add(router, Method::get, "/a/:id");
    EXPECT_DEATH(add(router, Method::get, "/a/:other"), "");
}

TEST(Router, table_lists_routes_in_order) {
    Router router;
    add(router, Method::post, "/b");
    add(router, Method::get, "/a/:id");
    EXPECT_EQ(router.table(), (std::vector<std::string>{"POST /b", "GET /a/:id"}));
}

TEST(Path, trailing_slashes_go_and_escapes_are_decoded) {
    EXPECT_EQ(normalize_path("/"), "/");
    EXPECT_EQ(normalize_path("/api/v1/instance/"), "/api/v1/instance");
    EXPECT_EQ(normalize_path("/@kim%40learn.example"), "/@kim@learn.example");
    EXPECT_EQ(normalize_path("/a%2Eb/%41"), "/a.b/A");
    EXPECT_EQ(normalize_path("/%2541"), "/%41");
}

TEST(Path, what_a_proxy_may_read_otherwise_is_refused) {
    for (const auto* path : {"", "x", "/a%2fb", "/a%2Fb", "/a%5cb", "/a\\b", "/a%00", "/a%0d%0a", "/..", "/a/../b",
                             "/a/%2e%2e/b", "/./a", "/a%", "/a%4", "/a%zz", "/%ff"})
        EXPECT_FALSE(normalize_path(path)) << path;
}

}  // namespace
}  // namespace collegium::http
