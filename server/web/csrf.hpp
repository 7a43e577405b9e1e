// Against forged forms (security.md AUT-13, OAU-06): every form of ours carries a token that only this
// browser's own pages can hold. It is bound to the session's cookie, or for strangers (the sign-in form) to
// a cookie made for that. Each page gets another token, so that compression tells nothing about it (BREACH).
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace collegium::web {

inline constexpr std::string_view session_cookie = "session";  // what domain::find_session takes
inline constexpr std::string_view form_cookie = "form";

// "" when the browser sent none.
std::string session_token(const http::Request& request);

enum class FormKeyOrigin { browser, made_now };

class FormKey {
  public:
    // What the browser sent, or a new one.
    explicit FormKey(const http::Request& request);

    // For the hidden field "csrf".
    std::string token() const;
    // Gives a new key to the browser; nothing when it has one.
    void keep(const http::Request& request, http::Response& response) const;

  private:
    std::string secret_;
    FormKeyOrigin origin_ = FormKeyOrigin::browser;
};

// For every handler that changes something on behalf of a cookie. Errors: forbidden, with a text for people.
Result<void> check_csrf(const http::Request& request);

}  // namespace collegium::web
