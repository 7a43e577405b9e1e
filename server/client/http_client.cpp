#include "client/http_client.hpp"

namespace collegium::client {

std::string_view Answer::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace collegium::client
