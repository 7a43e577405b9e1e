// Sharing a work with a file: what happens on which lane.
#include <gtest/gtest.h>

#include "web/routes.hpp"

namespace collegium::web {
namespace {

TEST(Share, files_are_stored_off_the_write_lane) {
    int taking_files = 0;
    for (const auto& route : share_routes()) {
        if (route.method != http::Method::post) continue;
        ++taking_files;
        EXPECT_EQ(route.lane, http::Lane::slow) << route.path << ": the store may be another server";
    }
    EXPECT_EQ(taking_files, 2);
}

}  // namespace
}  // namespace collegium::web
