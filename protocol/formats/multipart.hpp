// multipart/form-data (RFC 7578, RFC 2046 section 5.1): one body cut into text fields and uploads. Bodies
// come from anyone, so the boundary, every part's header and the counts are checked; nothing is copied
// that is over a limit. It knows neither HTTP nor where uploads go.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "formats/form.hpp"

namespace collegium::formats {

struct UploadPart {
    std::string name;          // of the form field
    std::string filename;      // last path segment, control characters removed; may be empty
    std::string content_type;  // as claimed, lower case, without parameters; never to be trusted
    std::string bytes;
};

struct MultipartForm {
    std::vector<Pair> fields;  // in order, ready for nest()
    std::vector<UploadPart> uploads;
};

struct MultipartLimits {
    std::size_t fields = 1000;
    std::size_t field_bytes = 1024 * 1024;  // all text fields together
    std::size_t uploads = 16;
    std::size_t upload_bytes = 64 * 1024 * 1024;  // one upload
    std::size_t header_bytes = 8 * 1024;          // of one part
};

// The boundary of a multipart/form-data Content-Type; absent for any other type or a malformed boundary.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// Errors: bad_request when the body is not well formed, too_large over a limit.
Result<MultipartForm> parse_multipart(std::string_view body, std::string_view boundary,
                                      const MultipartLimits& limits = MultipartLimits());

}  // namespace collegium::formats
