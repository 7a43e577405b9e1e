// The port to stored files: bytes in, a key out that is the SHA-256 of the bytes. Knows nothing of media
// rows, types or who may see what; a key is no secret, since whoever has the bytes can compute it, so
// addresses given to people must use another name.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

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
    virtual Result<void> check() = 0;
};

// "file:///absolute/folder", made when missing. Error: bad_request for another scheme, unavailable.
Result<std::unique_ptr<MediaStore>> open_media_store(const std::string& url);

}  // namespace collegium::media
