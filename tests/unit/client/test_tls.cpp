#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/client/client_fixture.hpp"
#include "unit/client/loopback_server.hpp"

namespace collegium::client::test {
namespace {

using testing::HasSubstr;

Certificates& certificates() {
    static Certificates all;
    return all;
}

void answer_all(Peer& peer) {
    for (auto request = peer.request(); !request.empty(); request = peer.request()) {
        peer.answer(peer.is_resumed() ? "resumed" : "new");
    }
}

config::Config trusting() {
    config::Config config = loopback_config();
    config.federation.ca_file = certificates().ca_file();
    return config;
}

std::string refusal(const TlsFiles& files, const config::Config& config, const std::string& host = "peer.localhost") {
    LoopbackServer server(answer_all, files);
    const auto answer = ask(*make(config), get("https", host, server.port()));
    if (answer) return "accepted";
    EXPECT_EQ(answer.error().code(), Errc::unreachable);
    return answer.error().detail();
}

TEST(Tls, certificate_of_the_configured_authority_is_accepted) {
    LoopbackServer server(answer_all, certificates().signed_for("DNS:peer.localhost"));
    const auto client = make(trusting());
    for (int i = 0; i < 5; ++i) {
        const auto answer = ask(*client, get("https", "peer.localhost", server.port()));
        ASSERT_TRUE(answer) << answer.error().detail();
        EXPECT_EQ(answer->body, "new");
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST(Tls, authority_that_is_not_configured_is_refused) {
    EXPECT_THAT(refusal(certificates().signed_for("DNS:peer.localhost"), loopback_config()),
                HasSubstr("issuer certificate"));
}

TEST(Tls, wrong_name_is_refused) {
    EXPECT_THAT(refusal(certificates().signed_for("DNS:other.localhost"), trusting()), HasSubstr("hostname mismatch"));
}

TEST(Tls, wildcard_covers_one_label_only) {
    const auto files = certificates().signed_for("DNS:*.schools.localhost");
    EXPECT_EQ(refusal(files, trusting(), "north.schools.localhost"), "accepted");
    EXPECT_THAT(refusal(files, trusting(), "a.north.schools.localhost"), HasSubstr("hostname mismatch"));
}

TEST(Tls, address_must_be_in_the_certificate) {
    EXPECT_EQ(refusal(certificates().signed_for("IP:127.0.0.1"), trusting(), "127.0.0.1"), "accepted");
    EXPECT_THAT(refusal(certificates().signed_for("DNS:127.0.0.1"), trusting(), "127.0.0.1"), HasSubstr("mismatch"));
}

TEST(Tls, self_signed_is_refused) {
    EXPECT_THAT(refusal(certificates().self_signed_for("DNS:peer.localhost"), trusting()), HasSubstr("self-signed"));
}

TEST(Tls, expired_is_refused) {
    EXPECT_THAT(refusal(certificates().signed_for("DNS:peer.localhost", -1), trusting()), HasSubstr("expired"));
}

TEST(Tls, plain_server_is_unreachable) {
    LoopbackServer server([](Peer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    const auto answer = ask(*make(trusting()), get("https", "peer.localhost", server.port()));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::unreachable);
}

TEST(Tls, session_is_resumed_on_the_next_connection) {
    LoopbackServer server(
        [](Peer& peer) {
            peer.request();
            peer.answer(peer.is_resumed() ? "resumed" : "new");
            peer.finish();
        },
        certificates().signed_for("DNS:peer.localhost,DNS:other.localhost"));
    const auto client = make(trusting());
    EXPECT_EQ(ask(*client, get("https", "peer.localhost", server.port()))->body, "new");
    EXPECT_EQ(ask(*client, get("https", "peer.localhost", server.port()))->body, "resumed");
    EXPECT_EQ(ask(*client, get("https", "other.localhost", server.port()))->body, "new");
}

TEST(Tls, close_delimited_body_needs_a_close_notify) {
    const auto files = certificates().signed_for("DNS:peer.localhost");
    LoopbackServer polite(
        [](Peer& peer) {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\n\r\nwhole");
            peer.finish();
        },
        files);
    LoopbackServer cut(
        [](Peer& peer) {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\n\r\nhalf");
        },
        files);
    const auto client = make(trusting());
    const auto whole = ask(*client, get("https", "peer.localhost", polite.port()));
    ASSERT_TRUE(whole) << whole.error().detail();
    EXPECT_EQ(whole->body, "whole");
    const auto half = ask(*client, get("https", "peer.localhost", cut.port()));
    ASSERT_FALSE(half);
    EXPECT_EQ(half.error().code(), Errc::bad_upstream);
}

TEST(Tls, missing_authority_file_is_told_at_start) {
    config::Config config = loopback_config();
    config.federation.ca_file = "/nonexistent/ca.pem";
    const auto made = make_http_client(config);
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().message(), HasSubstr("/nonexistent/ca.pem"));
}

}  // namespace
}  // namespace collegium::client::test
