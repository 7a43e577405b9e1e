#include <cstdio>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <unistd.h>

#include "config/load.hpp"
#include "config/media_url.hpp"

namespace collegium::config {
namespace {

TEST(MediaUrl, bucket_folder_endpoint_and_region_are_taken) {
    const auto place = parse_s3_url("s3://files/north/media?endpoint=https://s3.example:9000&region=eu-1").value();
    EXPECT_EQ(place.endpoint, "https://s3.example:9000");
    EXPECT_EQ(place.bucket, "files");
    EXPECT_EQ(place.prefix, "north/media/");
    EXPECT_EQ(place.region, "eu-1");
    const auto short_form = parse_s3_url("s3://files?endpoint=https%3A%2F%2Fs3.example").value();
    EXPECT_EQ(short_form.endpoint, "https://s3.example");
    EXPECT_EQ(short_form.prefix, "");
    EXPECT_EQ(short_form.region, "us-east-1");
}

TEST(MediaUrl, secret_may_come_from_a_file) {
    const std::string file = "/tmp/collegium_secret_" + std::to_string(::getpid());
    std::ofstream(file) << "s/cr+t\n";
    const std::map<std::string, std::string, std::less<>> variables = {
        {"COLLEGIUM_INSTANCE_DOMAIN", "a.example"},
        {"COLLEGIUM_STORAGE_MEDIA", "s3://files?endpoint=https://s3.example"},
        {"COLLEGIUM_STORAGE_MEDIA_ACCESS_KEY", "AKIA"},
        {"COLLEGIUM_STORAGE_MEDIA_SECRET_KEY_FILE", file},
    };
    const Loaded loaded = load("", [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
    std::remove(file.c_str());
    ASSERT_TRUE(loaded.mistakes.empty()) << loaded.mistakes.front().what;
    EXPECT_EQ(loaded.config.storage.media_access_key, "AKIA");
    EXPECT_EQ(loaded.config.storage.media_secret_key, "s/cr+t");
}

}  // namespace
}  // namespace collegium::config
