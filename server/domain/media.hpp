// Files that people upload: stored once by content, of a fixed list of types that their bytes confirm.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

// Of a file that hangs on no post yet, or no longer.
inline constexpr auto upload_life = std::chrono::hours(24);

struct NewMedia {
    AccountId owner;
    std::string file_name;
    std::string claimed_type;
    std::string bytes;
    std::string description;
};
// Errors: too_large, unprocessable (type not allowed, or bytes of another type), unavailable (store).
Result<model::Media> store_media(Context& context, const NewMedia& wanted);
// The same without the row, which the caller has to insert: the store may be another server, and no writing job should
// wait for that.
Result<model::Media> store_file(Context& context, const NewMedia& wanted);
// Bytes of one upload; what clients are told is what holds. Pictures are smaller than what is only handed on.
std::uint64_t upload_limit(const config::Limits& limits, model::MediaKind kind);
// Pixels of a picture.
inline constexpr std::int64_t picture_limit = 33'177'600;

// Uploads that never came to hang on a post, or no longer do. Their files go with remove_unused_files. Returns how
// many.
int drop_detached_uploads(Context& context, int limit);
// Of these files of the store, those that no upload names. To be asked with the writers, and believed once their
// changes last.
std::set<std::string> unused_files(Context& context, const std::vector<std::string>& keys);
// Removes them, outside any transaction: a removal cannot be rolled back, and the store may be another server. Those
// stored anew since `before` stay, as their upload is about to be written: the store is read once more for that.
// Returns how many went.
int remove_unused_files(media::MediaStore& store, const std::set<std::string>& keys, Timestamp before);

// The type that the first bytes show; "" when it is not on the list. Text types are told by name and UTF-8.
std::string sniff_type(std::string_view bytes, std::string_view file_name);
// Whether a browser may show it in place: pictures, audio, video and PDF; anything else is a download.
bool is_shown_inline(std::string_view mime_type);

}  // namespace collegium::domain
