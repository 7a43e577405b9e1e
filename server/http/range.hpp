// Parts of a representation (RFC 9110 section 14): one range of bytes, which is what players of audio and video ask
// for. Several at once, other units and what cannot be read are answered with the whole, as the RFC permits.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace collegium::http {

class ByteRange {
  public:
    enum class Kind { whole, part, unsatisfiable };

    Kind kind = Kind::whole;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;  // at least 1 of a part
};

// "bytes=0-499", "bytes=500-", "bytes=-500" of `size` bytes.
ByteRange parse_range(std::string_view header, std::uint64_t size);
// What `request` asks for of a representation with this strong entity tag: only a GET has ranges, and If-Range must
// name the tag (RFC 9110 13.1.5, 14.2).
ByteRange wanted_range(const Request& request, std::string_view entity_tag, std::uint64_t size);
// Status 206 or 416 and Content-Range; Accept-Ranges always.
void set_range(Response& response, const ByteRange& range, std::uint64_t size);

}  // namespace collegium::http
