#include <cstdio>
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

using test::get;
using test::Site;

// A folder with cert.pem and key.pem, self-signed for a common name.
class Certificate {
  public:
    Certificate() {
        char name[] = "/tmp/collegium-tls-XXXXXX";
        folder_ = mkdtemp(name);
    }
    ~Certificate() { std::filesystem::remove_all(folder_); }
    std::string certificate() const { return folder_ + "/cert.pem"; }
    std::string key() const { return folder_ + "/key.pem"; }

    void issue(const std::string& common_name) {
        std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"), EVP_PKEY_free);
        std::unique_ptr<X509, decltype(&X509_free)> x509(X509_new(), X509_free);
        ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), ++serial_);
        X509_gmtime_adj(X509_getm_notBefore(x509.get()), -60);
        X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
        X509_set_pubkey(x509.get(), pair.get());
        auto* name = X509_get_subject_name(x509.get());
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
        X509_set_issuer_name(x509.get(), name);
        X509_sign(x509.get(), pair.get(), EVP_sha256());
        auto* file = std::fopen(certificate().c_str(), "w");
        PEM_write_X509(file, x509.get());
        std::fclose(file);
        file = std::fopen(key().c_str(), "w");
        PEM_write_PrivateKey(file, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        // Two writes within one tick of the file system's clock would look like none.
        const auto when = std::filesystem::file_time_type::clock::now() + std::chrono::seconds(serial_);
        std::filesystem::last_write_time(certificate(), when);
        std::filesystem::last_write_time(key(), when);
    }

  private:
    std::string folder_;
    int serial_ = 0;
};

class TlsWire {
  public:
    explicit TlsWire(std::uint16_t port, int newest_version = 0)
        : wire_(port), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), tls_(nullptr, SSL_free) {
        if (newest_version) SSL_CTX_set_max_proto_version(context_.get(), newest_version);
        tls_.reset(SSL_new(context_.get()));
        SSL_set_fd(tls_.get(), wire_.descriptor());
        connected_ = SSL_connect(tls_.get()) == 1;
    }
    bool connected() const { return connected_; }
    std::string common_name() const {
        std::unique_ptr<X509, decltype(&X509_free)> peer(SSL_get1_peer_certificate(tls_.get()), X509_free);
        char text[64] = {};
        if (peer) X509_NAME_get_text_by_NID(X509_get_subject_name(peer.get()), NID_commonName, text, sizeof text);
        return text;
    }
    std::string ask(const std::string& request, std::string_view until) {
        SSL_write(tls_.get(), request.data(), static_cast<int>(request.size()));
        std::string answer;
        char bytes[4096];
        while (answer.find(until) == std::string::npos) {
            const int count = SSL_read(tls_.get(), bytes, sizeof bytes);
            if (count <= 0) break;
            answer.append(bytes, static_cast<std::size_t>(count));
        }
        return answer;
    }

  private:
    test::Wire wire_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> tls_;
    bool connected_ = false;
};

Options with(const Certificate& certificate) {
    auto options = test::quiet_options();
    options.http.tls_certificate = certificate.certificate();
    options.http.tls_key = certificate.key();
    return options;
}

TEST(Tls, requests_are_served_and_known_to_be_secure) {
    Certificate certificate;
    certificate.issue("first.example");
    Site site(with(certificate));
    TlsWire wire(site.start());
    ASSERT_TRUE(wire.connected());
    const auto answer = wire.ask(get("/who"), "example.org https");
    EXPECT_NE(answer.find("Strict-Transport-Security"), std::string::npos);
    EXPECT_NE(answer.find("learn.example.org https"), std::string::npos);
    EXPECT_NE(wire.ask(get("/hello"), "hello").find("200 OK"), std::string::npos);
}

TEST(Tls, large_answer_arrives_whole) {
    Certificate certificate;
    certificate.issue("first.example");
    Site site(with(certificate));
    test::add(site.router, Method::get, "/large",
              [](Request, Respond respond) { respond(Response::text(std::string(1'000'000, 'x') + "end")); });
    TlsWire wire(site.start());
    EXPECT_GT(wire.ask(get("/large"), "xend").size(), 1'000'000u);
}

TEST(Tls, changed_files_are_used_for_new_connections_and_old_ones_live_on) {
    Certificate certificate;
    certificate.issue("first.example");
    Site site(with(certificate));
    const auto port = site.start();
    TlsWire before(port);
    EXPECT_EQ(before.common_name(), "first.example");
    EXPECT_FALSE(site.server->reload_tls());
    certificate.issue("second.example");
    EXPECT_TRUE(site.server->reload_tls());
    EXPECT_EQ(TlsWire(port).common_name(), "second.example");
    EXPECT_NE(before.ask(get("/hello"), "hello").find("200 OK"), std::string::npos);
}

TEST(Tls, broken_files_leave_the_old_certificate) {
    Certificate certificate;
    certificate.issue("first.example");
    Site site(with(certificate));
    const auto port = site.start();
    certificate.issue("second.example");
    std::filesystem::resize_file(certificate.key(), 10);
    EXPECT_FALSE(site.server->reload_tls());
    EXPECT_EQ(TlsWire(port).common_name(), "first.example");
}

TEST(Tls, version_1_1_is_refused) {
    Certificate certificate;
    certificate.issue("first.example");
    Site site(with(certificate));
    EXPECT_FALSE(TlsWire(site.start(), TLS1_1_VERSION).connected());
}

TEST(Tls, missing_certificate_stops_the_start_with_its_name) {
    auto options = test::quiet_options();
    options.http.tls_certificate = "/nowhere/cert.pem";
    options.http.tls_key = "/nowhere/key.pem";
    Site site(options);
    const auto started = site.server->start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message().find("/nowhere/cert.pem"), std::string::npos);
}

TEST(Tls, plain_text_on_a_tls_port_is_dropped) {
    Certificate certificate;
    certificate.issue("first.example");
    Site site(with(certificate));
    test::Wire wire(site.start());
    EXPECT_EQ(wire.ask(get("/hello")).status, 0);
}

}  // namespace
}  // namespace collegium::http
