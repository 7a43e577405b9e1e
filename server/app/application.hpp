// One instance, whole: everything made, wired and started in order, and stopped in the opposite one. The only
// place where the layers' pieces meet; several may live in one process (collegium demo).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "core/result.hpp"
#include "domain/context.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::app {

class Application {
  public:
    // Opens database and media store and brings the database up to date. Error: what is wrong, fit to print.
    static Result<std::unique_ptr<Application>> make(const config::Config& config);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    // Listens and works when it returns.
    Result<void> start();
    // Finishes what is under way. A second call does nothing.
    void stop();

    // Reads the certificate files again when they have changed, without waiting for the next look at them.
    void reload();

    std::vector<std::uint16_t> bound_ports() const;
    sql::Pool& pool();
    // The context of a job around its connection: for commands and the demo.
    domain::Context context(sql::Connection& connection);
    // Fetches and stores what a handle or an address names; waits for it. Returns what could not be had.
    std::vector<std::string> resolve(const std::vector<std::string>& uris, const std::vector<std::string>& handles);

  private:
    struct Parts;
    explicit Application(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

// Runs `work(domain::Context&) -> Result<T>` as one job of the application.
template <class Work>
auto run(Application& application, sql::Lane lane, Work work) {
    return sql::run_for(application.pool(), lane, [&application, work](sql::Connection& connection) {
        auto context = application.context(connection);
        return work(context);
    });
}

// "GET /api/v1/instance", in order: what the server would answer, without a database.
std::vector<std::string> route_table();

}  // namespace collegium::app
