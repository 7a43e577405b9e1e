// Stored files in a bucket of an S3-compatible server, under path-style addresses: endpoint/bucket/prefix/key. Every
// request is signed (AWS Signature Version 4) and checks the server's certificate; redirects are not followed, and
// each has its deadline. Calls block, so after a server was out of reach it is not asked for a moment: a store that
// hangs must not hold up every job that needs a file.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "config/media_url.hpp"
#include "storage/media/media_store.hpp"

namespace collegium::media {

class S3Store final : public MediaStore {
  public:
    S3Store(config::S3Place place, Access access);
    ~S3Store() override;
    S3Store(const S3Store&) = delete;
    S3Store& operator=(const S3Store&) = delete;

    Result<std::string> put(std::string_view bytes) override;
    Result<std::uint64_t> size(std::string_view key) override;
    Result<std::string> read(std::string_view key, std::uint64_t offset, std::uint64_t length) override;
    Result<void> remove(std::string_view key) override;
    Result<void> each(const std::function<void(const StoredFile&)>& visit) override;

  private:
    struct Request;
    struct Answer;
    class Handles;
    std::string address_of(std::string_view key) const;
    Result<Answer> send(const Request& request);
    Error fault(const Request& request, long status, const std::string& why) const;

    config::S3Place place_;
    Access access_;
    std::unique_ptr<Handles> handles_;
    std::atomic<std::int64_t> paused_until_{0};  // milliseconds of the steady clock
};

// Error: bad_request for an address or keys that cannot do.
Result<std::unique_ptr<MediaStore>> open_s3_store(const std::string& url, const Access& access);

}  // namespace collegium::media
