#include "config/config.hpp"

#include <string_view>

namespace collegium::config {
namespace {

// Where a port begins in host:port; the colons of a bracketed IPv6 address are none.
std::size_t port_start(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    const std::size_t bracket = authority.rfind(']');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && bracket > colon))
        return authority.size();
    return colon;
}

const std::string& web_domain_of(const Instance& instance) {
    return instance.web_domain.empty() ? instance.domain : instance.web_domain;
}

}  // namespace

bool Config::plain_http() const {
    const std::string_view domain = web_domain_of(instance);
    return http.tls_certificate.empty() && domain.substr(0, port_start(domain)).ends_with(".localhost");
}

std::string Config::web_authority() const {
    const std::string& domain = web_domain_of(instance);
    const bool has_port = port_start(domain) < domain.size();
    if (!plain_http() || has_port || http.listen.empty() || http.listen.front().port == 80) return domain;
    return domain + ":" + std::to_string(http.listen.front().port);
}

std::string Config::base_url() const {
    return (plain_http() ? "http://" : "https://") + web_authority();
}

}  // namespace collegium::config
