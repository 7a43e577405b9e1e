#include "storage/media/media_store.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "storage/media/file_store.hpp"
#include "storage/media/s3_store.hpp"

namespace collegium::media {
namespace {

constexpr std::string_view file_scheme = "file://";

}  // namespace

bool is_key(std::string_view key) {
    return key.size() == 64 && std::all_of(key.begin(), key.end(), [](char digit) {
               return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
           });
}

Result<void> MediaStore::check() {
    const std::string probe = "probe " + random_token();
    COLLEGIUM_TRY(const std::string key, put(probe));
    auto read_back = read(key, 0, probe.size());
    COLLEGIUM_CHECK(remove(key));
    COLLEGIUM_TRY(const std::string bytes, std::move(read_back));
    if (bytes != probe) return Error(Errc::internal, "The media store gives back other bytes than were stored.");
    return ok();
}

Result<std::unique_ptr<MediaStore>> open_media_store(const std::string& url, const Access& access) {
    if (url.starts_with("s3://")) return open_s3_store(url, access);
    if (!url.starts_with("file:///"))
        return Error(Errc::bad_request, "The media store must be file:///absolute/folder or s3://bucket?endpoint=...");
    std::string folder = url.substr(file_scheme.size());
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    auto store = std::make_unique<FileStore>(std::move(folder));
    COLLEGIUM_CHECK(store->prepare());
    return std::unique_ptr<MediaStore>(std::move(store));
}

Result<std::unique_ptr<MediaStore>> open_media_store(const config::Config& config) {
    const Access access{config.storage.media_access_key, config.storage.media_secret_key, config.federation.ca_file};
    return open_media_store(config.storage.media, access);
}

}  // namespace collegium::media
