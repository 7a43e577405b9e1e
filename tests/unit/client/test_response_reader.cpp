#include <gtest/gtest.h>

#include "client/response_reader.hpp"

namespace collegium::client {
namespace {

using Body = ResponseReader::Body;
using End = ResponseReader::End;

// Everything at once, or byte by byte: the outcome must be the same.
Result<Answer> read(const std::string& bytes, std::size_t step, std::size_t limit = 1000, Body body = Body::expected) {
    ResponseReader reader(body, limit);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        COLLEGIUM_CHECK(reader.put(std::string_view(bytes).substr(at, step)));
    }
    if (!reader.is_complete()) {
        COLLEGIUM_CHECK(reader.put_end(End::clean));
    }
    return reader.take_answer();
}

void expect_error(const std::string& bytes, Errc code, std::size_t limit = 1000) {
    for (const std::size_t step : {bytes.size(), std::size_t{1}}) {
        const auto answer = read(bytes, step, limit);
        ASSERT_FALSE(answer) << bytes.substr(0, 200) << " step " << step;
        EXPECT_EQ(answer.error().code(), code) << bytes.substr(0, 200);
    }
}

TEST(ResponseReader, length_chunked_and_close_delimited_bodies_read_alike) {
    for (const std::string bytes : {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
                                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nx-a: "
                                    "b\r\n\r\n2;ext=1\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: x\r\n\r\n",
                                    "HTTP/1.0 200 OK\r\nX-A: b\r\n\r\nhello"}) {
        for (const std::size_t step : {bytes.size(), std::size_t{1}}) {
            const auto answer = read(bytes, step);
            ASSERT_TRUE(answer) << bytes << answer.error().detail();
            EXPECT_EQ(answer->status, 200);
            EXPECT_EQ(answer->body, "hello");
            EXPECT_EQ(answer->header("x-a"), "b");
            EXPECT_EQ(answer->header("trailer"), "");
        }
    }
}

TEST(ResponseReader, answers_without_body_are_complete_after_the_header) {
    EXPECT_EQ(read("HTTP/1.1 204 No Content\r\n\r\n", 1)->status, 204);
    EXPECT_EQ(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", 1)->status, 304);
    EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", 1, 1000, Body::none)->header("content-length"), "7");
}

TEST(ResponseReader, interim_answers_are_skipped_but_not_for_ever) {
    const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    const auto answer = read(interim + interim + "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 7);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 202);
    EXPECT_EQ(answer->header("link"), "");
    std::string many;
    for (int i = 0; i < 20; ++i) many += interim;
    expect_error(many, Errc::bad_upstream);
    expect_error("HTTP/1.1 100 Continue\r\n\r\n", Errc::bad_upstream);
    expect_error("HTTP/1.1 101 Switching Protocols\r\n\r\n", Errc::bad_upstream);
}

TEST(ResponseReader, garbage_is_bad_upstream) {
    for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "<html>",
                              "HTTP/1.1 200 OK\r\nbroken line\r\n\r\n", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\r\n"}) {
        expect_error(bytes, Errc::bad_upstream);
    }
}

TEST(ResponseReader, ambiguous_lengths_are_bad_upstream) {
    for (const char* fields :
         {"Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\nContent-Length: 5",
          "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: identity", "Transfer-Encoding: xchunked", "Content-Length: -1", "Content-Length: +5",
          "Content-Length: 5x", "Content-Length: 0x5"}) {
        expect_error(std::string("HTTP/1.1 200 OK\r\n") + fields + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                     Errc::bad_upstream);
    }
    expect_error("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Errc::bad_upstream);
}

TEST(ResponseReader, body_over_the_limit_is_too_large) {
    expect_error("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", Errc::too_large);
    expect_error("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'), Errc::too_large);
    std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 101; ++i) chunked += "a\r\n0123456789\r\n";
    expect_error(chunked, Errc::too_large);
    EXPECT_TRUE(read("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'), 100));
}

TEST(ResponseReader, endless_header_or_trailer_is_bad_upstream) {
    expect_error("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x'), Errc::bad_upstream);
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 5000; ++i) many += "X: y\r\n";
    expect_error(many + "\r\n", Errc::bad_upstream);
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect_error(chunked + "1;" + std::string(100'000, 'x'), Errc::bad_upstream);
    expect_error(chunked + "0\r\nX: " + std::string(100'000, 'x'), Errc::bad_upstream);
}

// Beast's parser aborts the process here when it is fed as the bytes come.
TEST(ResponseReader, last_chunk_in_single_bytes_is_read) {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(read(head + "0\r\n\r\n", 1)->body, "");
    EXPECT_EQ(read(head + "0\r\nA: b\r\n\r\n", 1)->body, "");
    EXPECT_EQ(read(head + "1\r\nx\r\n0\r\n\r\n", 1)->body, "x");
    expect_error(head + "0\r\n", Errc::bad_upstream);
    expect_error(head + "0\r\nA", Errc::bad_upstream);
}

TEST(ResponseReader, cut_off_answers_are_bad_upstream) {
    expect_error("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", Errc::bad_upstream);
    expect_error("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Errc::bad_upstream);
    ResponseReader reader(Body::expected, 1000);
    ASSERT_TRUE(reader.put("HTTP/1.1 200 OK\r\n\r\nhello"));
    EXPECT_FALSE(reader.put_end(End::cut));
}

TEST(ResponseReader, kept_only_when_framed_and_silent) {
    const auto reusable = [](const std::string& bytes) {
        ResponseReader reader(Body::expected, 1000);
        EXPECT_TRUE(reader.put(bytes));
        return reader.is_reusable();
    };
    EXPECT_TRUE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    EXPECT_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK"));
    EXPECT_FALSE(reusable("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"));
    EXPECT_FALSE(reusable("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    EXPECT_FALSE(reusable("HTTP/1.1 200 OK\r\n\r\nx"));
}

}  // namespace
}  // namespace collegium::client
