// A server on 127.0.0.1 that does what a test's script says, with plain blocking sockets: nothing of ours in it,
// so that it can be as wrong as other people's servers are.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "unit/client/certificates.hpp"

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace collegium::client::test {

class Peer {
  public:
    Peer(int socket, SSL* tls, int number) : number_(number), socket_(socket), tls_(tls) {}

    // Header and body of the next request; "" when the client is gone.
    std::string request();
    // False when the client is gone.
    bool send(const std::string& bytes);
    // 200 with a length, connection kept.
    bool answer(const std::string& body);
    // close_notify, so that the end is meant; without it a script's return cuts the connection.
    void finish();
    void reset();
    // Until the client closes or the server is destroyed.
    void wait_for_end();
    int number() const { return number_; }  // 0 for the first connection
    bool is_resumed() const;

  private:
    int number_;
    int socket_;
    SSL* tls_;
};

class LoopbackServer {
  public:
    using Script = std::function<void(Peer&)>;

    explicit LoopbackServer(Script script, std::optional<TlsFiles> tls = std::nullopt);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }

  private:
    void accept_all();
    void serve(int socket, int number);

    Script script_;
    SSL_CTX* context_ = nullptr;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::mutex mutex_;
    std::vector<int> sockets_;
    std::list<std::thread> threads_;
    std::thread acceptor_;
};

}  // namespace collegium::client::test
