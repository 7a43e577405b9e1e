#include <gtest/gtest.h>

#include "http/range.hpp"

namespace collegium::http {
namespace {

// "whole", "none", or "offset+length".
std::string told(std::string_view header, std::uint64_t size) {
    const auto range = parse_range(header, size);
    switch (range.kind) {
        case ByteRange::Kind::whole: return "whole";
        case ByteRange::Kind::unsatisfiable: return "none";
        case ByteRange::Kind::part: break;
    }
    return std::to_string(range.offset) + "+" + std::to_string(range.length);
}

// RFC 9110 14.1.2
TEST(Range, three_forms_are_read_and_cut_to_the_size) {
    EXPECT_EQ(told("bytes=0-499", 10000), "0+500");
    EXPECT_EQ(told("bytes=500-999", 10000), "500+500");
    EXPECT_EQ(told("bytes=-500", 10000), "9500+500");
    EXPECT_EQ(told("bytes=9500-", 10000), "9500+500");
    EXPECT_EQ(told("Bytes=0-0", 10000), "0+1");
    EXPECT_EQ(told("bytes=0-", 1), "0+1");
    EXPECT_EQ(told("bytes=9999-20000", 10000), "9999+1");
    EXPECT_EQ(told("bytes=-20000", 10000), "0+10000");
    EXPECT_EQ(told("bytes=1-99999999999999999999999", 10000), "1+9999");
}

TEST(Range, beyond_the_end_there_is_nothing) {
    EXPECT_EQ(told("bytes=10000-", 10000), "none");
    EXPECT_EQ(told("bytes=99999999999999999999999-", 10000), "none");
    EXPECT_EQ(told("bytes=-0", 10000), "none");
    EXPECT_EQ(told("bytes=0-", 0), "none");
    EXPECT_EQ(told("bytes=-5", 0), "none");
}

TEST(Range, what_cannot_be_read_is_the_whole) {
    for (const auto* header : {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=9-5", "bytes=a-b", "bytes=0-1,3-4",
                               "bytes=+1-2", "bytes=0x1-2", "items=0-5", "bytes=1-2-3", "bytes = 0-1", "bytes=0 - 1"})
        EXPECT_EQ(told(header, 10000), "whole") << header;
}

TEST(Range, only_a_get_of_the_same_bytes_has_one) {
    Request request;
    request.headers = {{"range", "bytes=0-1"}};
    EXPECT_EQ(wanted_range(request, "\"a\"", 10).kind, ByteRange::Kind::part);
    request.headers.emplace_back("if-range", "\"a\"");
    EXPECT_EQ(wanted_range(request, "\"a\"", 10).kind, ByteRange::Kind::part);
    EXPECT_EQ(wanted_range(request, "\"b\"", 10).kind, ByteRange::Kind::whole);
    request.headers = {{"range", "bytes=0-1"}};
    request.method = Method::head;
    EXPECT_EQ(wanted_range(request, "\"a\"", 10).kind, ByteRange::Kind::whole);
    request.method = Method::get;
    request.headers.emplace_back("range", "bytes=2-3");
    EXPECT_EQ(wanted_range(request, "\"a\"", 10).kind, ByteRange::Kind::whole);
}

}  // namespace
}  // namespace collegium::http
