// HttpClient for coroutine files: the same exchange, awaited. Resumes on the caller's own loop, which must
// outlive the exchange (runtime/blocking.hpp).
#pragma once

#include <utility>

#include <boost/asio/awaitable.hpp>

#include "client/http_client.hpp"
#include "runtime/blocking.hpp"

namespace collegium::client {

inline boost::asio::awaitable<Result<Answer>> fetch(HttpClient& client, Fetch what) {
    runtime::Starter<Result<Answer>> start = [&client, what = std::move(what)](OnAnswer done) mutable {
        client.send(std::move(what), std::move(done));
    };
    return runtime::blocking<Result<Answer>>(std::move(start));
}

}  // namespace collegium::client
