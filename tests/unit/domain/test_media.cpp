#include <gmock/gmock.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "domain/media.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using namespace std::string_literals;

const std::string png = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xE0\x08\x06"s;

TEST(SniffType, bytes_decide_not_the_name) {
    EXPECT_EQ(sniff_type(png, "a.html"), "image/png");
    EXPECT_EQ(sniff_type("\xFF\xD8\xFF\xE0", "a"), "image/jpeg");
    EXPECT_EQ(sniff_type("GIF89a", "a.png"), "image/gif");
    EXPECT_EQ(sniff_type("RIFF\x10\0\0\0WEBPVP8 "s, "a"), "image/webp");
    EXPECT_EQ(sniff_type("%PDF-1.7", "a.exe"), "application/pdf");
    EXPECT_EQ(sniff_type("\0\0\0\x20"
                         "ftypisom"s,
                         "a"),
              "video/mp4");
    EXPECT_EQ(sniff_type("\0\0\0\x20"
                         "ftypM4A "s,
                         "a"),
              "audio/mp4");
}

TEST(SniffType, office_files_are_zip_files_by_name) {
    EXPECT_EQ(sniff_type("PK\x03\x04rest", "Plan.DOCX"),
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    EXPECT_EQ(sniff_type("PK\x03\x04rest", "plan.odt"), "application/vnd.oasis.opendocument.text");
    EXPECT_EQ(sniff_type("PK\x03\x04rest", "plan.jar"), "application/zip");
    EXPECT_EQ(sniff_type("%PDF-1.7", "plan.docx"), "application/pdf");
}

TEST(SniffType, text_needs_its_name_and_clean_utf8) {
    EXPECT_EQ(sniff_type("a,b\n1,2", "marks.csv"), "text/csv");
    EXPECT_EQ(sniff_type("# Plan", "plan.md"), "text/markdown");
    EXPECT_EQ(sniff_type("# Plan", "plan"), "");
    EXPECT_EQ(sniff_type("a\0b"s, "a.txt"), "");
    EXPECT_EQ(sniff_type("\xC3\x28", "a.txt"), "");
}

TEST(SniffType, what_runs_in_a_browser_is_not_taken) {
    EXPECT_EQ(sniff_type("<svg xmlns='x' onload='alert(1)'/>", "a.svg"), "");
    EXPECT_EQ(sniff_type("<html><script>", "a.html"), "");
    EXPECT_EQ(sniff_type("<?xml version='1.0'?><svg/>", "a.png"), "");
    EXPECT_EQ(sniff_type("", "a.txt"), "text/plain");
    EXPECT_FALSE(is_shown_inline("text/csv"));
    EXPECT_FALSE(is_shown_inline("application/zip"));
    EXPECT_TRUE(is_shown_inline("image/png"));
}

class Media : public test::World {
  protected:
    Media() : maya_(member("maya")) {}
    NewMedia upload(std::string bytes) {
        return {maya_.id, "../../etc/a\r\nb.png", "text/html", std::move(bytes), "A <cart>"};
    }
    model::Account maya_;
};
COLLEGIUM_ON_BOTH_ENGINES(Media);

TEST_P(Media, stored_file_is_described_by_its_bytes) {
    const auto media = must(store_media, upload(png));
    const auto found = repo::find_media(db_, media.id).value();
    EXPECT_EQ(found.mime_type, "image/png");
    EXPECT_EQ(found.kind, model::MediaKind::image);
    EXPECT_EQ(found.file_name, "ab.png") << "no folders, no line breaks";
    EXPECT_EQ(found.width, 640);
    EXPECT_EQ(found.height, 480);
    EXPECT_EQ(found.size, static_cast<std::int64_t>(png.size()));
    EXPECT_EQ(found.sha256, hex_encode(sha256(png)));
    EXPECT_GE(found.token.size(), 20u);
    EXPECT_EQ(media_.read(found.store_key, 0, png.size()).value(), png);
    EXPECT_EQ(repo::find_media_by_token(db_, found.token)->id, media.id);
}

TEST_P(Media, same_bytes_twice_are_two_uploads) {
    const auto first = must(store_media, upload(png));
    const auto second = must(store_media, upload(png));
    EXPECT_NE(first.id, second.id);
    EXPECT_NE(first.token, second.token);
    EXPECT_EQ(first.store_key, second.store_key);
}

TEST_P(Media, upload_that_never_hangs_on_a_post_goes_after_a_day_with_its_file) {
    const auto kept = must(store_media, upload(png));
    const auto lost = must(store_media, upload(png));
    const auto alone = must(store_media, upload("GIF89a and so on"));
    auto with = draft(maya_, "A cart", model::Visibility::public_);
    with.media = {kept.id};
    must(create_post, with);
    const auto drop = [this, &lost, &alone] {
        auto here = context();
        const int rows = drop_detached_uploads(here, 10);
        const auto unused = unused_files(here, {lost.store_key, alone.store_key, std::string(64, 'a')});
        const int files = remove_unused_files(media_, unused, current_time() + std::chrono::hours(1));
        return std::pair(rows, files);
    };
    advance(std::chrono::hours(24));
    EXPECT_EQ(drop(), std::pair(0, 0));
    advance(std::chrono::milliseconds(1));
    EXPECT_EQ(drop(), std::pair(2, 1)) << "of two uploads of the same bytes one is still there";
    EXPECT_TRUE(repo::find_media(db_, kept.id));
    EXPECT_FALSE(repo::find_media(db_, lost.id));
    EXPECT_EQ(media_.read(kept.store_key, 0, png.size()).value(), png);
    EXPECT_EQ(media_.read(alone.store_key, 0, 10).error().code(), Errc::not_found);
}

TEST_P(Media, unnamed_file_that_was_stored_anew_is_not_removed) {
    const auto key = media_.put(png).value();
    auto here = context();
    const auto unused = unused_files(here, {key});
    EXPECT_EQ(unused, std::set<std::string>{key});
    EXPECT_EQ(remove_unused_files(media_, unused, current_time() - std::chrono::hours(24)), 0);
    EXPECT_EQ(media_.read(key, 0, png.size()).value(), png) << "the row of a second upload may be on its way";
    EXPECT_EQ(remove_unused_files(media_, unused, current_time() + std::chrono::hours(1)), 1);
}

TEST_P(Media, file_of_an_old_post_stays_for_a_day_from_its_deletion) {
    const auto file = must(store_media, upload(png));
    auto with = draft(maya_, "A cart", model::Visibility::public_);
    with.media = {file.id};
    const auto post = must(create_post, with);
    advance(std::chrono::hours(24 * 30));
    must(delete_post, maya_.id, post.id);
    const auto drop = [this] {
        auto here = context();
        return drop_detached_uploads(here, 10);
    };
    EXPECT_EQ(drop(), 0) << "delete and redraft attaches it to the next post";
    must(create_post, with);
    EXPECT_EQ(drop(), 0);
    EXPECT_EQ(repo::find_media(db_, file.id)->created_at, now_);
}

TEST_P(Media, limits_are_those_that_clients_are_told) {
    EXPECT_EQ(upload_limit(config_.limits, model::MediaKind::image), 16u * 1024 * 1024);
    EXPECT_EQ(upload_limit(config_.limits, model::MediaKind::video), config_.limits.media_bytes);
    EXPECT_EQ(failure(store_media, upload(png + std::string(16 * 1024 * 1024, 'x'))).code(), Errc::too_large);
    must(store_media, upload("%PDF-" + std::string(16 * 1024 * 1024, 'x')));
    auto vast = png;
    vast.replace(16, 8, std::string("\0\0\x20\0\0\0\x20\0", 8));  // 8192 by 8192
    EXPECT_EQ(failure(store_media, upload(vast)).code(), Errc::unprocessable);
}

TEST_P(Media, what_is_refused) {
    EXPECT_EQ(failure(store_media, upload("")).code(), Errc::unprocessable);
    EXPECT_EQ(failure(store_media, upload("MZ\x90")).code(), Errc::unprocessable);
    config_.limits.media_bytes = 10;
    EXPECT_EQ(failure(store_media, upload(png)).code(), Errc::too_large);
    config_.limits.media_bytes = 1000;
    auto described = upload(png);
    described.description = std::string(1501, 'x');
    EXPECT_EQ(failure(store_media, described).code(), Errc::unprocessable);
    EXPECT_EQ(count("media"), 0);
}

}  // namespace
}  // namespace collegium::domain
