// Checks of single values. Each returns what is wrong and what is allowed, or "" when all is well. No
// network: a name is checked for its form, not for its existence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/config.hpp"

namespace collegium::config {

std::string check_address_block(const std::string& text);  // CIDR, or one address
std::string check_database_url(const std::string& text);
std::string check_media_url(const std::string& text);
std::string check_software_name(const std::string& text);
std::string check_language(const std::string& text);
std::string check_web_address(const std::string& text);    // http or https; "" is none
std::string check_email(const std::string& text);          // "" is none
std::string check_readable_file(const std::string& text);  // "" is none
std::string check_display_text(const std::string& text);   // one line

// "127.0.0.1:8080", "[::1]:8080"; port 0 lets the system choose.
std::optional<Listen> parse_listen(std::string_view text);
// host or host:port in lower-case ASCII (IDNA), "" when it is not one.
std::string domain_of(const std::string& text);

}  // namespace collegium::config
