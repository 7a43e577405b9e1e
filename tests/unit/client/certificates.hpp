// A certificate authority of the test's own, made with the openssl command in a folder that goes with it.
#pragma once

#include <filesystem>
#include <string>

namespace collegium::client::test {

struct TlsFiles {
    std::string certificate;
    std::string key;
};

class Certificates {
  public:
    Certificates();
    ~Certificates();
    Certificates(const Certificates&) = delete;
    Certificates& operator=(const Certificates&) = delete;

    // `names` in OpenSSL's form: "DNS:peer.example,IP:127.0.0.1". `days` below zero: expired.
    TlsFiles signed_for(const std::string& names, int days = 2);
    TlsFiles self_signed_for(const std::string& names);
    std::string ca_file() const { return (folder_ / "ca.pem").string(); }

  private:
    void run(const std::string& arguments) const;
    std::string file(const std::string& name) const { return (folder_ / name).string(); }

    std::filesystem::path folder_;
    int count_ = 0;
};

}  // namespace collegium::client::test
