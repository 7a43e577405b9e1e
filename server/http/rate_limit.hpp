// How often one client may ask, counted in memory (mastodon-api.md 2.9, security.md section 3). A client is
// a token, by its hash, or an address; a token only where one is looked at, and told to be wrong. Windows start with a
// client's first request and are forgotten when they end; when the table is full, the client that was quiet longest is
// forgotten first.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/route.hpp"

namespace collegium::http {

struct RateVerdict {
    bool allowed = true;
    unsigned limit = 0;  // 0: nothing was counted
    unsigned remaining = 0;
    Timestamp reset;  // end of the window
};

class RateLimiter {
  public:
    // `requests_per_5_minutes` is the standard family's; 0 turns all of them off.
    explicit RateLimiter(unsigned requests_per_5_minutes, std::size_t max_clients = 100'000);

    // Counts one request in its family and in the standard one; the tighter of the two is told.
    RateVerdict charge(RateLimit family, Audience audience, const Request& request, Timestamp now);
    // A token that turned out wrong: many of them from one address end in refusals, so that random tokens
    // do not give an address a new window each.
    void note_bad_token(std::string_view remote_address, Timestamp now);
    std::size_t clients() const;

  private:
    struct Window {
        unsigned count = 0;
        Timestamp end;
        std::list<std::string>::iterator place;
    };
    struct Allowance {
        unsigned count;
        std::chrono::seconds window;
    };
    Allowance allowance_of(RateLimit family) const;
    RateVerdict count(std::string key, Allowance allowance, Timestamp now, unsigned amount);
    Window& window_of(const std::string& key, Allowance allowance, Timestamp now);

    unsigned standard_;
    std::size_t max_clients_;
    mutable std::mutex mutex_;
    std::map<std::string, Window, std::less<>> windows_;  // ordered: keys are chosen by others (DOS-23)
    std::list<std::string> recent_;                       // most recent first
};

// X-RateLimit-*, and Retry-After when refused.
void add_rate_headers(const RateVerdict& verdict, Timestamp now, Response& response);

}  // namespace collegium::http
