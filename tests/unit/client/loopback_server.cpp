#include "unit/client/loopback_server.hpp"

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace collegium::client::test {
namespace {

std::size_t length_of(const std::string& header) {
    const auto at = header.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(header.substr(at + 16));
}

}  // namespace

std::string Peer::request() {
    std::string bytes;
    char buffer[4096];
    while (true) {
        const auto end = bytes.find("\r\n\r\n");
        if (end != std::string::npos && bytes.size() >= end + 4 + length_of(bytes)) return bytes;
        const auto count = tls_ ? SSL_read(tls_, buffer, sizeof buffer) : ::recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) return {};
        bytes.append(buffer, static_cast<std::size_t>(count));
    }
}

bool Peer::send(const std::string& bytes) {
    if (tls_) return SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) > 0;
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

bool Peer::answer(const std::string& body) {
    return send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void Peer::finish() {
    if (tls_) SSL_shutdown(tls_);
    ::shutdown(socket_, SHUT_WR);
}

void Peer::reset() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void Peer::wait_for_end() {
    char buffer[256];
    while (::recv(socket_, buffer, sizeof buffer, 0) > 0) {
    }
}

bool Peer::is_resumed() const {
    return tls_ && SSL_session_reused(tls_);
}

LoopbackServer::LoopbackServer(Script script, std::optional<TlsFiles> tls) : script_(std::move(script)) {
    std::signal(SIGPIPE, SIG_IGN);  // SSL_write to a client that is gone
    if (tls) {
        context_ = SSL_CTX_new(TLS_server_method());
        const bool loaded = SSL_CTX_use_certificate_chain_file(context_, tls->certificate.c_str()) == 1 &&
                            SSL_CTX_use_PrivateKey_file(context_, tls->key.c_str(), SSL_FILETYPE_PEM) == 1;
        if (!loaded) throw std::runtime_error("certificate");
    }
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0) throw std::runtime_error("listen");
    ::getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (auto& thread : threads_) thread.join();
    if (context_) SSL_CTX_free(context_);
}

void LoopbackServer::accept_all() {
    while (true) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        const std::lock_guard lock(mutex_);
        sockets_.push_back(socket);
        threads_.emplace_back([this, socket, number = connections_++] { serve(socket, number); });
    }
}

void LoopbackServer::serve(int socket, int number) {
    SSL* tls = nullptr;
    bool ready = true;
    if (context_) {
        tls = SSL_new(context_);
        SSL_set_fd(tls, socket);
        ready = SSL_accept(tls) == 1;
    }
    if (ready) {
        Peer peer(socket, tls, number);
        script_(peer);
    }
    if (tls) SSL_free(tls);
    const std::lock_guard lock(mutex_);
    std::erase(sockets_, socket);
    ::close(socket);
}

}  // namespace collegium::client::test
