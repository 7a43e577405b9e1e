// Stored files in a folder: ab/cd/abcd...; written to a temporary name, synced, then renamed, so that a
// file under its own name is always whole, also after a power cut.
#pragma once

#include <string>

#include "storage/media/media_store.hpp"

namespace collegium::media {

class FileStore final : public MediaStore {
  public:
    explicit FileStore(std::string folder) : folder_(std::move(folder)) {}

    // Makes the folder when missing, and removes what a crash left half written.
    Result<void> prepare();

    Result<std::string> put(std::string_view bytes) override;
    Result<std::uint64_t> size(std::string_view key) override;
    Result<std::string> read(std::string_view key, std::uint64_t offset, std::uint64_t length) override;
    Result<void> remove(std::string_view key) override;
    Result<void> each(const std::function<void(const StoredFile&)>& visit) override;

  private:
    std::string folder_of(std::string_view key) const;
    std::string path_of(std::string_view key) const;
    Result<void> write_new(std::string_view key, std::string_view bytes) const;

    std::string folder_;
};

}  // namespace collegium::media
