#include "core/error.hpp"

namespace collegium {

const char* name_of(Errc code) {
    switch (code) {
        case Errc::bad_request: return "bad_request";
        case Errc::unauthorized: return "unauthorized";
        case Errc::forbidden: return "forbidden";
        case Errc::not_found: return "not_found";
        case Errc::not_acceptable: return "not_acceptable";
        case Errc::conflict: return "conflict";
        case Errc::gone: return "gone";
        case Errc::too_large: return "too_large";
        case Errc::unsupported_type: return "unsupported_type";
        case Errc::unprocessable: return "unprocessable";
        case Errc::too_many_requests: return "too_many_requests";
        case Errc::timeout: return "timeout";
        case Errc::unreachable: return "unreachable";
        case Errc::bad_upstream: return "bad_upstream";
        case Errc::unavailable: return "unavailable";
        case Errc::internal: return "internal";
    }
    return "unknown";
}

}  // namespace collegium
