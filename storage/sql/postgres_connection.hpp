// The port on PostgreSQL 15, or what speaks its protocol, through libpq.
#pragma once

#include <memory>
#include <string>

#include "storage/sql/driver.hpp"

namespace collegium::sql {

// Connects; throws Failure disconnected with libpq's reason.
std::unique_ptr<Driver> open_postgres(const std::string& url, Access access);

}  // namespace collegium::sql
