// Which uploads are over, and which files of the media store are still named by one. Knows no store.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "storage/sql/connection.hpp"

namespace collegium::repo {

// Uploads of ours that hang on no post and came before; oldest first. Returns how many went.
int delete_detached_media(sql::Connection& db, Timestamp before, int limit);
// Of these keys, the ones that a row names.
std::set<std::string> named_files(sql::Connection& db, const std::vector<std::string>& keys);

}  // namespace collegium::repo
