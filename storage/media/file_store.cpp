#include "storage/media/file_store.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/log.hpp"
#include "core/random.hpp"

namespace collegium::media {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_prefix = ".new-";
constexpr auto abandoned_after = std::chrono::hours(24);

class File {
  public:
    File(const std::string& path, int flags)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

Error fault(const std::string& what, const std::string& path) {
    const int code = errno;
    const std::string detail = what + " " + path + ": " + std::strerror(code);
    log::error("media store", {{"reason", detail}});
    return Error(Errc::unavailable, "Files cannot be stored at present.", detail);
}

Error no_such_file() {
    return Error(Errc::not_found, "There is no such file.");
}

Error missing_or_fault(const std::string& what, const std::string& path) {
    return errno == ENOENT ? no_such_file() : fault(what, path);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// A rename is lasting only once its folder is synced.
bool sync_folder(const std::string& path) {
    const File folder(path, O_RDONLY | O_DIRECTORY);
    return folder.open() && ::fsync(folder.descriptor()) == 0;
}

// Makes the folders ab and ab/cd below `root`, each lasting.
bool make_folders(const std::string& root, std::string_view key) {
    std::string path = root;
    for (const std::size_t start : {std::size_t{0}, std::size_t{2}}) {
        const std::string parent = path;
        path += "/" + std::string(key.substr(start, 2));
        if (::mkdir(path.c_str(), 0700) == 0) {
            if (!sync_folder(parent)) return false;
        } else if (errno != EEXIST) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string FileStore::folder_of(std::string_view key) const {
    return folder_ + "/" + std::string(key.substr(0, 2)) + "/" + std::string(key.substr(2, 2));
}

std::string FileStore::path_of(std::string_view key) const {
    return folder_of(key) + "/" + std::string(key);
}

Result<void> FileStore::prepare() {
    std::error_code code;
    if (!fs::exists(folder_, code)) {
        if (!fs::create_directories(folder_, code) && code) {
            return Error(Errc::unavailable, "The media folder " + folder_ + " cannot be made: " + code.message());
        }
        fs::permissions(folder_, fs::perms::owner_all, code);
    }
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator entry(folder_, code), end; !code && entry != end; entry.increment(code)) {
        if (!entry->path().filename().string().starts_with(temporary_prefix)) continue;
        std::error_code ignored;  // another process may be faster
        if (now - entry->last_write_time(ignored) > abandoned_after) fs::remove(entry->path(), ignored);
    }
    if (code) return Error(Errc::unavailable, "The media folder " + folder_ + " cannot be read: " + code.message());
    return ok();
}

Result<std::string> FileStore::put(std::string_view bytes) {
    std::string key = hex_encode(sha256(bytes));
    const std::string path = path_of(key);
    struct stat status {};
    const bool stored = ::stat(path.c_str(), &status) == 0 && static_cast<std::size_t>(status.st_size) == bytes.size();
    // A fresh time keeps clean-up away from it until the new row is there.
    if (stored && ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0 && sync_folder(folder_of(key))) return key;
    COLLEGIUM_CHECK(write_new(key, bytes));
    return key;
}

Result<void> FileStore::write_new(std::string_view key, std::string_view bytes) const {
    if (!make_folders(folder_, key)) return fault("cannot make a folder in", folder_);
    const std::string temporary = folder_ + "/" + std::string(temporary_prefix) + random_token(12);
    {
        const File file(temporary, O_WRONLY | O_CREAT | O_EXCL);
        if (!file.open()) return fault("cannot create", temporary);
        if (!write_all(file.descriptor(), bytes) || ::fsync(file.descriptor()) != 0) {
            const Error error = fault("cannot write", temporary);
            ::unlink(temporary.c_str());
            return error;
        }
    }
    if (::rename(temporary.c_str(), path_of(key).c_str()) != 0) {
        const Error error = fault("cannot rename", temporary);
        ::unlink(temporary.c_str());
        return error;
    }
    if (!sync_folder(folder_of(key))) return fault("cannot sync", folder_of(key));
    return ok();
}

Result<std::uint64_t> FileStore::size(std::string_view key) {
    if (!is_key(key)) return no_such_file();
    struct stat status {};
    if (::stat(path_of(key).c_str(), &status) != 0) return missing_or_fault("cannot look at", path_of(key));
    return static_cast<std::uint64_t>(status.st_size);
}

Result<std::string> FileStore::read(std::string_view key, std::uint64_t offset, std::uint64_t length) {
    if (!is_key(key)) return no_such_file();
    const File file(path_of(key), O_RDONLY);
    struct stat status {};
    if (!file.open() || ::fstat(file.descriptor(), &status) != 0) return missing_or_fault("cannot open", path_of(key));
    const auto total = static_cast<std::uint64_t>(status.st_size);
    if (offset >= total) return std::string();
    std::string bytes(std::min(length, total - offset), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::pread(file.descriptor(), bytes.data() + filled, bytes.size() - filled,
                                    static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fault("cannot read", path_of(key));
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

Result<void> FileStore::remove(std::string_view key) {
    if (!is_key(key)) return no_such_file();
    if (::unlink(path_of(key).c_str()) != 0) return missing_or_fault("cannot remove", path_of(key));
    return ok();
}

Result<void> FileStore::each(const std::function<void(const StoredFile&)>& visit) {
    std::error_code code;
    for (fs::recursive_directory_iterator entry(folder_, code), end; !code && entry != end; entry.increment(code)) {
        std::string name = entry->path().filename().string();
        struct stat status {};
        if (!is_key(name) || ::stat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        const std::int64_t milliseconds = status.st_mtim.tv_sec * 1000LL + status.st_mtim.tv_nsec / 1'000'000;
        visit({std::move(name), static_cast<std::uint64_t>(status.st_size), from_milliseconds(milliseconds)});
    }
    if (code) return Error(Errc::unavailable, "Files cannot be listed at present.", folder_ + ": " + code.message());
    return ok();
}

}  // namespace collegium::media
