// user@domain as a value: the one strict reader of handles (security.md ORI-10). A domain is compared only
// after normalisation, so that no spelling makes one server look like another.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace collegium::discovery {

struct Handle {
    std::string user;    // as written: ASCII letters, digits, "_", inside also "." and "-"
    std::string domain;  // lower case, IDNA, with a port when one was written

    // "user@domain"
    std::string acct() const;
    friend bool operator==(const Handle&, const Handle&) = default;
};

// "user@domain", "@user@domain" or "acct:user@domain". A user that equals the domain names the server
// itself. Absent for anything else, above all a second "@", "/", "%", blanks and controls.
std::optional<Handle> parse_handle(std::string_view text);

}  // namespace collegium::discovery
