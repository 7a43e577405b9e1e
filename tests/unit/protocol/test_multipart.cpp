#include <gtest/gtest.h>

#include "formats/multipart.hpp"

namespace collegium::formats {
namespace {

std::string field(const std::string& name, const std::string& value) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

std::string upload(const std::string& filename, const std::string& bytes) {
    return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename +
           "\"\r\nContent-Type: Image/PNG; x=y\r\n\r\n" + bytes + "\r\n";
}

Errc error_of(std::string_view body) {
    const auto form = parse_multipart(body, "B");
    EXPECT_FALSE(form) << body;
    return form ? Errc::internal : form.error().code();
}

TEST(Multipart, fields_and_uploads_are_told_apart) {
    const std::string bytes("\x89PNG\r\n\0--B not a line start", 28);
    const auto form = parse_multipart("preamble\r\n" + field("description", "A cart") + upload("cart.png", bytes) +
                                          field("ids[]", "") + "--B--\r\nepilogue",
                                      "B");
    ASSERT_TRUE(form) << form.error().message();
    const std::vector<Pair> fields = {{"description", "A cart"}, {"ids[]", ""}};
    EXPECT_EQ(form->fields, fields);
    ASSERT_EQ(form->uploads.size(), 1u);
    EXPECT_EQ(form->uploads[0].name, "file");
    EXPECT_EQ(form->uploads[0].filename, "cart.png");
    EXPECT_EQ(form->uploads[0].content_type, "image/png");
    EXPECT_EQ(form->uploads[0].bytes, bytes);
}

TEST(Multipart, boundary_is_read_from_the_content_type) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
    EXPECT_FALSE(multipart_boundary("multipart/form-data"));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary="));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=\"open"));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=\"a\r\nb\""));
    EXPECT_FALSE(multipart_boundary("multipart/mixed; boundary=abc"));
}

TEST(Multipart, longer_boundary_that_starts_alike_is_content) {
    const auto form = parse_multipart(field("a", "x\r\n--Bother\r\ny") + "--B--", "B");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->fields[0].second, "x\r\n--Bother\r\ny");
}

TEST(Multipart, truncated_body_is_refused) {
    const std::string whole = field("a", "1") + upload("f", "bytes") + "--B--";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(parse_multipart(whole.substr(0, length), "B")) << length;
    }
    EXPECT_TRUE(parse_multipart(whole, "B"));
}

TEST(Multipart, hostile_headers_are_refused) {
    EXPECT_EQ(error_of("--B\r\n\r\nno header\r\n--B--"), Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--"), Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--"), Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\nContent-Disposition: form-data; name=\"open\r\n\r\nx\r\n--B--"), Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
                       "name=\"b\"\r\n\r\nx\r\n--B--"),
              Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
                       "base64\r\n\r\neA==\r\n--B--"),
              Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\nX: " + std::string(20'000, 'h') + "\r\n\r\nx\r\n--B--"), Errc::bad_request);
    EXPECT_EQ(error_of("--B\r\n\r\n--B\r\n\r\n--B--"), Errc::bad_request);
}

TEST(Multipart, text_that_is_not_utf8_is_refused) {
    EXPECT_EQ(error_of(field("a", "\xff") + "--B--"), Errc::bad_request);
    EXPECT_EQ(error_of(field("a", std::string("x\0y", 3)) + "--B--"), Errc::bad_request);
    EXPECT_EQ(error_of(field("\xff", "x") + "--B--"), Errc::bad_request);
}

TEST(Multipart, limits_hold) {
    std::string many;
    for (int i = 0; i < 17; ++i) many += upload("f", "x");
    EXPECT_EQ(error_of(many + "--B--"), Errc::too_large);
    many.clear();
    for (int i = 0; i < 1001; ++i) many += field("f", "x");
    EXPECT_EQ(error_of(many + "--B--"), Errc::too_large);
    MultipartLimits small;
    small.upload_bytes = 4;
    small.field_bytes = 8;
    EXPECT_EQ(parse_multipart(upload("f", "12345") + "--B--", "B", small).error().code(), Errc::too_large);
    EXPECT_EQ(parse_multipart(field("f", "12345678") + "--B--", "B", small).error().code(), Errc::too_large);
}

TEST(Multipart, file_names_lose_paths_and_controls) {
    const auto name_of = [](const std::string& written) {
        const auto form = parse_multipart(upload(written, "x") + "--B--", "B");
        return form && !form->uploads.empty() ? form->uploads[0].filename : std::string("?");
    };
    EXPECT_EQ(name_of("../../etc/passwd"), "passwd");
    EXPECT_EQ(name_of("C:\\fakepath\\cart.png"), "cart.png");
    EXPECT_EQ(name_of("a%22b.png"), "a\"b.png");
    EXPECT_EQ(name_of("a\\\"b.png"), "a\"b.png");
    EXPECT_EQ(name_of("x%0D%0Ay.png"), "xy.png");
    EXPECT_EQ(name_of(""), "");
}

TEST(Multipart, empty_file_field_is_no_upload) {
    const auto form = parse_multipart(upload("", "") + "--B--", "B");
    ASSERT_TRUE(form);
    EXPECT_TRUE(form->uploads.empty());
}

}  // namespace
}  // namespace collegium::formats
