#include "unit/client/certificates.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace collegium::client::test {
namespace {

constexpr const char* new_key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

}  // namespace

Certificates::Certificates() {
    std::string pattern = (std::filesystem::temp_directory_path() / "collegium_tls_XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
    run(std::string("req -x509 ") + new_key + " -days 2 -subj /CN=test-ca -addext basicConstraints=critical,CA:TRUE" +
        " -addext keyUsage=critical,keyCertSign -keyout " + file("ca.key") + " -out " + file("ca.pem"));
}

Certificates::~Certificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

TlsFiles Certificates::signed_for(const std::string& names, int days) {
    const std::string base = "server" + std::to_string(count_++);
    std::ofstream(file(base + ".ext")) << "subjectAltName=" << names << "\nextendedKeyUsage=serverAuth\n";
    run(std::string("req ") + new_key + " -subj /CN=test -keyout " + file(base + ".key") + " -out " +
        file(base + ".csr"));
    run("x509 -req -in " + file(base + ".csr") + " -CA " + file("ca.pem") + " -CAkey " + file("ca.key") +
        " -CAcreateserial -days " + std::to_string(days) + " -extfile " + file(base + ".ext") + " -out " +
        file(base + ".pem"));
    return TlsFiles{file(base + ".pem"), file(base + ".key")};
}

TlsFiles Certificates::self_signed_for(const std::string& names) {
    const std::string base = "self" + std::to_string(count_++);
    run(std::string("req -x509 ") + new_key + " -days 2 -subj /CN=self -addext subjectAltName=" + names + " -keyout " +
        file(base + ".key") + " -out " + file(base + ".pem"));
    return TlsFiles{file(base + ".pem"), file(base + ".key")};
}

void Certificates::run(const std::string& arguments) const {
    const std::string command = "openssl " + arguments + " >/dev/null 2>>" + file("log");
    if (std::system(command.c_str()) != 0) ADD_FAILURE() << command;
}

}  // namespace collegium::client::test
