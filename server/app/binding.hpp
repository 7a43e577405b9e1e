// Joins the modules' route tables, which know a domain context and nothing of lanes, to the HTTP server,
// which knows actions and nothing of the database: a request becomes one job on its route's lane; what a
// handler needs is fetched and the handler run again; what it continues with runs on the write lane.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "app/needs.hpp"
#include "domain/context.hpp"
#include "http/errors.hpp"
#include "http/route.hpp"
#include "http/router.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::app {

// Fetches and stores; answers with those that could not be had in time (app/needs.hpp).
using Resolve = std::function<void(http::Needs, std::chrono::milliseconds patience, Resolved)>;

struct Binding {
    sql::Pool& pool;
    domain::MakeContext make_context;
    Resolve resolve;
    // Whether a server's request, which nobody has verified yet, may make us fetch (security.md SIG-18).
    std::function<bool(const http::Request&)> may_fetch;
    http::PageRenderer page_renderer = nullptr;
};

// `binding` must outlive the router.
void mount_routes(http::Router& router, const Binding& binding, const http::Routes<domain::Context>& routes);

}  // namespace collegium::app
