// What the federation's coroutines and workers work with. Owned and wired by app/build.cpp; outlives them all.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "client/http_client.hpp"
#include "config/config.hpp"
#include "domain/context.hpp"
#include "runtime/blocking.hpp"
#include "runtime/cpu_pool.hpp"
#include "runtime/loop.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::federation {

struct Services {
    const config::Config& config;
    sql::Pool& pool;
    client::HttpClient& http;
    runtime::CpuPool& cpu;
    runtime::Loop& loop;  // where the coroutines of this layer run
    domain::MakeContext make_context;
};

// Runs `work` as one job on a lane, and resumes with its value; its changes stay only when it succeeded.
template <class T>
boost::asio::awaitable<Result<T>> in_lane(Services& services, sql::Lane lane,
                                          std::function<Result<T>(domain::Context&)> work) {
    runtime::Starter<Result<T>> start = [&services, lane, work = std::move(work)](std::function<void(Result<T>)> done) {
        auto outcome = std::make_shared<std::optional<Result<T>>>();
        sql::Job job = [&services, work, outcome](sql::Connection& connection) {
            auto context = services.make_context(connection);
            outcome->emplace(work(context));
            return (*outcome)->has_value() ? sql::Verdict::commit : sql::Verdict::rollback;
        };
        services.pool.submit(lane, std::move(job), [outcome, done](Result<void> stored) {
            if (!stored)
                done(stored.error());
            else
                done(std::move(**outcome));
        });
    };
    return runtime::blocking<Result<T>>(std::move(start));
}

}  // namespace collegium::federation
