// The port to stored files: bytes in, a key out that is the SHA-256 of the bytes. Knows nothing of media
// rows, types or who may see what; a key is no secret, since whoever has the bytes can compute it, so
// addresses given to people must use another name.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace collegium::media {

struct StoredFile {
    std::string key;
    std::uint64_t bytes = 0;
    Timestamp stored_at;  // the last put of these bytes
};

class MediaStore {
  public:
    virtual ~MediaStore() = default;

    // Returns the key, 64 hexadecimal digits, once the bytes are safe on disk. The same bytes again are
    // stored once. Error: unavailable (disk full, folder not writable).
    virtual Result<std::string> put(std::string_view bytes) = 0;
    // Errors of the rest: not_found for a key that is not there or not a key at all; unavailable.
    virtual Result<std::uint64_t> size(std::string_view key) = 0;
    // At most `length` bytes from `offset`; less at the end of the file.
    virtual Result<std::string> read(std::string_view key, std::uint64_t offset, std::uint64_t length) = 0;
    // Only for a key that no row refers to and that was not stored just now by somebody else: see `each`.
    virtual Result<void> remove(std::string_view key) = 0;
    // Every stored file, in no order: for clean-up, which removes what no row names and is older than a day,
    // so that a put whose row is not committed yet keeps its file.
    virtual Result<void> each(const std::function<void(const StoredFile&)>& visit) = 0;
    // Writes, reads back and removes a probe.
    Result<void> check();
};

// What an address does not say.
struct Access {
    std::string access_key;  // of s3; from the environment as AWS_ACCESS_KEY_ID when empty
    std::string secret_key;  // of s3; from the environment as AWS_SECRET_ACCESS_KEY when empty
    std::string ca_file;     // more trust anchors
};

// "file:///absolute/folder", made when missing, or "s3://bucket?endpoint=...", not asked yet. Error: bad_request for
// another scheme or keys that are missing, unavailable.
Result<std::unique_ptr<MediaStore>> open_media_store(const std::string& url, const Access& access = {});
Result<std::unique_ptr<MediaStore>> open_media_store(const config::Config& config);
// A store's key: 64 hexadecimal digits.
bool is_key(std::string_view key);

}  // namespace collegium::media
