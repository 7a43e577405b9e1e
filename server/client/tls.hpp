// TLS towards other servers: TLS 1.2 or newer, chain and name of the peer always checked, sessions kept per
// origin so that the next connection costs no full handshake (stack.md 8). There is no switch to turn the
// checks off. Confined to the client's loop.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include <boost/asio/ssl/context.hpp>

#include "core/result.hpp"

namespace collegium::client {

class TlsContext {
  public:
    // The system's trust anchors, and those of `ca_file` (PEM) when not empty. Error: bad_request, when the
    // file cannot be read.
    static Result<std::unique_ptr<TlsContext>> make(const std::string& ca_file);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    boost::asio::ssl::context& context() { return context_; }
    // Before the handshake: SNI, the name or address that the certificate must carry, the session to resume.
    // `origin` must outlive `ssl`. Error: internal.
    Result<void> prepare(SSL* ssl, const std::string& host, const std::string& origin);
    // After a failed handshake: why the certificate was refused, or "".
    static std::string refusal(SSL* ssl);
    // A session ended well: without this, OpenSSL would not resume it.
    static void mark_closed(SSL* ssl);

  private:
    struct FreeSession {
        void operator()(SSL_SESSION* session) const;
    };
    TlsContext();
    static int on_new_session(SSL* ssl, SSL_SESSION* session);
    void keep(const std::string& origin, SSL_SESSION* session);

    boost::asio::ssl::context context_;
    std::unordered_map<std::string, std::unique_ptr<SSL_SESSION, FreeSession>> sessions_;
};

}  // namespace collegium::client
