#include "http/tls.hpp"

#include <ctime>

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "core/log.hpp"
#include "core/metrics.hpp"

namespace collegium::http {
namespace {

namespace ssl = boost::asio::ssl;

// HTTP/1.1 is all we speak (RFC 7301).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    static const unsigned char ours[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, chosen_size, ours, sizeof ours, offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

void restrict(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);  // two cost a third of a handshake (stack.md 3)
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

void tell_expiry(SSL_CTX* context) {
    const auto* certificate = SSL_CTX_get0_certificate(context);
    std::tm when{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when) != 1) return;
    static auto& expiry = metrics::gauge("collegium_tls_certificate_expiry_timestamp_seconds",
                                         "When the certificate of the listeners expires");
    expiry.set(timegm(&when));
    if (expiry.value() < std::time(nullptr)) log::warn("TLS certificate has expired");
}

}  // namespace

TlsContext::TlsContext(std::string certificate, std::string key)
    : certificate_(std::move(certificate)), key_(std::move(key)) {}

TlsContext::~TlsContext() = default;

Result<std::unique_ptr<TlsContext>> TlsContext::load(std::string certificate, std::string key) {
    std::unique_ptr<TlsContext> context(new TlsContext(std::move(certificate), std::move(key)));
    COLLEGIUM_CHECK(context->read());
    return context;
}

TlsContext::Stamp TlsContext::stamp() const {
    std::error_code ignored;
    Stamp stamp;
    stamp.certificate = std::filesystem::last_write_time(certificate_, ignored);
    stamp.key = std::filesystem::last_write_time(key_, ignored);
    return stamp;
}

Result<void> TlsContext::read() {
    const auto seen = stamp();
    boost::system::error_code error;
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    restrict(fresh->native_handle());
    fresh->use_certificate_chain_file(certificate_, error);
    if (error) return Error(Errc::internal, "The TLS certificate cannot be used: " + certificate_, error.message());
    fresh->use_private_key_file(key_, ssl::context::pem, error);
    if (error) return Error(Errc::internal, "The TLS key cannot be used: " + key_, error.message());
    if (SSL_CTX_check_private_key(fresh->native_handle()) != 1)
        return Error(Errc::internal, "The TLS key does not belong to the certificate: " + key_);
    tell_expiry(fresh->native_handle());
    std::lock_guard lock(mutex_);
    context_ = std::move(fresh);
    read_at_ = seen;
    return ok();
}

std::shared_ptr<ssl::context> TlsContext::current() const {
    std::lock_guard lock(mutex_);
    return context_;
}

bool TlsContext::reload_if_changed() {
    std::lock_guard one_at_a_time(reading_);
    if (stamp() == read_at_) return false;
    const auto result = read();
    if (!result) {
        log::warn("TLS certificate was not reloaded",
                  {{"why", result.error().message()}, {"detail", result.error().detail()}});
        return false;
    }
    log::info("TLS certificate reloaded", {{"file", certificate_}});
    return true;
}

}  // namespace collegium::http
