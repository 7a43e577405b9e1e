// A page of a bucket's list of files (ListObjectsV2): the little of XML that it takes. What is not understood is
// left out, since what is not listed is not cleaned up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/media/media_store.hpp"

namespace collegium::media {

struct S3Listing {
    std::vector<StoredFile> files;  // those whose name is `prefix` and a key
    std::string next;               // where to go on; "" at the end
};

S3Listing parse_s3_listing(std::string_view xml, std::string_view prefix);

}  // namespace collegium::media
