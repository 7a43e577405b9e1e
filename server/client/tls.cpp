#include "client/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "client/address.hpp"

namespace collegium::client {
namespace {

namespace ssl = boost::asio::ssl;

constexpr std::size_t most_sessions = 1000;
constexpr unsigned char protocols[] = "\x08http/1.1";  // ALPN, RFC 7301

// Slots for our pointers on OpenSSL's objects.
int context_slot() {
    static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}
int origin_slot() {
    static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

Error internal(const std::string& what) {
    ERR_clear_error();
    return Error(Errc::internal, "Something went wrong.", "TLS: " + what);
}

}  // namespace

void TlsContext::FreeSession::operator()(SSL_SESSION* session) const {
    SSL_SESSION_free(session);
}

TlsContext::TlsContext() : context_(ssl::context::tls_client) {}

TlsContext::~TlsContext() = default;

Result<std::unique_ptr<TlsContext>> TlsContext::make(const std::string& ca_file) {
    std::unique_ptr<TlsContext> tls(new TlsContext());
    boost::system::error_code problem;
    tls->context_.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, problem);
    if (problem) return internal(problem.message());
    tls->context_.set_default_verify_paths(problem);
    if (problem) return internal(problem.message());
    if (!ca_file.empty()) {
        tls->context_.load_verify_file(ca_file, problem);
        if (problem)
            return Error(Errc::bad_request, "federation.ca_file cannot be read: " + ca_file, problem.message());
    }
    SSL_CTX* native = tls->context_.native_handle();
    if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1) return internal("minimum version");
    if (SSL_CTX_set_alpn_protos(native, protocols, sizeof protocols - 1) != 0) return internal("ALPN");
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // idle connections are many
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_ex_data(native, context_slot(), tls.get());
    SSL_CTX_sess_set_new_cb(native, &TlsContext::on_new_session);
    return tls;
}

Result<void> TlsContext::prepare(SSL* native, const std::string& host, const std::string& origin) {
    X509_VERIFY_PARAM* checks = SSL_get0_param(native);
    X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (IpAddress::parse(host)) {
        // RFC 6066 section 3: no literal addresses in SNI.
        if (X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) != 1) return internal("address to verify");
    } else {
        if (X509_VERIFY_PARAM_set1_host(checks, host.c_str(), host.size()) != 1) return internal("name to verify");
        if (SSL_set_tlsext_host_name(native, host.c_str()) != 1) return internal("server name");
    }
    if (SSL_set_ex_data(native, origin_slot(), const_cast<std::string*>(&origin)) != 1) return internal("slot");
    // The certificate is not checked again on resumption: so a session goes to the origin it came from only.
    const auto known = sessions_.find(origin);
    if (known == sessions_.end()) return ok();
    if (SSL_SESSION_is_resumable(known->second.get())) {
        SSL_set_session(native, known->second.get());
    } else {
        sessions_.erase(known);
    }
    return ok();
}

std::string TlsContext::refusal(SSL* native) {
    const long verdict = SSL_get_verify_result(native);
    return verdict == X509_V_OK ? std::string() : X509_verify_cert_error_string(verdict);
}

void TlsContext::mark_closed(SSL* native) {
    SSL_set_shutdown(native, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

int TlsContext::on_new_session(SSL* native, SSL_SESSION* session) {
    auto* self = static_cast<TlsContext*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(native), context_slot()));
    const auto* origin = static_cast<const std::string*>(SSL_get_ex_data(native, origin_slot()));
    if (!self || !origin) return 0;
    self->keep(*origin, session);
    return 1;  // ours now
}

void TlsContext::keep(const std::string& origin, SSL_SESSION* session) {
    std::unique_ptr<SSL_SESSION, FreeSession> owned(session);
    if (sessions_.size() >= most_sessions && !sessions_.contains(origin)) sessions_.erase(sessions_.begin());
    sessions_[origin] = std::move(owned);
}

}  // namespace collegium::client
