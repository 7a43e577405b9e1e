// The port on an embedded SQLite file: WAL, synchronous=FULL, foreign keys on, one connection per thread.
#pragma once

#include <memory>
#include <string>

#include "storage/sql/driver.hpp"

namespace collegium::sql {

// Makes the file (readable by its owner alone) and its folder when missing, unless `access` is read or slow.
// Throws Failure, or what SQLiteCpp throws on opening.
std::unique_ptr<Driver> open_sqlite(const std::string& path, Access access);

}  // namespace collegium::sql
