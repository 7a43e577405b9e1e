// What can go wrong, in words that no layer owns: a neutral code, a text that is safe to show to
// whoever asked, and a detail for the log. Only http/errors maps codes to status numbers.
#pragma once

#include <string>
#include <utility>

namespace collegium {

enum class Errc {
    bad_request,        // the request cannot be read: syntax, missing or mistyped parameter
    unauthorized,       // no identity, or a wrong one
    forbidden,          // known, but not allowed
    not_found,          // does not exist, or must look as if it did not
    not_acceptable,     // no representation that the caller accepts
    conflict,           // the present state does not allow it
    gone,               // existed once and is deleted
    too_large,          // over a size limit
    unsupported_type,   // a content type that is not understood
    unprocessable,      // readable, but breaks a rule of the domain
    too_many_requests,  // over a rate limit
    timeout,            // a deadline passed
    unreachable,        // the other server cannot be reached, or must not be (address guard)
    bad_upstream,       // the other server answered something unusable
    unavailable,        // a temporary fault of ours: full queue, busy database, shutdown
    internal,           // a bug
};

class Error {
  public:
    Error() = default;  // boost::system::result asks for one
    // `message` may be shown to anyone; `detail` goes to the log only.
    Error(Errc code, std::string message, std::string detail = {})
        : code_(code), message_(std::move(message)), detail_(std::move(detail)) {}

    Errc code() const { return code_; }
    const std::string& message() const { return message_; }
    const std::string& detail() const { return detail_; }

  private:
    Errc code_ = Errc::internal;
    std::string message_;
    std::string detail_;
};

// The code's name as written above, for logs and metrics.
const char* name_of(Errc code);

}  // namespace collegium
