// Files that people upload: stored once by content, of a fixed list of types that their bytes confirm.
#pragma once

#include <string>
#include <string_view>

#include "domain/context.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

struct NewMedia {
    AccountId owner;
    std::string file_name;
    std::string claimed_type;
    std::string bytes;
    std::string description;
};
// Errors: too_large, unprocessable (type not allowed, or bytes of another type), unavailable (store).
Result<model::Media> store_media(Context& context, const NewMedia& wanted);

// The type that the first bytes show; "" when it is not on the list. Text types are told by name and UTF-8.
std::string sniff_type(std::string_view bytes, std::string_view file_name);
// Whether a browser may show it in place: pictures, audio, video and PDF; anything else is a download.
bool is_shown_inline(std::string_view mime_type);

}  // namespace collegium::domain
