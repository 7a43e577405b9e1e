#include "crypto/certificate.hpp"

#include <ctime>
#include <memory>
#include <optional>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace collegium::crypto {
namespace {

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr std::size_t file_limit = 256 * 1024;
constexpr std::size_t chain_limit = 16;

Owned<BIO> reader_of(std::string_view pem) {
    return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::optional<Timestamp> time_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return from_milliseconds(static_cast<std::int64_t>(timegm(&parts)) * 1000);
}

// An encrypted key has no password here: refused instead of asked for on the terminal.
int no_password(char*, int, int, void*) {
    return -1;
}

bool covers(X509* certificate, const std::string& host) {
    return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1 ||
           X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
}

}  // namespace

Result<CertificateFacts> inspect_certificate(std::string_view chain_pem, std::string_view key_pem,
                                             const std::string& host) {
    if (chain_pem.size() > file_limit || key_pem.size() > file_limit)
        return Error(Errc::unprocessable, "the certificate or key file is too large to be one");
    const auto chain = reader_of(chain_pem);
    const Owned<X509> leaf(PEM_read_bio_X509(chain.get(), nullptr, no_password, nullptr));
    if (!leaf) return Error(Errc::unprocessable, "the certificate file holds no PEM certificate");
    CertificateFacts facts;
    facts.in_chain = 1;
    while (facts.in_chain < chain_limit && Owned<X509>(PEM_read_bio_X509(chain.get(), nullptr, no_password, nullptr)))
        ++facts.in_chain;
    const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(reader_of(key_pem).get(), nullptr, no_password, nullptr));
    ERR_clear_error();  // the end of the chain is no fault
    if (!key) return Error(Errc::unprocessable, "the key file holds no PEM key without a password");

    const auto from = time_of(X509_get0_notBefore(leaf.get()));
    const auto until = time_of(X509_get0_notAfter(leaf.get()));
    if (!from || !until) return Error(Errc::unprocessable, "the certificate has no readable dates");
    facts.valid_from = *from;
    facts.valid_until = *until;
    facts.key_belongs = X509_check_private_key(leaf.get(), key.get()) == 1;
    facts.covers_host = covers(leaf.get(), host);
    facts.signed_by_itself = X509_NAME_cmp(X509_get_subject_name(leaf.get()), X509_get_issuer_name(leaf.get())) == 0;
    ERR_clear_error();
    return facts;
}

}  // namespace collegium::crypto
