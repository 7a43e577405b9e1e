#include <gtest/gtest.h>

#include "http/chunked.hpp"
#include "http/framing.hpp"
#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

struct Broken {
    const char* name;
    std::string bytes;
    int status = 400;
};

std::string post(std::string_view headers, std::string_view body = "") {
    return "POST /echo HTTP/1.1\r\nHost: a.example\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

// Two readings of where the body ends.
std::vector<Broken> broken_lengths() {
    using namespace std::string_literals;
    const auto smuggled = "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: a.example\r\n\r\n"s;
    return {
        {"length_and_chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", smuggled)},
        {"chunked_and_length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", smuggled)},
        {"two_lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")},
        {"two_equal_lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")},
        {"length_list", post("Content-Length: 5, 5\r\n", "hello")},
        {"length_sign", post("Content-Length: +5\r\n", "hello")},
        {"length_negative", post("Content-Length: -1\r\n")},
        {"length_hex", post("Content-Length: 0x5\r\n", "hello")},
        {"length_empty", post("Content-Length:\r\n", "hello")},
        {"length_huge", post("Content-Length: 99999999999999999999999\r\n")},
        {"te_not_last", post("Transfer-Encoding: chunked, identity\r\n", smuggled)},
        {"te_gzip", post("Transfer-Encoding: gzip, chunked\r\n", smuggled)},
        {"te_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", smuggled)},
        {"te_identity", post("Transfer-Encoding: identity\r\n")},
        {"te_quoted", post("Transfer-Encoding: \"chunked\"\r\n", smuggled)},
        {"te_parameter", post("Transfer-Encoding: chunked;q=1\r\n", smuggled)},
        {"te_vertical_tab", post("Transfer-Encoding: \x0b"
                                 "chunked\r\n",
                                 smuggled)},
        {"te_blank_before_colon", post("Transfer-Encoding : chunked\r\n", smuggled)},
        {"te_http_1_0", "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled},
    };
}

// Header lines that some program takes for something else.
std::vector<Broken> broken_fields() {
    using namespace std::string_literals;
    const auto smuggled = "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: a.example\r\n\r\n"s;
    return {
        {"obs_fold", post("X-Long: one\r\n two\r\n")},
        {"obs_fold_te", post("Transfer-Encoding:\r\n chunked\r\n", smuggled)},
        {"fold_first", "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n"},
        {"bare_line_feed", "GET /hello HTTP/1.1\nHost: a.example\n\n"},
        {"bare_line_feed_later", post("X-A: b\nContent-Length: 5\r\n")},
        {"bare_carriage_return", post("X-A: b\rContent-Length: 5\r\n")},
        {"nul_in_value", post("X-A: b\0c\r\n"s)},
        {"nul_in_name", post("X-\0A: b\r\n"s)},
        {"control_in_value", post("X-A: b\x01\r\n")},
        {"name_with_blank", post("X A: b\r\n")},
        {"name_empty", post(": b\r\n")},
        {"name_bracket", post("X[A]: b\r\n")},
        {"name_utf8", post("X-\xc3\xa9: b\r\n")},
        {"no_colon", post("nonsense\r\n")},
        {"no_host", "GET /hello HTTP/1.1\r\n\r\n"},
        {"two_hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
        {"host_with_path", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"},
        {"host_with_user", "GET /hello HTTP/1.1\r\nHost: x@a\r\n\r\n"},
        {"two_dates", post("Date: a\r\nDate: b\r\n")},
        {"two_digests", post("Digest: a\r\nDigest: b\r\n")},
        {"two_content_digests", post("Content-Digest: a\r\nContent-Digest: b\r\n")},
        {"two_signatures", post("Signature: a\r\nSignature: b\r\n")},
        {"two_types", post("Content-Type: a/b\r\ncontent-type: c/d\r\n")},
        {"two_authorizations", post("Authorization: a\r\nauthorization: b\r\n")},
    };
}

// Request lines, and what is merely too much or unknown.
std::vector<Broken> broken_request_lines() {
    return {
        {"absolute_other_host", "GET http://b.example/hello HTTP/1.1\r\nHost: a.example\r\n\r\n"},
        {"absolute_other_scheme", "GET ftp://a.example/hello HTTP/1.1\r\nHost: a.example\r\n\r\n"},
        {"authority_form", "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n"},
        {"two_blanks", "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"target_blank", "GET /hel lo HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"http_0_9", "GET /hello\r\n\r\n"},
        {"lower_case_version", "GET /hello http/1.1\r\nHost: a\r\n\r\n"},
        {"http_2", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"long_target", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        {"long_head", post("X-A: " + std::string(17000, 'a') + "\r\n"), 431},
        {"unknown_method", "BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"unknown_expectation", post("Expect: tea\r\nContent-Length: 1\r\n", "x"), 417},
    };
}

// Chunked bodies.
std::vector<Broken> broken_chunks() {
    return {
        {"chunk_size_sign", post("Transfer-Encoding: chunked\r\n", "+5\r\nhello\r\n0\r\n\r\n")},
        {"chunk_size_prefix", post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")},
        {"chunk_size_missing", post("Transfer-Encoding: chunked\r\n", "\r\nhello\r\n0\r\n\r\n")},
        {"chunk_size_huge", post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\nhello\r\n0\r\n\r\n")},
        {"chunk_bare_feed", post("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n")},
        {"chunk_longer_than_said", post("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n")},
        {"chunk_trailer", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n")},
        {"chunk_extension_long",
         post("Transfer-Encoding: chunked\r\n", "5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n")},
        {"chunk_over_limit", post("Transfer-Encoding: chunked\r\n", "65\r\n" + std::string(101, 'a') + "\r\n0\r\n\r\n"),
         413},
    };
}

std::vector<Broken> corpus() {
    std::vector<Broken> all;
    for (auto part : {broken_lengths(), broken_fields(), broken_request_lines(), broken_chunks()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

TEST(Framing, everything_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed) {
    test::Site site;
    const auto port = site.start();
    ASSERT_NE(port, 0);
    for (const auto& broken : corpus()) {
        test::Wire wire(port);
        wire.send(broken.bytes);
        const auto answer = wire.receive();
        EXPECT_EQ(answer.status, broken.status) << broken.name;
        EXPECT_EQ(answer.header("Connection"), "close") << broken.name;
        EXPECT_TRUE(wire.closed()) << broken.name;
    }
}

TEST(Framing, too_many_fields_are_refused) {
    std::string fields;
    for (int index = 0; index < 100; ++index) fields += "X-" + std::to_string(index) + ": a\r\n";
    const auto checked = framing::check_head(post(fields));
    ASSERT_TRUE(std::holds_alternative<framing::Refusal>(checked));
    EXPECT_EQ(std::get<framing::Refusal>(checked).status, 431);
}

TEST(Framing, absolute_form_with_the_same_host_is_reduced) {
    const auto checked = framing::check_head("GET HTTP://A.example?x=1 HTTP/1.1\r\nHost: a.example\r\n\r\n");
    ASSERT_TRUE(std::holds_alternative<framing::Frame>(checked));
    EXPECT_EQ(std::get<framing::Frame>(checked).target, "/?x=1");
}

TEST(Framing, head_is_found_however_it_is_cut) {
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    std::size_t seen = 0;
    for (std::size_t size = 1; size < head.size(); ++size) {
        const auto found = framing::find_head(std::string_view(head).substr(0, size), seen);
        ASSERT_TRUE(std::holds_alternative<std::size_t>(found)) << size;
        EXPECT_EQ(std::get<std::size_t>(found), 0u) << size;
        seen = size;
    }
    EXPECT_EQ(std::get<std::size_t>(framing::find_head(head + "rest", seen)), head.size());
}

TEST(ChunkDecoder, one_byte_at_a_time_gives_the_same_body_and_leaves_the_rest) {
    const std::string wire = "5;name=value\r\nhello\r\nA\r\n, everyone\r\n0\r\n\r\n";
    ChunkDecoder decoder;
    std::string body;
    for (std::size_t at = 0; at < wire.size(); ++at) {
        std::size_t used = 0;
        const auto state = decoder.feed(std::string_view(wire).substr(at, 1), used, body, 1000);
        EXPECT_EQ(used, 1u);
        EXPECT_EQ(state, at + 1 == wire.size() ? ChunkDecoder::State::done : ChunkDecoder::State::more) << at;
    }
    EXPECT_EQ(body, "hello, everyone");
    ChunkDecoder whole;
    std::string second;
    std::size_t used = 0;
    EXPECT_EQ(whole.feed(wire + "GET /", used, second, 1000), ChunkDecoder::State::done);
    EXPECT_EQ(used, wire.size());
}

TEST(ChunkDecoder, mostly_overhead_is_refused) {
    ChunkDecoder decoder;
    std::string body;
    auto state = ChunkDecoder::State::more;
    const auto chunk = "1;" + std::string(200, 'x') + "\r\na\r\n";
    for (int index = 0; index < 10'000 && state == ChunkDecoder::State::more; ++index) {
        std::size_t used = 0;
        state = decoder.feed(chunk, used, body, 1'000'000);
    }
    EXPECT_EQ(state, ChunkDecoder::State::malformed);
}

}  // namespace
}  // namespace collegium::http
