// The S3 store: what it makes of a list, and with COLLEGIUM_TEST_S3 (an s3:// address; the keys in AWS_ACCESS_KEY_ID
// and AWS_SECRET_ACCESS_KEY) the port against a real server. tests/e2e/s3.test.mjs starts one.
#include <cstdlib>
#include <set>

#include <gmock/gmock.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "storage/media/media_store.hpp"
#include "storage/media/s3_listing.hpp"

namespace collegium::media {
namespace {

const std::string key_a(64, 'a');

std::string entry(const std::string& name, const std::string& size = "7",
                  const std::string& time = "2026-09-01T10:00:00.000Z") {
    return "<Contents><Key>" + name + "</Key><LastModified>" + time +
           "</LastModified><ETag>&quot;x&quot;</ETag><Size>" + size + "</Size></Contents>";
}

TEST(S3Listing, files_of_the_prefix_are_read_and_others_left_out) {
    const std::string xml =
        "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>true</IsTruncated>"
        "<NextContinuationToken>a+b/c=&amp;</NextContinuationToken>" +
        entry("north/" + key_a) + entry(key_a) + entry("north/readme.txt") +
        entry("north/" + std::string(64, 'b'), "-1") + entry("north/" + std::string(64, 'c'), "1", "yesterday") +
        entry("north/" + std::string(64, 'd'), "0") + "</ListBucketResult>";
    const auto listing = parse_s3_listing(xml, "north/");
    ASSERT_EQ(listing.files.size(), 2u);
    EXPECT_EQ(listing.files[0].key, key_a);
    EXPECT_EQ(listing.files[0].bytes, 7u);
    EXPECT_EQ(listing.files[0].stored_at, from_milliseconds(1'788'256'800'000));
    EXPECT_EQ(listing.files[1].key, std::string(64, 'd'));
    EXPECT_EQ(listing.next, "a+b/c=&");
}

TEST(S3Listing, last_page_and_junk_have_no_next) {
    EXPECT_EQ(
        parse_s3_listing("<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>", "").next,
        "");
    for (const char* junk : {"", "<Contents>", "<Contents><Key></Contents>", "<IsTruncated>true"}) {
        const auto listing = parse_s3_listing(junk, "");
        EXPECT_TRUE(listing.files.empty()) << junk;
        EXPECT_EQ(listing.next, "") << junk;
    }
}

TEST(OpenS3Store, address_and_keys_have_to_be_whole) {
    const Access access{"key", "secret", ""};
    EXPECT_TRUE(open_media_store("s3://bucket/north?endpoint=https://s3.example.org&region=eu-central-1", access));
    for (const char* wrong :
         {"s3://bucket", "s3://?endpoint=https://s3.example.org", "s3://Bucket?endpoint=https://x.example",
          "s3://bucket?endpoint=ftp://x.example", "s3://bucket?endpoint=https://x.example/path",
          "s3://bucket/../x?endpoint=https://x.example", "s3://bucket?endpoint=https://x.example&acl=public"})
        EXPECT_EQ(open_media_store(wrong, access).error().code(), Errc::bad_request) << wrong;
}

TEST(S3Store, server_out_of_reach_is_unavailable_at_once_the_second_time) {
    const auto store =
        open_media_store("s3://bucket?endpoint=https://127.0.0.1:1", Access{"key", "secret", ""}).value();
    EXPECT_EQ(store->put("x").error().code(), Errc::unavailable);
    const auto again = store->read(key_a, 0, 1);
    EXPECT_EQ(again.error().code(), Errc::unavailable);
    EXPECT_NE(again.error().detail().find("a moment ago"), std::string::npos);
    EXPECT_EQ(store->read("no key", 0, 1).error().code(), Errc::not_found);
}

class RealS3 : public ::testing::Test {
  protected:
    void SetUp() override {
        const char* url = std::getenv("COLLEGIUM_TEST_S3");
        const char* ca_file = std::getenv("COLLEGIUM_TEST_S3_CA");
        if (url == nullptr) GTEST_SKIP() << "COLLEGIUM_TEST_S3 is not set";
        url_ = url;
        access_.ca_file = ca_file == nullptr ? "" : ca_file;
        store_ = open_media_store(url_, access_).value();
    }
    std::string url_;
    Access access_;
    std::unique_ptr<MediaStore> store_;
};

TEST_F(RealS3, bytes_come_back_whole_and_in_parts_and_go) {
    const std::string bytes = random_token(40) + std::string("\x00\xff picture", 10);
    const std::string key = store_->put(bytes).value();
    EXPECT_EQ(key, hex_encode(sha256(bytes)));
    EXPECT_EQ(store_->put(bytes).value(), key);
    EXPECT_EQ(store_->size(key).value(), bytes.size());
    EXPECT_EQ(store_->read(key, 0, bytes.size()).value(), bytes);
    EXPECT_EQ(store_->read(key, 0, 1'000'000).value(), bytes);
    EXPECT_EQ(store_->read(key, 3, 5).value(), bytes.substr(3, 5));
    EXPECT_EQ(store_->read(key, bytes.size(), 5).value(), "");
    EXPECT_EQ(store_->read(key, 2, 0).value(), "");
    EXPECT_TRUE(store_->remove(key));
    EXPECT_EQ(store_->remove(key).error().code(), Errc::not_found);
    EXPECT_EQ(store_->size(key).error().code(), Errc::not_found);
    EXPECT_EQ(store_->read(key, 0, 1).error().code(), Errc::not_found);
    EXPECT_TRUE(store_->check());
}

TEST_F(RealS3, big_files_and_many_files_are_kept) {
    const std::string big(9 * 1024 * 1024 + 1, 'x');
    const auto big_key = store_->put(big).value();
    EXPECT_EQ(store_->read(big_key, 0, big.size()).value(), big);
    std::set<std::string> stored = {big_key};
    for (int i = 0; i < 1100; ++i) stored.insert(store_->put("file " + std::to_string(i)).value());  // more than a page
    std::set<std::string> listed;
    EXPECT_TRUE(store_->each([&listed](const StoredFile& file) { listed.insert(file.key); }));
    EXPECT_EQ(listed, stored);
    for (const auto& key : stored) EXPECT_TRUE(store_->remove(key));
}

TEST_F(RealS3, wrong_secret_and_missing_bucket_are_unavailable) {
    auto access = access_;
    access.access_key = "S3RVER";
    access.secret_key = "guessed";
    EXPECT_EQ(open_media_store(url_, access).value()->put("x").error().code(), Errc::unavailable);
    auto elsewhere = url_;
    elsewhere.replace(elsewhere.find("//") + 2, 5, "nowhere");
    EXPECT_EQ(open_media_store(elsewhere, access_).value()->check().error().code(), Errc::unavailable);
}

}  // namespace
}  // namespace collegium::media
