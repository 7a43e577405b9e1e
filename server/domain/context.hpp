// What every use case is given: one connection inside one open transaction, the configuration, the id
// maker and the time of this job. Use cases write rows and events; they know nothing of HTTP, JSON
// entities, ActivityStreams or sockets, and never open, commit or roll back anything.
#pragma once

#include <functional>

#include "config/config.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/media/media_store.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::domain {

struct Context {
    sql::Connection& db;
    const config::Config& config;
    IdGenerator& ids;
    media::MediaStore& media;
    Timestamp now;
};

// Makes the context of a job around its connection, with the time of now.
using MakeContext = std::function<Context(sql::Connection&)>;

}  // namespace collegium::domain
