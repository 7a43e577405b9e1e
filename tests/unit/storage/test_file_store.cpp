#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "database_fixture.hpp"
#include "storage/media/media_store.hpp"

namespace collegium::media {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

class FileStoreTest : public ::testing::Test {
  protected:
    std::unique_ptr<MediaStore> open() {
        auto store = open_media_store("file://" + folder_.path() + "/media/");
        EXPECT_TRUE(store);
        return std::move(*store);
    }
    std::vector<std::string> keys() {
        std::vector<std::string> found;
        EXPECT_TRUE(store_->each([&found](const StoredFile& file) { found.push_back(file.key); }));
        return found;
    }
    std::string path_of(const std::string& key) const {
        return folder_.path() + "/media/" + key.substr(0, 2) + "/" + key.substr(2, 2) + "/" + key;
    }

    sql::test::TemporaryFolder folder_;
    std::unique_ptr<MediaStore> store_ = open();
};

TEST_F(FileStoreTest, bytes_come_back_under_their_hash) {
    const std::string bytes("\x00\xff picture", 10);
    const std::string key = store_->put(bytes).value();
    EXPECT_EQ(key, hex_encode(sha256(bytes)));
    EXPECT_EQ(store_->size(key).value(), 10u);
    EXPECT_EQ(store_->read(key, 0, 100).value(), bytes);
    EXPECT_EQ(open()->read(key, 0, 100).value(), bytes);
}

TEST_F(FileStoreTest, parts_can_be_read) {
    const std::string key = store_->put("0123456789").value();
    EXPECT_EQ(store_->read(key, 3, 4).value(), "3456");
    EXPECT_EQ(store_->read(key, 8, ~std::uint64_t{0}).value(), "89");
    EXPECT_EQ(store_->read(key, 10, 1).value(), "");
    EXPECT_EQ(store_->read(key, ~std::uint64_t{0}, 1).value(), "");
}

TEST_F(FileStoreTest, same_bytes_are_stored_once_and_look_fresh) {
    const std::string key = store_->put("same").value();
    fs::last_write_time(path_of(key), fs::file_time_type::clock::now() - std::chrono::hours(48));
    EXPECT_EQ(store_->put("same").value(), key);
    EXPECT_TRUE(store_->each([](const StoredFile& file) {
        EXPECT_GT(file.stored_at, current_time() - std::chrono::hours(1));
        EXPECT_EQ(file.bytes, 4u);
    }));
    EXPECT_EQ(keys().size(), 1u);
}

TEST_F(FileStoreTest, damaged_file_is_replaced_by_the_next_put) {
    const std::string key = store_->put("whole").value();
    fs::resize_file(path_of(key), 2);
    EXPECT_EQ(store_->put("whole").value(), key);
    EXPECT_EQ(store_->read(key, 0, 10).value(), "whole");
}

TEST_F(FileStoreTest, empty_file_is_a_file) {
    const std::string key = store_->put("").value();
    EXPECT_EQ(store_->size(key).value(), 0u);
    EXPECT_EQ(store_->read(key, 0, 1).value(), "");
}

TEST_F(FileStoreTest, removed_file_is_not_found) {
    const std::string key = store_->put("gone").value();
    EXPECT_TRUE(store_->remove(key));
    EXPECT_EQ(store_->read(key, 0, 1).error().code(), Errc::not_found);
    EXPECT_EQ(store_->size(key).error().code(), Errc::not_found);
    EXPECT_EQ(store_->remove(key).error().code(), Errc::not_found);
}

TEST_F(FileStoreTest, what_is_no_key_reaches_no_file) {
    std::ofstream(folder_.path() + "/secret") << "secret";
    for (const std::string key : {"", "../secret", "../../secret", "ab/cd", "AB", "a\0b"}) {
        EXPECT_EQ(store_->read(key, 0, 100).error().code(), Errc::not_found) << key;
        EXPECT_EQ(store_->remove(key).error().code(), Errc::not_found) << key;
    }
    std::string upper(64, 'A');
    EXPECT_EQ(store_->size(upper).error().code(), Errc::not_found);
    EXPECT_TRUE(fs::exists(folder_.path() + "/secret"));
}

TEST_F(FileStoreTest, symbolic_link_is_not_followed) {
    const std::string key = store_->put("x").value();
    std::ofstream(folder_.path() + "/secret") << "secret";
    fs::remove(path_of(key));
    fs::create_symlink(folder_.path() + "/secret", path_of(key));
    EXPECT_FALSE(store_->read(key, 0, 100));
}

TEST_F(FileStoreTest, what_a_crash_left_half_written_goes_at_the_next_start) {
    const std::string old_file = folder_.path() + "/media/.new-old";
    const std::string fresh_file = folder_.path() + "/media/.new-fresh";
    std::ofstream(old_file) << "half";
    std::ofstream(fresh_file) << "another process writes this";
    fs::last_write_time(old_file, fs::file_time_type::clock::now() - std::chrono::hours(48));
    open();
    EXPECT_FALSE(fs::exists(old_file));
    EXPECT_TRUE(fs::exists(fresh_file));
    EXPECT_THAT(keys(), IsEmpty());
}

TEST_F(FileStoreTest, many_threads_store_the_same_bytes) {
    const std::string bytes(200'000, 'x');
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([this, &bytes] { EXPECT_TRUE(store_->put(bytes)); });
    }
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(keys().size(), 1u);
    EXPECT_EQ(store_->read(keys()[0], 0, bytes.size()).value(), bytes);
}

TEST_F(FileStoreTest, check_leaves_nothing_behind) {
    EXPECT_TRUE(store_->check());
    EXPECT_THAT(keys(), IsEmpty());
}

TEST_F(FileStoreTest, folder_that_is_gone_is_unavailable) {
    fs::remove_all(folder_.path() + "/media");
    EXPECT_EQ(store_->put("x").error().code(), Errc::unavailable);
    EXPECT_EQ(store_->check().error().code(), Errc::unavailable);
}

TEST(OpenMediaStore, other_addresses_are_refused) {
    EXPECT_EQ(open_media_store("s3://bucket").error().code(), Errc::bad_request);
    EXPECT_EQ(open_media_store("file://relative").error().code(), Errc::bad_request);
    EXPECT_EQ(open_media_store("file:///proc/none/media").error().code(), Errc::unavailable);
}

}  // namespace
}  // namespace collegium::media
