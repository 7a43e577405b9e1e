// Looks at the certificate that a site shows to others, before others do: for `collegium doctor`. It decides
// nothing about the certificates of peers; that is the client's TLS.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace collegium::crypto {

struct CertificateFacts {
    Timestamp valid_from;
    Timestamp valid_until;
    std::size_t in_chain = 0;  // certificates in the file
    bool key_belongs = false;
    bool covers_host = false;  // RFC 6125, wild cards included
    bool signed_by_itself = false;
};

// PEM: the chain, leaf first, and the leaf's private key. Errors: unprocessable, which names what cannot be read.
Result<CertificateFacts> inspect_certificate(std::string_view chain_pem, std::string_view key_pem,
                                             const std::string& host);

}  // namespace collegium::crypto
