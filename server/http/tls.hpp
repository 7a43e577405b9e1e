// The certificate and key that the listeners use, read again when their files change: renewing a certificate
// needs no restart and drops no connection (security.md TLS-01).
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "core/result.hpp"

namespace boost::asio::ssl {
class context;
}

namespace collegium::http {

class TlsContext {
  public:
    // PEM files: the chain, leaf first, and its key. Error: internal, with the reason in message and detail.
    static Result<std::unique_ptr<TlsContext>> load(std::string certificate, std::string key);
    ~TlsContext();

    // For new connections; from any thread. Connections keep the one they began with.
    std::shared_ptr<boost::asio::ssl::context> current() const;
    // Looks at the files. What cannot be used is logged and the old pair stays. True when there is a new one.
    bool reload_if_changed();

  private:
    struct Stamp {
        std::filesystem::file_time_type certificate;
        std::filesystem::file_time_type key;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    TlsContext(std::string certificate, std::string key);
    Stamp stamp() const;
    Result<void> read();

    std::string certificate_;
    std::string key_;
    std::mutex reading_;
    Stamp read_at_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace collegium::http
