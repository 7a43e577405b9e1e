// Where stored files live when that is no folder: "s3://bucket/prefix?endpoint=https://host:port&region=...".
// The prefix and the region may be left out.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace collegium::config {

struct S3Place {
    std::string endpoint;  // "https://host[:port]"
    std::string bucket;
    std::string prefix;  // of every name in the bucket: "" or "folder/"
    std::string region = "us-east-1";
};

// Error: bad_request, with what is wrong and what is allowed, to stand after the key's name.
Result<S3Place> parse_s3_url(std::string_view text);

}  // namespace collegium::config
